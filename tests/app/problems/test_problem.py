"""Problems, and the report of one."""

from app.problems.problem import Problem, report
from core import __version__
from core.errors import LumenaryError
from core.jobs.events import Failed


def test_an_expected_error_keeps_its_words() -> None:
    error = LumenaryError("No stills.", hint="Choose others.", details="in x")
    assert Problem.of(error) == Problem("No stills.", "Choose others.", "in x")


def test_a_failed_job_keeps_its_words_and_whether_it_is_a_bug() -> None:
    failed = Failed(user_message="Oh.", hint="Do.", details="deep", is_bug=True)
    assert Problem.of(failed) == Problem("Oh.", "Do.", "deep", is_bug=True)


def test_what_nobody_foresaw_is_a_bug_with_its_traceback() -> None:
    try:
        _ = {}["still"]
    except KeyError as error:
        problem = Problem.of(error)
    assert problem.is_bug
    assert "KeyError: 'still'" in problem.details
    assert "test_what_nobody_foresaw" in problem.details
    assert "KeyError" not in problem.user_message + problem.hint


def test_a_lack_of_memory_is_no_bug() -> None:
    problem = Problem.of(MemoryError())
    assert not problem.is_bug
    assert "memory" in problem.user_message


def test_a_report_tells_what_happened_where_and_why() -> None:
    text = report(Problem("It broke.", "Mend it.", "the reason"))
    assert text.startswith("It broke.\nMend it.\n\n")
    assert f"Lumenary: {__version__}" in text
    for fact in ("Python: 3.", "Qt: 6.", "System: "):
        assert fact in text
    assert text.endswith("\n\nthe reason\n")


def test_a_report_of_little_has_no_gaps() -> None:
    assert "\n\n\n" not in report(Problem("It broke."))

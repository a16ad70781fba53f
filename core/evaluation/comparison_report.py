"""One self-contained page on two models; it has neither stills nor file names."""

from pathlib import Path

from core.evaluation.report import matrix_rows, page_environment
from core.evaluation.wording import difference, difference_interval, support_of
from core.files import write_text
from core.library.comparison_record import ComparisonRecord

_TITLES = {
    "balanced_accuracy": "Balanced accuracy",
    "accuracy": "Accuracy",
    "macro_f1": "Macro F1",
    "recall": "Sensitivity",
}


def write_comparison_report(
    path: Path, record: ComparisonRecord, *, research_use: str
) -> None:
    """Write the comparison as one HTML file that needs nothing else.

    Parameters
    ----------
    path
        The page to write; replaced whole if it exists.
    record
        Where every number comes from.
    research_use
        What the page must not be used for.

    Raises
    ------
    WriteFailed
        If the file cannot be written; an older one is left as it was.
    """
    write_text(path, render_comparison(record, research_use=research_use))


def render_comparison(record: ComparisonRecord, *, research_use: str) -> str:
    """Return the page that :func:`write_comparison_report` writes."""
    environment = page_environment(with_file_names=False)
    environment.filters.update(
        difference=difference,
        difference_interval=difference_interval,
        support_of=support_of,
    )
    return environment.get_template("compare.html").render(
        record=record,
        research_use=research_use,
        matrices=[
            (each, tuple(matrix_rows(each))) for each in (record.first, record.second)
        ],
        overall=[each for each in record.differences if not each.class_name],
        by_class=[each for each in record.differences if each.class_name],
        titles=_TITLES,
    )

"""Write what a run found, with the readers' answers, as CSV or as a workbook."""

from collections.abc import Iterator
from datetime import datetime

from core import __version__
from core.errors import LumenaryError
from core.jobs.context import JobContext
from core.jobs.findings_record import RecordHeader
from core.jobs.own_thresholds import sentences_on, with_thresholds
from core.jobs.requests import ExportFindingsRequest
from core.jobs.results import ExportFindingsResult
from core.jobs.reviewed_run import ReviewedRun, open_run
from core.library.model_folder import OpenedModel
from core.percent import percent
from core.review.findings_csv import write_csv
from core.review.findings_workbook import write_workbook
from core.review.reviewed_still import ReviewedStill

_RESEARCH_USE = "For research only; not a medical device."


def run(request: ExportFindingsRequest, context: JobContext) -> ExportFindingsResult:
    """Export a run's findings; see :class:`ExportFindingsRequest`.

    Raises
    ------
    RecordUnusable
        If the run folder has no findings that can be read.
    ReviewLogUnusable
        If the reviews cannot be read.
    TooManyStills
        If a workbook cannot hold them.
    WriteFailed
        If the table cannot be written; what stood there before is untouched.
    """
    reviewed_run = open_run(request.run, context)
    rows = _Rows(reviewed_run, context)
    classes = reviewed_run.header.classes
    if request.out.suffix.lower() == ".csv":
        write_csv(request.out, classes, rows)
    else:
        about = _about(reviewed_run.header, context)
        write_workbook(request.out, about, classes, rows)
    return ExportFindingsResult(
        table=request.out, stills=rows.stills, reviewed=rows.reviewed
    )


class _Rows:
    """Hands out the stills once, counts them, and looks whether to stop."""

    def __init__(self, reviewed_run: ReviewedRun, context: JobContext) -> None:
        self._run = reviewed_run
        self._control = context.control
        self._progress = context.report.activity("Writing rows")
        self.stills = 0
        self.reviewed = 0

    def __iter__(self) -> Iterator[ReviewedStill]:
        for still in self._run.stills():
            self._control.check()
            self.stills += 1
            self.reviewed += still.review is not None
            yield still
            self._progress(self.stills, None)


def _about(header: RecordHeader, context: JobContext) -> dict[str, str]:
    return {
        "Program": f"Lumenary {__version__}",
        "Folder": str(header.folder),
        "Classified": header.started.isoformat(timespec="seconds"),
        "Exported": datetime.now().astimezone().isoformat(timespec="seconds"),
        "Model": header.model,
        "Model key": header.model_key,
        **_about_model(header, context),
    }


def _about_model(header: RecordHeader, context: JobContext) -> dict[str, str]:
    """Return what the model's card says, if the library still has that very model."""
    model = _model_of(header, context)
    if model is None:
        return {
            "About the model": "It is not in the library any more, so that what it "
            "knows and its thresholds can't be told here.",
            "For research": _RESEARCH_USE,
        }
    return {
        "Model's title": model.card.title,
        "It knows": model.card.knows,
        "It does not know": model.card.does_not_know,
        "For research": model.card.research_use,
        "Thresholds": _thresholds(model, header),
    }


def _model_of(header: RecordHeader, context: JobContext) -> OpenedModel | None:
    try:
        model = context.library.open(header.model)
    except LumenaryError:
        return None
    return model if model.card.key == header.model_key else None


def _thresholds(model: OpenedModel, header: RecordHeader) -> str:
    used = with_thresholds(model, header.thresholds).card.decisions
    return " ".join(
        [
            f"Answers below a confidence of {percent(used.review_below)} go to review; "
            f"stills at a distance above {used.refuse_above:.3g} are refused.",
            *sentences_on(model.card.decisions, header.thresholds),
        ]
    )

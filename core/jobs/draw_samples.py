"""Draw stills to try the program on; real ones are not ours to ship."""

from core.images.sample_sets import draw_samples
from core.jobs.context import JobContext
from core.jobs.requests import DrawSamplesRequest
from core.jobs.results import DrawSamplesResult


def run(request: DrawSamplesRequest, context: JobContext) -> DrawSamplesResult:
    """Draw stills into a new folder; see :class:`DrawSamplesRequest`.

    Raises
    ------
    WriteFailed
        If the folder exists already or cannot be written.
    """
    samples = draw_samples(
        request.out,
        stills=request.stills,
        seed=request.seed,
        control=context.control,
        progress=context.report.activity("Drawing stills"),
    )
    return DrawSamplesResult(
        folder=request.out,
        labelled=samples.labelled_stills,
        unsorted=samples.unsorted_stills,
    )

"""Copy a labelled folder into train, val and test; no group is in two of them."""

from core.dataset.scanning import Part
from core.dataset.split_copies import StillInSplit, copy_split
from core.jobs.context import JobContext
from core.jobs.curation import group, read_stills, scan, split
from core.jobs.embedding_likeness import likeness_embeddings
from core.jobs.requests import SplitDatasetRequest
from core.jobs.results import SplitDatasetResult


def run(request: SplitDatasetRequest, context: JobContext) -> SplitDatasetResult:
    """Copy a split into a new folder; see :class:`SplitDatasetRequest`.

    Raises
    ------
    core.dataset.scanning.DatasetError
        If the folder is no labelled folder, or ``out`` lies within it.
    core.files.WriteFailed
        If ``out`` exists or the disk is too full; nothing is left behind.
    """
    settings = context.recipes.get(request.recipe).preprocessing
    readable = read_stills(
        scan(request.folder, request.grouping, context), settings, context
    )
    embeddings = likeness_embeddings(readable, context)
    grouping = group(readable, request.grouping, embeddings, context)
    divided = split(readable, grouping, request.seed)
    context.report.warn_all(divided.notices)
    stills = [
        StillInSplit(still, part, own, digest)
        for still, part, own, digest in zip(
            readable.stills,
            divided.parts,
            grouping.ids,
            readable.digests,
            strict=True,
        )
    ]
    copy_split(
        stills,
        request.out,
        root=request.folder,
        control=context.control,
        progress=context.report.activity("Copying stills"),
    )
    return SplitDatasetResult(
        folder=request.out,
        counts={
            part.value: {
                name: sum(s.part is part and s.still.label == name for s in stills)
                for name in readable.classes
            }
            for part in Part
        },
        groups=grouping.count,
        unreadable=len(readable.unreadable),
        notices=(*readable.notices, *grouping.notices, *divided.notices),
    )

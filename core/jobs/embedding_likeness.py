"""How alike stills are to the starter model, for looking at data without training."""

import numpy as np
from numpy.typing import NDArray

from core.errors import LumenaryError
from core.inference.network import Network
from core.jobs.answers import run_network
from core.jobs.context import JobContext
from core.jobs.curation import ReadableFolder, prepare_stills
from core.jobs.requests import DEFAULT_MODEL


def likeness_embeddings(
    readable: ReadableFolder, context: JobContext
) -> NDArray[np.float32] | None:
    """Return the starter model's embedding of each still, shape (n, d).

    Training groups by the backbone it begins with, which is the same one unless other
    weights are named. Without a usable starter model there is no embedding, and the
    user is told that fewer copies are found.
    """
    try:
        model = context.library.open(DEFAULT_MODEL)
    except LumenaryError as error:
        context.report.warn(
            f"Copies are found by digest and hash only: {error.user_message}"
        )
        return None
    images = prepare_stills(readable, model.card.recipe.preprocessing, context)
    everything = np.arange(len(readable.stills))
    answers = run_network(
        Network(model.onnx_path), images, everything, "Comparing stills", context
    )
    return answers.embedding

"""Stills of classes that a model knows, and from which it never learnt.

Each step says how many stills it leaves out, in a sentence for the record.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.dataset.scanning import DatasetError
from core.inference.network import Network
from core.jobs.answers import NetworkAnswers, run_network
from core.jobs.context import JobContext
from core.jobs.curation import ReadableFolder, prepare_stills
from core.jobs.learning import LabelledStills
from core.library.model_folder import OpenedModel


def of_known_classes(
    whole: ReadableFolder, classes: Sequence[str], *, who: str = "the model does"
) -> tuple[ReadableFolder, tuple[str, ...]]:
    """Return the stills of some classes, and what to say of the others.

    Raises
    ------
    DatasetError
        If there are none.
    """
    known = np.array([label in classes for label in whole.labels])
    if not known.any():
        raise nothing_left(classes)
    if known.all():
        return whole, ()
    names = sorted(set(whole.labels) - set(classes))
    sentence = (
        f"{(~known).sum()} stills are left out: {who} not know {', '.join(names)}."
    )
    return whole.only(np.flatnonzero(known)), (sentence,)


def answered(
    readable: ReadableFolder, model: OpenedModel, context: JobContext
) -> tuple[LabelledStills, NetworkAnswers]:
    """Return the stills in the model's own order of classes, and its raw answers.

    Every still's class must be one that the model knows.
    """
    images = prepare_stills(readable, model.card.recipe.preprocessing, context)
    classes = model.card.classes
    labels = readable.indices_in(classes)
    raw = run_network(
        Network(model.onnx_path),
        images,
        np.arange(len(readable.stills)),
        f"Classifying stills with {model.card.name}",
        context,
    )
    return LabelledStills(classes, images, labels, readable.digests), raw


def learnt_with_their_groups(
    digests: Sequence[str], groups: Sequence[int], learnt: frozenset[str]
) -> NDArray[np.bool_]:
    """Return which stills share a group with one that was learnt from, shape (n,)."""
    touched = {
        group for group, digest in zip(groups, digests, strict=True) if digest in learnt
    }
    return np.array([group in touched for group in groups], np.bool_)


def nothing_left(classes: Sequence[str]) -> DatasetError:
    """Return the error for a folder of which no still can be measured on."""
    return DatasetError(
        "No still is left to measure on.",
        hint="Choose stills of these classes that were not used for training: "
        f"{', '.join(classes)}.",
    )

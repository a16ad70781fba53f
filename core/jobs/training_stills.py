"""Which stills a model was made from: digests beside its card, no names."""

import csv
from collections.abc import Sequence
from pathlib import Path

from core.dataset.scanning import Part
from core.files import atomic_write
from core.jobs.curation import ReadableFolder
from core.library.model_folder import ModelDamaged

TRAINING_STILLS_FILE = "training_stills.csv"


def write_training_stills(
    folder: Path,
    readable: ReadableFolder,
    groups: Sequence[int],
    parts: Sequence[Part],
) -> None:
    """Write the digests that a model was made from, without names, beside its card."""
    rows = sorted(
        (digest, still.label, part.value, str(group))
        for digest, still, part, group in zip(
            readable.digests, readable.stills, parts, groups, strict=True
        )
    )
    with atomic_write(folder / TRAINING_STILLS_FILE, newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("digest", "label", "part", "group"))
        table.writerows(rows)


def digests_learnt_from(model_folder: Path) -> frozenset[str]:
    """Return the digests of the stills that fitted a model or its thresholds.

    Stills of its test part are not among them. Empty where there is no list.

    Raises
    ------
    core.library.model_folder.ModelDamaged
        If the list is none: which stills are unseen cannot be told then.
    """
    path = model_folder / TRAINING_STILLS_FILE
    if not path.is_file():
        return frozenset()
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return frozenset(
                row["digest"]
                for row in csv.DictReader(stream)
                if row["part"] != Part.TEST.value
            )
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise ModelDamaged(
            f"The list of stills that “{model_folder.name}” was trained on can't be "
            "read.",
            hint="Nothing was measured: nobody could tell which stills it has seen. "
            "Import the model again from its archive.",
            details=f"{path}: {error!r}",
        ) from error

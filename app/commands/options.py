"""Options that several commands share, so that they read the same everywhere."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[
    bool, typer.Option("--json", help="Answers as JSON lines, for scripts.")
]
LabelledFolder = Annotated[
    Path,
    typer.Argument(
        exists=True,
        file_okay=False,
        help="Folder with a folder of stills for each class, "
        "or with train, val and test folders that have them.",
    ),
]
RecipeName = Annotated[
    str, typer.Option("--recipe", help="Name of a recipe, or a TOML file.")
]
GroupsCsv = Annotated[
    Path | None,
    typer.Option(
        "--groups",
        exists=True,
        dir_okay=False,
        help="Table with the columns file,group: who or which examination.",
    ),
]
GroupPattern = Annotated[
    str | None,
    typer.Option(
        help="Regular expression on the file name; its first group is the group."
    ),
]
HashRadius = Annotated[
    int | None,
    typer.Option(
        min=0, max=32, help="Bits in which hashes of copies may differ. (default: 6)"
    ),
]
LARGEST_SEED = 2**32 - 1
"""What NumPy and Keras take as a seed."""
Seed = Annotated[
    int,
    typer.Option(min=0, max=LARGEST_SEED, help="Decides the split and the order."),
]
WithoutImages = Annotated[
    bool,
    typer.Option(
        "--without-images", help="Leave stills and file names out of the report."
    ),
]
InitialWeights = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Weights file for the backbone."),
]
InitialModel = Annotated[
    str | None,
    typer.Option(
        help="Model whose backbone is the beginning. (default: the starter model)"
    ),
]
RandomWeights = Annotated[
    bool,
    typer.Option(
        "--random-weights",
        help="Begin from nothing: needs far more stills and epochs.",
    ),
]
Epochs = Annotated[
    tuple[int, int] | None,
    typer.Option(
        min=0, max=10_000, help="Epochs of the two phases, instead of the recipe's."
    ),
]
Batch = Annotated[
    int | None,
    typer.Option(
        min=1, max=4096, help="Stills in a batch, instead of the recipe's number."
    ),
]
Patience = Annotated[
    int | None,
    typer.Option(min=0, help="Epochs without improvement that end a phase; 0: never."),
]
ClassWeightsOption = Annotated[
    str | None,
    typer.Option(
        "--class-weights", help="none or balanced, instead of the recipe's choice."
    ),
]
Device = Annotated[
    str | None,
    typer.Option(help="auto, cpu or gpu. (default: what the window's settings say)"),
]

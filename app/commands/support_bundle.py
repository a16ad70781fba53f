"""``lumenary support-bundle``: what a helper needs, with the names taken out."""

from pathlib import Path
from typing import Annotated

import typer


def support_bundle(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", dir_okay=False, help="The .zip to write; never replaced."
        ),
    ],
    with_file_names: Annotated[
        bool,
        typer.Option(
            "--with-file-names",
            help="Leave names of files, folders, models and classes, and full paths, "
            "in it: they may name patients.",
        ),
    ] = False,
    show: Annotated[
        bool,
        typer.Option("--show", help="Only print what would go in; write nothing."),
    ] = False,
) -> None:
    """Pack logs, versions and settings for whoever helps; nothing is sent.

    No stills, findings, reviews or notes are in it, and no names unless you ask for
    them. Look through it with --show, or unpack it, before you pass it on.
    """
    from app.byte_sizes import in_words
    from app.support.bundle_parts import bundle_parts
    from app.support.support_bundle import bundle_path, write_bundle
    from app.terminal.terminal_job import errors_in_words
    from core.paths import UserFolders

    with errors_in_words():
        folders = UserFolders.from_environment()
        parts = bundle_parts(folders, with_names=with_file_names)
        if show:
            for part in parts:
                typer.echo(f"=== {part.name}\n{part.text}")
            return
        target = bundle_path(file.absolute())
        size = write_bundle(parts, target, replace=False)
    for part in parts:
        typer.echo(f"{part.name}: {part.title}, {in_words(part.size)}")
    typer.echo(f"Wrote {target}, {in_words(size)}. Nothing was sent.")

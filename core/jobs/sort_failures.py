"""What is told of a sort that did not come to its end, and what is kept of it."""

from pathlib import Path

from core.files import WriteFailed


def not_written(out: Path, copies: int, error: OSError) -> WriteFailed:
    """Return the error of a disk that took no more copies, or is no longer there.

    Parameters
    ----------
    out
        Where the copies go.
    copies
        How many are whole.
    error
        What the system said.
    """
    if copies and not out.exists():
        return WriteFailed(
            f"The folder “{out}” can't be reached any more.",
            hint=f"{copies:,} {'copy' if copies == 1 else 'copies'} had been made "
            "there; originals are unchanged. Bring it back, then sort again into the "
            "same folder to go on, or undo.",
            details=repr(error),
        )
    return WriteFailed(
        f"Couldn't write in “{out}”: {error.strerror or type(error).__name__}.",
        hint=f"{what_is_kept(copies)} Check the disk's room and your permissions.",
        details=repr(error),
    )


def what_is_kept(copies: int) -> str:
    """Return what there is of a sort that was stopped, and how to go on."""
    if not copies:
        return "Nothing was copied; originals are unchanged."
    are = "copy is whole and stays" if copies == 1 else "copies are whole and stay"
    return (
        f"{copies:,} {are}; originals are unchanged. "
        "Sort again into the same folder to go on, or undo."
    )

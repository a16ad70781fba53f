"""Names of models: folder names that work on every system and cannot be mistaken."""

import unicodedata

_LONGEST = 60  # four bytes each still fit into a file system's 255
_FORBIDDEN = '<>:"/\\|?*'
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³"}
)


def problem_with_name(name: str) -> str:
    """Return why ``name`` cannot name a model, as a sentence; empty if it can.

    Letters of any script, digits, spaces inside and signs are welcome. Refused is
    what some file system refuses or what a reader cannot see: Windows's reserved
    names and characters, a dot in front, a dot or space at the end.
    """
    if not name.strip():
        return "The name is empty."
    if len(name) > _LONGEST:
        return f"The name has {len(name)} characters; at most {_LONGEST} are allowed."
    if unwanted := sorted({c for c in name if c in _FORBIDDEN or not c.isprintable()}):
        return f"The name “{name}” contains {', '.join(map(ascii, unwanted))}."
    if name[0] in ". " or name[-1] in ". ":
        return f"The name “{name}” starts or ends with a dot or a space."
    if name.split(".")[0].rstrip().casefold() in _RESERVED:
        return f"The name “{name}” is reserved by Windows."
    return ""


def name_key(name: str) -> str:
    """Return what two names share that some file system takes for the same name.

    Canonical caseless matching, Unicode 16, section 3.13, definition 145.
    """
    folded = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFD", folded)

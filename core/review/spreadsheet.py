"""Text for a cell of a CSV that a spreadsheet cannot take for a formula."""

from typing import Final

_ASCII: Final = "=+-@"
_STARTS_A_FORMULA: Final = (
    *_ASCII,
    *(chr(ord(sign) + 0xFEE0) for sign in _ASCII),
    *"\t\r\n",
)
"""OWASP, "CSV injection"; at an offset of FEE0 the full-width forms, which spreadsheets
of East Asia take for the plain ones."""


def safe_text(value: str) -> str:
    """Return text that a spreadsheet shows as it is and computes nothing from.

    What could begin a formula gets a leading apostrophe; what is no Unicode text (a
    lone surrogate) is spelt out. Anything else stays as it is.
    """
    text = spelt_out(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def safe_path(file: str) -> str:
    """Return a relative path that still leads to its file and begins no formula.

    What could begin a formula gets ``./`` in front.
    """
    text = spelt_out(file)
    return f"./{text}" if text.startswith(_STARTS_A_FORMULA) else text


def spelt_out(value: str) -> str:
    r"""Return text that UTF-8 can hold: a lone surrogate becomes ``\udcff``."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8")

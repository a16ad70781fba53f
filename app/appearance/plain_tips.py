"""Tooltips that show what they were given, whatever it looks like."""

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """Return a tooltip that reads as ``text``, a file called ``<b>x</b>.jpg`` too.

    Qt takes for markup whatever looks like it, and tooltips cannot be told otherwise.
    Text that does not is returned as it is.
    """
    if not Qt.mightBeRichText(text):
        return text
    lines = escape(text, quote=False).replace("\n", "<br>")
    return f'<span style="white-space: pre-wrap">{lines}</span>'

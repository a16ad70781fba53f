"""A report from outside: a page that is read, and neither runs nor fetches anything.

The program never opens the page that travels with a model; a person may, in a browser,
which would run whatever stands in it.
"""

import base64
import binascii
import io
import warnings
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

from core.library.refused_file import FileRefused

_ELEMENTS: Final = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "main", "header", "footer"),
        *("nav", "aside", "section", "div", "p", "span", "h1", "h2", "h3", "h4", "h5"),
        *("a", "abbr", "b", "br", "code", "em", "hr", "i", "pre", "small", "strong"),
        *("sub", "sup", "time", "u", "dl", "dt", "dd", "li", "ol", "ul", "details"),
        *("summary", "figure", "figcaption", "img", "table", "caption", "col", "tr"),
        *(
            "colgroup",
            "thead",
            "tbody",
            "tfoot",
            "th",
            "td",
            "svg",
            "g",
            "defs",
            "desc",
        ),
        *("circle", "clippath", "line", "path", "pattern", "polygon", "polyline"),
        *("defs", "rect", "text", "tspan"),
    )
)
"""Words, tables and drawings: what a report of any version is made of, and more."""
_LINKS: Final = frozenset({"href", "src", "srcset", "xlink:href", "poster", "data"})
_FETCHING_STYLE: Final = ("url(", "@import", "expression(")
LARGEST_PICTURE: Final = 50_000_000
"""Pixels in one picture of a page; a still has some hundred thousand."""


def check_page(path: Path) -> None:
    """Refuse a page with anything that runs, fetches, or fills the memory.

    Raises
    ------
    FileRefused
        If it holds a script, a form, an address, or an enormous picture.
    OSError
        If it cannot be read.
    """
    page = _Page(path.name)
    page.feed(path.read_bytes().decode(errors="replace"))
    page.close()


class _Page(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ELEMENTS:
            raise FileRefused(self._name, f"holds a “{tag}”, which no report does")
        self._in_style = tag == "style"
        for key, value in attrs:
            self._check(tag, key, value or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._check_style(data)

    def _check(self, tag: str, key: str, value: str) -> None:
        if key.startswith("on"):
            raise FileRefused(self._name, f"holds a script (“{key}”)")
        if tag == "meta" and key == "http-equiv" and value.casefold() == "refresh":
            raise FileRefused(self._name, "leads to another page by itself")
        if key == "style":
            self._check_style(value)
        if key in _LINKS and not value.startswith("#"):
            self._check_picture(tag, value)

    def _check_style(self, style: str) -> None:
        folded = style.casefold()
        if any(sign in folded for sign in _FETCHING_STYLE) or "\\" in folded:
            raise FileRefused(self._name, "fetches something when it is opened")

    def _check_picture(self, tag: str, address: str) -> None:
        head, _, content = address.partition(",")
        kind = head.casefold()
        if tag not in {"img", "image"} or not kind.startswith("data:image/"):
            raise FileRefused(
                self._name, "points to something outside of itself", address[:200]
            )
        if "svg" in kind:
            drawing = _Page(self._name)
            drawing.feed(_unpacked(kind, content).decode(errors="replace"))
            drawing.close()
        elif _pixels(_unpacked(kind, content)) > LARGEST_PICTURE:
            raise FileRefused(self._name, "holds a picture of enormous size")


def _unpacked(kind: str, content: str) -> bytes:
    if not kind.endswith(";base64"):
        return unquote_to_bytes(content)
    try:
        return base64.b64decode(content)
    except binascii.Error:
        return b""


def _pixels(data: bytes) -> int:
    """Return how many pixels a picture says that it has; 0 for what is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it is enormous is what is asked
            with Image.open(io.BytesIO(data)) as picture:
                return picture.width * picture.height
    except Image.DecompressionBombError:
        return LARGEST_PICTURE + 1
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return 0

"""Logs without names: of what stands there, only what is known to tell nothing is kept.

It works by what may stay, not by what must go: no list of names is ever complete. A
word stays if the program itself uses it, a place in a stack if it lies in the program
or in one of its libraries, a number if it is short. Anything in quotation marks goes,
and so does everything that was found to be a name, be it a word of the program.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import Final

from app.support.known_names import NameFinder
from app.support.program_words import ProgramText

LEFT_OUT: Final = "[…]"

_FRAME: Final = re.compile(r'( *)File "([^"]*)", line (\d+)(?:,? in (.*))?')
_BENEATH_A_FRAME: Final = re.compile(r" {2,}\S.*")
_TIME: Final = re.compile(
    r"(?:\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,:]\d+)?\]?:? ?)?"
    r"(?:(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) )?"
)
_QUOTED: Final = re.compile(
    "“[^”]*”|\u2018[^\u2019]*\u2019|\"[^\"]*\"|`[^`]*`|«[^»]*»|(?<!\\w)'[^']*'(?!\\w)"
)
_MARK: Final = "\0"
_AROUND: Final = re.compile(r"([\[(<{]*)(.*?)([\])>}.,;:!?=…]*)", re.DOTALL)
_NUMBER: Final = re.compile(r"[-+]?(?:0x[0-9a-f]{1,16}|\d{1,4}(?:[.,x]\d{1,4})?%?)")
_SHAPE: Final = re.compile(r"(?:shape\[)?\d{1,4}(?:,\d{1,4})+")
_DEVICE: Final = re.compile(
    r"(?:/job:localhost/replica:0/task:0)?/?device:[A-Z]{3}:\d", re.ASCII
)
_RUN: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-([a-z_]+)-[0-9a-f]{4}")
_NAMED: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", re.ASCII)
_KIND_OF_ERROR: Final = re.compile(r"[A-Z][A-Za-z]*(?:Error|Exception|Warning)")
_OWN: Final = ("app", "core")
_IN_C: Final = re.compile(
    r"(?:external/)?(?:tensorflow|xla|tsl|onnxruntime|local_xla|local_tsl)"
    r"/[\w./+-]+\.(?:cc|cpp|h)(?::\d+)?",
    re.ASCII,
)
_SIGNS: Final = re.compile(r"[-–—+*/|=<>~^.,:;!?()\[\]{}]+")  # noqa: RUF001
_IDENTIFIER: Final = re.compile(r"[A-Za-z_<][\w.<>]*", re.ASCII)
_FILE_OF_CODE: Final = re.compile(r"(?:[\w-]+/)*[\w-]+\.py", re.ASCII)
_ROOTS: Final = re.compile(
    r".*/(?:site-packages|dist-packages|_internal|lib/python\d\.\d+|Lib)/"
)
_OURS: Final = re.compile(r"(?:.*/)?((?:app|core)/.*)")
_WARNED_IN: Final = re.compile(r"(.+\.py):(\d{1,6})")
_ENDS_A_SENTENCE: Final = (".", "!", "?", ":", "]", ")")
_SURELY_NO_NAMES: Final = (_SIGNS, _NUMBER, _SHAPE, _DEVICE, _KIND_OF_ERROR, _IN_C)


class LogRedaction:
    """Takes names out of logs.

    Parameters
    ----------
    program
        The words that may stay, and the files that are its own.
    names
        What must go even if it is made of such words.
    """

    def __init__(self, program: ProgramText, names: Iterable[str]) -> None:
        self._program = program
        self._names = NameFinder(names)
        self._packages = dict.fromkeys((*sys.stdlib_module_names, *_OWN), True)

    def text(self, text: str) -> str:
        """Return a log, line by line, without names."""
        return "\n".join(self._lines(text.splitlines()))

    def sentence(self, text: str) -> str:
        """Return one line without names."""
        return " ".join(self.text(text).split("\n"))

    def _lines(self, lines: list[str]) -> Iterator[str]:
        in_frame = False
        for line in lines:
            if frame := _FRAME.fullmatch(line):
                in_frame = True
                yield self._frame(frame)
            elif in_frame and _BENEATH_A_FRAME.fullmatch(line):
                continue  # the line of code: its number says as much
            else:
                in_frame = False
                yield self._line(line)

    def _frame(self, frame: re.Match[str]) -> str:
        indent, file, number, function = frame.groups()
        place = self._place(file)
        if place is None:
            return f"{indent}File {LEFT_OUT}, line {number[:6]}"
        known = function and _IDENTIFIER.fullmatch(function)
        return f'{indent}File "{place}", line {number[:6]}' + (
            f" in {function}" if known else ""
        )

    def _place(self, file: str) -> str | None:
        """Return where in the program or a library a file is; ``None`` elsewhere."""
        path = file.replace("\\", "/")
        if (ours := _OURS.fullmatch(path)) and ours[1] in self._program.files:
            return ours[1]
        tail, count = _ROOTS.subn("", path, count=1)
        if not count and (path[:1] == "/" or ":" in path):
            return None
        package = tail.partition("/")[0].removesuffix(".py")
        code = _FILE_OF_CODE.fullmatch(tail) and package not in _OWN
        return tail if code and self._is_package(package) else None

    def _is_package(self, name: str) -> bool:
        """Return whether a module of Python's or of a library is called so."""
        if name not in self._packages:
            self._packages[name] = _is_installed(name)
        return self._packages[name]

    def _line(self, line: str) -> str:
        time = _TIME.match(line)
        begin = time.end() if time else 0
        body = line[begin:]
        indent = body[: len(body) - len(body.lstrip())]
        return line[:begin] + indent + self._words_of(body)

    def _words_of(self, body: str) -> str:
        marked = _QUOTED.sub(_MARK, body.replace(_MARK, " "))
        marked = self._names.marked(marked, _MARK)
        said: list[str] = []
        begins = True
        for word in marked.split():
            shown = self._word(word, begins=begins)
            begins = word.endswith(_ENDS_A_SENTENCE)
            if shown != LEFT_OUT or said[-1:] != [LEFT_OUT]:
                said.append(shown)
        return " ".join(said)

    def _word(self, word: str, *, begins: bool) -> str:
        if _MARK in word:
            return LEFT_OUT  # with what it is glued to: the rest of a path
        around = _AROUND.fullmatch(word)
        before, core, after = around.groups() if around else ("", word, "")
        if not core:
            return word if _SIGNS.fullmatch(word) else LEFT_OUT
        if (warned := _WARNED_IN.fullmatch(core)) and (place := self._place(warned[1])):
            return f"{before}{place}:{warned[2]}{after}"
        if self._may_stay(core, begins=begins):
            return before + core + after
        return LEFT_OUT

    def _may_stay(self, core: str, *, begins: bool) -> bool:
        if any(one.fullmatch(core) for one in _SURELY_NO_NAMES):
            return True
        if run := _RUN.fullmatch(core):
            return run[1] in self._program.words
        if _NAMED.fullmatch(core):
            return self._is_package(core.partition(".")[0])
        word = core.lower()
        named = core[:1].isupper() and core[1:].islower() and not begins
        if named and word not in self._program.terms:
            return False  # a capital in the middle of a sentence begins a name
        return word in self._program.words


def _is_installed(name: str) -> bool:
    """Return whether there is such a module; a mere folder of that name is none."""
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin is not None

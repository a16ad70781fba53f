"""The words that the program itself uses: those that tell nothing of a user."""

import errno
import importlib.util
import os
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Final

_ROOMS: Final = ("app", "core")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_'-]*")
_NAMES_OF_THINGS: Final = """
    adam api blas cpu cpus csv cuda cudnn driver drivers gb gib gpu gpus glibc html json
    kb keras kib linux lumenary macos mb mib mkl nan numpy nvidia onednn onnx
    onnxruntime opencv pdf pillow png jpeg tiff bmp webp python qt sqlite tensor
    tensorflow toml utf-8 windows xla xlsx zip
"""
"""As libraries write them."""
_OF_NATIVE_CODE: Final = """
    aborted access allocate allocated allocating allocator binary bus call calling
    compiler corrupt current data exception execution exif expecting extension failed
    fatal fault flags floating-point following garbage-collecting graph illegal
    initialize instruction instructions invalid layer library load machine memory
    modules most node operation operations optimized out overflow performance-critical
    point recent rebuild registered segmentation shape stack thread threads type unable
    violation warning worker
"""
"""What CPython's crash report, TensorFlow and Pillow say where something goes wrong."""


@dataclass(frozen=True, slots=True)
class ProgramText:
    """What stands in the program's own code."""

    words: frozenset[str]
    """In small letters; what it writes only with a capital, as authors' names, is none
    of them."""
    terms: frozenset[str]
    """Those of them that are written with a capital wherever they stand."""
    files: frozenset[str]
    """Its modules, as ``core/jobs/run.py``."""


def program_text() -> ProgramText:
    """Return the words of all texts and names in the program, and its modules.

    Reads every module's code and runs none of it, which takes a second: for when
    somebody asks, and in a thread. Works in the built program as well, where there are
    no sources.
    """
    terms, files = frozenset(_NAMES_OF_THINGS.split()), set()
    words = {*terms, *_OF_NATIVE_CODE.split(), *_of_the_system()}
    for name, code in _codes():
        place = name.replace(".", "/")
        files |= {f"{place}.py", f"{place}/__init__.py"}
        for text in _texts(code):
            words.update(word for word in _WORD.findall(text) if word == word.lower())
    return ProgramText(frozenset(words), terms, frozenset(files))


def _of_the_system() -> frozenset[str]:
    said = " ".join(os.strerror(code) for code in errno.errorcode)
    return frozenset(word.lower() for word in _WORD.findall(said))


def _codes() -> Iterator[tuple[str, CodeType]]:
    for room in _ROOMS:
        spec = importlib.util.find_spec(room)
        if spec is not None and spec.submodule_search_locations is not None:
            yield from _codes_below(list(spec.submodule_search_locations), f"{room}.")


def _codes_below(paths: list[str], prefix: str) -> Iterator[tuple[str, CodeType]]:
    for module in pkgutil.iter_modules(paths, prefix):
        spec = module.module_finder.find_spec(module.name, None)
        if spec is None or spec.loader is None:
            continue
        code = spec.loader.get_code(module.name)  # type: ignore[attr-defined]
        if code is not None:
            yield module.name, code
        if spec.submodule_search_locations is not None:
            yield from _codes_below(
                list(spec.submodule_search_locations), f"{module.name}."
            )


def _texts(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _texts(constant)
        elif isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple | frozenset):
            yield from (one for one in constant if isinstance(one, str))

"""What goes into a support bundle, made of what is there, as texts to be looked at."""

import json
import platform
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.diagnosis import Diagnosis, diagnose
from app.problems.crash_log import CRASH_LOG
from app.problems.window_log import window_logs
from app.settings.kept_settings import SettingsStore
from app.support.bundle_wording import PARTS_WORDING, about_the_bundle
from app.support.known_names import known_names, shipped_names
from app.support.log_redaction import LogRedaction
from app.support.program_words import program_text
from app.support.run_parts import RunTexts
from app.support.told_values import ToldValues
from core import __version__
from core.control import Control
from core.errors import LumenaryError
from core.jobs.context import library_of
from core.jobs.log_bounds import ends_of
from core.keeping.kept_runs import kept_runs
from core.keeping.places import places
from core.library.card import ModelCard
from core.library.store import ModelLibrary
from core.paths import UserFolders
from core.review.erasing import counted_log

LARGEST_LOG: Final = 1 << 17
"""Bytes of one log that go in: its beginning and its end."""
MOST_RUNS: Final = 20
"""Newest runs that are told of; with all logs full a bundle has 5 MB unpacked."""
MOST_CRASHES: Final = 6
_UUID: Final = re.compile(r" \(UUID: [^)]*\)")
_DISPLAYS: Final = re.compile(
    r"the desktop|offscreen|xcb|wayland(?:-\d)?|:\d+(?:\.\d)?"
)
_HARMLESS: Final = frozenset({"", "endoscopy-mobilenetv2", "quick-tour"})


@dataclass(frozen=True, slots=True)
class BundlePart:
    """One file of the bundle."""

    name: str
    """In the archive: small letters, digits and dots, of the program's making."""
    title: str
    """For a person."""
    text: str

    @property
    def size(self) -> int:
        """Bytes, before packing."""
        return len(self.text.encode())


def bundle_parts(
    folders: UserFolders,
    *,
    with_names: bool,
    control: Control | None = None,
    now: datetime | None = None,
) -> tuple[BundlePart, ...]:
    """Return all that a bundle holds; what is written is exactly this.

    Takes a second or two, and longer where very much is kept.

    Parameters
    ----------
    folders
        The user's own; nothing in them is changed.
    with_names
        Whether names of files, folders, models and classes may stand in it. Stills,
        reviews, notes and the reader's name never do.
    control
        Through which this is asked to stop.
    now
        Stands in the bundle; the clock's time by default.

    Raises
    ------
    core.control.Cancelled
        If asked to.
    """
    library = library_of(folders)
    parts = _Gathering(folders, library, with_names, control or Control()).parts()
    return (_about(parts, with_names, now or datetime.now().astimezone()), *parts)


class _Gathering:
    """Everything that is asked for one bundle."""

    def __init__(
        self,
        folders: UserFolders,
        library: ModelLibrary,
        with_names: bool,
        control: Control,
    ) -> None:
        self._folders, self._library = folders, library
        self._with_names, self._control = with_names, control
        self._shipped = shipped_names()
        names = () if with_names else known_names(folders, library)
        control.check()
        self._redaction = LogRedaction(program_text(), names)
        self._told = ToldValues(_HARMLESS | self._shipped, self._sentence)

    def parts(self) -> tuple[BundlePart, ...]:
        if not self._with_names:
            return tuple(self._each())
        settings, _ = SettingsStore(self._folders.home).look()
        return tuple(_without_reader(part, settings.reader) for part in self._each())

    def _each(self) -> Iterator[BundlePart]:
        yield _part("versions.txt", self._versions())
        yield _part("settings.json", _as_json(self._settings()))
        yield _part("kept.txt", self._kept())
        yield _part("models.json", _as_json(self._models()))
        for number, path in enumerate(self._crash_logs(), 1):
            yield from self._log(path, f"crashes/crash-{number}.log")
        for number, path in enumerate(window_logs(self._folders.home), 1):
            yield from self._log(path, f"window/window-{number}.log")
        yield from self._runs()

    def _versions(self) -> str:
        lines = [f"System: {platform.platform()}", f"Built program: {_is_built()}"]
        numbered = 0
        for one in diagnose(self._folders):
            self._control.check()
            if one.subject.startswith("model "):
                numbered += 1
            mark = "ok" if one.works else "--"
            lines.append(f"{mark}  {self._subject(one, numbered)}: {self._said(one)}")
        return "\n".join(lines)

    def _subject(self, one: Diagnosis, number: int) -> str:
        name = one.subject.removeprefix("model ")
        private = name != one.subject and name not in self._shipped
        return f"model {number}" if private and not self._with_names else one.subject

    def _said(self, one: Diagnosis) -> str:
        if self._with_names:
            return one.message
        if one.subject == "display" and not _DISPLAYS.fullmatch(one.message):
            return self._sentence(one.message)
        if one.subject in {"data folder"} or one.subject.startswith("model "):
            return self._sentence(one.message)
        return _UUID.sub("", one.message)

    def _settings(self) -> dict[str, Any]:
        settings, problem = SettingsStore(self._folders.home).look()
        told = self._told.of(settings)
        told["reader"] = "[a name]" if settings.reader else ""
        return {**told, "problem": self._sentence(problem)}

    def _kept(self) -> str:
        lines = [
            f"{place.key}: {place.count} ({place.counted}), {place.bytes} bytes"
            + (", not all of it could be looked at" if place.problem else "")
            for place in places(self._folders, self._control)
        ]
        try:
            log = counted_log(self._folders.review_log)
            lines.append(
                f"answers: {log.reviews} reviews, {log.questions} questioned labels, "
                f"{log.decisions} decisions"
            )
        except LumenaryError as error:
            lines.append(f"answers: {self._sentence(str(error))}")
        return "\n".join(lines)

    def _models(self) -> list[dict[str, Any]]:
        with suppress(LumenaryError):
            return [
                {
                    "name": self._name(entry.name),
                    "shipped": entry.shipped,
                    "problem": self._sentence(str(entry.problem or "")),
                    **(_of_card(entry.card) if entry.card else {}),
                }
                for entry in self._library.entries()
            ]
        return []

    def _name(self, name: str) -> str:
        return name if self._with_names or name in self._shipped else "[a model]"

    def _crash_logs(self) -> list[Path]:
        home = self._folders.home
        kept = sorted(home.glob("crash-*.log"), reverse=True)
        return [path for path in (home / CRASH_LOG, *kept) if path.is_file()][
            :MOST_CRASHES
        ]

    def _runs(self) -> Iterator[BundlePart]:
        texts = RunTexts(self._told, self._with_names)
        newest = kept_runs(self._folders.runs)[: -MOST_RUNS - 1 : -1]
        for number, run in enumerate(newest, 1):
            self._control.check()
            place = f"runs/{number:02}"
            yield _part(f"{place}/job.json", _as_json(texts.request(run)))
            if events := texts.events(run.folder):
                yield _part(f"{place}/events.jsonl", events)
            yield from self._log(run.folder / "worker.log", f"{place}/worker.log")

    def _log(self, path: Path, name: str) -> Iterator[BundlePart]:
        try:
            text = ends_of(path, LARGEST_LOG).decode("utf-8", "replace")
        except OSError:  # nothing was logged, or it went meanwhile
            return
        if text.strip():
            yield _part(name, text if self._with_names else self._redaction.text(text))

    def _sentence(self, text: str) -> str:
        return text if self._with_names else self._redaction.text(text)


def _about(parts: Sequence[BundlePart], with_names: bool, now: datetime) -> BundlePart:
    listed = "\n".join(f"  {part.name}: {part.title}" for part in parts)
    text = about_the_bundle(with_names=with_names, now=now, version=__version__)
    return _part("README.txt", f"{text}\n{listed}")


def _without_reader(part: BundlePart, reader: str) -> BundlePart:
    """Return a part without the reader's name, however a log has written it."""
    spelt = {reader, ascii(reader)[1:-1], json.dumps(reader)[1:-1]}
    text = part.text
    for name in sorted(filter(str.strip, spelt), key=len, reverse=True):
        text = text.replace(name, "[the reader]")
    return replace(part, text=text)


def _of_card(card: ModelCard) -> dict[str, Any]:
    return {
        "format": card.format_version,
        "created": card.created.isoformat(),
        "classes": len(card.classes),
        "backbone": card.recipe.network.backbone.value,
        "preprocessing": card.recipe.preprocessing.version,
    }


def _is_built() -> str:
    return "yes" if getattr(sys, "frozen", False) else "no"


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _part(name: str, text: str) -> BundlePart:
    kind = re.sub(r"-\d+", "", name.rpartition("/")[2])
    return BundlePart(name, PARTS_WORDING[kind], text + "\n")

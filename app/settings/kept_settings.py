"""What the user has set, and what the window looked like: kept between starts.

A file that is broken never keeps the program from starting: what is good in it counts,
what is not is named once, and the file is kept aside. The command line reads this as
well: no Qt is imported here.
"""

import getpass
import json
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from core.errors import LumenaryError
from core.files import WriteFailed, rename, write_text

_SETTINGS_FILE: Final = "settings.json"
_SESSION_FILE: Final = "session.json"
SETTINGS_FORMAT: Final = 1
"""Raised when a field can have a value that an older program does not know.

A new field alone raises nothing: an older program keeps what it does not know, and
writes it back. Files of format 1 from before it was counted have none.
"""
_FORMAT_FIELD: Final = "format"
_PAUSES_S: Final = (0.1, 0.2)
"""Seconds until a file that could not be read is asked for again."""


class Theme(StrEnum):
    """Which palette the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


def _printable(text: str) -> str:
    if not text.isprintable():
        msg = f"expected a name on one line, got {text!a}"
        raise ValueError(msg)
    return text


def _without_nul(path: Path) -> Path:
    if "\0" in str(path):
        msg = f"no system has a path like {path!a}"
        raise ValueError(msg)
    return path


def _ascii(text: str) -> str:
    if not text.isascii():
        msg = f"expected base64, got {text[:100]!a}"
        raise ValueError(msg)
    return text


_OnDisk: TypeAlias = Annotated[Path, AfterValidator(_without_nul)]
_QtState: TypeAlias = Annotated[str, AfterValidator(_ascii)]


def login_name() -> str:
    """Return the name of whoever is logged in; empty where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user, as in some containers
        return ""


class Settings(_Kept):
    """What the user decided; every field has a default that suits most."""

    theme: Theme = Theme.SYSTEM
    device: Literal["auto", "cpu", "gpu"] = "auto"
    """For training, in the window and where a command does not say."""
    review_below: Annotated[float, Field(ge=0, le=1)] | None = None
    """Confidence below which an answer goes to review; ``None``: the model's own."""
    refusal_scale: Annotated[float, Field(ge=0.5, le=1.5)] = 1.0
    """Times the model's own distance from which stills are refused."""
    reader: Annotated[str, Field(max_length=200), AfterValidator(_printable)] = Field(
        default_factory=login_name
    )
    """Who reviews; stands beside each review."""
    notice_accepted: bool = False
    """Whether the research-use notice has been accepted."""

    def as_at_first(self) -> Self:
        """Return the defaults; what was accepted stays accepted."""
        return type(self)(notice_accepted=self.notice_accepted)


class Session(_Kept):
    """What was open, so that it comes back."""

    folder: _OnDisk | None = None
    stills: tuple[_OnDisk, ...] = ()
    """Only these of the folder; empty for all."""
    model: str | None = None
    geometry: _QtState = ""
    """As ``QWidget.saveGeometry``, base64."""
    splitters: dict[str, _QtState] = {}
    """As ``QSplitter.saveState`` or ``QHeaderView.saveState``, base64, by name."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found, and in sentences what could not be used."""

    settings: Settings
    session: Session
    problems: tuple[str, ...]


_Model = TypeVar("_Model", bound=_Kept)


@dataclass(frozen=True, slots=True)
class _Foreign:
    """What stood in a file that this program does not know: a newer one's."""

    format: int
    fields: dict[str, Any]
    """Unknown fields, and known ones whose value is unknown here."""
    read: dict[str, Any]
    """What was taken for those of the second kind."""

    @classmethod
    def of(cls, text: str, good: _Kept) -> Self:
        """Return what is left of a file beside what was good in it."""
        content = _content_of(text) or {}
        version = content.pop(_FORMAT_FIELD, SETTINGS_FORMAT)
        newer = isinstance(version, int) and version > SETTINGS_FORMAT
        fields, read = {}, {}
        for name, value in content.items():
            if name not in type(good).model_fields:
                fields[name] = value
            elif newer and not _is_valid(type(good), name, value):
                fields[name], read[name] = value, getattr(good, name)
        return cls(version if newer else SETTINGS_FORMAT, fields, read)

    @property
    def is_newer(self) -> bool:
        """Whether the file is of a format that this program does not know."""
        return self.format > SETTINGS_FORMAT

    def around(self, own: dict[str, Any]) -> dict[str, Any]:
        """Return what to write: what is set here, and what is kept for the newer one.

        A value that was not understood goes once another is chosen in its place.
        """
        kept = {
            name: value
            for name, value in self.fields.items()
            if name not in own or own[name] == self.read.get(name)
        }
        return {_FORMAT_FIELD: self.format, **own, **kept}


class SettingsStore:
    """Reads and writes the two files in the data folder.

    Parameters
    ----------
    home
        The data folder; made when something is saved.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._unread: set[str] = set()
        self._foreign: dict[str, _Foreign] = {}

    def look(self) -> tuple[Settings, str]:
        """Return the settings, and in a sentence what is wrong with them.

        Unlike :meth:`load`, nothing on the disk is set right.
        """
        try:
            text = _text_of(self._home / _SETTINGS_FILE)
        except FileNotFoundError:
            return Settings(), ""
        except OSError as error:
            return Settings(), f"The settings could not be read ({error.strerror})."
        good, bad = _good_fields(text, Settings)
        return good, f"The settings could not be read {bad}." if bad else ""

    def load(self) -> Loaded:
        """Return what was saved; never raises."""
        problems: list[str] = []
        settings = self._read(_SETTINGS_FILE, Settings, "settings", problems)
        session = self._read(_SESSION_FILE, Session, "last session", problems)
        return Loaded(settings, session, tuple(problems))

    def save_settings(self, settings: Settings) -> None:
        """Save whole or not at all.

        Raises
        ------
        core.files.WriteFailed
            If the data folder cannot be written, or what is there could not be read:
            it is worth more than the defaults.
        """
        if _SETTINGS_FILE in self._unread:
            raise _kept_as_they_are(self._home / _SETTINGS_FILE)
        self._write(_SETTINGS_FILE, settings)

    def save_session(self, session: Session) -> None:
        """Save whole or not at all; raises as :meth:`save_settings`.

        One that could not be read stays, which was said when it was loaded.
        """
        if _SESSION_FILE not in self._unread:
            self._write(_SESSION_FILE, session)

    def _write(self, name: str, model: _Kept) -> None:
        # json's escapes carry file names that are no Unicode, too
        own = model.model_dump(mode="python")
        foreign = self._foreign.get(name)
        content = foreign.around(own) if foreign else _in_our_format(own)
        text = json.dumps(content, default=str, indent=2)
        write_text(self._home / name, text + "\n")

    def _read(
        self, name: str, model: type[_Model], called: str, problems: list[str]
    ) -> _Model:
        try:
            text = _text_of(self._home / name)
        except FileNotFoundError:
            return model()
        except OSError as error:
            self._unread.add(name)
            problems.append(
                f"The {called} could not be read ({error.strerror}). The defaults are "
                "used instead; the file stays as it is, and changes are not kept until "
                "the next start."
            )
            return model()
        good, bad = _good_fields(text, model)
        self._foreign[name] = foreign = _Foreign.of(text, good)
        if bad is not None and foreign.is_newer:
            problems.append(
                f"The {called} were written by a newer Lumenary, and not all could be "
                f"understood {bad}. The defaults are used here; what that version set "
                "is kept for it."
            )
        elif bad is not None:
            problems.append(self._set_right(name, good, called, bad))
        return good

    def _set_right(self, name: str, good: _Kept, called: str, bad: str) -> str:
        """Keep the broken file aside, save what was good, and tell of both."""
        aside = f"{Path(name).stem}.damaged-{datetime.now():%Y%m%d-%H%M%S-%f}.json"
        told = f"The {called} could not be read {bad}."
        try:
            rename(self._home / name, self._home / aside)
            self._write(name, good)
        except (OSError, LumenaryError):
            return f"{told} The defaults are used instead."
        return f"{told} The defaults are used instead; the file was kept as “{aside}”."


def _text_of(file: Path) -> str:
    """Return what is in a file; empty if that is no text, or a folder of that name.

    A file that a virus scanner or a backup holds is asked for again.

    Raises
    ------
    OSError
        If it still cannot be read.
    """
    for pause in _PAUSES_S:
        try:
            return _text_now(file)
        except FileNotFoundError:
            raise
        except OSError:
            time.sleep(pause)
    return _text_now(file)


def _text_now(file: Path) -> str:
    if file.is_dir():
        return ""
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        return ""


def _kept_as_they_are(file: Path) -> WriteFailed:
    return WriteFailed(
        "The change was not saved: the settings on the disk could not be read.",
        hint="They stay as they are, and the change holds until the window is closed. "
        "Start Lumenary again to have them back.",
        details=str(file),
    )


def _in_our_format(own: dict[str, Any]) -> dict[str, Any]:
    return {_FORMAT_FIELD: SETTINGS_FORMAT, **own}


def _content_of(text: str) -> dict[str, Any] | None:
    """Return what a file holds; ``None`` if that is no JSON object."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _is_valid(model: type[_Kept], name: str, value: Any) -> bool:
    try:
        model.model_validate({name: value})
    except ValidationError:
        return False
    return True


def _good_fields(text: str, model: type[_Model]) -> tuple[_Model, str | None]:
    """Return what is good, and in words what is not; ``None`` if all is."""
    content = _content_of(text)
    if content is None:
        return model(), "at all"
    try:
        return model.model_validate(content), None
    except ValidationError as error:
        bad = {str(problem["loc"][0]) for problem in error.errors()}
    good: dict[str, Any] = {k: v for k, v in content.items() if k not in bad}
    names = ", ".join(sorted(bad)).replace("_", " ")
    return model.model_validate(good), f"in full ({names})"

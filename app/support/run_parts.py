"""What a run was asked for and what it told, as far as that may be told."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from app.support.told_values import ToldValues
from core.jobs.events import Progress, parse_event
from core.jobs.log_bounds import ends_of
from core.jobs.requests import Job
from core.jobs.run import EVENTS_FILE, JOB_FILE
from core.keeping.kept_runs import KeptRun

LARGEST_EVENTS: Final = 1 << 20
"""Bytes of the events of one run that are looked at: the first and the last."""
_LARGEST_JOB: Final = 1 << 16
_UNREADABLE: Final = "cannot be understood by this version"
_MOST_EVENTS: Final = 200
_VERSION: Final = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}(?:[.+-]?[a-z]{1,4}\d{0,3})?")


class RunTexts:
    """What is told of runs.

    Parameters
    ----------
    told
        Takes texts and paths out.
    with_names
        Whether nothing is taken out.
    """

    def __init__(self, told: ToldValues, with_names: bool) -> None:
        self._told, self._with_names = told, with_names

    def request(self, run: KeptRun) -> dict[str, Any]:
        """Return what a run was asked for, and how it stands."""
        stands = {
            "began": run.began.isoformat(),
            "at_work": run.at_work,
            "unfinished": run.unfinished,
        }
        return {**stands, "job": self._job(run.folder / JOB_FILE)}

    def events(self, run: Path) -> str:
        """Return what a run told, one event a line, but its progress."""
        try:
            lines = ends_of(run / EVENTS_FILE, LARGEST_EVENTS).splitlines()
        except OSError:  # it never began
            return ""
        told = list(self._events(lines))
        half = _MOST_EVENTS // 2
        if len(told) > _MOST_EVENTS:
            told = [*told[:half], "...", *told[-half:]]
        return "\n".join(told)

    def _job(self, path: Path) -> Any:
        try:
            if path.stat().st_size > _LARGEST_JOB:
                return "[a long list of stills]"
            data = path.read_bytes()
        except OSError:
            return "cannot be read"
        try:
            if self._with_names:
                return json.loads(data)
            job = Job.model_validate_json(data)
        except (ValueError, RecursionError):
            return _UNREADABLE
        return {**self._told.of(job), "program_version": _version(job.program_version)}

    def _events(self, lines: list[bytes]) -> Iterator[str]:
        for line in lines:
            try:
                event = parse_event(line)
            except ValidationError:
                yield _UNREADABLE
                continue
            if isinstance(event, Progress):
                continue
            if self._with_names:
                yield line.decode("utf-8", "replace")
            else:
                yield json.dumps(self._told.of(event), ensure_ascii=False)


def _version(text: str) -> str:
    return text if _VERSION.fullmatch(text) else "[text]"

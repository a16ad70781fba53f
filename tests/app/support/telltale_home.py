"""A data folder in which every place that can hold a name holds a telling one."""

import json
import os
from pathlib import Path

from app.settings.kept_settings import Session, Settings, SettingsStore
from core.jobs.events import Failed, Notice, Severity, Started
from core.jobs.requests import ClassifyRequest, TrainRequest
from core.jobs.run import new_job, save_job
from core.library.notes import ModelNotes
from core.paths import UserFolders
from tests import small_model

READER = "Dr. Zoë Brûlé-Krankl"
FOLDER = "Пациент Фёдор Ямщиков 1957"
STILL = "колоноскопия 😀 Mrs Quixwell 04711.png"
LOGGED_ONLY = "Иваницкая_Ольга 🩺 befundbild.JPG"
MODEL = "zwickauer-befunde"
CLASSES = ("Wolperdinger", "ulcus Ödön", "nichts")
NOTE = "gefragt bei Oberarzt Hasenöhrl"
LICENCE = "Klinikum Sankt Nimmerlein"
DESCRIPTION = "aus dem Archiv von Schwester Xaveria"

WORDS = (
    *("Zoë", "Brûlé", "Krankl", "Пациент", "Фёдор", "Ямщиков", "1957"),
    *("колоноскопия", "😀", "Quixwell", "04711", "Иваницкая", "Ольга", "🩺"),
    *("befundbild", "zwickauer", "befunde", "Wolperdinger", "ulcus", "Ödön"),
    *("nichts", "Hasenöhrl", "Oberarzt", "Nimmerlein", "Klinikum", "Xaveria"),
)
"""None of which may be found in a bundle that nobody allowed names in."""


def fill(home: Path) -> UserFolders:
    """Write settings, session, runs, logs, a model and notes full of names."""
    folders = UserFolders(home)
    _write_settings(home)
    _write_model(folders)
    stills = home.parent / FOLDER
    for number in range(2):
        _write_run(folders, stills, number)
    _write_window_logs(home, stills)
    ModelNotes(folders.model_notes).write("e" * 64, NOTE)
    (folders.recipes).mkdir()
    (folders.recipes / f"{MODEL}.toml").write_text(f'title = "{DESCRIPTION}"')
    return folders


def _write_settings(home: Path) -> None:
    store = SettingsStore(home)
    store.save_settings(Settings(reader=READER))
    stills = home.parent / FOLDER
    store.save_session(Session(folder=stills, stills=(stills / STILL,), model=MODEL))
    settings = json.loads((home / "settings.json").read_bytes())
    settings[LICENCE] = {DESCRIPTION: [NOTE, 1957]}
    (home / "settings.json").write_text(json.dumps(settings, ensure_ascii=False))


def _write_model(folders: UserFolders) -> None:
    folder = folders.models / MODEL
    folder.mkdir(parents=True)
    small_model.write_model(folder, name=MODEL)
    card = json.loads((folder / "card.json").read_bytes())
    card |= {"classes": CLASSES, "title": DESCRIPTION, "description": NOTE}
    (folder / "card.json").write_text(json.dumps(card))
    damaged = folders.models / LOGGED_ONLY
    damaged.mkdir()
    (damaged / "card.json").write_text(f'{{"name": "{LOGGED_ONLY}"}}')


def _write_run(folders: UserFolders, stills: Path, number: int) -> None:
    asked = (
        ClassifyRequest(folder=stills, stills=(stills / STILL,), model=MODEL),
        TrainRequest.model_validate(
            {
                "folder": stills,
                "name": MODEL,
                "grouping": {"group_pattern": "(Ямщиков)"},
                "about": {
                    "title": DESCRIPTION,
                    "licences": {LICENCE: NOTE},
                    "source": LICENCE,
                },
            }
        ),
    )[number]
    job = new_job(asked, folders)
    run = save_job(job).parent
    events = (
        Started(job=job.id, kind=asked.kind),
        Notice(severity=Severity.WARNING, message=f"“{STILL}” can't be read."),
        Failed(
            user_message=f"{stills / STILL} is no still of {LICENCE}.",
            hint=f"Ask {READER}.",
            details=_traceback(stills),
            is_bug=True,
        ),
    )
    lines = [event.model_dump_json() for event in events]
    lines.append(json.dumps({"event": DESCRIPTION, NOTE: LICENCE}))
    (run / "events.jsonl").write_text("\n".join(lines) + "\n")
    (run / "worker.log").write_text(_log(stills), encoding="utf-8")
    (run / "findings.jsonl").write_text(LOGGED_ONLY)


def _write_window_logs(home: Path, stills: Path) -> None:
    (home / "crash.log").write_text(_crash(home, stills), encoding="utf-8")
    for number in (1, 2):
        name = f"crash-2026-01-0{number}T00-00-00.log"
        (home / name).write_text(_crash(home, stills), encoding="utf-8")
    (home / "logs").mkdir()
    for name in ("window.log", "window.log.1"):
        (home / "logs" / name).write_text(_log(stills), encoding="utf-8")


def _log(stills: Path) -> str:
    said = (STILL, LOGGED_ONLY, str(stills / STILL), FOLDER, READER, NOTE, LICENCE)
    plain = [f"2026-03-04 05:06:07,890 WARNING could not read {name}" for name in said]
    escaped = [f"ValueError: {name!a}, {json.dumps(name)}" for name in said]
    raw = [*said, *CLASSES, os.fsencode(STILL).hex(), MODEL]
    return "\n".join([*plain, *escaped, *raw, _traceback(stills)]) + "\n"


def _traceback(stills: Path) -> str:
    return (
        "Traceback (most recent call last):\n"
        f'  File "{stills}/venv/site-packages/keras/src/losses.py", line 7, in fit\n'
        f"    read({LOGGED_ONLY!r})\n"
        f'  File "{stills}/core/{LOGGED_ONLY}.py", line 3, in {LICENCE}\n'
        f"FileNotFoundError: [Errno 2] No such file or directory: '{stills / STILL}'"
    )


def _crash(home: Path, stills: Path) -> str:
    return (
        "Fatal Python error: Segmentation fault\n\n"
        "Current thread 0x00007f12 (most recent call first):\n"
        f'  File "{home}/lumenary/app/running.py", line 30 in run\n'
        f'  File "{stills}/{LOGGED_ONLY}.py", line 2 in Quixwell\n'
    )

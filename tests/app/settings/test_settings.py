"""Settings come back, and a broken file never stops the program."""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.settings.kept_settings import (
    Loaded,
    Session,
    Settings,
    SettingsStore,
    Theme,
    login_name,
)
from core.files import WriteFailed

CHANGED = Settings(
    theme=Theme.DARK,
    device="cpu",
    review_below=0.8,
    refusal_scale=0.75,
    reader="Dr Ёлкина 🩺",
    notice_accepted=True,
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "home")
    session = Session(
        folder=tmp_path / "Обследование 7",
        stills=(tmp_path / "a.png", tmp_path / "=b.png"),
        model="starter",
        geometry="AdnQywADAAA=",
        splitters={"still": "AAAA/wAAAAE="},
    )
    store.save_settings(CHANGED)
    store.save_session(session)
    assert store.load() == Loaded(CHANGED, session, ())


def test_a_first_start_has_defaults_and_no_problems(tmp_path: Path) -> None:
    loaded = SettingsStore(tmp_path / "home").load()
    assert loaded == Loaded(Settings(), Session(), ())
    assert loaded.settings.reader == login_name()
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("file", "field", "value"),
    [
        ("settings.json", "reader", "Ada\0"),
        ("settings.json", "reader", "x" * 1_000_000),
        ("settings.json", "refusal_scale", 1e308),
        ("settings.json", "review_below", -5),
        ("settings.json", "device", "/dev/sda"),
        ("session.json", "folder", "/a\0b"),
        ("session.json", "stills", ["/a\0b.png"]),
        ("session.json", "geometry", "\ud800"),
        ("session.json", "splitters", {"models": "é"}),
    ],
)
def test_absurd_values_are_named_and_not_used(
    tmp_path: Path, file: str, field: str, value: object
) -> None:
    (tmp_path / file).write_text(json.dumps({field: value}), encoding="utf-8")
    loaded = SettingsStore(tmp_path).load()
    assert (loaded.settings, loaded.session) == (Settings(), Session())
    (told,) = loaded.problems
    assert field.replace("_", " ") in told


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "9" * 10_000])
def test_a_file_made_to_break_the_reader(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text, encoding="utf-8")
    assert "could not be read at all" in SettingsStore(tmp_path).load().problems[0]


def test_defaults_keep_what_was_accepted() -> None:
    assert CHANGED.as_at_first() == Settings(notice_accepted=True)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no Unicode")
def test_a_folder_whose_name_is_no_unicode_comes_back(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    store = SettingsStore(tmp_path)
    store.save_session(Session(folder=folder))
    assert store.load().session.folder == folder


def test_good_fields_are_kept_and_bad_ones_named(tmp_path: Path) -> None:
    written = CHANGED.model_dump(mode="json") | {
        "theme": "pink",
        "review_below": 3,
        "from_a_newer_program": {"a": 1},
    }
    (tmp_path / "settings.json").write_text(json.dumps(written))
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings == CHANGED.model_copy(
        update={"theme": Theme.SYSTEM, "review_below": None}
    )
    (problem,) = loaded.problems
    assert "review below, theme" in problem
    (aside,) = tmp_path.glob("settings.damaged-*.json")
    assert aside.name in problem
    assert json.loads(aside.read_text()) == written


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"theme": "dark"',
        b"[]",
        b"null",
        b"\xff\xfe{\x00}\x00",
        b"\x00" * 512,
        b"[" * 100_000,
        b'{"review_below": NaN, "refusal_scale": Infinity, "reader": []}',
        b"9" * 5000,
    ],
    ids=lambda content: repr(content[:20]),
)
@pytest.mark.parametrize("name", ["settings", "session"])
def test_a_broken_file_is_told_once_and_kept_aside(
    content: bytes, name: str, tmp_path: Path
) -> None:
    if name == "session" and content.startswith(b'{"review'):
        content = b'{"folder": 3, "stills": "all", "splitters": [], "model": {}}'
    (tmp_path / f"{name}.json").write_bytes(content)
    store = SettingsStore(tmp_path)
    loaded = store.load()
    assert (loaded.settings, loaded.session) == (Settings(), Session())
    assert len(loaded.problems) == 1
    (aside,) = tmp_path.glob(f"{name}.damaged-*.json")
    assert aside.read_bytes() == content
    assert store.load().problems == ()


def test_a_folder_in_the_files_place_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "settings.json" / "inside").mkdir(parents=True)
    store = SettingsStore(tmp_path)
    assert len(store.load().problems) == 1
    store.save_settings(CHANGED)
    assert store.load() == Loaded(CHANGED, Session(), ())


def test_a_home_that_cannot_be_written_is_said_when_saving(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = SettingsStore(tmp_path / "file")
    assert store.load().settings == Settings()
    with pytest.raises(WriteFailed):
        store.save_settings(CHANGED)


@given(content=st.dictionaries(st.sampled_from([*Settings.model_fields]), ANYTHING))
@settings(max_examples=60, deadline=None)
def test_no_content_stops_the_program(
    content: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / "settings.json").write_text(json.dumps(content))
    store = SettingsStore(home)
    first = store.load()
    assert set(first.settings.model_dump()) == set(Settings.model_fields)
    store.save_settings(first.settings)
    assert store.load() == Loaded(first.settings, Session(), ())


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A home whose files the system does not give out, as while a share is away."""
    SettingsStore(tmp_path).save_settings(CHANGED)
    SettingsStore(tmp_path).save_session(Session(model="of yesterday"))
    for file in tmp_path.glob("*.json"):
        file.rename(file.with_suffix(".held"))
        try:
            file.symlink_to(file.name)  # to itself, which nobody can read
        except OSError:
            pytest.skip("this system makes no links")
    return tmp_path


def give_out(home: Path) -> None:
    """Let the files be read again."""
    for file in home.glob("*.held"):
        file.replace(file.with_suffix(".json"))


def test_what_cannot_be_read_now_is_neither_put_aside_nor_written_over(
    held: Path,
) -> None:
    store = SettingsStore(held)
    loaded = store.load()
    assert loaded.settings == Settings()
    assert len(loaded.problems) == 2
    assert all("stays as it is" in problem for problem in loaded.problems)
    with pytest.raises(WriteFailed, match="could not be read"):
        store.save_settings(Settings())
    store.save_session(Session())
    assert len(list(held.iterdir())) == 4, "nothing was put aside"
    assert all(file.is_symlink() for file in held.glob("*.json"))
    give_out(held)
    kept = SettingsStore(held).load()
    assert kept == Loaded(CHANGED, Session(model="of yesterday"), ())


def test_what_cannot_be_read_for_a_moment_is_asked_for_again(held: Path) -> None:
    later = threading.Timer(0.05, give_out, [held])
    later.start()
    loaded = SettingsStore(held).load()
    later.join()
    assert loaded == Loaded(CHANGED, Session(model="of yesterday"), ())

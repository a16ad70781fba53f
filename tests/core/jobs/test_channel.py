"""The protocol: what is written can be read, and commands are obeyed."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from core.control import Control
from core.jobs.channel import Activity, JsonLines, Reporter, RunLog, follow_commands
from core.jobs.events import (
    Cancelled,
    ClassifiedStill,
    EpochFinished,
    Event,
    Failed,
    Finished,
    LearningEnded,
    Notice,
    PhaseStarted,
    PreviewedStill,
    Progress,
    Severity,
    Started,
    StillsClassified,
    StillsFound,
    StillsPreviewed,
    parse_event,
)
from core.jobs.results import ClassifyResult
from core.time_span import TimeSpan

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
PATHS = TEXT.filter(lambda t: "\0" not in t).map(Path)
COUNTS = st.integers(0, 10**9)
PARTS = st.floats(0, 1)
LOSSES = st.floats(0, 1e6)
CORNERS = st.tuples(*[st.integers(0, 10_000)] * 4)

CLASSIFIED = st.builds(
    ClassifiedStill,
    file=TEXT,
    predicted_class=st.none() | TEXT,
    confidence=st.none() | PARTS,
    decision=st.none() | st.sampled_from(["accept", "review", "refuse"]),
    probabilities=st.dictionaries(TEXT, PARTS, max_size=4),
    true_class=st.none() | TEXT,
    error=TEXT,
    digest=TEXT,
)
PREVIEWED = st.builds(
    PreviewedStill,
    file=TEXT,
    box=st.none() | CORNERS,
    panel=st.none() | st.sampled_from(["green", "black"]),
    field_of_view=st.none() | CORNERS,
    green_left=st.booleans(),
    error=TEXT,
)
RESULT = st.builds(
    ClassifyResult,
    model=TEXT,
    run=PATHS,
    table=PATHS,
    stills=COUNTS,
    unreadable=COUNTS,
    accepted=COUNTS,
    review=COUNTS,
    refused=COUNTS,
    by_class=st.dictionaries(TEXT, COUNTS, max_size=3),
    seconds=LOSSES,
)
SPANS = st.builds(TimeSpan, LOSSES, LOSSES)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, job=TEXT, kind=TEXT),
    st.builds(
        Progress,
        activity=TEXT,
        done=COUNTS,
        total=st.none() | COUNTS,
        seconds_left=st.none() | LOSSES,
    ),
    st.builds(Notice, severity=st.sampled_from(Severity), message=TEXT),
    st.builds(PhaseStarted, phase=COUNTS, epochs=COUNTS),
    st.builds(
        EpochFinished,
        phase=COUNTS,
        epoch=COUNTS,
        epochs=COUNTS,
        loss=LOSSES,
        accuracy=PARTS,
        val_loss=LOSSES,
        val_accuracy=PARTS,
        learning_rate=PARTS,
        seconds=LOSSES,
        left=st.none() | SPANS,
    ),
    st.builds(LearningEnded, left=SPANS),
    st.builds(
        StillsFound,
        total=COUNTS,
        by_folder=st.dictionaries(TEXT, COUNTS, max_size=3),
    ),
    st.builds(StillsClassified, stills=st.lists(CLASSIFIED, max_size=3).map(tuple)),
    st.builds(StillsPreviewed, stills=st.lists(PREVIEWED, max_size=3).map(tuple)),
    st.builds(Finished, result=RESULT),
    st.builds(Cancelled, message=TEXT),
    st.builds(Failed, user_message=TEXT, hint=TEXT, details=TEXT, is_bug=st.booleans()),
)


@given(st.lists(EVENTS, max_size=5))
def test_every_stream_of_events_comes_back_as_it_was_sent(events: list[Event]) -> None:
    stream = io.StringIO()
    writer = JsonLines(stream)
    for event in events:
        writer.emit(event)
    lines = stream.getvalue().split("\n")[:-1]
    assert [parse_event(line) for line in lines] == events


@given(TEXT)
def test_no_text_in_an_event_breaks_its_line(text: str) -> None:
    stream = io.StringIO()
    JsonLines(stream).emit(Notice(severity=Severity.INFO, message=text))
    assert stream.getvalue().count("\n") == 1


@pytest.mark.parametrize(
    "line",
    ["", "{}", "[]", "chatter of a library", '{"event": "unheard of"}', '{"event": '],
)
def test_what_is_no_event_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        parse_event(line)


def test_an_epoch_of_an_earlier_version_has_no_time_left() -> None:
    epoch = EpochFinished(
        phase=1, epoch=1, epochs=2, loss=1, accuracy=1, val_loss=1, val_accuracy=1,
        learning_rate=1e-3, seconds=2,
    )  # fmt: skip
    told = epoch.model_dump(exclude={"left", "warm_up"}) | {"seconds_left": 12.0}
    assert parse_event(json.dumps(told)) == epoch


def test_an_unknown_field_is_refused() -> None:
    line = json.dumps({"event": "cancelled", "message": "", "surprise": 1})
    with pytest.raises(ValidationError, match="surprise"):
        parse_event(line)


def test_the_run_folder_keeps_all_events_but_the_rows() -> None:
    stream = io.StringIO()
    log = RunLog(stream)
    log.emit(StillsClassified(stills=()))
    log.emit(Started(job="j", kind="classify"))
    assert [type(parse_event(line)) for line in stream.getvalue().splitlines()] == [
        Started
    ]


class FakeClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_is_limited_to_ten_a_second_and_always_says_the_end() -> None:
    sent: list[BaseModel] = []
    clock = FakeClock()
    activity = Activity("Reading", sent.append, clock)
    for done in range(1, 1001):
        clock.now += 0.002
        activity(done, 1000)
    dones = [event.done for event in sent if isinstance(event, Progress)]
    assert len(dones) <= 22
    assert dones[-1] == 1000


def test_time_left_follows_the_pace() -> None:
    sent: list[BaseModel] = []
    clock = FakeClock()
    activity = Reporter(sent.append, clock=clock).activity("Reading")
    clock.now = 10.0
    activity(25, 100)
    assert isinstance(sent[0], Progress)
    assert sent[0].seconds_left == pytest.approx(30.0)


def test_what_was_done_before_tells_nothing_of_the_pace() -> None:
    sent: list[BaseModel] = []
    clock = FakeClock()
    activity = Reporter(sent.append, clock=clock).activity("Reading", already=50)
    activity(50, 100)
    clock.now = 10.0
    activity(75, 100)
    assert [event.seconds_left for event in sent if isinstance(event, Progress)] == [
        None,
        pytest.approx(10.0),
    ]


def test_commands_are_obeyed_and_unknown_ones_passed_over() -> None:
    control = Control()
    seen: list[tuple[bool, bool]] = []

    def lines() -> list[str]:
        return ["", "dance\n", "stop\n"]

    def watched() -> object:
        for line in lines():
            yield line
            seen.append((control.stop_requested, control.cancel_requested))

    follow_commands(watched(), control)  # type: ignore[arg-type]
    assert seen == [(False, False), (False, False), (True, False)]


def test_the_end_of_the_stream_means_the_parent_died() -> None:
    control = Control()
    follow_commands([], control)
    assert control.cancel_requested

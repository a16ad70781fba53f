"""What watches the malformed files sees what it is there to see."""

import numpy as np

from tests.fuzz.child import ABORTS, HANGS, HAS_NO_SENTENCE, RAISES, TAKES_MEMORY
from tests.fuzz.malformed_archives import malformed_archive
from tests.fuzz.malformed_stills import malformed_still
from tests.fuzz.measured import measured
from tests.fuzz.pieces import pieces_of
from tests.fuzz.sound_archive import sound_members
from tests.fuzz.sound_stills import NAMES, sound_still
from tests.fuzz.watchdog import run_seeds


def test_a_crash_a_hang_and_an_error_are_seen_and_the_rest_goes_on() -> None:
    outcomes = run_seeds("harm", range(8), patience=2)
    defects = {outcome.seed: outcome.defect for outcome in outcomes}
    assert "died" in defects.pop(ABORTS)
    assert "hangs" in defects.pop(HANGS)
    assert "RecursionError" in defects.pop(RAISES)
    assert "no sentence" in defects.pop(HAS_NO_SENTENCE)
    assert "MB" in defects.pop(TAKES_MEMORY)
    assert defects == {0: "", 6: "", 7: ""}


def test_memory_that_was_given_back_is_measured() -> None:
    with measured() as cost:
        np.ones(100 << 20, np.uint8)
    assert 90 << 20 < cost.bytes_more < 150 << 20


def test_a_seed_always_gives_the_same_file() -> None:
    stills = [malformed_still(seed) for seed in range(40)]
    archives = [malformed_archive(seed) for seed in range(20)]
    for remembered in (sound_still, sound_members):
        remembered.cache_clear()
    assert [malformed_still(seed) for seed in range(40)] == stills
    assert [malformed_archive(seed) for seed in range(20)] == archives
    assert len({still.data for still in stills}) == 40


def test_pieces_joined_are_the_file() -> None:
    for name in NAMES:
        pieces = pieces_of(sound_still(name))
        assert len(pieces) > 1
        assert b"".join(pieces) == sound_still(name)

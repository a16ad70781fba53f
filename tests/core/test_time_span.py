"""A time between a least and a most."""

from core.time_span import TimeSpan


def test_one_thing_after_the_other_and_the_same_thing_again() -> None:
    assert TimeSpan(1, 2) + TimeSpan.of(3) == TimeSpan(4, 5)
    assert TimeSpan(1, 2) * 3 == TimeSpan(3, 6)


def test_what_is_left_of_it_is_never_less_than_nothing() -> None:
    assert TimeSpan(10, 60).after(20) == TimeSpan(0, 40)
    assert TimeSpan(10, 60).after(90) == TimeSpan.of(0)


def test_one_number_tells_it_where_its_ends_are_close() -> None:
    assert TimeSpan.of(0).is_close
    assert TimeSpan(80, 100).is_close
    assert TimeSpan(80, 100).middle == 90
    assert not TimeSpan(79, 100).is_close

"""Numbers and sentences as a reader sees them."""

import pytest

from core.evaluation.redaction import LEFT_OUT, without_file_names
from core.evaluation.wording import (
    NOT_DEFINED,
    count_of,
    decimal,
    decimal_interval,
    difference,
    difference_interval,
    percent,
    percent_interval,
    support_of,
    thousands,
)
from core.library.comparison_record import Difference
from core.library.evaluation_record import Rate

RATE = Rate(value=0.9134, low=0.88, high=0.941, n=120)


def test_rates_in_words() -> None:
    assert percent(RATE.value) == "91.3\N{NO-BREAK SPACE}%"
    assert decimal(RATE.value) == "0.913"
    assert percent_interval(RATE) == "88.0\N{EN DASH}94.1"
    assert decimal_interval(RATE) == "0.880\N{EN DASH}0.941"


def test_an_exact_interval_has_a_dagger() -> None:
    exact = RATE.model_copy(update={"exact": True})
    assert percent_interval(exact).endswith("\N{DAGGER}")


def test_what_is_not_defined_is_a_dash_and_has_no_interval() -> None:
    undefined = Rate(value=None, n=0)
    assert percent(undefined.value) == decimal(undefined.value) == NOT_DEFINED
    assert percent_interval(undefined) == decimal_interval(undefined) == ""


def apart(measure: str, value: float | None) -> Difference:
    limits = (None, None) if value is None else (value - 0.01, value + 0.02)
    return Difference(
        measure=measure,
        first=0.9,
        second=0.8,
        value=value,
        low=limits[0],
        high=limits[1],
        n=120,
        groups=7,
        sentence="",
    )


@pytest.mark.parametrize(
    ("measure", "value", "told", "limits"),
    [
        ("accuracy", 0.0312, "+3.1\N{NO-BREAK SPACE}points", "+2.1 to +5.1"),
        ("recall", -0.0312, "\N{MINUS SIGN}3.1\N{NO-BREAK SPACE}points", None),
        ("accuracy", -0.0004, "0.0\N{NO-BREAK SPACE}points", None),
        ("macro_f1", 0.0312, "+0.031", "+0.021 to +0.051"),
        ("macro_f1", -0.0002, "0.000", "\N{MINUS SIGN}0.010 to +0.020"),
        ("accuracy", None, NOT_DEFINED, ""),
        ("macro_f1", None, NOT_DEFINED, ""),
    ],
)
def test_a_difference_has_the_unit_of_its_numbers(
    measure: str, value: float | None, told: str, limits: str | None
) -> None:
    each = apart(measure, value)
    assert difference(each) == told
    assert limits is None or difference_interval(each) == limits


def test_the_groups_of_a_mean_of_classes_are_not_said_to_be_all() -> None:
    assert support_of(apart("accuracy", 0.1)) == "120 stills, 7 groups"
    of_mean = support_of(apart("balanced_accuracy", 0.1))
    assert of_mean == "120 stills, 7 groups or more of each class"


def test_counts() -> None:
    assert count_of(1, "still") == "1 still"
    assert count_of(1200, "group") == "1,200 groups"
    assert thousands(1200) == "1,200"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Left out: “Jane Doe 3.jpg” and b_2.PNG.",
            f"Left out: {LEFT_OUT} and {LEFT_OUT}.",
        ),
        ("polyp/a.tiff was read twice", f"{LEFT_OUT} was read twice"),
        (
            "“polyp” has 3 groups, from groups.csv",
            "“polyp” has 3 groups, from groups.csv",
        ),
        ("JPEG and PNG stills", "JPEG and PNG stills"),
    ],
)
def test_names_of_stills_are_taken_out(text: str, kept: str) -> None:
    assert without_file_names(text) == kept

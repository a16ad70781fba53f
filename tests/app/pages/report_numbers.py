"""Every number that a record holds, worded as a person would look for it."""

from collections.abc import Iterator

from core.evaluation.wording import (
    decimal,
    decimal_interval,
    percent,
    percent_interval,
    thousands,
)
from core.library.evaluation_record import EvaluationRecord, Rate


def numbers(record: EvaluationRecord) -> Iterator[str]:
    """Yield values, limits and n of everything but the points of the curves."""
    overall, decisions = record.overall, record.decisions
    for rate in (
        overall.balanced_accuracy,
        overall.accuracy,
        overall.macro_precision,
        overall.macro_recall,
    ):
        yield from _percent(rate)
    for number in overall.macro_f1, overall.macro_auc, overall.loss:
        yield from _decimal(number)
    for each in record.per_class:
        yield f"{each.support:,} still"
        yield f"{each.groups:,} group"
        for rate in each.recall, each.specificity, each.precision:
            yield from _percent(rate)
        for number in each.f1, each.auc:
            yield from _decimal(number)
    for baseline in record.baselines:
        yield from _percent(baseline.balanced_accuracy)
    for row in record.confusion:
        yield from map(thousands, row)
    if decisions is not None:
        for count in (
            decisions.accepted,
            decisions.accepted_correct,
            decisions.reviewed,
            decisions.reviewed_correct,
            decisions.refused,
        ):
            yield thousands(count)
        for told in decisions.accepted_accuracy, decisions.reviewed_accuracy:
            if told is not None:
                yield from _percent(told)
    yield from record.notices


def _percent(rate: Rate) -> Iterator[str]:
    yield percent(rate.value)
    yield percent_interval(rate)
    yield f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{rate.n:,}"


def _decimal(rate: Rate) -> Iterator[str]:
    yield decimal(rate.value)
    yield decimal_interval(rate)
    yield f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{rate.n:,}"

"""What makes up for members who did not answer: last year's value carried by growth, then weights; always said."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from vivier_web.indicators.definition import Indicator, IndicatorSet
from vivier_web.indicators.queries.respondents import Member, Past
from vivier_web.indicators.queries.vintages import Record

FEWEST = 5  # answers below which nothing is made up: the sum is then of those who answered


def weighed(
    told: IndicatorSet, answered: tuple[Record, ...], silent: tuple[Member, ...], past: Past
) -> tuple[Record, ...]:
    """Give the records with their weights, those of silent members imputed where last year is known.

    Opinions are never imputed: nobody is made to say what they did not.
    """
    if not silent:
        return answered
    done = [one for one in answered if told.by_key[one.indicator].who == "pole"]
    for one in told.indicator:
        mine = [record for record in answered if record.indicator == one.key and record.organisation is not None]
        if len(mine) >= FEWEST:
            made = [] if one.is_opinion else list(_imputed(one, mine, silent, past))
            mine = _with_weights([*mine, *made], silent)
        done += mine
    return tuple(sorted(done, key=lambda one: (one.organisation or 0, one.indicator)))


def _imputed(one: Indicator, mine: list[Record], silent: tuple[Member, ...], past: Past) -> Iterator[Record]:
    """Give silent members last year's value times the growth of those like them."""
    from vivier.survey import impute

    known = [each for each in silent if past.get(each.pk, {}).get(one.key) is not None]
    if not known:
        return
    lacking = float("nan")
    values = [*(float(record.value) for record in mine), *(lacking for _ in known)]
    before = [_before(past, record.organisation, one.key) for record in mine]
    before += [_before(past, each.pk, one.key) for each in known]
    kinds = [*(record.kind or "autre" for record in mine), *(each.kind or "autre" for each in known)]
    found = impute(values, before, kinds, fewest=FEWEST)
    for each, value in zip(known, found.values[len(mine) :].tolist(), strict=True):
        number = round(Decimal(str(value)), one.decimals).normalize() + 0
        about = {name: getattr(each, name) for name in ("holding", "region", "naf", "size", "kind")}
        yield replace(mine[0], organisation=each.pk, value=number, flags=("imputed",), **about)


def _before(past: Past, organisation: int | None, key: str) -> float:
    value = past.get(organisation or 0, {}).get(key)
    return float(value) if value is not None else float("nan")


def _with_weights(mine: list[Record], silent: tuple[Member, ...]) -> list[Record]:
    """Let those who are there stand for those of their kind who are not."""
    from vivier.survey import reweigh

    there = {record.organisation for record in mine}
    away = [each for each in silent if each.pk not in there]
    if not away:
        return mine
    kinds = [*(record.kind or "autre" for record in mine), *(each.kind or "autre" for each in away)]
    has_answered = [True] * len(mine) + [False] * len(away)
    found = reweigh([1.0] * len(kinds), has_answered, kinds, fewest=FEWEST)
    weights = (round(Decimal(str(weight)), 6).normalize() + 0 for weight in found.values[: len(mine)].tolist())
    return [replace(record, weight=weight) for record, weight in zip(mine, weights, strict=True)]

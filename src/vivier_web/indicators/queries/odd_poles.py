"""Pôles whose answers to a national campaign moved apart from the others’: who to call about what, never how much."""

from collections.abc import Iterable
from dataclasses import dataclass

from django_scopes import scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.indicators.definition.terms import before
from vivier_web.indicators.models import NationalCampaign, Vintage
from vivier_web.indicators.queries.vintages import unpacked

FEWEST = 5  # pairs of years below which nothing is said to be odd: else what one pôle says would judge the others
UP = "a nettement plus augmenté que chez les autres pôles"
DOWN = "a nettement plus baissé, ou moins augmenté, que chez les autres pôles"
Pairs = list[tuple[int, float, float]]  # the pôle, the value before, the value now


@dataclass(frozen=True, slots=True)
class OddAnswer:
    """Hold one answer of a pôle to be confirmed with it, in words; `is_first`: it weighs on the national total."""

    pole: str
    indicator: str
    why: str
    is_first: bool


def odd_answers(pk: int, regions: frozenset[str] | None) -> tuple[OddAnswer, ...]:
    """Give the answers of pôles that moved too much since the term before (Hidiroglou–Berthelot), in order.

    All the pôles that answered are compared; those of the reader's territory alone are named. Only totals that a
    vintage shows are looked at: what would betray a company is not even compared.
    """
    with scopes_disabled():
        national = NationalCampaign.objects.select_related("set").filter(pk=pk).first()
        if national is None:
            return ()
        now = _totals(national, (national.year, national.term))
        then = _totals(national, before(national.year, national.term))
        asked = national.campaigns.order_by().values_list("pole", "pole__name", "pole__region")
        names = {pole: (name, region) for pole, name, region in asked}
    found: list[OddAnswer] = []
    for one in national.set.definition().of_year(national.year, national.term):
        if one.kind not in {"count", "money"} or one.formula:
            continue
        pairs = [(pole, then[pole][one.key], values[one.key]) for pole, values in now.items()
                 if one.key in values and one.key in then.get(pole, {}) and pole in names]  # fmt: skip
        for pole, why, is_first in _odd(pairs):
            name, region = names[pole]
            if regions is None or region in regions:
                found.append(OddAnswer(name, one.label, why, is_first))
    return tuple(sorted(found, key=lambda one: (not one.is_first, one.pole)))


def _totals(national: NationalCampaign, period: tuple[int, str]) -> dict[int, dict[str, float]]:
    """Give what the last vintage of each pôle shows of a term, in one query."""
    year, term = period
    rows = Vintage.objects.filter(campaign__set__key=national.set.key, campaign__year=year, campaign__term=term)
    found: dict[int, dict[str, float]] = {}
    for row in rows.order_by("number"):
        found[row.pole_id] = {
            each.indicator: float(each.value) for each in unpacked(row).totals if each.value is not None
        }
    return found


def _odd(pairs: Pairs) -> Iterable[tuple[int, str, bool]]:
    """Give the pôles of the pairs that stand apart, which way, and whether each is among those to call first."""
    from vivier.survey import follow_up, outliers

    if len(pairs) < FEWEST:
        return
    earlier, later = [pair[1] for pair in pairs], [pair[2] for pair in pairs]
    found = outliers(earlier, later)
    odd = [rank for rank, is_odd in enumerate(found.flagged.tolist()) if is_odd]
    expected = [old * found.median_ratio if rank in odd else value
                for rank, (old, value) in enumerate(zip(earlier, later, strict=True))]  # fmt: skip
    try:
        first = set(follow_up(later, expected, [1.0] * len(later)).listed.tolist())
    except InputError:  # nothing was expected at all: whatever comes weighs
        first = set(odd)
    for rank in odd:
        yield pairs[rank][0], UP if later[rank] > expected[rank] else DOWN, rank in first

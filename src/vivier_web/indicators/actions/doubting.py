"""Doubtful values: soft edits that stood, jumps since last year; who to call, whom first, and never the value."""

from collections import defaultdict

from vivier.vocabulary import InputError
from vivier_web.indicators.definition import IndicatorSet
from vivier_web.indicators.models import Campaign, SentSheet
from vivier_web.indicators.queries.respondents import Past
from vivier_web.indicators.queries.vintages import Doubt, Record

FEWEST = 5  # pairs of years below which nothing is said to be odd
JUMP = "L’évolution depuis l’an dernier s’écarte de celle des autres membres."


def doubts_of(campaign: Campaign, told: IndicatorSet, records: tuple[Record, ...], past: Past) -> tuple[Doubt, ...]:
    """Give the values to be confirmed by whoever sent them; those that weigh most on the totals first."""
    found = _from_edits(campaign, told)
    by_key: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if "answered" in record.flags and record.organisation is not None:
            by_key[record.indicator].append(record)
    for one in told.indicator:
        if one.who != "sum":
            continue
        pairs = [
            (record, past[record.organisation][one.key])
            for record in by_key[one.key]
            if record.organisation is not None and one.key in past.get(record.organisation, {})
        ]
        for record, is_first in _jumps([pair[0] for pair in pairs], [float(pair[1]) for pair in pairs]):
            key = record.organisation, one.key
            why = found[key].why if key in found else JUMP
            has_comment = found[key].comment if key in found else False
            found[key] = Doubt(record.organisation, one.key, why, has_comment, is_first)
    order = sorted(found.values(), key=lambda one: (not one.first, one.organisation or 0, one.indicator))
    return tuple(order)


def _from_edits(campaign: Campaign, told: IndicatorSet) -> dict[tuple[int | None, str], Doubt]:
    sent = SentSheet.objects.filter(sheet__campaign=campaign, replaced_at=None).select_related("sheet")
    said = {edit.key: edit for edit in told.edit}
    return {
        (one.sheet.organisation_id, name): Doubt(one.sheet.organisation_id, name, said[key].say, key in one.comments)
        for one in sent
        for key in one.doubts
        if key in said
        for name in sorted(said[key].expression.names)
    }


def _jumps(mine: list[Record], before: list[float]) -> list[tuple[Record, bool]]:
    """Give the answers that moved too much (Hidiroglou–Berthelot), each with whether it is among those to call first.

    First are those of the shortest list after which what stays doubtful changes the total by less than 1 %.
    """
    from vivier.survey import follow_up, outliers

    if len(mine) < FEWEST:
        return []
    values = [float(record.value) for record in mine]
    found = outliers(before, values)
    flagged = [rank for rank, is_odd in enumerate(found.flagged.tolist()) if is_odd]
    odd = set(flagged)
    # Only what is odd is doubted: the others are taken as they are.
    expected = [
        old * found.median_ratio if rank in odd else value
        for rank, (old, value) in enumerate(zip(before, values, strict=True))
    ]
    try:
        listed = set(follow_up(values, expected, [float(record.weight) for record in mine]).listed.tolist())
    except InputError:  # nothing was expected at all: whatever comes weighs
        listed = odd
    return [(mine[rank], rank in listed) for rank in flagged]

"""The doubtful values of a campaign: soft edits that stood, and jumps since last year; who to call, never the value."""


from vivier_web.indicators.definition import IndicatorSet
from vivier_web.indicators.models import Campaign, SentSheet
from vivier_web.indicators.queries.vintages import Doubt, Record


def doubts_of(campaign: Campaign, told: IndicatorSet, records: tuple[Record, ...]) -> tuple[Doubt, ...]:
    """Give the values to be confirmed by whoever sent them, in a lasting order."""
    sent = SentSheet.objects.filter(sheet__campaign=campaign, replaced_at=None).select_related("sheet")
    said = {edit.key: edit for edit in told.edit}
    found = {
        (one.sheet.organisation_id, name): Doubt(one.sheet.organisation_id, name, said[key].say, key in one.comments)
        for one in sent
        for key in one.doubts
        if key in said
        for name in sorted(said[key].expression.names)
    }
    return tuple(found[key] for key in sorted(found, key=lambda pair: (pair[0] or 0, pair[1])))

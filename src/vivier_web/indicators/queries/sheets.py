"""The sheet of one respondent: prefilled with sources, checked, beside last year's values."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from vivier_web.indicators.checks import Checked, Numbers, check
from vivier_web.indicators.definition import Indicator, IndicatorSet
from vivier_web.indicators.definition.words import BEFORE, BEFORE_WORDS, FACTS
from vivier_web.indicators.models import Campaign, SentSheet, Sheet
from vivier_web.indicators.queries.known import facts_of, own_facts
from vivier_web.members.models import Organisation, Pole

Typed = dict[str, str]


@dataclass(frozen=True, slots=True)
class Filling:
    """Hold one sheet as its page shows it; `sent` is the version that stands, if any."""

    sheet: Sheet
    told: IndicatorSet
    asked: tuple[Indicator, ...]
    before: Numbers
    checked: Checked
    sent: SentSheet | None

    @property
    def parts(self) -> tuple[IndicatorSet, tuple[Indicator, ...], Typed, Typed, Typed, Numbers, Checked]:
        """What a page lays out: what is asked, what was typed, whence, what was said, last year, what was found."""
        sheet = self.sheet
        return self.told, self.asked, sheet.typed, sheet.sources, sheet.comments, self.before, self.checked

    @property
    def can_undo(self) -> bool:
        """Whether a change may be taken back."""
        return bool(self.sheet.before)

    @property
    def filled(self) -> int:
        """How many fields hold something."""
        return sum(bool(self.sheet.typed.get(one.key)) for one in self.asked)

    @property
    def prefilled(self) -> int:
        """How many fields were proposed when the sheet began."""
        return self.sheet.prefilled


@dataclass(frozen=True, slots=True)
class Awaited:
    """Hold a campaign as one member sees it on its desk."""

    campaign: Campaign
    is_open: bool
    sheet: Sheet | None


def is_open(campaign: Campaign, today: dt.date) -> bool:
    """Tell whether answers are still awaited."""
    return campaign.opens_on <= today <= campaign.closes_on


def filling_of(campaign: Campaign, organisation: Organisation | None) -> Filling:
    """Give the sheet of a respondent as it stands: begun, or as it would begin."""
    told = campaign.set.definition()
    asked = campaign.asked(of_members=organisation is not None)
    sheet = sheet_of(campaign, organisation)
    before = previous_values(campaign, organisation)
    checked = check(told, asked, sheet.typed, before, whole=True)
    sent = current_sent(sheet) if sheet.pk else None
    return Filling(sheet, told, asked, before, checked, sent)


def sheet_of(campaign: Campaign, organisation: Organisation | None) -> Sheet:
    """Give the sheet of a respondent, prefilled when nothing was typed yet; it is not kept here."""
    found = Sheet.objects.filter(campaign=campaign, organisation=organisation).first()
    if found is not None and found.started_at is not None:
        return found
    sheet = found or Sheet(pole_id=campaign.pole_id, campaign=campaign, organisation=organisation)
    asked = campaign.asked(of_members=organisation is not None)
    sheet.typed, sheet.sources = prefill(campaign, organisation, asked)
    sheet.asked, sheet.filled = len(asked), len(sheet.typed)
    sheet.prefilled = len(sheet.sources)
    return sheet


def prefill(
    campaign: Campaign, organisation: Organisation | None, asked: tuple[Indicator, ...]
) -> tuple[Typed, Typed]:
    """Propose values, each with its source: what is known of the year first, else what may be carried over."""
    today = timezone.localdate()
    known = facts_of(campaign.pole, campaign.year, today) if organisation is None else own_facts(organisation)
    before = previous_values(campaign, organisation)
    typed, sources = {}, {}
    for one in asked:
        if one.known in known:
            typed[one.key], sources[one.key] = written(known[one.known]), one.known
        elif one.carried and one.key in before:
            typed[one.key], sources[one.key] = written(before[one.key]), BEFORE
    return typed, sources


def previous_values(campaign: Campaign, organisation: Organisation | None) -> Numbers:
    """Give what the same respondent sent for the year before, to the same set."""
    found = (
        SentSheet.objects.filter(
            sheet__campaign__pole_id=campaign.pole_id,
            sheet__campaign__set__key=campaign.set.key,
            sheet__campaign__year=campaign.before[0],
            sheet__campaign__term=campaign.before[1],
            sheet__organisation=organisation,
            replaced_at=None,
        )
        .order_by("-pk")
        .first()
    )
    return {key: Decimal(value) for key, value in found.values.items()} if found is not None else {}


def current_sent(sheet: Sheet) -> SentSheet | None:
    """Give the version of a sheet that stands."""
    return SentSheet.objects.filter(sheet=sheet, replaced_at=None).first()


def source_words(source: str) -> str:
    """Say where a prefilled value comes from."""
    return BEFORE_WORDS if source == BEFORE else FACTS.get(source, "")


def written(number: Decimal) -> str:
    """Write a number as people type it.

    >>> written(Decimal("12.50"))
    '12,5'
    """
    return f"{number.normalize() + 0:f}".replace(".", ",")


def awaited_from(pole: Pole, organisation: Organisation, today: dt.date, *, most: int = 3) -> list[Awaited]:
    """Give the campaigns that ask something of members, as one sees them: all open ones, and the latest others."""
    campaigns = Campaign.objects.filter(pole=pole, opens_on__lte=today).select_related("set", "pole")
    asking = [one for one in campaigns if one.asked(of_members=True)]
    asking = [one for rank, one in enumerate(asking) if rank < most or is_open(one, today)]
    mine = {one.campaign_id: one for one in Sheet.objects.filter(campaign__in=asking, organisation=organisation)}
    return [Awaited(one, is_open(one, today), mine.get(one.pk)) for one in asking]

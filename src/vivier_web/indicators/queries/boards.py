"""Boards of answers: of one campaign for its pôle, of a national one for the State; who and when, never what."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier_web.indicators.definition import Indicator
from vivier_web.indicators.models import Campaign, NationalCampaign, Sheet, Vintage
from vivier_web.indicators.queries.sheets import is_open
from vivier_web.indicators.queries.vintages import Frozen, Total, unpacked
from vivier_web.members.models import Membership, Organisation, Pole


@dataclass(frozen=True, slots=True)
class Respondent:
    """Hold one respondent of a campaign: when it began and sent, how much was proposed to it, how often reminded."""

    organisation_pk: int | None
    name: str
    started_at: dt.datetime | None
    sent_at: dt.datetime | None
    is_open: bool
    asked: int
    filled: int
    prefilled: int
    minutes: int
    reminders: int
    edits: int

    @property
    def share(self) -> int:
        """The share of fields that were prefilled, in percent."""
        return round(100 * self.prefilled / self.asked) if self.asked else 0


@dataclass(frozen=True, slots=True)
class Card:
    """Hold one campaign in a list."""

    campaign: Campaign
    is_open: bool
    sent_at: dt.datetime | None  # by the team
    vintages: int


@dataclass(frozen=True, slots=True)
class NationalLine:
    """Hold one pôle of a national campaign."""

    pole: str
    region: str
    sent_at: dt.datetime | None
    started_at: dt.datetime | None
    filled: int
    asked: int
    prefilled: int
    answered: int
    members: int
    vintage: int
    frozen_at: dt.datetime | None

    @property
    def share(self) -> int:
        """The share of fields of the team that were prefilled, in percent."""
        return round(100 * self.prefilled / self.asked) if self.asked else 0


@dataclass(frozen=True, slots=True)
class NationalCard:
    """Hold one national campaign in a list: how many pôles, how many sent."""

    pk: int
    title: str
    version: str
    period_words: str
    opens_on: dt.date
    closes_on: dt.date
    poles: int
    sent: int
    frozen: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Hold one indicator in two vintages; `gap` only where both are shown."""

    indicator: Indicator
    one: Total | None
    other: Total | None

    @property
    def gap(self) -> Decimal | None:
        """What the second has more than the first."""
        if self.one is None or self.other is None or self.one.value is None or self.other.value is None:
            return None
        return self.other.value - self.one.value


def cards(pole: Pole) -> list[Card]:
    """List the campaigns of a pôle, the latest first, in two queries however many there are."""
    today = timezone.localdate()
    rows = Campaign.objects.filter(pole=pole).select_related("set", "pole").annotate(vintage=Max("vintages__number"))
    rows = rows.order_by("-year", "-pk")  # grouping loses the order of the table
    sent = dict(Sheet.objects.filter(campaign__pole=pole, organisation=None).values_list("campaign_id", "sent_at"))
    return [Card(one, is_open(one, today), sent.get(one.pk), one.vintage or 0) for one in rows]


def respondents(campaign: Campaign) -> list[Respondent]:
    """Give the team, then every member of today: those who have not sent first, by name; in two queries."""
    kept = {one.organisation_id: one for one in Sheet.objects.filter(campaign=campaign).defer("typed", "before")}
    found = [_respondent(kept.get(None), None, "L’équipe du pôle")]
    asked = len(campaign.asked(of_members=True))
    if not asked:
        return found
    members = Membership.objects.filter(pole_id=campaign.pole_id).of_day(timezone.localdate())
    rows = [
        _respondent(kept.get(pk), pk, name, asked)
        for pk, name in members.values_list("organisation_id", "organisation__name")
    ]
    return found + sorted(rows, key=lambda row: (row.sent_at is not None, row.name))


def _respondent(sheet: Sheet | None, pk: int | None, name: str, asked: int = 0) -> Respondent:
    if sheet is None:
        return Respondent(pk, name, None, None, True, asked, 0, 0, 0, 0, 0)
    return Respondent(
        pk, name, sheet.started_at, sheet.sent_at, sheet.is_open, sheet.asked or asked, sheet.filled, sheet.prefilled,
        round(sheet.seconds / 60), sheet.reminders, sum(sheet.triggered.values()),
    )  # fmt: skip


def vintages_of(campaign: Campaign) -> list[Vintage]:
    """Give the vintages of a campaign without what they hold, the latest first."""
    return list(Vintage.objects.filter(campaign=campaign).defer("text"))


def frozen_of(campaign: Campaign, number: int = 0) -> Frozen | None:
    """Give one vintage of a campaign, the latest when none is named."""
    rows = Vintage.objects.filter(campaign=campaign)
    found = rows.filter(number=number).first() if number else rows.first()
    return unpacked(found) if found is not None else None


def beside(campaign: Campaign, one: Frozen | None, other: Frozen) -> list[tuple[str, list[Compared]]]:
    """Lay the totals of one or two vintages out by rubric."""
    told = campaign.set.definition()
    left = {total.indicator: total for total in one.totals} if one is not None else {}
    right = {total.indicator: total for total in other.totals}
    found = []
    for section in told.section:
        lines = [
            Compared(each, left.get(each.key), right.get(each.key))
            for each in told.of_year(campaign.year, campaign.term)
            if each.section == section.key and (each.key in right or each.key in left)
        ]
        if lines:
            found.append((section.title, lines))
    return found


def names_of(keys: set[int]) -> dict[int, str]:
    """Give the names of organisations."""
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))


def national_cards(regions: frozenset[str] | None) -> tuple[NationalCard, ...]:
    """List the national campaigns, counted over the pôles of these Regions (None: all), in three queries."""
    with scopes_disabled():
        rows = Campaign.objects.filter(national__isnull=False)
        rows = rows if regions is None else rows.filter(pole__region__in=regions)
        counted = rows.order_by().values("national_id")
        poles = {one["national_id"]: one for one in counted.annotate(poles=Count("pk"), frozen=Count("frozen_at"))}
        team = Sheet.objects.filter(campaign__in=rows.values("pk"), organisation=None, sent_at__isnull=False)
        sent = dict(team.order_by().values_list("campaign__national_id").annotate(n=Count("pk")))
        found = list(NationalCampaign.objects.select_related("set").defer("set__text"))
    return tuple(
        NationalCard(
            one.pk, one.set.title, one.set.version, one.period_words, one.opens_on, one.closes_on,
            poles[one.pk]["poles"], sent.get(one.pk, 0), poles[one.pk]["frozen"],
        )
        for one in found
        if one.pk in poles
    )  # fmt: skip


def national_lines(pk: int, regions: frozenset[str] | None) -> tuple[NationalLine, ...]:
    """Give every pôle of a national campaign, those who have not sent first, in two queries."""
    with scopes_disabled():
        rows = Campaign.objects.filter(national_id=pk).select_related("pole").order_by("pole__name")
        rows = rows if regions is None else rows.filter(pole__region__in=regions)
        teams = {
            one.campaign_id: one
            for one in Sheet.objects.filter(campaign__in=rows.order_by().values("pk"), organisation=None).only(
                "campaign_id", "started_at", "sent_at", "asked", "filled", "prefilled", "organisation_id"
            )
        }
        found = [
            _line(one, teams.get(one.pk), one.vintage or 0)
            for one in rows.annotate(vintage=Max("vintages__number")).order_by("pole__name", "pk")
        ]
    return tuple(sorted(found, key=lambda line: line.sent_at is not None))


def _line(campaign: Campaign, sheet: Sheet | None, vintage: int) -> NationalLine:
    return NationalLine(
        campaign.pole.name, campaign.pole.region, sheet.sent_at if sheet else None,
        sheet.started_at if sheet else None, sheet.filled if sheet else 0, sheet.asked if sheet else 0,
        sheet.prefilled if sheet else 0, campaign.answered, campaign.members, vintage, campaign.frozen_at,
    )  # fmt: skip

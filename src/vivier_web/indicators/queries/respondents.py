"""What respondents sent, as records of one value; and the members who sent nothing, for weights."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from vivier_web.indicators.models import Campaign, SentSheet
from vivier_web.indicators.queries.vintages import Record
from vivier_web.members.models import Membership, Organisation, Site
from vivier_web.members.territory import REGION_OF

Past = dict[int, dict[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Member:
    """Hold what weights and publication look at of a member: who, where, what, how big."""

    pk: int
    holding: str
    region: str
    naf: str
    size: str
    kind: str


def answered_records(campaign: Campaign) -> tuple[Record, ...]:
    """Give every value that stands in a campaign, in a lasting order: the team's first, then members by number."""
    sent = SentSheet.objects.filter(sheet__campaign=campaign, replaced_at=None).select_related("sheet")
    rows = sorted(sent, key=lambda one: one.sheet.organisation_id or 0)
    members = members_of([one.sheet.organisation_id for one in rows if one.sheet.organisation_id])
    return tuple(record for one in rows for record in _records(campaign, one, members))


def silent_members(campaign: Campaign) -> tuple[Member, ...]:
    """Give the members of today that were asked and sent nothing."""
    if not campaign.asked(of_members=True):
        return ()
    sent = SentSheet.objects.filter(sheet__campaign=campaign, sheet__organisation__isnull=False, replaced_at=None)
    current = Membership.objects.filter(pole_id=campaign.pole_id).of_day(timezone.localdate())
    silent = current.exclude(organisation_id__in=sent.values("sheet__organisation_id"))
    found = members_of(sorted(silent.values_list("organisation_id", flat=True)))
    return tuple(found[pk] for pk in sorted(found))


def past_of(campaign: Campaign) -> Past:
    """Give what each member sent for the year before, to the same set."""
    sent = SentSheet.objects.filter(
        sheet__campaign__pole_id=campaign.pole_id,
        sheet__campaign__set__key=campaign.set.key,
        sheet__campaign__year=campaign.before[0],
        sheet__campaign__term=campaign.before[1],
        sheet__organisation__isnull=False,
        replaced_at=None,
    )
    return {
        pk: {key: Decimal(value) for key, value in values.items()}
        for pk, values in sent.values_list("sheet__organisation_id", "values")
    }


def members_of(keys: list[int]) -> dict[int, Member]:
    """Describe organisations by where their head office is, what they do, how big they are."""
    places: dict[int, str] = {}
    for pk, department in (
        Site.objects.filter(organisation__in=keys)
        .order_by("-is_head_office", "pk")
        .values_list("organisation_id", "department")
    ):
        places.setdefault(pk, department)
    rows = Organisation.objects.filter(pk__in=keys).values_list("pk", "siren", "naf", "size", "kind")
    return {
        pk: Member(pk, siren or f"organisation:{pk}", REGION_OF.get(places.get(pk, ""), ""), naf, size, kind)
        for pk, siren, naf, size, kind in rows
    }


def _records(campaign: Campaign, sent: SentSheet, members: dict[int, Member]) -> list[Record]:
    told = campaign.set.definition()
    doubtful = {
        name
        for edit in told.edit
        if edit.key in sent.doubts
        for name in edit.expression.names | edit.expression.before
    }
    owner: int | None = sent.sheet.organisation_id
    whole = Record(campaign.pole_id, owner, f"pole:{campaign.pole_id}", "", Decimal(0), "")
    whole = replace(whole, region=campaign.pole.region) if owner is None else replace(whole, **_about(members[owner]))
    found = []
    for key, value in sorted(sent.values.items()):
        one = told.by_key.get(key)
        if one is None:
            continue
        flags = ["answered"]
        flags += ["prefilled"] if key in sent.sources else []
        flags += ["opinion"] if one.is_opinion else []
        flags += ["doubtful"] if key in doubtful else []
        flags += ["corrected"] if sent.version > 1 else []
        found.append(replace(whole, indicator=key, value=Decimal(value), unit=one.unit, flags=tuple(flags)))
    return found


def _about(member: Member) -> dict[str, Any]:
    return {name: getattr(member, name) for name in ("holding", "region", "naf", "size", "kind")}

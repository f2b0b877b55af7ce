"""Reads about the returns of members: what engines are given, what a pôle may read, who answered."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from vivier.reference import pcs_label
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.models import Membership, Organisation, Pole, Role
from vivier_web.skills.models import NeedsCall, NeedsDraft, NeedsRelease, NeedsReturn, ProjectNeed, Wave
from vivier_web.skills.needs.answers import (
    Answered,
    Difficulties,
    Hire,
    Perception,
    SkillWish,
    TrainingWish,
    Transition,
    answered,
)
from vivier_web.skills.needs.answers import ProjectNeed as Declared
from vivier_web.skills.needs.creations import Line, declared
from vivier_web.skills.needs.schema import Schema, schema
from vivier_web.skills.needs.sums import Board, board, in_batches
from vivier_web.skills.queries.deposits import is_open

__all__ = [
    "Answered", "Difficulties", "Hire", "Perception", "SkillWish", "TrainingWish", "Transition",
    "answers_of", "project_needs_of",
]  # fmt: skip
A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Responding:
    """Hold one member of a call: when it sent its return (None: not yet), and whether the team may read it."""

    organisation_pk: int
    name: str
    college: str
    sent_at: dt.datetime | None
    return_pk: int | None  # None unless the member lets the team read it
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Awaited:
    """Hold a call as one member sees it: what it sent and what it has begun, if anything."""

    call: NeedsCall
    is_open: bool
    sent: NeedsReturn | None
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Hold a call under way: how many members answered, out of how many."""

    call: NeedsCall
    done: int
    members: int


def answers_of(wave: Wave) -> tuple[Answered, ...]:
    """Give the current returns of a wave as engines read them, in the order the members first answered."""
    first = dict(
        NeedsReturn.objects.filter(call__wave=wave)
        .values_list("organisation_id")
        .annotate(first=Min("at"))
        .values_list("organisation_id", "first")
    )
    current = NeedsReturn.objects.filter(call__wave=wave, replaced_at=None)
    rows = current.values_list("organisation_id", "at", "answers")
    found = [answered(pk, timezone.localdate(at), kept) for pk, at, kept in rows]
    return tuple(sorted(found, key=lambda one: (first[one.organisation_id], one.organisation_id)))


def history_of(wave: Wave) -> tuple[Answered, ...]:
    """Give every return of a wave as it came, those that were corrected and their corrections alike."""
    rows = NeedsReturn.objects.filter(call__wave=wave).order_by("at", "pk")
    kept = rows.values_list("organisation_id", "at", "answers")
    return tuple(answered(pk, timezone.localdate(at), answers) for pk, at, answers in kept)


def project_needs_of(pole: Pole) -> tuple[Declared, ...]:
    """Give what the projects of a pôle will need, as engines read it."""
    rows = ProjectNeed.objects.filter(pole=pole, withdrawn_at=None).order_by("project", "year", "pcs", "pk")
    return tuple(Declared(*row) for row in rows.values_list("project", "title", "pcs", "rome", "year", "people"))


def project_rows(pole: Pole) -> list[tuple[ProjectNeed, str]]:
    """Give what projects need, each with the label of its occupation."""
    return [(one, pcs_label(one.pcs)) for one in ProjectNeed.objects.filter(pole=pole, withdrawn_at=None)]


def creations_of(wave: Wave, horizon: int) -> list[Line]:
    """Give the new posts that a study of a wave may add, those of members guarded, counted by whole batches."""
    years = range(wave.on.year, wave.on.year + horizon + 1)
    return declared(in_batches(history_of(wave)), project_needs_of(wave.pole), years)


def board_of(call: NeedsCall) -> Board:
    """Give the sums of a call that betray nobody."""
    members = Membership.objects.filter(pole_id=call.pole_id).order_by("joined_on", "pk")
    colleges = dict(members.values_list("organisation_id", "college"))
    return board(history_of(call.wave), colleges, schema(call.schema))


def calls_of(pole: Pole) -> list[NeedsCall]:
    """Give the calls of a pôle, the latest first, each with `done`: how many members answered."""
    done = Count("returns", filter=Q(returns__replaced_at=None))
    found = NeedsCall.objects.filter(pole=pole).select_related("wave", "pole").annotate(done=done)
    return list(found.order_by("-wave__on", "-pk"))  # grouping loses the order of the table


def waves_to_ask(pole: Pole, today: dt.date) -> list[Wave]:
    """Give the open waves that do not ask for returns yet."""
    found = Wave.objects.filter(pole=pole, frozen_at=None, erased_at=None, closes_on__gte=today, needs_call=None)
    return list(found)


def needs_progress(pole: Pole, today: dt.date) -> list[Progress]:
    """Give the calls under way, with how many members of today answered."""
    calls = [call for call in calls_of(pole) if is_open(call.wave, today)]
    members = Membership.objects.filter(pole=pole).of_day(today)
    current = NeedsReturn.objects.filter(call__in=calls, replaced_at=None)
    done = Counter(
        current.filter(organisation_id__in=members.values("organisation_id")).values_list("call_id", flat=True)
    )
    whole = members.count() if calls else 0
    return [Progress(call, done[call.pk], whole) for call in calls]


def responding(call: NeedsCall) -> list[Responding]:
    """Give every member of today with what it did: those who have not answered first, then by name."""
    sent = dict(NeedsReturn.objects.filter(call=call, replaced_at=None).values_list("organisation_id", "at"))
    readable = dict(released_returns(call).values_list("organisation_id", "pk"))
    addresses = addresses_of(call)
    members = Membership.objects.filter(pole_id=call.pole_id).of_day(timezone.localdate())
    rows = [
        Responding(
            one.organisation_id, one.organisation.name, one.college, sent.get(one.organisation_id),
            readable.get(one.organisation_id), tuple(addresses.get(one.organisation_id, ())),
        )
        for one in members.select_related("organisation")
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.sent_at is not None, row.name))


def released_returns(call: NeedsCall) -> QuerySet[NeedsReturn]:
    """Give the current returns that their members let the team read."""
    agreed = NeedsRelease.objects.filter(call=call, withdrawn_at=None).values("organisation_id")
    found: QuerySet[NeedsReturn] = NeedsReturn.objects.filter(call=call, replaced_at=None, organisation_id__in=agreed)
    return found


def addresses_of(call: NeedsCall) -> dict[int, list[str]]:
    """Give the addresses of those who answer for each member."""
    kinds = (RoleKind.MEMBER, RoleKind.ACCOUNTANT)
    roles = Role.objects.filter(pole_id=call.pole_id, kind__in=kinds, ended_at=None, user__is_active=True)
    found: dict[int, list[str]] = {}
    for pk, email in roles.order_by("user__email").values_list("organisation_id", "user__email").distinct():
        found.setdefault(pk or 0, []).append(email)
    return found


def may_remind_from(call: NeedsCall) -> dt.datetime | None:
    """Give from when members may be reminded again; None when they may be now."""
    if call.reminded_at is None or call.reminded_at + A_WEEK <= timezone.now():
        return None
    return call.reminded_at + A_WEEK


def awaited_from(pole: Pole, organisation: Organisation, today: dt.date) -> list[Awaited]:
    """Give the calls of a pôle as one member sees them, those begun, the latest first."""
    calls = list(NeedsCall.objects.filter(pole=pole, wave__opens_on__lte=today).select_related("wave", "pole"))
    sent = {
        one.call_id: one
        for one in NeedsReturn.objects.filter(organisation=organisation, call__in=calls, replaced_at=None)
    }
    begun = NeedsDraft.objects.filter(organisation=organisation, call__in=calls)
    drafts = set(begun.values_list("call_id", flat=True))
    return [Awaited(call, is_open(call.wave, today), sent.get(call.pk), call.pk in drafts) for call in calls]


def current_return(call: NeedsCall, organisation: Organisation) -> NeedsReturn | None:
    """Give what stands for a member."""
    return NeedsReturn.objects.filter(call=call, organisation=organisation, replaced_at=None).first()


def versions_of(call: NeedsCall, organisation: Organisation) -> list[NeedsReturn]:
    """Give every version a member sent, the latest first."""
    return list(NeedsReturn.objects.filter(call=call, organisation=organisation).order_by("-version"))


def release_of(call: NeedsCall, organisation: Organisation) -> NeedsRelease | None:
    """Give that a member lets the team read its return, if it does."""
    return NeedsRelease.objects.filter(call=call, organisation=organisation, withdrawn_at=None).first()


def asked_of(call: NeedsCall) -> tuple[Schema, int]:
    """Give the questions of a call, and the first year they speak of."""
    return schema(call.schema), call.wave.on.year

"""Reads of the idea box: what the team reads, what a member may read, one idea with its remarks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from vivier_web.members.models import Organisation, Pole
from vivier_web.projects.choices import IdeaState, Reach
from vivier_web.projects.models import Idea


@dataclass(frozen=True, slots=True)
class Card:
    """Hold one idea in a list."""

    pk: int
    title: str
    problem: str
    origin: str
    state: str
    state_words: str
    is_for_members: bool
    interests: int
    remarks: int
    at: dt.datetime
    is_own: bool = False
    is_supported: bool = False


def ideas_for_team(pole: Pole, state: str = "") -> QuerySet[Idea]:
    """Give the ideas of a pôle, those that wait first; of one state when asked."""
    rows = Idea.objects.filter(pole=pole)
    return _counted(rows.filter(state=state) if state else rows)


def ideas_for_member(pole: Pole, organisation: Organisation) -> QuerySet[Idea]:
    """Give what a member may read: its own ideas, and those opened to members that were not set aside."""
    opened = Q(reach=Reach.MEMBERS) & ~Q(state=IdeaState.SET_ASIDE)
    return _counted(Idea.objects.filter(pole=pole).filter(opened | Q(organisation=organisation)))


def may_be_read_by(idea: Idea, organisation: Organisation) -> bool:
    """Tell whether a member may read an idea."""
    is_open = idea.reach == Reach.MEMBERS and idea.state != IdeaState.SET_ASIDE
    return is_open or idea.organisation_id == organisation.pk


def _counted(rows: QuerySet[Idea]) -> QuerySet[Idea]:
    counted = rows.select_related("organisation").annotate(
        liked=Count("interests", distinct=True), said=Count("remarks", distinct=True)
    )
    return counted.order_by("-liked", "-pk")


def states_of(pole: Pole) -> dict[str, int]:
    """Count ideas by state."""
    rows = Idea.objects.filter(pole=pole).order_by().values_list("state")
    return dict(rows.annotate(n=Count("pk")))


def cards_of(rows: Iterable[Idea], organisation: Organisation | None = None) -> list[Card]:
    """Write ideas for a list; a member is not told which other member proposed one."""
    found = list(rows)
    mine = set()
    if organisation is not None and found:
        asked = Idea.objects.filter(pk__in=[each.pk for each in found], interests__organisation=organisation)
        mine = set(asked.values_list("pk", flat=True))
    return [_card(each, organisation, is_supported=each.pk in mine) for each in found]


def _card(row: Idea, reader: Organisation | None, *, is_supported: bool) -> Card:
    return Card(
        row.pk, row.title, row.problem, origin_words(row, reader), row.state, row.get_state_display(),
        row.reach == Reach.MEMBERS, row.liked, row.said, row.at,  # type: ignore[attr-defined]
        is_own=reader is not None and row.organisation_id == reader.pk, is_supported=is_supported,
    )  # fmt: skip


def origin_words(idea: Idea, reader: Organisation | None) -> str:
    """Say where an idea comes from: the team reads which member, members read « un membre » unless it is theirs."""
    if idea.organisation is None:
        return f"{idea.get_origin_display()} : {idea.source}" if idea.source else str(idea.get_origin_display())
    is_told = reader is None or reader.pk == idea.organisation_id
    return idea.organisation.name if is_told else "un membre"


@dataclass(frozen=True, slots=True)
class Remark:
    """Hold one remark as it is read."""

    author: str
    text: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Hold one idea as one reader reads it: the names of those interested are the team's alone."""

    idea: Idea
    origin: str
    remarks: tuple[Remark, ...]
    count: int
    interested: tuple[Organisation, ...]
    is_supported: bool


def idea_told(idea: Idea, reader: Organisation | None = None) -> Told:
    """Tell one idea to the team (None) or to a member."""
    remarks = tuple(
        Remark(each.organisation.name if each.organisation else "Équipe du pôle", each.text, each.at)
        for each in idea.remarks.select_related("organisation")
    )
    interested = tuple(each.organisation for each in idea.interests.select_related("organisation"))
    is_supported = reader is not None and reader in interested
    shown = interested if reader is None else ()
    return Told(idea, origin_words(idea, reader), remarks, len(interested), shown, is_supported)

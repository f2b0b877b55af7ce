"""The list of members: found, filtered, sorted and counted within one pôle; and where they are in France."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from vivier_web.members.models import Contact, Dealing, Membership, Pole
from vivier_web.members.search import wanted_words

PAGE = 50
FORMER, TO_COME, NOT_TODAY, EVERYBODY = STATUSES = "anciens", "a-venir", "autres", "tous"
SORTS = {
    "nom": ("sort_name", "id"),
    "-nom": ("-sort_name", "-id"),
    "lieu": ("department", "town", "sort_name", "id"),
    "-lieu": ("-department", "-town", "-sort_name", "-id"),
    "depuis": ("joined_on", "sort_name", "id"),
    "-depuis": ("-joined_on", "sort_name", "id"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold what somebody asks of the list; everything empty asks for the current members by name."""

    words: str = ""
    kind: str = ""
    college: str = ""
    department: str = ""
    status: str = ""  # those of today, or a word of `STATUSES`
    sort: str = "nom"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """Hold one line of the list."""

    pk: int  # of the organisation
    name: str
    siren: str
    kind: str
    naf: str
    college: str
    town: str
    department: str
    joined_on: dt.date
    left_on: dt.date | None
    seen_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Page:
    """Hold one page of the list and how many lines there are in all."""

    rows: tuple[Listed, ...]
    total: int
    number: int
    pages: int


def _found(pole: Pole, wanted: Wanted, today: dt.date) -> QuerySet[Membership]:
    rows = Membership.objects.filter(pole=pole)
    if wanted.status != EVERYBODY:
        former, to_come = rows.ended_by(today), rows.to_come(today)
        others = {FORMER: former, TO_COME: to_come, NOT_TODAY: former | to_come}
        rows = others[wanted.status] if wanted.status else rows.of_day(today)
    for word in wanted_words(wanted.words):
        rows = rows.filter(words__contains=word)
    exact = {"organisation__kind": wanted.kind, "college": wanted.college, "department": wanted.department}
    return rows.filter(**{name: value for name, value in exact.items() if value})


def members_page(pole: Pole, wanted: Wanted, *, today: dt.date) -> Page:
    """Give one page of members, in three queries.

    All three stay within the pôle: adhesions repeat what they are sorted and searched by, under an index that begins
    with the pôle, so that counting reads at most the pôle's own adhesions, never the register of organisations.
    """
    found = _found(pole, wanted, today)
    total = found.count()
    pages = max(1, math.ceil(total / PAGE))
    number = min(max(1, wanted.page), pages)
    rows = found.order_by(*SORTS.get(wanted.sort, SORTS["nom"])).select_related("organisation")
    return Page(tuple(_listed(pole, rows[(number - 1) * PAGE : number * PAGE])), total, number, pages)


def all_members(pole: Pole, wanted: Wanted, *, today: dt.date) -> list[Listed]:
    """Give every member that is asked for, to be exported."""
    rows = _found(pole, wanted, today).order_by(*SORTS.get(wanted.sort, SORTS["nom"]))
    return list(_listed(pole, rows.select_related("organisation")))


def _listed(pole: Pole, rows: QuerySet[Membership]) -> Iterator[Listed]:
    found = list(rows)
    dealings = Dealing.objects.filter(pole=pole)
    if len(found) <= PAGE:
        dealings = dealings.filter(organisation__in=[row.organisation_id for row in found])
    seen = dict(dealings.order_by().values_list("organisation").annotate(last=Max("on")))
    for row in found:
        who = row.organisation
        yield Listed(
            who.pk, who.name, who.siren or "", str(who.get_kind_display()), who.naf, row.college, row.town,
            row.department, row.joined_on, row.left_on, seen.get(who.pk),
        )  # fmt: skip


def colleges(pole: Pole) -> list[str]:
    """Give the colleges of a pôle, as its adhesions name them."""
    named = Membership.objects.filter(pole=pole).exclude(college="").order_by("college")
    return list(named.values_list("college", flat=True).distinct())


def by_department(pole: Pole, *, today: dt.date) -> dict[str, int]:
    """Count the current members of each département (code, empty when it is not known)."""
    current = Membership.objects.filter(pole=pole).of_day(today)
    return dict(current.order_by("department").values_list("department").annotate(n=Count("id")))


@dataclass(frozen=True, slots=True)
class Met:
    """Hold somebody found by a search, and where."""

    name: str
    function: str
    organisation_id: int
    organisation: str


def contacts_found(pole: Pole, words: str, *, most: int = 20) -> list[Met]:
    """Find the people a pôle knows by their name or function."""
    asked = wanted_words(words)
    rows = Contact.objects.filter(pole=pole).select_related("organisation")
    for word in asked:
        rows = rows.filter(words__contains=word)
    return [
        Met(row.name, row.function, row.organisation_id, row.organisation.name)
        for row in (rows[:most] if asked else ())
    ]

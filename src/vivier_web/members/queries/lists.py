"""The list of members: found, filtered, sorted and counted within one pôle; and where they are in France."""

import datetime as dt
import math
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from vivier_web.members.choices import OrganisationKind
from vivier_web.members.models import Contact, Dealing, Membership, Pole
from vivier_web.members.search import wanted_words

PAGE = 50
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
    status: str = ""  # "" current, "anciens", "tous"
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
    is_current = Q(left_on=None) | Q(left_on__gte=today)
    if wanted.status != "tous":
        rows = rows.exclude(is_current) if wanted.status == "anciens" else rows.filter(is_current)
    for word in wanted_words(wanted.words):
        rows = rows.filter(words__contains=word)
    exact = {"organisation__kind": wanted.kind, "college": wanted.college, "department": wanted.department}
    return rows.filter(**{name: value for name, value in exact.items() if value})


def members_page(pole: Pole, wanted: Wanted, *, today: dt.date) -> Page:
    """Give one page of members, in three queries; in two when all hold on the first page.

    All three stay within the pôle: adhesions repeat what they are sorted and searched by, under an index that begins
    with the pôle, so that counting reads at most the pôle's own adhesions, never the register of organisations.
    """
    found = _found(pole, wanted, today)
    rows = found.order_by(*SORTS.get(wanted.sort, SORTS["nom"]))
    number = max(1, wanted.page)
    shown = _listed(pole, rows[(number - 1) * PAGE : number * PAGE])
    if number == 1 and len(shown) < PAGE:
        return Page(shown, len(shown), 1, 1)
    total = found.count()
    pages = max(1, math.ceil(total / PAGE))
    if number > pages:  # a page that is no more: the last one instead
        number, shown = pages, _listed(pole, rows[(pages - 1) * PAGE : pages * PAGE])
    return Page(shown, total, number, pages)


def all_members(pole: Pole, wanted: Wanted, *, today: dt.date) -> tuple[Listed, ...]:
    """Give every member that is asked for, to be exported."""
    return _listed(pole, _found(pole, wanted, today).order_by(*SORTS.get(wanted.sort, SORTS["nom"])))


_LISTED = (
    "organisation", "organisation__name", "organisation__siren", "organisation__kind", "organisation__naf",
    "college", "town", "department", "joined_on", "left_on",
)  # fmt: skip


def _listed(pole: Pole, rows: QuerySet[Membership]) -> tuple[Listed, ...]:
    found = list(rows.values_list(*_LISTED))
    dealings = Dealing.objects.filter(pole=pole)
    if len(found) <= PAGE:
        dealings = dealings.filter(organisation__in=[pk for pk, *_ in found])
    seen = dict(dealings.order_by().values_list("organisation").annotate(last=Max("on")))
    return tuple(
        Listed(
            pk,
            name,
            siren or "",
            str(OrganisationKind(kind).label),
            naf,
            college,
            town,
            place,
            since,
            until,
            seen.get(pk),
        )
        for pk, name, siren, kind, naf, college, town, place, since, until in found
    )


def colleges(pole: Pole) -> list[str]:
    """Give the colleges of a pôle, as its adhesions name them."""
    named = Membership.objects.filter(pole=pole).exclude(college="").order_by("college")
    return list(named.values_list("college", flat=True).distinct())


def by_department(pole: Pole, *, today: dt.date) -> dict[str, int]:
    """Count the current members of each département (code, empty when it is not known)."""
    current = Membership.objects.filter(pole=pole).filter(Q(left_on=None) | Q(left_on__gte=today))
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

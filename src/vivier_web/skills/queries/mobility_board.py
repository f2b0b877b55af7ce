"""What a pôle's team sees of mobility: guarded counts and couples without names; names once both sides agreed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from vivier.reference import pcs_label
from vivier_web.members.models import Membership, Pole
from vivier_web.skills.guard.threshold import THRESHOLD, added, gathered
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.mobility import InForce, in_force

OTHERS = ""  # the occupations that may not be named
OTHER_WORDS = "Autres métiers, trop peu d’entreprises pour être nommés"


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one occupation of the board: people offered and sought; None where the sum may not be shown."""

    label: str
    offered: int | None
    sought: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Hold one couple that waits: its occupations where they may be named, since when, until when; never who."""

    pk: int
    offered: str
    sought: str
    since: dt.datetime
    lapses_on: dt.date | None
    nudged_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """Hold one couple whose two sides agreed, and agreed to be named."""

    lender: str
    borrower: str
    offered: str
    sought: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Board:
    """Hold the board of a pôle."""

    lines: tuple[Line, ...]
    offers: int
    searches: int
    unmet: int  # searches that no offer meets
    unsought: int  # offers that meet no search
    waiting: tuple[Waiting, ...]
    agreed: tuple[Agreed, ...]


def board_of(pole: Pole, *, today: dt.date) -> Board:
    """Give the board of today."""
    held = in_force(pole, today)
    offered, sought = _people(held.offers.values()), _people(held.searches.values())
    met = held.met(held.offers.values(), list(held.searches.values()))
    names = _named(offered, sought)
    rows = list(
        Introduction.objects.filter(pole=pole, closed_at=None)
        .select_related("offer__organisation", "search__organisation")
        .order_by("-agreed_at", "pk")
    )
    return Board(
        _lines(offered, sought, names),
        len(held.offers),
        len(held.searches),
        len(held.searches) - len({match.search for match in met}),
        len(held.offers) - len({match.offer for match in met}),
        tuple(_waiting(each, names) for each in rows if each.agreed_at is None and _is_alive(each, held)),
        tuple(_agreed(each) for each in rows if each.agreed_at is not None),
    )


def waiting_count(pole: Pole) -> int:
    """Count the couples that wait for an answer."""
    return _unanswered(pole).filter(lapses_on__isnull=False).count()


def to_answer_count(pole: Pole, organisation_id: int) -> int:
    """Count the couples where the other side waits for this member."""
    waiting = _unanswered(pole)
    asked = waiting.filter(offer__organisation=organisation_id, offer_at=None, search_at__isnull=False)
    return (
        asked | waiting.filter(search__organisation=organisation_id, search_at=None, offer_at__isnull=False)
    ).count()


def _unanswered(pole: Pole) -> QuerySet[Introduction]:
    """Read the couples that wait, as the board and the rooms show them: both sides still hold, both are members."""
    members = Membership.objects.filter(pole=pole).of_day(timezone.localdate()).values("organisation")
    waiting = Introduction.objects.filter(pole=pole, closed_at=None, agreed_at=None)
    for side in ("offer", "search"):
        holds = {"withdrawn_at": None, "until_on__gte": timezone.localdate(), "organisation__in": members}
        waiting = waiting.filter(**{f"{side}__{name}": value for name, value in holds.items()})
    return waiting


def _people(rows: Iterable[Offer | Search]) -> dict[str, Counter[str]]:
    """Count people by occupation and company."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(row.pcs, Counter())[str(row.organisation_id)] += row.people
    return found


def _named(offered: dict[str, Counter[str]], sought: dict[str, Counter[str]]) -> dict[str, str]:
    """Say under which name each occupation may be shown: its own only when its offers and its searches both may.

    An occupation that nobody offers, or nobody seeks, is judged by the other half alone.
    """
    halves = [gathered(half, OTHERS) for half in (offered, sought)]
    codes = {*offered, *sought}
    return {code: code if all(half.get(code, code) == code for half in halves) else OTHERS for code in codes}


def _lines(
    offered: dict[str, Counter[str]], sought: dict[str, Counter[str]], names: dict[str, str]
) -> tuple[Line, ...]:
    shown = sorted({name for name in names.values() if name}, key=pcs_label)
    rows = [Line(pcs_label(code), _sum([offered.get(code)]), _sum([sought.get(code)])) for code in shown]
    rest = [code for code, name in names.items() if not name]
    if rest:
        rows.append(
            Line(OTHER_WORDS, _sum(offered.get(each) for each in rest), _sum(sought.get(each) for each in rest))
        )
    return tuple(rows)


def _sum(several: "Iterable[Counter[str] | None]") -> int | None:
    total = added(each for each in several if each)
    return sum(total.values()) if THRESHOLD.is_met(total) else None


def _is_alive(each: Introduction, held: InForce) -> bool:
    return each.offer_id in held.offers and each.search_id in held.searches


def _waiting(each: Introduction, names: dict[str, str]) -> Waiting:
    since = min(at for at in (each.offer_at, each.search_at) if at is not None)
    offered, sought = (_word(row.pcs, names) for row in (each.offer, each.search))
    return Waiting(each.pk, offered, sought, since, each.lapses_on, each.nudged_at)


def _word(pcs: str, names: dict[str, str]) -> str:
    """Name an occupation that the board names; otherwise its large group (« Ouvriers »)."""
    return pcs_label(pcs if names.get(pcs) else pcs[:1])


def _agreed(each: Introduction) -> Agreed:
    if each.agreed_at is None:
        raise AssertionError("names are those of couples that agreed")
    lender, borrower = each.offer.organisation.name, each.search.organisation.name
    return Agreed(lender, borrower, pcs_label(each.offer.pcs), pcs_label(each.search.pcs), each.agreed_at)

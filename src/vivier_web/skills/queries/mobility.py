"""What a member sees of mobility: its offers and searches, what meets them without a name, names once both agreed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from vivier_web.accounts.choices import RoleKind
from vivier_web.members.models import Membership, Organisation, Pole, Role
from vivier_web.members.territory import DEPARTMENTS, REGIONS
from vivier_web.skills.choices import Closed
from vivier_web.skills.mobility.law import hours
from vivier_web.skills.mobility.matching import Declared, Match, joined, matches
from vivier_web.skills.mobility.places import Area, Neighbourhood, counted
from vivier_web.skills.mobility.wording import distance_words, nearness_word, occupations_words, period_words
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.occupations_named import kinship, label_of

Couple = tuple[int, int]


@dataclass(frozen=True, slots=True)
class InForce:
    """Hold the offers and searches of a pôle that still hold today, and how finely each may be placed."""

    offers: dict[int, Offer]
    searches: dict[int, Search]
    around: Neighbourhood

    def declared(self, row: Offer | Search) -> Declared:
        """Give one as matching sees it: as the other side may."""
        km = row.km if isinstance(row, Search) else 0
        return Declared(row.pk, row.organisation_id, row.pcs, row.rome, self.area(row), row.from_on, row.until_on, km)

    def area(self, row: Offer | Search) -> Area:
        """Give where one may be said to be."""
        return self.around.area(row.organisation.naf, row.site.department if row.site else "")

    def met(self, offers: Iterable[Offer], searches: Iterable[Search]) -> list[Match]:
        """Give which of these meet, best first."""
        near = kinship()
        return matches(
            [self.declared(each) for each in offers],
            [self.declared(each) for each in searches],
            lambda offer, search: near.nearness((offer.pcs, offer.rome), (search.pcs, search.rome)),
        )

    def waits(self, one: Introduction) -> bool:
        """Tell whether somebody still has to answer: nothing ended it, and both sides hold."""
        is_held = one.offer_id in self.offers and one.search_id in self.searches
        return is_held and one.closed_at is None and one.agreed_at is None

    def joined(self, offer: int, search: int) -> Match:
        """Give a couple that somebody is interested in, as near and as far as it is today."""
        mine, theirs = self.declared(self.offers[offer]), self.declared(self.searches[search])
        near = kinship().nearness((mine.pcs, mine.rome), (theirs.pcs, theirs.rome))
        return joined(mine, theirs, near or 0.0)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Hold one couple as one side sees it: nothing here says who the other is."""

    offer: int
    search: int
    is_offering: bool  # whether the side that looks is the one that offers
    mine: str
    theirs: str
    area: str
    occupations: str
    to_learn: tuple[str, ...]
    distance: str
    period: str
    nearness: str
    route: str
    state: str = ""  # "", "mine" said yes, "theirs" did, "agreed", "lapsed"
    lapses_on: dt.date | None = None
    pk: int | None = None

    @property
    def words(self) -> str:
        """The whole reason in one line."""
        return f"{self.occupations} ; {self.distance} ; {self.period}"


@dataclass(frozen=True, slots=True)
class Revealed:
    """Hold who the other side is: made only of an introduction that both agreed to."""

    meeting: Meeting
    name: str
    town: str
    title: str
    note: str
    people: int
    contacts: tuple[tuple[str, str], ...]
    agreed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold the mobility of one member: what to answer, what waits for others, what is proposed, what was agreed."""

    to_answer: tuple[Meeting, ...]
    waiting: tuple[Meeting, ...]
    proposed: tuple[Meeting, ...]
    agreed: tuple[Revealed, ...]
    total: int  # proposals, on every page


def in_force(pole: Pole, today: dt.date) -> InForce:
    """Read what members offer and seek today; those of members who left are not."""
    members = Membership.objects.filter(pole=pole).of_day(today).values("organisation")
    here = {"pole": pole, "withdrawn_at": None, "until_on__gte": today, "organisation__in": members}
    rows = Offer.objects.filter(**here).select_related("organisation", "site")
    searches = Search.objects.filter(**here).select_related("organisation", "site")
    return InForce({row.pk: row for row in rows}, {row.pk: row for row in searches}, neighbourhood(pole))


def neighbourhood(pole: Pole) -> Neighbourhood:
    """Count the members of each sector and département."""
    current = Membership.objects.filter(pole=pole).of_day(timezone.localdate())
    rows = current.values_list("organisation__naf", "department").annotate(n=Count("pk")).order_by()
    return counted((naf, department, n) for naf, department, n in rows)


def area_words(area: Area) -> str:
    """Name where somebody is.

    >>> area_words(Area("74", "84")), area_words(Area("", "84")), area_words(Area())
    ('Haute-Savoie', 'région Auvergne-Rhône-Alpes', 'ailleurs dans le pôle')
    """
    if area.department:
        return DEPARTMENTS[area.department]
    return f"région {REGIONS[area.region]}" if area.region else "ailleurs dans le pôle"


def seen_by(pole: Pole, member: Organisation, *, today: dt.date, page: int = 1, a_page: int = 20) -> Seen:
    """Give all that a member may see of mobility today."""
    held = in_force(pole, today)
    told = _introductions(pole, member)
    met = _met_with(held, member, told)
    answer: list[Match] = []
    waiting: list[Match] = []
    proposed: list[Match] = []
    for match in met:
        state = _state(told.get((match.offer, match.search)), held.offers[match.offer].organisation_id == member.pk)
        pile = {"theirs": answer, "mine": waiting, "": proposed, "lapsed": proposed}.get(state)
        if pile is not None:
            pile.append(match)
    page = max(1, min(page, -(-len(proposed) // a_page)))  # past the end, the last one
    shown = proposed[(page - 1) * a_page : page * a_page]
    say = _Saying(held, member, told)
    agreed = _revealed([each for each in told.values() if each.agreed_at], held.around, member)
    return Seen(say(answer), say(waiting), say(shown), agreed, len(proposed))


def meeting_of(pole: Pole, member: Organisation, couple: Couple, *, today: dt.date) -> Meeting | Revealed | None:
    """Give one couple to one of its sides: with names once both agreed; None when it is not for its eyes."""
    told = _introductions(pole, member)
    begun = told.get(couple)
    if begun is not None and begun.agreed_at:
        return _revealed([begun], neighbourhood(pole), member)[0]
    held = in_force(pole, today)
    found = [match for match in _met_with(held, member, told) if (match.offer, match.search) == couple]
    is_over = begun is not None and begun.closed_why == Closed.DECLINED
    return None if is_over or not found else _Saying(held, member, told)(found)[0]


def own_of(pole: Pole, member: Organisation) -> tuple[list[Offer], list[Search]]:
    """Give what a member itself declared and did not withdraw long ago: the latest first."""
    own = {"pole": pole, "organisation": member}
    return list(Offer.objects.filter(**own)), list(Search.objects.filter(**own))


def contacts_of(pole: Pole, organisations: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Give the names and addresses of those who answer for members."""
    roles = Role.objects.filter(
        pole=pole, organisation__in=set(organisations), kind=RoleKind.MEMBER, ended_at=None, user__is_active=True
    ).order_by("user__full_name", "pk")
    found: dict[int, list[tuple[str, str]]] = {}
    for pk, name, email in roles.values_list("organisation_id", "user__full_name", "user__email"):
        found.setdefault(pk or 0, []).append((name, email))
    return found


def _met_with(held: InForce, member: Organisation, told: dict[Couple, Introduction]) -> list[Match]:
    """Give what meets the offers and the searches of a member, best first, and the couples that wait.

    A couple that waits for an answer stays, whatever is learned since: a member that joins may let a département be
    named, and the distance then told pass what the search had asked; the answer is still awaited.
    """
    offers, searches = list(held.offers.values()), list(held.searches.values())
    mine = [each for each in offers if each.organisation_id == member.pk]
    sought = [each for each in searches if each.organisation_id == member.pk]
    both = held.met(mine, searches) + held.met(offers, sought)
    met = {(match.offer, match.search) for match in both}
    both += [
        held.joined(each.offer_id, each.search_id)
        for key, each in told.items()
        if key not in met and held.waits(each)
    ]
    return sorted(both, key=lambda match: (-match.score, match.offer, match.search))


def _introductions(pole: Pole, member: Organisation) -> dict[Couple, Introduction]:
    about = Q(offer__organisation=member) | Q(search__organisation=member)
    rows = Introduction.objects.filter(about, pole=pole)
    sides = ("offer__organisation", "offer__site", "search__organisation", "search__site")
    rows = rows.select_related("pole", *sides).order_by("-agreed_at", "-pk")
    return {(each.offer_id, each.search_id): each for each in rows}


def _state(told: Introduction | None, is_offering: bool) -> str:
    """Say where a couple stands, for one side."""
    if told is None:
        return ""
    if told.agreed_at:
        return "agreed"
    if told.closed_at is not None:
        return {Closed.LAPSED: "lapsed", Closed.WITHDRAWN: ""}.get(Closed(told.closed_why), "closed")
    mine, theirs = (told.offer_at, told.search_at) if is_offering else (told.search_at, told.offer_at)
    return "mine" if mine else "theirs" if theirs else ""


class _Saying:
    """Put matches into words for one member."""

    def __init__(self, held: InForce, member: Organisation, told: dict[Couple, Introduction]) -> None:
        self.held, self.member, self.told = held, member, told

    def __call__(self, found: Sequence[Match]) -> tuple[Meeting, ...]:
        return tuple(self._one(match) for match in found)

    def _one(self, match: Match) -> Meeting:
        offer, search = self.held.offers[match.offer], self.held.searches[match.search]
        is_offering = offer.organisation_id == self.member.pk
        told = self.told.get((offer.pk, search.pk))
        state = _state(told, is_offering)
        words = distance_words(match.km), period_words(match.from_on, match.until_on), nearness_word(match.nearness)
        other = search if is_offering else offer
        area = area_words(self.held.area(other))
        return _meeting((offer, search), is_offering=is_offering, area=area, words=words, stands=(told, state))


def _meeting(
    couple: tuple[Offer, Search],
    *,
    is_offering: bool,
    area: str,
    words: tuple[str, str, str],
    stands: tuple[Introduction | None, str],
) -> Meeting:
    offer, search = couple
    kin = kinship().kin((offer.pcs, offer.rome), (search.pcs, search.rome))
    mine, other = (offer, search) if is_offering else (search, offer)
    told, state = stands
    return Meeting(
        offer=offer.pk,
        search=search.pk,
        is_offering=is_offering,
        mine=mine.title,
        theirs=label_of(other.pcs, other.rome),
        area=area,
        occupations=occupations_words(kin, hours()),
        to_learn=kin.first,
        distance=words[0],
        period=words[1],
        nearness=words[2],
        route=offer.form,
        state=state,
        lapses_on=told.lapses_on if told is not None and state in ("mine", "theirs") else None,
        pk=told.pk if told is not None else None,
    )


def _revealed(agreed: list[Introduction], around: Neighbourhood, member: Organisation) -> tuple[Revealed, ...]:
    """Give names: of introductions both sides agreed to, and of no other."""
    told = [each for each in agreed if each.agreed_at and each.offer_at and each.search_at]
    if not told:
        return ()
    others = [_other(each, member) for each in told]
    contacts = contacts_of(told[0].pole, (each.organisation_id for each in others))
    rows = []
    for each, other in zip(told, others, strict=True):
        is_offering = other.pk == each.search_id and isinstance(other, Search)
        area = area_words(around.area(other.organisation.naf, other.site.department if other.site else ""))
        first, last = max(each.offer.from_on, each.search.from_on), min(each.offer.until_on, each.search.until_on)
        words = ("", period_words(first, last), "")
        couple, stands = (each.offer, each.search), (each, "agreed")
        meeting = _meeting(couple, is_offering=is_offering, area=area, words=words, stands=stands)
        town = other.site.town if other.site else ""
        reach = tuple(contacts.get(other.organisation_id, ()))
        at = each.agreed_at or dt.datetime.now(dt.UTC)
        rows.append(
            Revealed(meeting, other.organisation.name, town, other.title, other.note, other.people, reach, at)
        )
    return tuple(rows)


def _other(each: Introduction, member: Organisation) -> Offer | Search:
    return each.search if each.offer.organisation_id == member.pk else each.offer

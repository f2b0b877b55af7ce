"""What members of the fictional pôle offer and seek: some couples proposed, one that waits, one agreed."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from vivier_web.members.models import Organisation
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded
from vivier_web.skills.actions.introductions import show_interest
from vivier_web.skills.actions.mobility import Said, declare_search, offer_people
from vivier_web.skills.models import Offer, Search
from vivier_web.skills.queries.occupations_named import is_rome


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line of the fiction: which member, which work, how many, in how many weeks, for how many weeks."""

    member: int
    title: str
    pcs: str
    rome: str
    people: int
    begins: int
    lasts: int


# The first member is the one whose contributor the sign-in page offers.
OFFERS = (
    Line(0, "Soudeur TIG", "623e", "H2913", 2, 4, 26),
    Line(1, "Opérateur-régleur sur commande numérique", "623g", "H2903", 2, 3, 20),
    Line(2, "Technicien de maintenance", "477b", "I1304", 1, 6, 39),
    Line(3, "Opérateur-régleur", "623g", "H2903", 2, 5, 30),
    Line(4, "Tourneur sur commande numérique", "623g", "H2903", 3, 2, 24),
    Line(9, "Technicien de maintenance", "477b", "I1304", 2, 6, 30),
    Line(10, "Soudeur", "623e", "H2913", 1, 8, 26),
)
SEARCHES = (
    Line(0, "Opérateur sur commande numérique", "623g", "H2903", 2, 4, 22),
    Line(5, "Soudeur MIG-MAG", "623e", "H2913", 1, 5, 20),
    Line(6, "Chaudronnier soudeur", "623a", "H2902", 2, 6, 26),
    Line(7, "Régleur de centre d’usinage", "623g", "H2903", 2, 4, 30),
    Line(8, "Fraiseur", "623f", "H2903", 2, 8, 20),
    Line(9, "Électromécanicien de maintenance", "477b", "I1309", 1, 8, 26),
    Line(11, "Opérateur sur commande numérique", "623g", "H2903", 2, 6, 24),
    Line(12, "Ingénieur qualité", "387d", "H1502", 1, 4, 52),
)


def share_people(founded: Founded) -> None:
    """Declare offers and searches, and let some members be interested."""
    members = [one for one, _ in founded.members]
    offers = [_offer(founded, members[line.member], line) for line in OFFERS if line.member < len(members)]
    searches = [_search(founded, members[line.member], line) for line in SEARCHES if line.member < len(members)]
    if len(offers) < len(OFFERS) or len(searches) < len(SEARCHES):
        return  # a pôle of a few members: nobody to meet
    _interest(founded, offers[0], searches[1], side=searches[1].organisation)  # the first member has to answer
    _interest(founded, offers[4], searches[3], side=offers[4].organisation)  # the team sees that it waits
    _interest(founded, offers[1], searches[0], side=offers[1].organisation)
    _interest(founded, offers[1], searches[0], side=searches[0].organisation)  # both: they know each other


def _said(line: Line) -> Said:
    first = timezone.localdate() + dt.timedelta(weeks=line.begins)
    last = first + dt.timedelta(weeks=line.lasts)
    rome = line.rome if is_rome(line.rome) else ""
    return Said(line.title, line.pcs, line.people, first, last, rome=rome)


def _offer(founded: Founded, member: Organisation, line: Line) -> Offer:
    by = contributor_of(member, founded)
    return offer_people(founded.pole, member, _said(line), form="loan", acknowledges=True, by=by)


def _search(founded: Founded, member: Organisation, line: Line) -> Search:
    return declare_search(founded.pole, member, _said(line), km=0, by=contributor_of(member, founded))


def _interest(founded: Founded, offer: Offer, search: Search, *, side: Organisation) -> None:
    show_interest(offer, search, side=side, by=contributor_of(side, founded))

"""What the papers of a loan say of its two sides: only once both agreed."""

import datetime as dt
from dataclasses import dataclass

from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.mobility import Couple
from vivier_web.skills.queries.occupations_named import label_of


@dataclass(frozen=True, slots=True)
class Party:
    """Hold one company as a contract names it."""

    name: str
    siren: str
    address: str


@dataclass(frozen=True, slots=True)
class Loan:
    """Hold what is known of a loan to be written: who lends, who borrows, which work, when; never whom."""

    lender: Party
    borrower: Party
    work: str
    people: int
    from_on: dt.date
    until_on: dt.date


def loan_of(pole: Pole, member: Organisation, couple: Couple) -> Loan | None:
    """Give the loan of a couple that both sides agreed to, to one of its two sides; None otherwise."""
    sides = ("offer__organisation", "offer__site", "search__organisation", "search__site")
    agreed = Introduction.objects.filter(pole=pole, agreed_at__isnull=False).select_related(*sides)
    one = agreed.filter(offer=couple[0], search=couple[1]).first()
    if one is None or member.pk not in (one.offer.organisation_id, one.search.organisation_id):
        return None
    return Loan(
        _party(one.offer),
        _party(one.search),
        f"{one.search.title} ({label_of(one.search.pcs, one.search.rome)})",
        min(one.offer.people, one.search.people),
        max(one.offer.from_on, one.search.from_on),
        min(one.offer.until_on, one.search.until_on),
    )


def _party(row: Offer | Search) -> Party:
    site = row.site
    place = " ".join(filter(None, (site.address, site.postcode, site.town))) if site else ""
    return Party(row.organisation.name, row.organisation.siren or "à compléter", place or "à compléter")

"""The fictional pôle and its members: names, SIRENs and establishments of the fiction."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django_scopes import scope

from vivier import demo
from vivier_web.members.actions import admit_member, found_pole, link_network, register_organisation
from vivier_web.members.models import Network, Organisation, Pole

Lived = tuple[Organisation, demo.Member]  # a member, beside the life the fiction gave it

# Members who have deposited nothing yet: name, SIREN of the fictional range, activity.
NEWCOMERS = (
    ("Menuiserie des Cimes", "000100115", "16.23Z"),
    ("Mécatronique du Lac", "000100222", "28.99B"),
    ("Plasturgie du Guiers", "000100446", "22.29A"),
)

PLACES = ("74", "74", "73", "01", "42", "69", "38")  # where the members are, for the maps
COMMUNES = {  # Insee's codes, for the zones d’emploi: most are in the first, a few in the second
    "74": ("74081", "74010"), "73": ("73065", "73011"), "01": ("01283", "01053"), "42": ("42218", "42187"),
    "69": ("69264", "69266"), "38": ("38563", "38185"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Founded:
    """Hold the pôle, its members beside the lives the fiction gave them, and the day they were counted."""

    pole: Pole
    members: tuple[Lived, ...]
    newcomers: tuple[Organisation, ...]
    seed: int


def found(slug: str, *, seed: int, members: int) -> Founded:
    """Found the pôle and admit its members, over some years."""
    pole = found_pole(
        slug,
        "Pôle Mécatronique du Val",
        "competitivity",
        by=None,
        region="84",
        domain="Mécatronique",
        is_fictional=True,
    )
    network, _ = Network.objects.get_or_create(slug="mecanique", defaults={"name": "Réseau mécanique (fictif)"})
    link_network(network, pole, by=None)
    with scope(pole=pole):
        admitted = tuple((_admit(pole, member), member) for member in demo.fiction(seed, members))
        newcomers = tuple(_welcome(pole, *each) for each in NEWCOMERS)
    return Founded(pole, admitted, newcomers, seed)


def _welcome(pole: Pole, name: str, siren: str, naf: str) -> Organisation:
    organisation = register_organisation(name, siren=siren, by=None, naf=naf)
    admit_member(pole, organisation, joined_on=timezone.localdate(), by=None, college="Petites entreprises")
    return organisation


def _admit(pole: Pole, member: demo.Member) -> Organisation:
    size = len(demo.present(member, member.months[-1].last))
    organisation = register_organisation(
        member.name,
        siren=member.siren,
        by=None,
        sites=[_site(member, rank) for rank in range(len(member.sites))],
        naf=f"{member.sector.naf[:2]}.{member.sector.naf[2:]}",
        kind=_kind(size),
    )
    joined_on = timezone.localdate() - dt.timedelta(days=3000 - 61 * member.rank)
    admit_member(pole, organisation, joined_on=joined_on, by=None, college=_college(size))
    return organisation


def _college(size: int) -> str:
    """Name the college of a company: the smaller ones have their own, so that opinions can be compared."""
    return "Petites entreprises" if size < 50 else "Moyennes et grandes entreprises"


def _site(member: demo.Member, rank: int) -> dict[str, object]:
    site = member.sites[rank]
    return {
        "siret": site.siret,
        "town": site.town,
        "postcode": site.postcode,
        # Its town is fictional, and in no département: it is counted in a commune of one.
        "department": PLACES[(member.rank + rank) % len(PLACES)],
        "commune": COMMUNES[PLACES[(member.rank + rank) % len(PLACES)]][member.rank % 7 == 0],
        "is_head_office": rank == 0,
    }


def _kind(size: int) -> str:
    """Name the type of a company by its headcount, as INSEE does."""
    if size < 10:
        return "micro"
    return "sme" if size < 250 else "mid_cap"

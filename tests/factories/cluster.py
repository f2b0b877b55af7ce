"""A small pôle with its members and one person for each role, founded through the domain actions."""

import datetime as dt
from dataclasses import dataclass

from django_scopes import scope

from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import OVER_ALL, OVER_NETWORK, OVER_ORGANISATION, OVER_TERRITORY, RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import admit_member, found_pole, grant_role, link_network, register_organisation
from vivier_web.members.models import Network, Organisation, Pole

PASSWORD = "un mot de passe long"  # noqa: S105 (of people who do not exist)
NAMES = ("Mécanique du Val", "Plasturgie Ardéchoise", "Laboratoire des matériaux", "Moules du Jura")
SIRENS = ("732829320", "404833048", "552100554", "812345676")
NICS = ("00074", "00022", "00013", "00017")


@dataclass
class Cluster:
    """Hold what a test speaks of."""

    pole: Pole
    members: list[Organisation]
    people: dict[str, User]


def founded(slug: str = "mecatronique", first: int = 0) -> Cluster:
    """Found a pôle of three; a second one (`first` = 1) shares two members with it, but neither its last nor its people."""
    pole = found_pole(slug, f"Pôle {slug}", "competitivity", by=None, region="84")
    network, _ = Network.objects.get_or_create(slug="mecanique", defaults={"name": "Réseau mécanique"})
    link_network(network, pole, by=None)
    members = []
    with scope(pole=pole):
        for name, siren, nic in list(zip(NAMES, SIRENS, NICS, strict=True))[first : first + 3]:
            site = {"siret": siren + nic, "town": "Annecy", "department": "74", "is_head_office": True}
            organisation = register_organisation(name, siren=siren, by=None, sites=[site], naf="25.62B")
            admit_member(pole, organisation, joined_on=dt.date(2024, 1, 1), by=None, college="Entreprises")
            members.append(organisation)
    people = {kind: _person(kind, pole, members[0], network) for kind in RoleKind.values}
    return Cluster(pole, members, people)


def _person(kind: str, pole: Pole, organisation: Organisation, network: Network) -> User:
    user = open_account(f"{kind}@{pole.slug}.example", f"Camille {kind.title()}", by=None, password=PASSWORD)
    over: dict[str, object] = {}
    if kind in OVER_NETWORK:
        over = {"network": network}
    elif kind in OVER_TERRITORY:
        over = {"territory": "84" if kind == RoleKind.REGION else "74"}  # a Region, a département of it
    elif kind not in OVER_ALL:
        over = {"pole": pole} | ({"organisation": organisation} if kind in OVER_ORGANISATION else {})
    grant_role(user, kind, by=None, **over)
    return user

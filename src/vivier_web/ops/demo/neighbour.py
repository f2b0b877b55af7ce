"""A second fictional pôle of the same network, just open: a network has several to look at."""

import datetime as dt

from django.utils import timezone
from django_scopes import scope

from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.actions import admit_member, found_pole, grant_role, link_network, register_organisation
from vivier_web.members.models import Network, Organisation, Pole
from vivier_web.skills.actions.waves import open_wave

MEMBERS = (  # name, SIREN of the fictional range, activity
    ("Injection du Haut-Jura", "000100552", "22.29A"),
    ("Moules Vuillet", "000100669", "25.73B"),
    ("Lunetterie de la Bienne", "000100776", "32.50B"),
    ("Compounds du Revermont", "000100883", "20.16Z"),
)


def found() -> None:
    """Found it, admit its members, open its first collection: nobody has deposited yet."""
    today = timezone.localdate()
    pole = found_pole(
        "plasturgie-du-haut-jura", "Pôle Plasturgie du Haut-Jura", "cluster", by=None, region="27",
        domain="Plasturgie", is_fictional=True,
    )  # fmt: skip
    link_network(Network.objects.get(slug="mecanique"), pole, by=None)
    with scope(pole=pole):
        for name, siren, naf in MEMBERS:
            organisation = register_organisation(name, siren=siren, by=None, naf=naf)
            admit_member(pole, organisation, joined_on=today - dt.timedelta(days=90), by=None, college="Entreprises")
        _invite(pole)
        closes_on = today + dt.timedelta(days=60)
        open_wave(pole, "Première collecte", on=dt.date(2026, 9, 30), opens_on=today, closes_on=closes_on, by=None)


def _invite(pole: Pole) -> None:
    """Open an account for its team and for one of its members: procedures are exchanged between two pôles."""
    domain, first = f"{pole.slug}.example", Organisation.objects.get(siren=MEMBERS[0][1])
    grant_role(open_account(f"team@{domain}", "Élise Roche", by=None), RoleKind.TEAM, by=None, pole=pole)
    member = open_account(f"member@{domain}", "Yann Picard", by=None)
    grant_role(member, RoleKind.MEMBER, by=None, pole=pole, organisation=first)

"""A second fictional pôle of the same network, just open: a network has several to look at."""

import datetime as dt

from django.utils import timezone
from django_scopes import scope

from vivier_web.members.actions import admit_member, found_pole, link_network, register_organisation
from vivier_web.members.models import Network
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
        closes_on = today + dt.timedelta(days=60)
        open_wave(pole, "Première collecte", on=dt.date(2026, 9, 30), opens_on=today, closes_on=closes_on, by=None)

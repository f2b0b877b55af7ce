"""A campaign of a pôle of three, its sheets answered, through the actions."""

import datetime as dt

from django.utils import timezone

from factories.cluster import Cluster
from vivier_web.indicators.actions.answering import save_sheet, send_sheet
from vivier_web.indicators.actions.campaigns import Window, open_campaign
from vivier_web.indicators.actions.freezing import freeze_campaign
from vivier_web.indicators.models import Campaign, Vintage
from vivier_web.members.models import Organisation

DAY = dt.timedelta(days=1)
TEAM = {
    "adherents": "12", "adherents_petits": "2", "adherents_pme": "8", "adherents_eti": "1", "adherents_grands": "0",
    "adherents_recherche": "1", "projets_deposes": "4", "projets_labellises": "3", "projets_finances": "2",
    "financement_etat": "1 200", "financement_region": "600", "financement_europe": "0", "financement_prive": "2700", "brevets": "3",
    "equipe": "6,5", "budget": "800", "cotisations": "160",
}  # fmt: skip
MEMBER = {"emplois": "40", "emplois_rd": "4,5", "cadres": "6", "chiffre_affaires": "5200", "exportations": "900"}


def window(before: int = 10, after: int = 20) -> Window:
    """The days around today."""
    today = timezone.localdate()
    return Window(today - before * DAY, today + after * DAY)


def opened(found: Cluster, year: int | None = None) -> Campaign:
    """The campaign of a pôle, opened once."""
    year = year or timezone.localdate().year
    known = Campaign.objects.filter(pole=found.pole, year=year).select_related("set", "pole").first()
    return known or open_campaign(found.pole, "competitivite", year, window(), by=found.people["team"])


def answered(campaign: Campaign, organisation: Organisation | None, **said: str) -> None:
    """Answer and send, whatever the soft edits say."""
    comments = {f"c-{edit.key}": "Expliqué." for edit in campaign.set.definition().edit if not edit.is_hard}
    save_sheet(campaign, organisation, (MEMBER if organisation else TEAM) | comments | said, by=None)
    send_sheet(campaign, organisation, by=None)


def frozen(found: Cluster) -> Vintage:
    """A campaign that all answered, frozen."""
    campaign = opened(found)
    for rank, organisation in enumerate(found.members):
        answered(campaign, organisation, emplois=str(40 + 7 * rank), chiffre_affaires=str(5200 + 800 * rank))
    answered(campaign, None)
    return freeze_campaign(campaign, by=None)

"""The yearly indicators of the fictional pôles: last year's campaign frozen, this year's national one under way."""

import datetime as dt
import random

from django.utils import timezone
from django_scopes import scope

from vivier_web.accounts.models import User
from vivier_web.indicators.actions.answering import save_sheet, send_sheet
from vivier_web.indicators.actions.campaigns import Window, extend_campaign, open_campaign, open_national
from vivier_web.indicators.actions.freezing import freeze_campaign
from vivier_web.indicators.models import Campaign
from vivier_web.indicators.queries.sheets import sheet_of
from vivier_web.members.actions import found_pole
from vivier_web.members.models import Organisation
from vivier_web.ops.demo.people import contributor_of
from vivier_web.ops.demo.pole import Founded

SET = "competitivite"
OTHERS = (  # pôles of the same kind, that answer the national campaign: address, name, domain, region, how far it is
    ("photonique-de-l-ouest", "Pôle Photonique de l’Ouest", "Photonique", "53", "sent"),
    ("bois-et-forets-de-l-est", "Pôle Bois et forêts de l’Est", "Bois", "44", "begun"),
    ("sante-du-midi", "Pôle Santé du Midi", "Santé", "76", "sent"),
    ("mer-et-nautisme", "Pôle Mer et nautisme", "Mer", "75", "waiting"),
    ("energies-du-sud", "Pôle Énergies du Sud", "Énergie", "93", "sent"),
    ("agro-du-centre", "Pôle Agro du Centre", "Agroalimentaire", "24", "sent"),
    ("textiles-du-nord", "Pôle Textiles du Nord", "Textile", "32", "odd"),
)
TEAM = {  # what the team answered last year, in the units of the set
    "adherents": "38", "adherents_petits": "6", "adherents_pme": "27", "adherents_eti": "3", "adherents_grands": "0",
    "adherents_recherche": "1", "adherents_formation": "1", "projets_deposes": "9", "projets_labellises": "6",
    "projets_finances": "3", "projets_europe": "1", "financement_etat": "1840", "financement_region": "910",
    "financement_europe": "240", "financement_prive": "3650", "brevets": "5", "publications": "11", "creations": "1",
    "produits": "4", "heures_formation": "1260", "equipe": "7,5", "mis_a_disposition": "1,5", "budget": "985",
    "cotisations": "214", "prestations": "187",
    "membres_deposants": "29", "entreprises_projets": "7", "sessions": "6", "stagiaires": "41",
    "retours_besoins": "24",
    "mobilites": "2", "entreprises_rencontrees": "33", "services": "58", "services_pme": "49", "experts": "5",
    "avis": "16",
}  # fmt: skip
NEW = {"brevets": "6", "publications": "9", "creations": "2", "produits": "3", "financement_etat": "1725"}
BEGUN = {"adherents": "44", "budget": "610"}
GROWING = ("budget", "cotisations", "prestations", "financement_etat", "financement_prive", "brevets", "publications")
ANSWERED = 0.35  # of the members, so far this year


def campaign_twice(founded: Founded, *, by: User) -> None:
    """Freeze the campaigns of the last two years; open this year's, let a third answer and the team begin."""
    today = timezone.localdate()
    window = Window(today - dt.timedelta(days=30), today + dt.timedelta(days=45))
    members = [one for one, _ in founded.members]
    first = open_campaign(founded.pole, SET, today.year - 2, window, by=by)
    for organisation in members:
        _answer(first, organisation, contributor_of(organisation, founded), -1)
    save_sheet(first, None, TEAM | {"adherents": "36", "adherents_pme": "25"}, by=by, seconds=910)
    send_sheet(first, None, by=by)
    freeze_campaign(first, by=by)
    extend_campaign(first, today - dt.timedelta(days=1), by=by, is_closing=True)
    last = open_campaign(founded.pole, SET, today.year - 1, window, by=by)
    for organisation in members[: round(len(members) * 0.8)]:
        _answer(last, organisation, contributor_of(organisation, founded), 0)
    save_sheet(last, None, TEAM, by=by, seconds=840)
    send_sheet(last, None, by=by)
    freeze_campaign(last, by=by)
    extend_campaign(last, today - dt.timedelta(days=1), by=by, is_closing=True)
    this = open_campaign(founded.pole, SET, today.year, window, by=by)
    for organisation in members[1 : 1 + round(len(members) * ANSWERED)]:  # the first has its own to fill: it is shown
        _answer(this, organisation, contributor_of(organisation, founded), 1)
    save_sheet(this, None, NEW, by=by, seconds=310)


def ask_everyone() -> None:
    """Open this year's campaign in every pôle of competitiveness: those that the fiction founds for it too."""
    today = timezone.localdate()
    poles = [
        (found_pole(slug, name, "competitivity", by=None, domain=domain, region=region, is_fictional=True), state)
        for slug, name, domain, region, state in OTHERS
    ]
    window = Window(today - dt.timedelta(days=30), today + dt.timedelta(days=45))
    for rank, (pole, state) in enumerate(poles):
        with scope(pole=pole):
            before = open_campaign(pole, SET, today.year - 1, window, by=None)
            _other(before, _said(rank, 0), is_sent=state in ("sent", "odd"))
    open_national(SET, today.year, window, by=None)
    for rank, (pole, state) in enumerate(poles):
        with scope(pole=pole):
            campaign = Campaign.objects.select_related("set", "pole").get(pole=pole, year=today.year)
            said = _said(rank, 1) | ({"budget": "9850", "brevets": "31"} if state == "odd" else {})
            if state != "waiting":
                _other(campaign, said if state != "begun" else BEGUN, is_sent=state != "begun")


def _said(rank: int, later: int) -> dict[str, str]:
    """Give what the team of another pôle answers: like the first one's, a little more or less, and growing slowly."""
    moved = {name: int(TEAM[name]) * (10 + rank + later) // 10 for name in GROWING}
    return TEAM | {name: str(value) for name, value in moved.items()} | {"adherents": str(48 + 3 * rank + later)}


def _other(campaign: Campaign, said: dict[str, str], *, is_sent: bool) -> None:
    soft = {f"c-{edit.key}": "Vérifié avec le bureau." for edit in campaign.set.definition().edit}
    save_sheet(campaign, None, said | soft, by=None, seconds=600)
    if is_sent:
        send_sheet(campaign, None, by=None)
        freeze_campaign(campaign, by=None)


def _answer(campaign: Campaign, organisation: Organisation, by: User, later: int) -> None:
    """Answer as a member would: what is proposed is kept, the rest is in keeping with its size."""
    rng = random.Random(f"{organisation.siren}")  # the same company, the same habits
    drawn = [rng.uniform(0.03, 0.16), rng.uniform(0.08, 0.24), rng.uniform(95, 190), rng.uniform(0, 0.45)]
    jobs = int(sheet_of(campaign, organisation).typed.get("emplois", "0")) or rng.randint(4, 40)
    jobs = round(jobs * 0.96) if later < 0 else jobs  # the first year, before some were hired
    growth = 1 + later * rng.uniform(-0.06, 0.09)
    turnover = round(jobs * drawn[2] * growth)
    said = {
        "emplois": str(jobs),
        "emplois_rd": f"{jobs * drawn[0] * growth:.1f}".replace(".", ","),
        "cadres": str(round(jobs * drawn[1])),
        "chiffre_affaires": str(turnover),
        "exportations": str(round(turnover * drawn[3])),
        "emplois_attribues": str(rng.choice((0, 0, 0, 1, 1, 2, 3))),
        "satisfaction": str(rng.choice((4, 5, 6, 7, 7, 8, 9))),
        "c-attribues": "Postes de l’atelier commun, comptés chez un partenaire.",
        "c-emplois_bond": "Reprise d’un atelier voisin.",
        "c-ca_bond": "Une commande pluriannuelle livrée dans l’année.",
    }
    save_sheet(campaign, organisation, said, by=by, seconds=rng.randint(70, 320))
    send_sheet(campaign, organisation, by=by)

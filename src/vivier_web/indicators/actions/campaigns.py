"""Opening campaigns: in one pôle, or in every pôle of a kind at once."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.indicators.definition import read, shipped_set, shipped_text
from vivier_web.indicators.definition.terms import checked_term, words_of
from vivier_web.indicators.models import Campaign, NationalCampaign, SetVersion, Sheet
from vivier_web.members.choices import PoleKind
from vivier_web.members.models import Membership, Pole

YEARS = range(2005, 2061)


@dataclass(frozen=True, slots=True)
class Window:
    """Hold the days between which answers are awaited."""

    opens_on: dt.date
    closes_on: dt.date

    def __post_init__(self) -> None:
        if self.closes_on < self.opens_on:
            raise InputError("La campagne se clôt avant de s’ouvrir : corrigez l’une des deux dates.")


@transaction.atomic
def open_campaign(pole: Pole, key: str, year: int, window: Window, *, by: User | None, term: str = "") -> Campaign:
    """Ask one pôle for a shipped set of indicators of a year, or of a quarter or half of it.

    Raises:
        InputError: the set is not of this kind of pôle, the year is out of bounds, or it was already asked.
    """
    made = kept_set(shipped_text(shipped_set(key).key))
    if pole.kind not in {made.kind, PoleKind.CLUSTER}:
        raise InputError(
            f"Ce jeu est celui d’une autre nature de pôle ({made.get_kind_display()}) : choisissez le vôtre."
        )
    _check_period(made, year, term)
    if Campaign.objects.filter(pole=pole, set__key=key, year=year, term=term).exists():
        said = words_of(year, term)
        raise InputError(f"Une campagne de ce jeu existe déjà pour {said} : corrigez-en les réponses.")
    return _open(pole, made, (year, term), window, by=by)


@transaction.atomic
def open_national(key: str, year: int, window: Window, *, by: User | None, term: str = "") -> NationalCampaign:
    """Ask every pôle of a kind for its set: one campaign opens in each; those that had begun theirs join it.

    Raises:
        InputError: it was already asked, there is no such pôle, or the year is out of bounds.
    """
    made = kept_set(shipped_text(shipped_set(key).key))
    _check_period(made, year, term)
    if NationalCampaign.objects.filter(set__key=key, year=year, term=term).exists():
        raise InputError(f"Cette campagne nationale est déjà ouverte pour {words_of(year, term)}.")
    poles = list(Pole.objects.filter(kind=made.kind).order_by("pk"))
    if not poles:
        raise InputError("Aucun pôle de cette nature n’est sur la plateforme : il n’y a personne à interroger.")
    national = NationalCampaign.objects.create(
        set=made, year=year, term=term, opens_on=window.opens_on, closes_on=window.closes_on, by=by
    )
    for pole in poles:
        with scope(pole=pole):
            begun = Campaign.objects.filter(pole=pole, set__key=key, year=year, term=term).first()
            campaign = begun or _open(pole, made, (year, term), window, by=by)
            campaign.national = national
            campaign.save(update_fields=["national"])
    record("open_national_campaign", by=by, subject=f"national:{national.pk}", set=key, year=year, poles=len(poles))
    return national


@transaction.atomic
def extend_campaign(campaign: Campaign, closes_on: dt.date, *, by: User | None, is_closing: bool = False) -> Campaign:
    """Let answers come until a later day; `is_closing` lets it be an earlier one, for who ends it at once.

    Raises:
        InputError: the day is not later than the one announced, or comes before the opening.
    """
    Window(campaign.opens_on, closes_on)
    if closes_on < campaign.closes_on and not is_closing:
        raise InputError("Cette date avance la clôture annoncée : des membres comptaient sur l’autre, gardez-la.")
    campaign.closes_on = closes_on
    campaign.save(update_fields=["closes_on"])
    record(
        "extend_campaign",
        by=by,
        subject=f"campaign:{campaign.pk}",
        pole=campaign.pole.slug,
        until=closes_on.isoformat(),
    )
    return campaign


def kept_set(text: str) -> SetVersion:
    """Keep a text of a set of indicators once, whatever the number of campaigns that ask it."""
    said = read(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    made, _ = SetVersion.objects.get_or_create(
        digest=digest,
        defaults={"key": said.key, "version": said.version, "title": said.title, "kind": said.kind, "text": text},
    )
    return made


def _open(pole: Pole, made: SetVersion, period: tuple[int, str], window: Window, *, by: User | None) -> Campaign:
    year, term = period
    asks_members = bool(made.definition().asked(year, of_members=True, term=term))
    members = Membership.objects.filter(pole=pole).of_day(timezone.localdate()).count() if asks_members else 0
    campaign = Campaign.objects.create(
        pole=pole, set=made, year=year, term=term, opens_on=window.opens_on, closes_on=window.closes_on,
        members=members, by=by,
    )  # fmt: skip
    asked = len(campaign.asked(of_members=False))
    Sheet.objects.create(pole=pole, campaign=campaign, asked=asked)
    record(
        "open_campaign", by=by, subject=f"campaign:{campaign.pk}", pole=pole.slug, set=made.key, year=year, term=term
    )
    return campaign


def _check_period(made: SetVersion, year: int, term: str) -> None:
    if year not in YEARS or year > timezone.localdate().year:
        raise InputError("Choisissez une année écoulée, ou celle en cours.")
    told = made.definition()
    if not any(told.asked(year, of_members=each, term=checked_term(term)) for each in (True, False)):
        raise InputError(f"Ce jeu ne demande rien pour {words_of(year, term)} : choisissez un autre terme.")

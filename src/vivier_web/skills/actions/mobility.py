"""Offering, seeking, being interested: names are shown once both sides said so, and never before.

The journal tells these acts without their author: who offers or seeks is not for the team to read there. Who did what
stays in the rows themselves.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Membership, Organisation, Pole, Site
from vivier_web.skills.choices import RouteKind
from vivier_web.skills.mobility.law import reminder
from vivier_web.skills.mobility.plain import plain
from vivier_web.skills.models import Introduction, Offer, Search
from vivier_web.skills.queries.occupations_named import is_pcs, is_rome

Row = TypeVar("Row", Offer, Search)
MOST_PEOPLE, LONGEST = 200, dt.timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what a member says of an offer or a search: `site` is the key of one of its sites, if any."""

    title: str
    pcs: str
    people: int
    from_on: dt.date
    until_on: dt.date
    rome: str = ""
    note: str = ""
    site: int | None = None


@transaction.atomic
def offer_people(
    pole: Pole, member: Organisation, said: Said, *, form: str, acknowledges: bool, by: User | None
) -> Offer:
    """Offer people of a member, by its own decision, once it acknowledged the reminder about its CSE.

    Raises:
        InputError: the reminder was not acknowledged, or something said cannot be kept.
    """
    if not acknowledges:
        raise InputError("Cochez le rappel sur le CSE et l’accord des salariés avant de proposer quelqu’un.")
    if form not in RouteKind.values:
        raise InputError("Choisissez la voie envisagée : prêt, groupement, reconversion ou temps partagé.")
    fields = _checked(pole, member, said)
    today = timezone.localdate()
    version = reminder().version
    offer = Offer.objects.create(by=by, form=form, reminder=version, acknowledged_on=today, **fields)
    record("offer_people", by=None, subject=f"offer:{offer.pk}", pole=pole.slug, people=offer.people, route=form)
    return offer


@transaction.atomic
def declare_search(pole: Pole, member: Organisation, said: Said, *, km: int, by: User | None) -> Search:
    """Declare people whom a member lacks; `km` is how far it looks (0: anywhere).

    Raises:
        InputError: something said cannot be kept.
    """
    if not 0 <= km <= 1500:
        raise InputError("Le rayon va de 1 à 1 500 km ; laissez 0 pour chercher dans tout le pôle.")
    search = Search.objects.create(by=by, km=km, **_checked(pole, member, said))
    record("declare_search", by=None, subject=f"search:{search.pk}", pole=pole.slug, people=search.people, km=km)
    return search


def _checked(pole: Pole, member: Organisation, said: Said) -> dict[str, object]:
    title = plain(said.title, most=80)
    if not title:
        raise InputError("Écrivez l’intitulé du poste, par exemple « Soudeur TIG ».")
    if not is_pcs(said.pcs):
        raise InputError("Choisissez un métier parmi ceux qui sont proposés pour cet intitulé.")
    if said.rome and not is_rome(said.rome):
        raise InputError("Ce métier du ROME n’est pas connu ici : choisissez-en un autre, ou aucun.")
    if not 1 <= said.people <= MOST_PEOPLE:
        raise InputError(f"Le nombre de personnes va de 1 à {MOST_PEOPLE}.")
    _check_days(said.from_on, said.until_on)
    if not Membership.objects.filter(pole=pole, organisation=member).of_day(timezone.localdate()).exists():
        raise InputError("Seuls les membres actuels du pôle offrent ou cherchent des personnes.")
    return {
        "pole": pole,
        "organisation": member,
        "site": _site(member, said.site),
        "title": title,
        "pcs": said.pcs,
        "rome": said.rome,
        "note": plain(said.note, most=200),
        "people": said.people,
        "from_on": said.from_on,
        "until_on": said.until_on,
    }


def _check_days(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise InputError("La fin vient après le début : corrigez l’une des deux dates.")
    if last < timezone.localdate():
        raise InputError("Cette période est passée : choisissez une fin à venir.")
    if last - first > LONGEST:
        raise InputError("Trois ans au plus : choisissez une période plus courte.")


def _site(member: Organisation, pk: int | None) -> Site | None:
    """Give the site asked for, else the head office: a place is needed to say how far."""
    sites = Site.objects.filter(organisation=member, closed_on=None)
    if pk is None:
        return sites.first()
    found = sites.filter(pk=pk).first()
    if found is None:
        raise InputError("Cet établissement n’est pas l’un des vôtres : choisissez-en un dans la liste.")
    return found


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: User | None) -> Offer:  # noqa: ARG001 (whoever may, see the module)
    """Withdraw an offer; introductions under way end with it, those agreed stay."""
    return _withdrawn(offer, "withdraw_offer", Introduction.objects.filter(offer=offer))


@transaction.atomic
def withdraw_search(search: Search, *, by: User | None) -> Search:  # noqa: ARG001 (whoever may, see the module)
    """Withdraw a search; introductions under way end with it, those agreed stay."""
    return _withdrawn(search, "withdraw_search", Introduction.objects.filter(search=search))


@transaction.atomic
def resume_offer(offer: Offer, *, by: User | None) -> Offer:  # noqa: ARG001 (whoever may, see the module)
    """Put an offer back as it was; interest shown before is to be shown again."""
    return _resumed(offer, "resume_offer")


@transaction.atomic
def resume_search(search: Search, *, by: User | None) -> Search:  # noqa: ARG001 (whoever may, see the module)
    """Put a search back as it was; interest shown before is to be shown again."""
    return _resumed(search, "resume_search")


def _withdrawn(row: Row, verb: str, under_way: QuerySet[Introduction]) -> Row:
    if row.withdrawn_at is None:
        now = timezone.now()
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        open_ones = under_way.filter(agreed_at=None, closed_at=None)
        ended = open_ones.update(closed_at=now, closed_why="withdrawn", lapses_on=None)
        record(verb, by=None, subject=f"{verb.partition('_')[2]}:{row.pk}", pole=row.pole.slug, ended=ended)
    return row


def _resumed(row: Row, verb: str) -> Row:
    if row.withdrawn_at is not None:
        row.withdrawn_at = None
        row.save(update_fields=["withdrawn_at"])
        record(verb, by=None, subject=f"{verb.partition('_')[2]}:{row.pk}", pole=row.pole.slug)
    return row

"""The agreement of a project and its amendments, never overwritten; and the end of the project."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from vivier.french import MOST_EUR, euros
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.projects.actions.awards import locked
from vivier_web.projects.amounts import total
from vivier_web.projects.choices import FunderKind, ProjectState
from vivier_web.projects.lapses import months_after
from vivier_web.projects.models import Agreement, Aid, Award, Funder, Project, Review
from vivier_web.projects.queries.consortium import ties_of
from vivier_web.projects.queries.funders import is_place_of
from vivier_web.projects.queries.money import asked_by_cell

LONGEST = dt.timedelta(days=10 * 366)
TERRITORIES = "son territoire est le code d’une Région, celui d’un département ou le SIREN d’un EPCI."


@dataclass(frozen=True, slots=True)
class Granted:
    """Hold what one funder grants one partner; `territory`: which Region, département or EPCI the funder is."""

    kind: str
    funder: str
    organisation_id: int
    amount_eur: Decimal
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold what was signed: the days, who grants what to whom, and for an amendment, what it changes."""

    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    granted: tuple[Granted, ...]
    what: str = ""


@transaction.atomic
def sign_agreement(project: Project, terms: Terms, *, by: User | None) -> Agreement:
    """Keep the agreement of a project: it runs from then on, and a review is planned for each year.

    Raises:
        InputError: the award was not noted or is lost, a day or an amount does not hold.
    """
    row = locked(project)
    if Award.objects.filter(project=row).exclude(lapsed_on=None).exists():
        raise InputError("L’aide est caduque : notez d’abord la décision qui la rétablit.")
    if row.state != ProjectState.GRANTED:
        raise InputError("Notez d’abord l’annonce de l’aide : une convention la suit.")
    return _signed(row, terms, 1, by)


@transaction.atomic
def amend_agreement(project: Project, terms: Terms, *, by: User | None) -> Agreement:
    """Keep an amendment: the agreement before stays as it was, what is asked and paid since stays covered.

    Raises:
        InputError: nothing was signed, what changes is not said, or less is granted than was already asked.
    """
    row = locked(project)
    last = Agreement.objects.filter(project=row).first()
    if last is None or row.state != ProjectState.RUNNING:
        raise InputError("Un avenant suit une convention signée, tant que le projet est en cours.")
    if not terms.what.strip():
        raise InputError("Dites ce que l’avenant change : la convention d’avant reste lisible à côté.")
    if terms.signed_on < last.signed_on:
        raise InputError("Un avenant est signé après ce qu’il modifie.")
    return _signed(row, terms, last.number + 1, by)


def _signed(project: Project, terms: Terms, number: int, by: User | None) -> Agreement:
    _check(project, terms)
    made = Agreement.objects.create(
        project=project,
        number=number,
        signed_on=terms.signed_on,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        what=terms.what.strip()[:300] if number > 1 else "",
        by=by,
    )
    _grant(made, terms)
    project.state, project.starts_on, project.ends_on = ProjectState.RUNNING, terms.starts_on, terms.ends_on
    project.save(update_fields=["state", "starts_on", "ends_on"])
    _plan_reviews(project, terms)
    verb = "sign_agreement" if number == 1 else "amend_agreement"
    record(verb, by=by, subject=f"project:{project.pk}", pole=project.pole.slug, number=number)
    return made


def _check(project: Project, terms: Terms) -> None:
    if terms.signed_on > timezone.localdate():
        raise InputError("La signature est à venir : notez la convention quand elle est signée.")
    if terms.ends_on <= terms.starts_on or terms.ends_on - terms.starts_on > LONGEST:
        raise InputError("La fin suit le début, de dix ans au plus.")
    if not total(each.amount_eur for each in terms.granted):
        raise InputError("Donnez au moins une aide : quel financeur accorde combien, à quel partenaire.")
    within = {pk for pk, tie in ties_of(project).items() if tie in {"lead", "joined", "left"}}
    if any(each.organisation_id not in within for each in terms.granted):
        raise InputError("Une aide va à un partenaire du projet : invitez d’abord cette organisation au consortium.")
    if any(each.amount_eur < 0 for each in terms.granted):
        raise InputError("Une aide n’est pas négative.")
    _check_funders(project, terms)
    _check_asked(project, terms)


def _check_funders(project: Project, terms: Terms) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for each in terms.granted:
        if not each.funder.strip() or each.kind not in FunderKind.values:
            raise InputError("Chaque financeur a un nom et une nature (État, Région…).")
        if not is_place_of(each.kind, each.territory):
            raise InputError(f"« {each.funder} » : {TERRITORIES}")
        kinds[_named(each.funder)].add(each.kind)
    if any(len(found) > 1 for found in kinds.values()):
        raise InputError("Un financeur n’a qu’une nature : donnez deux noms à deux financeurs.")
    for name, kind in Funder.objects.filter(project=project).values_list("name", "kind"):
        if kinds.get(name, {kind}) != {kind}:
            words = FunderKind(kind).label
            raise InputError(f"« {name} » est déjà noté « {words} » : gardez sa nature, ou donnez un autre nom.")
    if any(amount > MOST_EUR for amount in _cells(terms).values()):
        raise InputError("Une aide va jusqu’à dix milliards d’euros.")


def _named(typed: str) -> str:
    return " ".join(typed.split())[:120]


def _cells(terms: Terms) -> dict[tuple[str, int], Decimal]:
    cells: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for each in terms.granted:
        cells[_named(each.funder), each.organisation_id] += each.amount_eur
    return cells


def _check_asked(project: Project, terms: Terms) -> None:
    cells = _cells(terms)
    for cell, asked in asked_by_cell(project).items():
        if asked > cells.get(cell, Decimal()):
            raise InputError(
                f"« {cell[0]} » a déjà reçu pour {euros(asked)} de demandes d’un partenaire : "
                "l’avenant ne peut pas lui accorder moins."
            )


def _grant(agreement: Agreement, terms: Terms) -> None:
    kinds = {_named(each.funder): each.kind for each in terms.granted}
    funders: dict[str, Funder] = {}
    for name, kind in kinds.items():
        funders[name], _ = Funder.objects.get_or_create(project=agreement.project, name=name, defaults={"kind": kind})
        _place(funders[name], {each.territory for each in terms.granted if _named(each.funder) == name})
    Aid.objects.bulk_create(
        Aid(agreement=agreement, funder=funders[name], organisation_id=pk, amount_eur=amount)
        for (name, pk), amount in _cells(terms).items()
        if amount
    )


def _place(funder: Funder, said: set[str]) -> None:
    """Keep which authority a funder is, when it was said; what was said before stays otherwise."""
    territory = max(said)
    if territory and territory != funder.territory:
        funder.territory = territory
        funder.save(update_fields=["territory"])


def review_days(starts_on: dt.date, ends_on: dt.date) -> list[dt.date]:
    """Give the days by which the financers meet: each anniversary before the end, then the end itself.

    >>> review_days(dt.date(2024, 3, 1), dt.date(2026, 8, 31))
    [datetime.date(2025, 3, 1), datetime.date(2026, 3, 1), datetime.date(2026, 8, 31)]
    """
    years = range(1, min(ends_on.year - starts_on.year, 11) + 1)
    found = [months_after(starts_on, 12 * year) for year in years]
    return [day for day in found if day < ends_on] + [ends_on]


def _plan_reviews(project: Project, terms: Terms) -> None:
    """Plan what is not held yet again; reviews that were held stay, and those asked for on top of the yearly ones."""
    Review.objects.filter(project=project, held_on=None, is_extra=False).delete()
    known = Review.objects.filter(project=project)
    last = known.exclude(held_on=None).order_by("-due_on").values_list("due_on", flat=True).first()
    taken = set(known.values_list("due_on", flat=True))
    days = [day for day in review_days(terms.starts_on, terms.ends_on) if last is None or day > last]
    days = [day for day in days if day not in taken]
    Review.objects.bulk_create(Review(project=project, due_on=day) for day in days)


@transaction.atomic
def end_project(project: Project, *, on: dt.date, by: User | None) -> Project:
    """Note that a project ended; its partners then say each year, for five years, what came of it.

    Raises:
        InputError: it does not run, or the day is to come or before its start.
    """
    row = locked(project)
    if row.state != ProjectState.RUNNING:
        raise InputError("Seul un projet en cours s’achève.")
    if on > timezone.localdate() or (row.starts_on is not None and on < row.starts_on):
        raise InputError("Le jour de la fin est passé, et suit le début du projet.")
    row.state, row.ends_on = ProjectState.ENDED, on
    row.save(update_fields=["state", "ends_on"])
    record("end_project", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, on=on)
    return row


@transaction.atomic
def reopen_project(project: Project, *, by: User | None) -> Project:
    """Take back that a project ended: it runs again, until the day its agreement says."""
    row = locked(project)
    if row.state != ProjectState.ENDED:
        raise InputError("Ce projet n’est pas achevé.")
    if row.outcomes.exists():
        raise InputError("Des retombées ont été déclarées : ce projet reste achevé.")
    last = Agreement.objects.filter(project=row).first()
    row.state, row.ends_on = ProjectState.RUNNING, last.ends_on if last else None
    row.save(update_fields=["state", "ends_on"])
    record("reopen_project", by=by, subject=f"project:{row.pk}", pole=row.pole.slug)
    return row

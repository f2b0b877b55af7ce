"""Writing the grid of costs, going back to a version, the funding plan, de minimis aids declared."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.projects.actions.consortium import BEFORE_AWARD, check_built, locked
from vivier_web.projects.building.grid import column_replaced, is_cell, merged, parted, partners_changed
from vivier_web.projects.choices import FundingKind
from vivier_web.projects.models import Budget, Estimate, FundingLine, Partner, PriorAid, Project
from vivier_web.projects.queries.budgets import base_of, latest_budget, partners_in

MOST_EUR = Decimal(10) ** 11


@transaction.atomic
def save_budget(
    project: Project, changed: Mapping[str, int], *, writes: Collection[int], by: User | None, what: str = ""
) -> Budget | None:
    """Write cells (in cents) over the last version, in the columns one may write; None when nothing changes.

    Raises:
        InputError: a cell is of a partner one may not write for, or the project is granted.
    """
    row = locked(project)
    check_built(row)
    inside = {each.pk for each in partners_in(row)}
    for key in changed:
        if not is_cell(key) or parted(key)[0] not in inside:
            raise InputError("Le consortium a changé pendant votre saisie : rechargez la page, rien n’est perdu.")
        if parted(key)[0] not in writes:
            raise InputError("Vous remplissez la colonne de votre organisation, pas celle des autres.")
    last = latest_budget(row)
    before = last.cells if last else {}
    after = merged(before, changed)
    if after == before:
        return None
    return write_budget(row, after, by=by, what=what)


def write_budget(row: Project, cells: dict[str, int], *, by: User | None, what: str) -> Budget:
    """Write a whole grid as the next version: typed before the award, or by an amendment after it."""
    last = latest_budget(row)
    number = last.number + 1 if last else 1
    made = Budget.objects.create(project=row, number=number, cells=cells, what=what[:200], by=by)
    row.base_eur = base_of(row)
    row.save(update_fields=["base_eur"])
    count = len(partners_changed(last.cells if last else {}, cells))
    record("save_budget", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, number=number, partners=count)
    return made


@transaction.atomic
def restore_budget(project: Project, number: int, *, writes: Collection[int], by: User | None) -> Budget | None:
    """Write again what a version said (0: the empty grid), in the columns one may write; it is a new version.

    Raises:
        InputError: there is no such version, or the project is granted.
    """
    row = locked(project)
    check_built(row)
    asked = Budget.objects.filter(project=row, number=number).first() if number else None
    if number and asked is None:
        raise InputError("Cette version du budget n’existe pas : choisissez-en une dans la liste.")
    last = latest_budget(row)
    if last is None:
        return None
    inside = {each.pk for each in partners_in(row)}
    cells = dict(last.cells)
    for partner in set(writes) & inside:
        cells = column_replaced(cells, partner, asked.cells if asked else {})
    if cells == last.cells:
        return None
    words = f"Retour à la version {number}" if number else "Retour au budget vide"
    return write_budget(row, cells, by=by, what=words)


def _amount(amount: Decimal) -> Decimal:
    if not amount.is_finite() or not 0 < amount < MOST_EUR or amount != amount.quantize(Decimal("0.01")):
        raise InputError("Donnez un montant en euros, plus grand que zéro, au centime.")
    return amount


@transaction.atomic
def add_funding(
    project: Project, kind: str, amount: Decimal, *, by: User | None, partner: Partner | None = None, label: str = ""
) -> FundingLine:
    """Add a resource to the plan, of one partner or of the whole."""
    row = locked(project)
    check_built(row)
    if kind not in FundingKind.values:
        raise InputError("Choisissez une ressource dans la liste.")
    if partner is not None and partner.project_id != row.pk:
        raise InputError("Ce partenaire n’est pas de ce projet.")
    made = FundingLine.objects.create(
        project=row, partner=partner, kind=kind, label=" ".join(label.split())[:120], amount_eur=_amount(amount)
    )
    record("add_funding", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, kind=kind)
    return made


@transaction.atomic
def remove_funding(line: FundingLine, *, by: User | None) -> None:
    """Take a resource out of the plan."""
    row = locked(line.project)
    check_built(row)
    record("remove_funding", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, kind=line.kind)
    line.delete()


@transaction.atomic
def declare_prior_aid(
    partner: Partner, granted_on: dt.date, amount: Decimal, *, by: User | None, giver: str = ""
) -> PriorAid:
    """Declare a de minimis aid that a partner was granted; after the award too: it is due, whenever it is known.

    What was granted does not change by itself: the next amendment works it out again with what is declared.

    Raises:
        InputError: its day is still to come, or its amount is none.
    """
    if granted_on > timezone.localdate():
        raise InputError("Cette aide serait octroyée après aujourd’hui : vérifiez sa date.")
    made = PriorAid.objects.create(
        partner=partner, granted_on=granted_on, amount_eur=_amount(amount), giver=" ".join(giver.split())[:120]
    )
    project = partner.project
    is_late = project.state not in BEFORE_AWARD
    record("declare_prior_aid", by=by, subject=f"partner:{partner.pk}", pole=project.pole.slug, after_award=is_late)
    return made


@transaction.atomic
def remove_prior_aid(prior: PriorAid, *, by: User | None) -> None:
    """Take back a de minimis aid that was declared by mistake.

    Raises:
        InputError: the aid awarded was worked out with it.
    """
    project = prior.partner.project
    counted = Estimate.objects.filter(project=project, at__gte=prior.declared_at).exists()
    if project.state not in BEFORE_AWARD and counted:
        raise InputError("L’aide accordée a été calculée avec cette déclaration : elle reste au dossier.")
    record("remove_prior_aid", by=by, subject=f"partner:{prior.partner_id}", pole=project.pole.slug)
    prior.delete()

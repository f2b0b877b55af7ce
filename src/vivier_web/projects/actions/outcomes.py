"""What came of a project, declared by each partner for five years, corrected, then frozen with its totals."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Pole
from vivier_web.projects.actions.awards import locked
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.declared import MEASURES, Declared, open_years
from vivier_web.projects.models import OutcomeReturn, OutcomeYear, Project
from vivier_web.projects.queries.consortium import ties_of
from vivier_web.projects.queries.outcomes import counted_totals

MOST = 100_000


@transaction.atomic
def declare_outcomes(
    project: Project,
    organisation: Organisation,
    year: int,
    declared: Declared,
    *,
    by: User | None,
    today: dt.date | None = None,
) -> OutcomeReturn:
    """Keep what a partner declares of a year; a second one corrects the first, which is kept.

    Raises:
        InputError: the project is not ended, the year is not one of its five, or it is frozen.
    """
    row, day = locked(project), today or timezone.localdate()
    if row.state != ProjectState.ENDED or row.ends_on is None:
        raise InputError("Les retombées se déclarent d’un projet achevé.")
    if year not in open_years(row.ends_on, day):
        raise InputError("On déclare les cinq années qui suivent la fin du projet, chacune une fois finie.")
    if OutcomeYear.objects.select_for_update().filter(pole=row.pole, year=year).exists():
        raise InputError(f"L’année {year} est figée par le pôle : demandez-lui de la rouvrir pour corriger.")
    if ties_of(row).get(organisation.pk) not in {"lead", "joined"}:
        raise InputError("Seuls les partenaires du projet disent ce qu’il leur a apporté.")
    _check(declared)
    before = OutcomeReturn.objects.filter(project=row, organisation=organisation, year=year).first()
    made = OutcomeReturn.objects.create(
        project=row,
        organisation=organisation,
        year=year,
        number=before.number + 1 if before else 1,
        by=by,
        **(asdict(declared) | {"said": " ".join(declared.said.split())[:500]}),
    )
    record("declare_outcomes", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, year=year, number=made.number)
    return made


def _check(declared: Declared) -> None:
    for name, words in MEASURES:
        value = getattr(declared, name)
        if value < 0 or (name != "turnover_eur" and value > MOST):
            raise InputError(f"« {words} » : un nombre de 0 à 100 000.")


@transaction.atomic
def freeze_outcomes(pole: Pole, year: int, *, by: User | None, today: dt.date | None = None) -> OutcomeYear:
    """Freeze a year with its totals: they do not change any more, and those who may read them are shown them.

    Raises:
        InputError: the year is not over, nobody answered, or it is frozen already.
    """
    Pole.objects.select_for_update().get(pk=pole.pk)
    if year >= (today or timezone.localdate()).year:
        raise InputError("Cette année n’est pas finie : elle se fige ensuite.")
    if OutcomeYear.objects.filter(pole=pole, year=year).exists():
        raise InputError(f"L’année {year} est déjà figée.")
    totals = counted_totals(pole, year)
    if not totals.returns:
        raise InputError(f"Aucun partenaire n’a répondu pour {year} : il n’y a rien à figer.")
    made = OutcomeYear.objects.create(pole=pole, year=year, by=by, totals=totals.as_json())
    record("freeze_outcomes", by=by, subject=f"outcome_year:{year}", pole=pole.slug, returns=totals.returns)
    return made


@transaction.atomic
def reopen_outcomes(pole: Pole, year: int, *, by: User | None) -> None:
    """Open a frozen year again, so that a partner may correct; its totals are counted anew until it is frozen."""
    if OutcomeYear.objects.filter(pole=pole, year=year).delete()[0]:
        record("reopen_outcomes", by=by, subject=f"outcome_year:{year}", pole=pole.slug)

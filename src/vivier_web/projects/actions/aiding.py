"""Working the aid out by the rules chosen, and keeping it with what it stands on."""

import datetime as dt
from importlib.metadata import version

from django.db import transaction

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.projects.actions.consortium import check_built, locked
from vivier_web.projects.models import Estimate, Project
from vivier_web.projects.queries.budgets import latest_budget
from vivier_web.projects.queries.consortia import as_json, inputs_of, rules_sha256


@transaction.atomic
def estimate_aid(project: Project, regime: str, *, on: dt.date, by: User | None) -> Estimate:
    """Work out the aid by one of the regimes that ship, as of a day; keep it, and show it on the boards.

    Raises:
        InputError: the regime is not known, the budget is empty, or the consortium does not hold together.
    """
    row = locked(project)
    check_built(row)
    return keep_estimate(row, regime, on=on, by=by)


def keep_estimate(row: Project, regime: str, *, on: dt.date, by: User | None) -> Estimate:
    """Work out the aid of a project as it is, and keep it: asked before the award, or by an amendment after it."""
    from vivier.aid import compute, rules

    budget = latest_budget(row)
    if budget is None or not budget.cells:
        raise InputError("Le budget est vide : remplissez-le avant de calculer l’aide.")
    chosen, inputs = rules(regime), inputs_of(row)
    award = compute(inputs.consortium, rules=chosen, today=on)
    made = Estimate.objects.create(
        project=row, budget=budget.number, regime=chosen.name, on=on, version=version("vivier"),
        inputs_sha256=inputs.sha256, rules_sha256=rules_sha256(chosen), result=as_json(award, inputs.partners),
        total_eur=award.total_eur, by=by,
    )  # fmt: skip
    row.regime, row.aid_eur = chosen.name, award.total_eur
    row.save(update_fields=["regime", "aid_eur"])
    record(
        "estimate_aid", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, regime=chosen.name,
        budget=budget.number, inputs=inputs.sha256[:12],
    )  # fmt: skip
    return made

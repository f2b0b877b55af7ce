"""What a positive decision grants: how long, on which presentation it must be decided again, by which pôles."""

import datetime as dt
from collections.abc import Mapping

from vivier.vocabulary import InputError
from vivier_web.procedures.definition.data import Colabel, Grant, Procedure
from vivier_web.procedures.definition.forms import add_months
from vivier_web.procedures.definition.words import POSITIVE


def grant_ends_on(grant: Grant, starts_on: dt.date, months: int) -> dt.date | None:
    """Give the last day of what is granted for so many months; None when it has no term.

    >>> grant_ends_on(Grant("label", "Label", (12, 48)), dt.date(2023, 1, 1), 48)
    datetime.date(2026, 12, 31)
    """
    if not grant.durations:
        return None
    if months not in grant.durations:
        offered = ", ".join(map(str, grant.durations))
        raise InputError(f"« {grant.title} » dure {offered} mois : choisissez l’une de ces durées.")
    return add_months(starts_on, months) - dt.timedelta(days=1)


def may_renew(grant: Grant, renewed: int) -> bool:
    """Tell whether what was already renewed so many times may be renewed once more."""
    return renewed < grant.renewals


def must_relabel(procedure: Procedure, *, labelled: int, content: int) -> bool:
    """Tell whether a dossier presented again needs a new decision, given the version that was labelled."""
    return procedure.relabel == "always" or (procedure.relabel == "if_changed" and content > labelled)


def why_not_colabel(colabel: Colabel | None, decided: Mapping[str, str], *, lead: str, pole: str) -> str:
    """Say why a pôle may not decide now on a shared project, or nothing when it may; `decided`: pôle → outcome."""
    if pole == lead:
        return "" if pole not in decided else "Ce pôle s’est déjà prononcé."
    if colabel is None:
        return "Cette procédure ne prévoit pas de co-labellisation."
    if pole in decided:
        return "Ce pôle s’est déjà prononcé."
    if colabel.lead_first and decided.get(lead) not in POSITIVE:
        return "Le pôle chef de file se prononce d’abord."
    if len({lead, *decided}) >= colabel.most:
        return f"Ce projet a déjà {colabel.most} pôles : c’est le plus que prévoit la procédure."
    return ""

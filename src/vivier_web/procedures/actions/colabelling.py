"""Labelling one project with several pôles: the lead one asks, decides first, and the others say theirs, once."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.procedures.actions.filing import locked, stage_of
from vivier_web.procedures.lifecycle import must_relabel
from vivier_web.procedures.models import Colabel, Dossier
from vivier_web.procedures.queries.colabels import colabels_of, is_stale, why_not
from vivier_web.procedures.queries.state import content_of
from vivier_web.procedures.tasks import letters

OUTCOMES = ("accepted", "refused")


@transaction.atomic
def ask_colabel(dossier: Dossier, pole: Pole, *, by: User | None, on: dt.date | None = None) -> Colabel:
    """Ask another pôle to label the version filed last; again when a new presentation needs a new label.

    Raises:
        InputError: the procedure provides for none, or no more, or this pôle was asked already.
    """
    row = locked(dossier)
    stage_of(row)
    colabel, content = row.definition().colabel, content_of(row)
    if colabel is None:
        raise InputError("Cette procédure ne prévoit pas de co-labellisation.")
    if content is None:
        raise InputError("Le porteur n’a encore rien déposé : un pôle associé se prononce sur un dossier déposé.")
    if pole.pk == row.pole_id:
        raise InputError("Votre pôle est le chef de file : choisissez un autre pôle.")
    known = colabels_of(row)
    before = [each for each in known if each.pole_id == pole.pk]
    if any(each.content == content.number for each in before):
        raise InputError("Ce pôle est déjà sollicité sur cette version.")
    if before and not before[-1].outcome:
        raise InputError("Ce pôle est déjà sollicité : il relit chaque nouvelle version avant de se prononcer.")
    if before and not must_relabel(row.definition(), labelled=before[-1].content, content=content.number):
        raise InputError("Ce pôle a déjà été sollicité, et son avis reste valable.")
    if len({each.pole_id for each in known} | {row.pole_id, pole.pk}) > colabel.most:
        raise InputError(f"Ce projet a déjà {colabel.most} pôles : c’est le plus que prévoit la procédure.")
    day = on or timezone.localdate()
    with scopes_disabled():
        made = Colabel.objects.create(dossier=row, pole=pole, content=content.number, asked_on=day)
    record("ask_colabel", by=by, subject=f"dossier:{row.pk}", pole=row.pole.slug, colabel=made.pk)
    letters.tell_copole(made.pk)
    return made


@transaction.atomic
def confirm_colabel(colabel: Colabel, *, content: int, by: User | None) -> Colabel:
    """Say that an associated pôle read the version presented since it was asked, and will decide of that one.

    Raises:
        InputError: nothing new was presented, or yet another version since it was read.
    """
    row = _locked(colabel)
    with scope(pole=row.dossier.pole):
        last = content_of(row.dossier)
        stale = is_stale(row)
    if not stale or last is None:
        raise InputError("Rien n’est à confirmer : aucune nouvelle version n’attend votre lecture.")
    if content != last.number:
        raise InputError("Une autre version a été présentée pendant votre lecture : relisez-la avant de confirmer.")
    row.content = last.number
    row.save()
    record("confirm_colabel", by=by, subject=f"colabel:{row.pk}", pole=row.pole.slug, content=content)
    return row


def _locked(colabel: Colabel) -> Colabel:
    with scopes_disabled():
        rows = Colabel.objects.select_for_update(of=("self",)).select_related("pole", "dossier__pole")
        return rows.get(pk=colabel.pk)


@transaction.atomic
def decide_colabel(
    colabel: Colabel, outcome: str, motives: str, *, by: User | None, on: dt.date | None = None
) -> Colabel:
    """Say, once, whether an associated pôle labels the project: after the lead one when the procedure says so.

    Raises:
        InputError: it is too early, it was said already, another version was presented, or no motive is given.
    """
    row = _locked(colabel)
    with scope(pole=row.dossier.pole):
        prevented = why_not(row)
    if prevented:
        raise InputError(prevented)
    if outcome not in OUTCOMES:
        raise InputError("Choisissez : votre pôle labellise ce projet, ou non.")
    if len(motives.strip()) < 10:
        raise InputError("Motivez votre avis en une phrase au moins : le porteur et le chef de file la liront.")
    row.outcome, row.motives, row.by = outcome, motives.strip()[:10_000], by
    row.decided_on = on or timezone.localdate()
    row.save()
    record("decide_colabel", by=by, subject=f"colabel:{row.pk}", pole=row.pole.slug, outcome=outcome)
    return row

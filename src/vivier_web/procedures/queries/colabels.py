"""The pôles associated with a project: what each said, whether it may say it now, what it reads."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django_scopes import scope, scopes_disabled

from vivier_web.members.models import Pole
from vivier_web.procedures.addressing import POLE, side_of
from vivier_web.procedures.lifecycle import why_not_colabel
from vivier_web.procedures.models import Colabel, Decision, Dossier
from vivier_web.procedures.queries.shown import Reader, Shown, shown_to

COPOLE = Reader(frozenset({"copole"}))


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one dossier as the pôle that was asked to label it reads it; `why_not` says why not today."""

    row: Colabel
    dossier: Dossier
    lead: str
    shown: Shown
    why_not: str


def colabels_of(dossier: Dossier) -> list[Colabel]:
    """List the pôles asked for a dossier, with what they said."""
    with scopes_disabled():
        return list(Colabel.objects.filter(dossier=dossier).select_related("pole"))


def decided_by(dossier: Dossier, content: int) -> dict[str, str]:
    """Give what each pôle decided, the lead one included, by its slug; associated ones on this version only."""
    with scopes_disabled():
        rows = Colabel.objects.filter(dossier=dossier, content=content).exclude(outcome="")
        found = {each.pole.slug: each.outcome for each in rows.select_related("pole")}
    lead = _label_of(dossier)
    return found | ({dossier.pole.slug: lead.outcome} if lead is not None else {})


def _label_of(dossier: Dossier) -> Decision | None:
    """Give the last decision of the lead pôle at a stage that grants something."""
    procedure = dossier.definition()
    own = [each.key for each in procedure.stages if each.grants and side_of(procedure, each) == POLE]
    with scopes_disabled():
        found: Decision | None = Decision.objects.filter(dossier=dossier, stage__in=own).first()
    return found


def why_not(row: Colabel) -> str:
    """Say why the pôle that was asked may not decide now, or nothing when it may."""
    dossier = row.dossier
    if row.outcome:
        return "Votre pôle s’est déjà prononcé sur cette version."
    decided = decided_by(dossier, row.content)
    return why_not_colabel(dossier.definition().colabel, decided, lead=dossier.pole.slug, pole=row.pole.slug)


def asked_of(pole: Pole) -> QuerySet[Colabel]:
    """Give what other pôles asked of this one, what waits first."""
    whole = Colabel.objects.filter(pole=pole).select_related("dossier__pole", "dossier__organisation", "pole")
    found: QuerySet[Colabel] = whole.select_related("dossier__procedure").order_by("outcome", "-pk")
    return found


def read_by(pole: Pole, pk: int) -> Asked | None:
    """Find one of them, as its visibility opens it to an associated pôle."""
    row = asked_of(pole).select_related("dossier__procedure", "dossier__organisation", "dossier__pole").filter(pk=pk)
    found = row.first()
    if found is None:
        return None
    with scope(pole=found.dossier.pole):
        shown = shown_to(found.dossier, COPOLE)
    return Asked(found, found.dossier, found.dossier.pole.name, shown, why_not(found))


def others(pole: Pole, dossier: Dossier) -> list[Pole]:
    """List the pôles that may still be asked for a dossier, by name."""
    asked = {each.pole_id for each in colabels_of(dossier)}
    return list(Pole.objects.exclude(pk__in={*asked, pole.pk}).order_by("name"))

"""The pôles associated with a project: what each said, whether it may say it now, what it reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django_scopes import scope, scopes_disabled

from vivier import french
from vivier_web.members.models import Pole
from vivier_web.procedures.addressing import APPLICANT, POLE, side_of
from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.lifecycle import why_not_colabel
from vivier_web.procedures.models import Colabel, Decision, Dossier
from vivier_web.procedures.queries.shown import Reader, Shown, shown_to

COPOLE = Reader(frozenset({"copole"}))


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one dossier as the pôle that was asked to label it reads it; `why_not` says why not today.

    `is_stale` says that another version was presented since: the pôle confirms that it decides of that one.
    """

    row: Colabel
    dossier: Dossier
    lead: str
    shown: Shown
    why_not: str
    is_stale: bool


def colabels_of(dossier: Dossier) -> list[Colabel]:
    """List the pôles asked for a dossier, with what they said."""
    with scopes_disabled():
        return list(Colabel.objects.filter(dossier=dossier).select_related("pole"))


def decided_by(dossier: Dossier, content: int) -> dict[str, str]:
    """Give what each pôle decided, the lead one included, by its slug; associated ones on this version only.

    What the lead one decided of another presentation does not count any more, where the procedure wants a new label.
    """
    with scopes_disabled():
        rows = Colabel.objects.filter(dossier=dossier, content=content).exclude(outcome="")
        found = {each.pole.slug: each.outcome for each in rows.select_related("pole")}
    lead = _label_of(dossier)
    if lead is None or (dossier.definition().relabel != "kept" and is_outdated(dossier, lead.content)):
        return found
    return found | {dossier.pole.slug: lead.outcome}


def _label_of(dossier: Dossier) -> Decision | None:
    """Give the last decision of the lead pôle at a stage that grants something."""
    with scopes_disabled():
        found: Decision | None = Decision.objects.filter(dossier=dossier, stage__in=_labelling(dossier)).first()
    return found


def _labelling(dossier: Dossier) -> list[str]:
    procedure = dossier.definition()
    return [each.key for each in procedure.stages if each.grants and side_of(procedure, each) == POLE]


def is_outdated(dossier: Dossier, content: int) -> bool:
    """Tell whether the applicant presented something else since this version, of what pôles label.

    What the pôle adds, or what is filed after the label (the answer of a funder), makes nothing outdated.
    """
    with scopes_disabled():
        versions = {each.number: each.answers for each in dossier.contents.filter(number__gte=content)}
    return bool(versions) and _presented(dossier, versions.get(content)) != _presented(
        dossier, versions[max(versions)]
    )


def _presented(dossier: Dossier, answers: Mapping[str, Any] | None) -> dict[str, Any]:
    """Keep, of what a version says, what the applicant writes up to the stage where the lead pôle labels."""
    procedure, labelling = dossier.definition(), _labelling(dossier)
    keys = [each.key for each in procedure.stages]
    last = max((keys.index(each) for each in labelling), default=len(keys))
    asked = (each for each in procedure.stages[:last] if side_of(procedure, each) == APPLICANT)
    return {one.key: (answers or {}).get(one.key) for each in asked for one in each.fields}


def why_not(row: Colabel) -> str:
    """Say why the pôle that was asked may not decide now, or nothing when it may."""
    dossier = row.dossier
    if row.outcome:
        return "Votre pôle s’est déjà prononcé sur cette version."
    if dossier.is_closed:
        return f"Ce dossier est {OUTCOMES.get(dossier.outcome, 'terminé')} : il n’y a plus de label à donner."
    decided = decided_by(dossier, row.content)
    said = why_not_colabel(dossier.definition().colabel, decided, lead=dossier.pole.slug, pole=row.pole.slug)
    if not said and is_outdated(dossier, row.content):
        return "Le porteur a présenté une nouvelle version depuis cette demande : relisez-la, puis confirmez."
    return said


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
    return Asked(found, found.dossier, found.dossier.pole.name, shown, why_not(found), is_stale(found))


def is_stale(row: Colabel) -> bool:
    """Tell whether a pôle that has not decided yet must first confirm that it decides of what is now presented."""
    return not row.outcome and not row.dossier.is_closed and is_outdated(row.dossier, row.content)


@dataclass(frozen=True, slots=True)
class ColabelLine:
    """Hold what one pôle was asked and said, as the lead one and the applicant read it."""

    pole: str
    words: str
    tone: str
    motives: str


def lines_of_colabels(dossier: Dossier) -> tuple[ColabelLine, ...]:
    """Write what each pôle said; what was asked and never said ends with the dossier."""
    return tuple(_line(dossier, each) for each in colabels_of(dossier))


def _line(dossier: Dossier, row: Colabel) -> ColabelLine:
    is_old = is_outdated(dossier, row.content)
    if not row.outcome:
        late = "à confirmer sur la nouvelle version" if is_old else "avis attendu"
        words, tone = ("demande close avec le dossier", "") if dossier.is_closed else (late, "warm")
        return ColabelLine(row.pole.name, words, tone, "")
    said = "labellisé" if row.outcome == "accepted" else "non labellisé"
    day = f" le {french.long_date(row.decided_on.isoformat())}" if row.decided_on else ""
    since = ", sur une version dépassée" if is_old and dossier.definition().relabel != "kept" else ""
    return ColabelLine(
        row.pole.name, f"{said}{day}{since}", "ok" if said == "labellisé" and not since else "", row.motives
    )


def others(pole: Pole, dossier: Dossier) -> list[Pole]:
    """List the pôles that may still be asked for a dossier, by name; again when what they said is outdated."""
    is_kept = dossier.definition().relabel == "kept"
    rows = colabels_of(dossier)
    asked = {row.pole_id for row in rows if is_kept or not row.outcome or not is_outdated(dossier, row.content)}
    return list(Pole.objects.exclude(pk__in={*asked, pole.pk}).order_by("name"))

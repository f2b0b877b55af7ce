"""Two procedures side by side: two versions, two pôles, or the pôle's own and what it was taken from."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from vivier.french import counted
from vivier_web.members.models import Pole
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.procedures.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.procedures import rules
from vivier_web.procedures.definition import Procedure, compare, digest, shipped
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries import Delays, measured
from vivier_web.procedures.queries.delays import LEAST
from vivier_web.procedures.queries.versions import offered_elsewhere, versions_of
from vivier_web.procedures.telling import path

KINDS = {"added": "ajout", "removed": "retrait", "changed": "changement"}


@dataclass(frozen=True, slots=True)
class Side:
    """Hold one side: how it is named in the address, whose it is, its row (None: shipped) or its procedure."""

    ref: str
    group: str
    words: str
    version: ProcedureVersion | None = None
    shipped: Procedure | None = None
    is_offered: bool = False

    @property
    def procedure(self) -> Procedure:
        """What it says."""
        return self.shipped or self.version.definition()  # type: ignore[union-attr]

    @property
    def digest(self) -> str:
        """The print of what it says."""
        return self.version.digest if self.version else digest(self.procedure)

    def measure_told(self, found: Delays | None) -> str:
        """Say on what its delays were measured, or why none is shown."""
        if found is not None:
            return f"délais médians de {counted(found.dossiers, 'dossier')}"
        if self.version is None:
            return "modèle livré : aucun dossier à mesurer"
        return f"moins de {LEAST} dossiers : non montré" if self.is_offered else "aucun dossier mesuré"

    @property
    def delays(self) -> Delays | None:
        """What was measured on its dossiers; on another pôle's, from five dossiers on."""
        return measured(self.version, least=LEAST if self.is_offered else 1) if self.version else None


@dataclass(frozen=True, slots=True)
class Beside:
    """Hold one stage of both sides: its promised delays, and the days measured where dossiers exist."""

    title: str
    one: str
    other: str
    one_days: float | None
    other_days: float | None


@require_GET
@needs(rules.may_write_procedures)
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what differs from one procedure to another, in French, and the delays of both."""
    sides = _sides(pole_of(request))
    one, other = (sides.get(request.GET.get(name, "")) for name in ("avant", "apres"))
    if other and "avant" not in request.GET:
        one = _origin(sides, other)
    groups = [(group, list(found)) for group, found in groupby(sides.values(), key=lambda each: each.group)]
    context: dict[str, Any] = {"groups": groups, "one": one, "other": other}
    if one and other:
        context |= _told(one, other)
    return shown(request, "compare", trail=[("Comparer", "")], **context)


def _origin(sides: dict[str, Side], other: Side) -> Side | None:
    """Find what a version was taken from, among what may be compared."""
    source = other.version.taken_from if other.version else None
    found = (each for each in sides.values() if source and each.ref != other.ref and each.digest == source)
    return next(found, None)


def _sides(pole: Pole) -> dict[str, Side]:
    own = [
        Side(f"v{each.pk}", "Votre pôle", f"{each.title}, {each.version} ({each.get_state_display().lower()})", each)
        for each in versions_of(pole)
    ]
    offers = [
        Side(
            f"v{each.pk}",
            "Offertes par d’autres pôles",
            f"{each.title}, {each.version} ({each.pole.name})",
            each,
            is_offered=True,
        )
        for each in offered_elsewhere(pole)
    ]
    ready = [
        Side(f"livree-{each.key}", "Livrées avec la plateforme", f"{each.title}, {each.version}", shipped=each)
        for each in shipped()
    ]
    return {each.ref: each for each in (*own, *offers, *ready)}


def _told(one: Side, other: Side) -> dict[str, Any]:
    found = compare(one.procedure, other.procedure)
    parts = [
        (part, [(KINDS[each.kind], each.kind, _after(each.sentence, part)) for each in same])
        for part, same in groupby(found, key=lambda each: each.where.split(", ", 1)[0])
    ]
    here, there = one.delays, other.delays
    return {"parts": parts, "differences": len(found), "beside": _beside((one, here), (other, there)),
            "is_measured": bool(here or there), "one_told": one.measure_told(here),
            "other_told": other.measure_told(there)}  # fmt: skip


def _after(sentence: str, part: str) -> str:
    """Take from a sentence the part it is told under."""
    rest = sentence.removeprefix(part).lstrip(" ,:\u202f\u00a0")
    return rest[:1].upper() + rest[1:]


def _beside(one: tuple[Side, Delays | None], other: tuple[Side, Delays | None]) -> list[Beside]:
    """Set the stages of both side by side, those of the second first."""
    left, right = ({each.key: each for each in path(side.procedure)} for side, _ in (one, other))
    ours, theirs = (dict(delays.stages) if delays else {} for _, delays in (one, other))
    found = []
    for key in dict.fromkeys((*right, *left)):
        here, there = left.get(key), right.get(key)
        title = (there or here).title  # type: ignore[union-attr]
        found.append(Beside(title, _promise(here), _promise(there), ours.get(key), theirs.get(key)))
    return found


def _promise(step: Any) -> str:
    if step is None:
        return "n’existe pas"
    return f"{step.delay.words} ; {step.delay.silence}" if step.delay else "sans délai"

"""Two procedures side by side: two versions, two pôles, or the pôle's own and what it was taken from."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from vivier_web.members.models import Pole
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.procedures.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.procedures import rules
from vivier_web.procedures.definition import Procedure, compare, shipped
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
    groups = [(group, list(found)) for group, found in groupby(sides.values(), key=lambda each: each.group)]
    context: dict[str, Any] = {"groups": groups, "one": one, "other": other}
    if one and other:
        context |= _told(one, other)
    return shown(request, "compare", trail=[("Comparer", "")], **context)


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
    return {"parts": parts, "differences": len(found), "beside": _beside(one, other),
            "is_measured": bool(one.delays or other.delays)}  # fmt: skip


def _after(sentence: str, part: str) -> str:
    """Take from a sentence the part it is told under."""
    rest = sentence.removeprefix(part).lstrip(" ,:\u202f\u00a0")
    return rest[:1].upper() + rest[1:]


def _beside(one: Side, other: Side) -> list[Beside]:
    """Set the stages of both side by side, those of the second first."""
    left, right = ({each.key: each for each in path(side.procedure)} for side in (one, other))
    ours, theirs = (dict(side.delays.stages) if side.delays else {} for side in (one, other))
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

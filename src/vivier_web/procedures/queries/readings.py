"""What the marks of a meeting say of its experts: what is worked out from, what was, whether it still holds."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from vivier.french import counted, percent
from vivier_web.procedures.definition.grids import Grid
from vivier_web.procedures.dossier import Opinion as Judged
from vivier_web.procedures.models import Assignment, Meeting, PanelReading
from vivier_web.procedures.queries.agenda import Agenda
from vivier_web.procedures.telling.chances import agreement, odds

LEAST_DOSSIERS, LEAST_OPINIONS = 3, 2
Given = tuple[int, int, float]  # an expert, a dossier, a mark of 0 to 100


@dataclass(frozen=True, slots=True)
class Marks:
    """Hold the marks that a reading is worked out from, how many dossiers are kept, or why there are too few."""

    given: tuple[Given, ...]
    kept: int
    why_not: str

    @property
    def digest(self) -> str:
        """What stands for them: other marks, or another number kept, give another one."""
        said = json.dumps([self.given, self.kept])
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what is known of the experts of a meeting: `result` is empty while it is worked out, or cannot be."""

    result: Mapping[str, Any]
    why_not: str
    is_old: bool
    is_all: bool

    @property
    def words(self) -> str:
        """How far the experts agree, in one sentence."""
        found = self.result.get("agreement")
        return agreement(*found) if found else ""

    @property
    def grade(self) -> str:
        """The same in four words."""
        return self.words.partition(" : ")[0]

    @property
    def share_words(self) -> str:
        """The share alone."""
        return percent(self.result["agreement"][0])

    @property
    def between_words(self) -> str:
        """Its interval."""
        _, low, high = self.result["agreement"]
        return f"entre {percent(low)} et {percent(high)}"

    @property
    def flips(self) -> str:
        """How many decisions other experts would be expected to change, in one sentence."""
        if not self.result or self.is_all:
            return ""
        return f"D’autres experts auraient changé {_some(float(self.result['flips']))} de côté."

    def flip_words(self, dossier: int, *, is_kept: bool) -> str:
        """Say how likely other experts would decide otherwise of a dossier."""
        found = self.result.get("dossiers", {}).get(str(dossier))
        if found is None or self.is_all:
            return ""
        chance = found["flip"] if found["is_kept"] == is_kept else 1 - found["flip"]
        said = odds(chance)
        return f"{said[0].upper()}{said[1:]} que d’autres experts décident autrement."


def _some(flips: float) -> str:
    whole = round(flips)
    return f"environ {counted(whole, 'dossier')}" if whole else "moins d’un dossier"


def marks_of(agenda: Agenda) -> Marks:
    """Gather the marks of the dossiers of a meeting, each opinion as a share of the most it could give."""
    rule = agenda.stage.rule
    if rule is None:
        return Marks((), 0, "Cette étape ne repose sur aucune grille : il n’y a pas de notes à comparer.")
    grid = agenda.meeting.procedure.definition().grid(rule.grid)
    keys = [each.dossier.pk for each in agenda.points]
    experts = {each.key: each.expert_id for each in Assignment.objects.filter(dossier__in=keys)}
    given = sorted(
        (experts[opinion.evaluator], point.dossier.pk, mark)
        for point in agenda.points
        for opinion in point.state.opinions_on(rule.grid)
        if (mark := _mark(grid, opinion)) is not None
    )
    times = Counter(dossier for _, dossier, _ in given)
    able = sum(n >= LEAST_OPINIONS for n in times.values())
    why = ""
    if able < LEAST_DOSSIERS:
        so_far = counted(able, "dossier") if able else "aucun"
        why = f"Trop peu d’avis pour juger du panel : il faut trois dossiers lus par deux experts, ici {so_far}."
    return Marks(tuple(given), min(agenda.kept, len(times)), why)


def _mark(grid: Grid, opinion: Judged) -> float | None:
    known = [(each, opinion.marks.get(each.key)) for each in grid.criteria]
    marked = [(Fraction(each.weight), Fraction(str(mark)), each.high) for each, mark in known if mark is not None]
    most = sum(weight * high for weight, _, high in marked)
    return float(100 * sum(weight * mark for weight, mark, _ in marked) / most) if most else None


def reading_of(agenda: Agenda) -> Reading:
    """Give the last reading of a meeting, and whether opinions or the list changed since."""
    marks = marks_of(agenda)
    row = PanelReading.objects.filter(meeting=agenda.meeting).first()
    if marks.why_not:
        return Reading({}, marks.why_not, is_old=False, is_all=False)
    is_all = not 0 < marks.kept < len({dossier for _, dossier, _ in marks.given})
    held = row.result if row else {}
    return Reading(held, "", is_old=row is None or row.digest != marks.digest, is_all=is_all)


def latest_reading(meeting: Meeting) -> PanelReading | None:
    """Give the last reading of a meeting, whole: severities are for the team only."""
    found: PanelReading | None = PanelReading.objects.filter(meeting=meeting).first()
    return found

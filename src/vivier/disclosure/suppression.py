"""Secondary suppression: which more cells to hide so that the sensitive ones cannot be worked out."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypedDict, Unpack

import numpy as np

from vivier.disclosure.attack import intervals
from vivier.disclosure.boxes import Boxes, BoxesFirst
from vivier.disclosure.cleanup import republish
from vivier.disclosure.coalitions import exposed
from vivier.disclosure.exact import Asked, lighter
from vivier.disclosure.goals import NOBODY, Goal, Needs, gathered, goals_of, left_of
from vivier.disclosure.grid import Grid
from vivier.disclosure.merging import Merged, merge
from vivier.disclosure.nearby import FAR_REACHES, WHOLE, Seeker, seeker
from vivier.disclosure.pattern import Pattern
from vivier.disclosure.search import Stop, improve
from vivier.disclosure.sweep import sweep
from vivier.disclosure.system import System
from vivier.vocabulary import InputError

Told = Callable[[str, int, int], None]
STEP, LIGHTER = "masquage secondaire", "allègement du masque"
# Refinements are counted, never timed; tables of more cells get fewer trials, whose programs are longer.
TRIALS, CELL_TRIALS, TRIED = 200, 430_000, 120
# One who knows its own cell is refused the whole width of another's; this share of it where no box gives the whole.
INSIDER = 0.1
WORTH = 2.0
# Of the seconds allowed, what may be spent on hiding less: who is alone in what is then hidden comes after.
REFINED = 0.8
# Beyond so many cells, boxes are sought first: they are found a hundred times faster than other circuits. One that
# costs no more than so many cells of the median cost is enough. The most demanding goals go first there: their long
# circuits prove many others.
MOST_PATIENT = 15_000
ENOUGH = 20.0


class UnprotectableError(InputError):
    """Say that a sensitive cell moves in no way, with the cells that may be hidden."""

    def __init__(self) -> None:
        super().__init__(
            "Une case sensible ne peut pas être protégée par celles qui restent : autorisez le masquage d’autres "
            "cases, ou publiez le tableau à un niveau moins fin."
        )


class Choices(TypedDict, total=False):
    """What may be said besides: widths, singles, who follows the work, seconds, trials and seed of the search."""

    width: np.ndarray
    singles: np.ndarray
    has_appeared: bool
    progress: Told | None
    seconds: float | None
    trials: int
    seed: int


def suppress(  # the names are those of the literature: lower and upper protection levels, sliding width
    system: System,
    *,
    sensitive: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    cost: np.ndarray,
    **choices: Unpack[Choices],
) -> np.ndarray:
    """Choose the cells to hide, (n,) bool: the sensitive ones and as little as possible besides.

    `sensitive` is (n,) bool. `lower` and `upper`, (n,) ≥ 0 in the unit of the table, say how far below and above its
    value the attacker's interval of a sensitive cell must reach; `width` how wide it must be, wherever it lies.
    `cost` is (n,) > 0, inf where a cell must stay published. `singles`, (n,) bool, marks the cells with one
    contributor, who knows them: the other hidden cell of a sum is protected against it. Cells of value 0 are known,
    never hidden. `has_appeared` says that what must stay published appeared before: where it alone tells a sensitive
    cell too nearly, the doubt that it leaves is all that is asked. `seconds` bounds the search, not the protection;
    without it the same table gives the same mask. `trials` bounds the trials to hide less; what is superfluous is
    published again anyway.

    Raises `UnprotectableError` where a sensitive cell cannot be protected, `InputError` where the seconds end before.

    >>> from scipy.sparse import csr_array
    >>> quarters = System(np.array([90.0, 20, 30, 40]), csr_array([[1.0, -1, -1, -1]]))       # k€, the total first
    >>> first = np.array([False, True, False, False])
    >>> suppress(quarters, sensitive=first, lower=3.0 * first, upper=3.0 * first, cost=quarters.values).tolist()
    [False, True, True, False]
    """
    width = choices.get("width", np.zeros(system.size))
    singles = choices.get("singles", np.zeros(system.size, dtype=bool))
    _check(system, (sensitive, singles), (lower, upper, width, cost))
    merged = merge(system)
    work = _work(merged, sensitive, Needs(lower, upper, width), cost, choices)
    work.look_for_boxes(system.grids, merged)
    if not work.goals:
        return sensitive & (system.values > 0)
    work.protect(_ordered(work))
    work.guard(merged.any_of(singles))
    _refine(work, choices.get("trials", TRIALS), choices.get("seed", 1))
    work.guard(merged.any_of(singles))
    return merged.spread(
        work.lightened(merged.any_of(singles)) if choices.get("trials", TRIALS) else work.pattern.hidden
    )


@dataclass
class _Work:
    """Hold one suppression under way."""

    system: System
    goals: list[Goal]
    circuits: Seeker | BoxesFirst
    patient: Seeker | BoxesFirst  # what is dear is sought with it, from further off
    pattern: Pattern
    tell: Told
    starts: float
    seconds: float
    boxes: Boxes | None = None
    has_appeared: bool = False
    told: set[Goal] = field(default_factory=set)  # against one who knows them already, by what appeared

    def look_for_boxes(self, grids: tuple[Grid, ...], merged: Merged) -> None:
        """Seek boxes first in the largest tables, where one knows how their cells stand."""
        if grids and self.goals and self.system.size > MOST_PATIENT:
            self.boxes = Boxes(grids, merged)
            enough = ENOUGH * float(np.median(self.pattern.cost))
            far = seeker(self.system.values, self.system.relations, reaches=FAR_REACHES)
            self.circuits = BoxesFirst(self.boxes, far, enough=enough)
            self.patient = BoxesFirst(self.boxes, far, enough=0.0)

    def is_over(self, share: float = 1.0) -> bool:
        return time.monotonic() > self.starts + share * self.seconds

    def lightening(self, steps: int) -> Stop:
        """Give what each trial of a refinement asks: it tells how far one is, and whether time is up."""
        done = count()

        def is_enough() -> bool:
            self.tell(LIGHTER, min(next(done), steps - 1), steps)
            return self.is_over(REFINED)

        return is_enough

    def protect(self, goals: Iterable[Goal]) -> None:
        """Meet each goal by the cheapest circuit, given what is hidden already."""
        waiting = list(goals)
        asked = gathered(waiting)
        for done, goal in enumerate(waiting):
            self.tell(STEP, done, len(waiting))
            if self.is_over():
                raise InputError(_LATE)
            if not self._is_met(goal, asked):
                for left in self._left_of(goal):
                    if not self._is_met(left, asked):
                        raise UnprotectableError

    def _is_met(self, goal: Goal, asked: Mapping[int, Sequence[Goal]]) -> bool:
        if goal in self.pattern.circuits:
            return True
        found = self.circuits.cheapest(goal, self.pattern.hidden, self.pattern.cost)
        if found is None:
            return False
        self.pattern.meet(goal, found)
        self.pattern.share(found, asked)
        return True

    def _left_of(self, goal: Goal) -> list[Goal]:
        """Give what may still be asked where a goal cannot be met, for what appeared forbids it.

        All that was left of a cell stays: this tells no more of it. Nothing is asked against who knew it already.
        """
        if not self.has_appeared:
            raise UnprotectableError
        if goal.known != NOBODY:
            self.told.add(goal)
            return []
        free = self.pattern.sensitive | np.isfinite(self.pattern.cost)
        low, high = intervals(self.system, free, np.array([goal.cell]))[0]
        left = left_of(goal, float(self.system.values[goal.cell]), (float(low), float(high)))
        if not left:
            raise UnprotectableError
        self.goals = [each for each in self.goals if each != goal] + left
        return left

    def guard(self, singles: np.ndarray) -> None:
        """Protect against single contributors, until none can undo a goal.

        What one of them works out whatever is hidden besides, it knows from what appeared: nothing is asked there.
        """
        while singles.any():
            found = exposed(self.system, self.pattern.hidden, singles, self.goals)
            missing = [
                goal if goal not in self.told and self._is_worth(goal, weaker) else weaker
                for goal, weaker in zip(found, _weaker(found), strict=True)
                if weaker not in self.told and not {goal, weaker} & self.pattern.circuits.keys()
            ]
            if not missing:
                return
            self.protect(missing)

    def lightened(self, singles: np.ndarray) -> np.ndarray:
        """Give the mask, or a cheaper one where the table is small enough for the exact program."""
        pattern = self.pattern
        asked = Asked(self.system, pattern.sensitive, self.goals, pattern.cost, singles, frozenset(self.told))
        return lighter(asked, pattern.hidden, stop=lambda: self.is_over(REFINED))

    def _is_worth(self, goal: Goal, weaker: Goal) -> bool:
        """Tell whether boxes give the whole width at little more than the weaker; there are none, it is asked for."""
        if self.boxes is None:
            return True
        masks = self.pattern.hidden, self.pattern.cost
        whole, part = (self.boxes.cheapest(each, *masks) for each in (goal, weaker))
        return whole is not None and part is not None and whole.cost <= WORTH * part.cost


def _weaker(goals: list[Goal]) -> list[Goal]:
    return [replace(goal, amount=INSIDER * goal.amount) for goal in goals]


def _work(merged: Merged, sensitive: np.ndarray, needs: Needs, cost: np.ndarray, choices: Choices) -> _Work:
    inside, price = merged.any_of(sensitive), merged.total(cost)
    if np.isinf(price[inside]).any() and np.isinf(merged.total(np.where(sensitive, 0.0, cost))[inside]).any():
        raise UnprotectableError
    width = Needs(merged.most(needs.lower), merged.most(needs.upper), merged.most(needs.width))
    seconds, searched = choices.get("seconds"), (merged.system.values, merged.system.relations)
    return _Work(
        merged.system,
        goals_of(merged.system.values, inside, width),
        seeker(*searched),
        seeker(*searched, reaches=FAR_REACHES),
        Pattern(inside, price),
        choices.get("progress") or (lambda _what, _done, _steps: None),
        time.monotonic(),
        np.inf if seconds is None else seconds,
        has_appeared=choices.get("has_appeared", False),
    )


def _ordered(work: _Work) -> list[Goal]:
    """Take the least demanding goals first where there is time: their short circuits then make the way of others."""
    is_patient = WHOLE < work.system.size <= MOST_PATIENT
    return work.goals[::-1] if is_patient else work.goals


def _refine(work: _Work, most: int, seed: int) -> None:
    """Publish again what is superfluous, search for less, and publish again what that left."""
    pattern, system, trials = work.pattern, work.system, min(most, CELL_TRIALS // work.system.size)
    sweeps = TRIED if trials and system.size > WHOLE else 0
    stop = work.lightening(sweeps + TRIED + trials + TRIED)
    sweep(pattern, work.patient, tried=sweeps, stop=stop)
    republish(pattern, system, tried=TRIED, stop=stop)
    improve(pattern, work.circuits, rounds=trials, seed=seed, stop=stop)
    republish(pattern, system, tried=TRIED, stop=stop)


def _check(system: System, masks: tuple[np.ndarray, ...], amounts: tuple[np.ndarray, ...]) -> None:
    if any(len(each) != system.size for each in (*masks, *amounts)):
        raise InputError("Le masquage attend une valeur par case pour chaque réglage : vérifiez leurs longueurs.")
    if any(np.isnan(each).any() or (each < 0).any() for each in amounts):
        raise InputError(
            "Un coût ou une largeur de protection est négatif ou manquant : donnez des nombres positifs."
        )
    if (amounts[-1] <= 0).any():
        raise InputError("Le coût d’une case à masquer est nul : donnez à chaque case un coût positif.")


_LATE = (
    "Le temps accordé n’a pas suffi à protéger toutes les cases sensibles : accordez plus de secondes, "
    "ou publiez le tableau à un niveau moins fin."
)

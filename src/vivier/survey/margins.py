"""Which totals cannot hold together: the smallest set of margins that no weights satisfy.

Implicit hitting sets (Ignatiev, Previti, Liffiton, Marques-Silva, 2015): a set of margins conflicts if and only if it
meets every correction, a set of margins without which the others hold. Corrections are found one at a time.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack

from vivier.french import counted, listed
from vivier.survey.system import System
from vivier.vocabulary import InputError

_ROUNDS = 300
_NOTHING = 1e-7
_NAMED = 6


class UnreachableTotalsError(InputError):
    """Say that totals cannot be reached together, and name the margins; `margins` holds all of them."""

    def __init__(self, margins: tuple[str, ...], between: tuple[float, float]) -> None:
        self.margins = margins
        low, high = (f"{each:.6g}".replace(".", ",") for each in between)
        free = "" if between[0] == -np.inf else f" en multipliant chaque poids par {low} à {high}"
        names = [f"« {each} »" for each in margins[:_NAMED]]
        if len(margins) > _NAMED:
            names.append(counted(len(margins) - _NAMED, "autre"))
        is_one = len(margins) == 1
        what, fix = ("le total de", "corrigez-le") if is_one else ("à la fois les totaux de", "corrigez l’un d’eux")
        super().__init__(f"Aucun calage ne donne {what} {listed(names)}{free} : {fix}, ou élargissez les bornes.")


def conflict(system: System, low: float, high: float) -> tuple[int, ...] | None:
    """Give the smallest set of margins that cannot hold together, None when all can.

    Past a number of rounds, which only hundreds of entangled margins reach, the set is one from which none can be
    left out, no longer proven the smallest.
    """
    feasible = _Feasible(system, low, high)
    everything = tuple(range(len(system.aims)))
    if feasible.holds(everything):
        return None
    corrections: list[tuple[int, ...]] = []
    for _ in range(_ROUNDS):
        chosen = _hitting(corrections, len(everything))
        others = tuple(at for at in everything if at not in chosen)
        missed = feasible.missed(chosen, others)
        if missed is None:
            return chosen
        if not missed:  # each program is right to seven digits: they may disagree on what is nearly possible
            return None
        corrections.append(_shrunk(feasible, everything, missed))
    return _irreducible(feasible, everything)


def _shrunk(feasible: "_Feasible", everything: tuple[int, ...], missed: tuple[int, ...]) -> tuple[int, ...]:
    """Take back into the margins that hold each of those missed that can be."""
    held = [at for at in everything if at not in missed]
    for at in missed:
        if feasible.holds((*held, at)):
            held.append(at)
    return tuple(at for at in everything if at not in held)


def _irreducible(feasible: "_Feasible", everything: tuple[int, ...]) -> tuple[int, ...]:
    kept = list(everything)
    for at in everything:
        if not feasible.holds(tuple(each for each in kept if each != at)):
            kept.remove(at)
    return tuple(kept)


def _hitting(corrections: list[tuple[int, ...]], margins: int) -> tuple[int, ...]:
    """Give the fewest margins that meet every correction."""
    if not corrections:
        return ()
    meets = np.zeros((len(corrections), margins))
    for row, correction in enumerate(corrections):
        meets[row, list(correction)] = 1
    found = milp(
        np.ones(margins), integrality=np.ones(margins), bounds=Bounds(0, 1), constraints=LinearConstraint(meets, lb=1)
    )
    return tuple(np.flatnonzero(found.x > 0.5).tolist())


class _Feasible:
    """Tell whether ratios between two bounds give totals: a linear program over the groups of units."""

    def __init__(self, system: System, low: float, high: float) -> None:
        self._sums = csr_array((system.weights[:, None] * system.matrix).T)
        self._aims = system.aims
        self._between = (low, high)

    def holds(self, margins: tuple[int, ...]) -> bool:
        """Tell whether these margins can hold together."""
        return self.missed(margins, ()) == ()

    def missed(self, held: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...] | None:
        """Hold some margins, miss the others as little as possible, and name those missed; None: none can hold."""
        rows = [*held, *wanted]
        if not rows:
            return ()
        groups, free = self._sums.shape[1], len(wanted)
        if not groups + free:  # nobody to weigh: only totals of nothing hold
            return None if np.abs(self._aims[rows]).max() > _NOTHING else ()
        slack = np.zeros((len(rows), 2 * free))
        for rank in range(free):
            slack[len(held) + rank, [2 * rank, 2 * rank + 1]] = (1.0, -1.0)
        found = linprog(
            np.append(np.zeros(groups), np.ones(2 * free)),
            A_eq=hstack([self._sums[rows], csr_array(slack)]) if free else self._sums[rows],
            b_eq=self._aims[rows],
            bounds=np.array([self._between] * groups + [(0.0, np.inf)] * (2 * free)).reshape(-1, 2),
            method="highs",
        )
        if found.status == 2:
            return None
        over = found.x[groups:].reshape(free, 2).sum(axis=1)
        return tuple(wanted[rank] for rank in np.flatnonzero(over > _NOTHING).tolist())

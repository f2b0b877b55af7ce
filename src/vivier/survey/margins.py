"""Which totals cannot hold together: the smallest set of margins that no weights satisfy.

Implicit hitting sets (Ignatiev, Previti, Liffiton, Marques-Silva, 2015): a set of margins conflicts if and only if it
meets every correction, a set of margins without which the others hold. Corrections are found one at a time.
"""

import highspy
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from vivier.french import counted, listed
from vivier.survey.distances import WIDEST
from vivier.survey.system import System
from vivier.vocabulary import InputError

_ROUNDS = 80
_NOTHING = 1e-7
_LIGHT = 1e-3  # beside the cost of a margin that must hold
_NAMED = 6


class UnreachableTotalsError(InputError):
    """Say that totals cannot be reached together, and name the margins; `margins` holds all of them."""

    def __init__(self, margins: tuple[str, ...], between: tuple[float, float]) -> None:
        self.margins = margins
        low, high = (f"{each:.4g}".replace(".", ",") for each in between)
        has_bounds = between[1] < WIDEST
        positive = "" if between[0] < 0 else " avec des poids positifs"
        free = f" en multipliant chaque poids par {low} à {high}" if has_bounds else positive
        names = [f"« {each} »" for each in margins[:_NAMED]]
        if len(margins) > _NAMED:
            names.append(counted(len(margins) - _NAMED, "autre"))
        is_one = len(margins) == 1
        what, fix = ("le total de", "corrigez-le") if is_one else ("à la fois les totaux de", "corrigez l’un d’eux")
        more = ", ou élargissez les bornes" if has_bounds else ""
        super().__init__(f"Aucun calage ne donne {what} {listed(names)}{free} : {fix}{more}.")


def conflict(system: System, low: float, high: float) -> tuple[int, ...] | None:
    """Give the smallest set of margins that cannot hold together, None when all can.

    Past a number of rounds, which only dozens of entangled margins reach, the set is one from which none can be
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
    """Tell whether ratios between two bounds give totals: one linear program, of which only the costs change.

    Each margin may be missed, by more or by less, at a cost; the program starts again from where the last one ended.
    """

    def __init__(self, system: System, low: float, high: float) -> None:
        self._aims, groups = system.aims, len(system.weights)
        sums = csr_array((system.weights[:, None] * system.matrix).T)
        slack = csr_array(np.repeat(np.eye(len(self._aims)), 2, axis=1) * np.tile((1.0, -1.0), len(self._aims)))
        self._places = groups + np.arange(2 * len(self._aims))
        free = np.zeros(2 * len(self._aims))
        self._model = _loaded(
            csr_array(hstack([sums, slack])), self._aims,
            (np.append(np.full(groups, low), free), np.append(np.full(groups, high), free + np.inf)),
        )  # fmt: skip

    def holds(self, margins: tuple[int, ...]) -> bool:
        """Tell whether these margins can hold together."""
        return self.missed(margins, ()) == ()

    def missed(self, held: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...] | None:
        """Hold some margins, miss the others as little as possible, and name those missed; None: none can hold."""
        over = self._over(held, wanted, _LIGHT)
        if over[list(held)].sum() > _NOTHING and wanted:
            over = self._over(held, wanted, 0.0)  # the light costs may have weighed after all
        if over[list(held)].sum() > _NOTHING:
            return None
        return tuple(at for at in wanted if over[at] > _NOTHING)

    def _over(self, held: tuple[int, ...], wanted: tuple[int, ...], light: float) -> np.ndarray:
        """Give by how much each margin is missed at the least cost."""
        cost = np.zeros(len(self._aims))
        cost[list(held)], cost[list(wanted)] = 1.0, light
        self._model.changeColsCost(len(self._places), self._places.astype(np.int32), np.repeat(cost, 2))
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._model.clearSolver()
            self._model.run()
        point = np.array(self._model.getSolution().col_value)
        return np.asarray(point[self._places].reshape(-1, 2).sum(axis=1))


def _loaded(matrix: csr_array, aims: np.ndarray, between: tuple[np.ndarray, np.ndarray]) -> highspy.Highs:
    """Give the program to HiGHS, without costs; what changes later leaves its last point possible."""
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = matrix.shape[1], matrix.shape[0]
    program.col_cost_ = np.zeros(matrix.shape[1])
    program.col_lower_, program.col_upper_ = between
    program.row_lower_ = program.row_upper_ = aims
    rows = highspy.HighsSparseMatrix()
    rows.format_ = highspy.MatrixFormat.kRowwise
    rows.num_col_, rows.num_row_ = program.num_col_, program.num_row_
    rows.start_, rows.index_, rows.value_ = matrix.indptr, matrix.indices, matrix.data
    program.a_matrix_ = rows
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("simplex_strategy", 4)):  # 4: primal
        model.setOptionValue(option, value)
    model.passModel(program)
    return model

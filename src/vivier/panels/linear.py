"""The programs of an assignment, written once over any set of pairs and solved by HiGHS on one thread."""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from vivier.panels.layout import Layout

INFINITY = float(highspy.kHighsInf)
PENALTY = 100.0  # of one seat missing, in units of the best affinity: more than any chain of exchanges gains


@dataclass(frozen=True)
class Rows:
    """Hold the rows of every program: seats of dossiers, loads of experts, floors of dossiers, quotas of groups."""

    layout: Layout

    @property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most of each row, floors left open."""
        one = self.layout
        dossiers = one.shape[1]
        seats = np.full(dossiers, float(one.seats))
        low = [seats, one.low, np.full(dossiers, -INFINITY)]
        high = [seats, one.high, np.full(dossiers, INFINITY)]
        for _, least, most in one.groups:
            low.append(np.full(dossiers, float(least)))
            high.append(np.full(dossiers, float(most)))
        return np.concatenate(low).astype(float), np.concatenate(high).astype(float)

    @property
    def floors(self) -> slice:
        """Where the floors are."""
        experts, dossiers = self.layout.shape
        return slice(dossiers + experts, 2 * dossiers + experts)

    def columns(self, pairs: np.ndarray) -> sparse.csc_matrix:
        """Give the columns of some pairs, one a pair."""
        one = self.layout
        experts, dossiers = one.shape
        who, where = pairs[:, 0], pairs[:, 1]
        at = np.arange(len(pairs))
        rows = [where, dossiers + who, dossiers + experts + where]
        data = [np.ones(len(pairs)), np.ones(len(pairs)), one.worth[who, where]]
        columns = [at, at, at]
        for rank, (mask, _, _) in enumerate(one.groups):
            inside = mask[who]
            rows.append(2 * dossiers + experts + rank * dossiers + where[inside])
            data.append(np.ones(int(inside.sum())))
            columns.append(at[inside])
        shape = (2 * dossiers + experts + len(one.groups) * dossiers, len(pairs))
        cells = (np.concatenate(data), (np.concatenate(rows), np.concatenate(columns)))
        return sparse.csc_matrix(cells, shape=shape)

    def priced(self, duals: np.ndarray) -> np.ndarray:
        """Give what the rows charge for each pair, by their multipliers."""
        one = self.layout
        experts, dossiers = one.shape
        seats, loads, floors = np.split(duals[: 2 * dossiers + experts], [dossiers, dossiers + experts])
        charged = seats[None, :] + loads[:, None] + one.worth * floors[None, :]
        for rank, (mask, _, _) in enumerate(one.groups):
            start = 2 * dossiers + experts + rank * dossiers
            charged[mask] += duals[start : start + dossiers]
        return np.asarray(charged)


def model(threads: int = 1) -> highspy.Highs:
    """Give an empty, silent model."""
    made = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", threads), ("random_seed", 1)):
        made.setOptionValue(option, value)
    return made


@dataclass(frozen=True)
class Asked:
    """Hold a whole program over some pairs: minimise `cost`, every dossier at least at its `floor`, some pairs held.

    With `lift` one more variable, the worst, is raised with this weight, at most to `most`. With `price` a dossier
    may stay under its floor, at this price a unit.
    """

    pairs: np.ndarray
    cost: np.ndarray
    floor: np.ndarray
    held: np.ndarray
    lift: float = 0.0
    most: float = INFINITY
    price: float = 0.0


@dataclass(frozen=True)
class Limits:
    """Hold when to stop: seconds, and nodes of the search tree, which are the same on every machine."""

    seconds: float
    nodes: int = 200
    gap: float = 1e-6
    start: np.ndarray | None = None


@dataclass(frozen=True)
class Solved:
    """Hold what was found over the pairs (None: nothing), a proven bound of the cost, and whether nothing exists."""

    taken: np.ndarray | None
    bound: float
    is_impossible: bool = False
    is_proven: bool = False


def solve(rows: Rows, asked: Asked, limits: Limits) -> Solved:
    """Solve a whole program over some pairs within limits."""
    made = model()
    made.passModel(_loaded(rows, asked))
    limit(made, limits)
    if limits.start is not None:
        start = highspy.HighsSolution()
        start.col_value = limits.start.tolist()
        made.setSolution(start)
    made.run()
    status, given = made.getModelStatus(), made.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solved(None, INFINITY, is_impossible=True)
    is_found = given.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    taken = np.array(made.getSolution().col_value)[: len(asked.pairs)] > 0.5 if is_found else None
    return Solved(taken, given.mip_dual_bound, is_proven=status == highspy.HighsModelStatus.kOptimal)


def limit(made: highspy.Highs, limits: Limits) -> None:
    """Say to a model when to stop, from now on."""
    made.setOptionValue("time_limit", made.getRunTime() + max(limits.seconds, 0.05))
    made.setOptionValue("mip_max_nodes", limits.nodes)
    made.setOptionValue("mip_rel_gap", limits.gap)
    made.setOptionValue("mip_abs_gap", 1e-7)


def _loaded(rows: Rows, asked: Asked) -> highspy.HighsLp:
    low, high = rows.bounds
    low[rows.floors] = asked.floor
    parts = [rows.columns(asked.pairs)]
    cost, least, most = [asked.cost], [asked.held.astype(float)], [np.ones(len(asked.pairs))]
    if asked.lift:
        low[rows.floors] = 0.0
        parts.append(_floors(rows, np.full((len(asked.floor), 1), -1.0)))
        cost.append(np.array([-asked.lift]))
        least.append(np.array([asked.floor.min()]))
        most.append(np.array([asked.most]))
    if asked.price:
        parts.append(_floors(rows, np.eye(len(asked.floor))))
        cost.append(np.full(len(asked.floor), asked.price))
        least.append(np.zeros(len(asked.floor)))
        most.append(np.full(len(asked.floor), INFINITY))
    matrix = sparse.hstack(parts, format="csc")
    loaded = highspy.HighsLp()
    loaded.num_col_, loaded.num_row_ = matrix.shape[1], matrix.shape[0]
    loaded.col_cost_, loaded.col_lower_, loaded.col_upper_ = map(np.concatenate, (cost, least, most))
    loaded.row_lower_, loaded.row_upper_ = low, high
    held = loaded.a_matrix_
    held.format_ = highspy.MatrixFormat.kColwise
    held.start_, held.index_, held.value_ = matrix.indptr, matrix.indices, matrix.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    loaded.integrality_ = [kinds[at < len(asked.pairs)] for at in range(matrix.shape[1])]
    return loaded


def _floors(rows: Rows, cells: np.ndarray) -> sparse.csc_matrix:
    """Give columns that enter the floors only."""
    placed = np.zeros((len(rows.bounds[0]), cells.shape[1]))
    placed[rows.floors] = cells
    return sparse.csc_matrix(placed)

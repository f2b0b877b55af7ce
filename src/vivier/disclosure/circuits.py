"""The cheapest way to let one cell move: a circuit of cells that change together while every sum holds."""

from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse import csr_array

from vivier.disclosure.goals import NOBODY, Goal

# Flows are in units of the goal's amount: beyond this many times it, a cell is never needed.
MOST_FLOW = 50.0
NIL = 1e-7
# Hidden cells are nearly free, not free: circuits stay short, and the simplex does not wander among equals.
PASSAGE = 1e-3


@dataclass(frozen=True)
class Circuit:
    """Hold the cells that move together, (k,) indices, what hiding the new ones costs, and by how much each moves.

    `moves` is (k,), in the unit of the table, as far as the circuit goes: a further step takes a cell below zero.
    """

    cells: np.ndarray
    cost: float
    moves: np.ndarray

    def meets(self, goal: Goal) -> bool:
        """Tell whether the circuit is the proof of a goal too, besides the one it was sought for.

        >>> Circuit(np.array([1, 3]), 0.0, np.array([-4.0, 4.0])).meets(Goal(3, 2.5, way=1))
        True
        """
        moved = float(self.moves[self.cells == goal.cell].sum())
        reached = moved * goal.way if goal.way else abs(moved)
        return reached >= goal.amount and goal.known not in self.cells.tolist()


class Circuits:
    """Finds circuits in one system; keeps the linear program loaded from one search to the next.

    Flows up and down are two columns a cell; hidden cells are free, the others cost their cost times the share of the
    amount that they carry (relaxation of « hidden or not »), then are weighed again by what they carried.
    """

    def __init__(self, values: np.ndarray, relations: csr_array, *, is_hasty: bool = False) -> None:
        """Load the relations, (m, n), of n cells once; a hasty search takes the first direction that works."""
        self._values, self._size = values, len(values)
        self._columns = np.arange(2 * self._size, dtype=np.int32)
        self._model = _loaded(relations)
        self._passage, self._is_hasty = PASSAGE, is_hasty

    def cheapest(self, goal: Goal, hidden: np.ndarray, cost: np.ndarray, *, most: float = np.inf) -> Circuit | None:
        """Give the cheapest circuit found that meets a goal for less than `most`, or None.

        `hidden` is (n,) bool, free to move; `cost` is (n,), inf where a cell may not be hidden.
        """
        best: Circuit | None = None
        for up in (1.0, 0.0) if goal.way == 0 else (float(goal.way > 0),):
            found = self._along(goal, up, hidden, np.where(cost < most, cost, np.inf), most)
            if found is not None and found.cost < most:
                best, most = found, found.cost
            if best is not None and (self._is_hasty or best.cost == 0):
                break
        return best

    def _along(self, goal: Goal, up: float, hidden: np.ndarray, cost: np.ndarray, most: float) -> Circuit | None:
        """Search with one direction asked: the cell itself rises (`up` = 1) or falls by the whole amount."""
        room = np.minimum(self._values / goal.amount, MOST_FLOW)
        open_cells = hidden | np.isfinite(cost)
        if goal.known != NOBODY:
            open_cells = open_cells & (np.arange(self._size) != goal.known)
        rise, fall = np.where(open_cells, MOST_FLOW, 0.0), np.where(open_cells, room, 0.0)
        price = np.where(hidden | ~open_cells, 0.0, cost)
        self._passage = PASSAGE * float(cost[open_cells & ~hidden].min(initial=1.0))
        low = np.zeros(2 * self._size)
        asked, other = (goal.cell, goal.cell + self._size)[:: 1 if up else -1]
        high = np.concatenate([rise, fall])
        if high[asked] < 1:
            return None
        low[asked] = high[asked] = 1.0
        high[other] = 0.0
        self._model.changeColsBounds(2 * self._size, self._columns, low, high)
        flow = self._solved(np.concatenate([price, price / np.clip(room, NIL, 1.0)]), most)
        return None if flow is None else self._stretched(self._narrowed(flow, price), goal.amount)

    def _stretched(self, found: Circuit, amount: float) -> Circuit:
        """Take a circuit as far as it goes: what it reaches on its way may meet other goals."""
        falls = found.moves < -NIL
        most = float((self._values[found.cells][falls] / -found.moves[falls]).min(initial=np.inf))
        further = max(amount, most if np.isfinite(most) else 0.0)
        return replace(found, moves=found.moves * further)

    def _narrowed(self, flow: np.ndarray, price: np.ndarray) -> Circuit:
        """Weigh cells again by what they carried, so that the next flow gathers on fewer; keep the cheapest."""
        best = _circuit(flow, price)
        for _ in range(2):
            if best.cost == 0:
                break
            carried = np.abs(flow)
            again = price / np.clip(np.where(carried > NIL, carried, 1.0), NIL, 1.0)
            again = np.where(carried > NIL, again, 2 * price)
            following = self._solved(np.concatenate([again, again]))
            if following is None:
                break
            flow = following
            found = _circuit(flow, price)
            if found.cost >= best.cost:
                break
            best = found
        return best

    def _solved(self, price: np.ndarray, most: float = np.inf) -> np.ndarray | None:
        # The relaxation is a lower bound: past `most`, no circuit is that cheap, and the search may stop.
        self._model.setOptionValue("objective_bound", float(most))
        self._model.changeColsCost(2 * self._size, self._columns, np.maximum(price, self._passage))
        # Costs are ≥ 0, so the empty basis is already dual feasible: starting anew beats the last basis four to one.
        self._model.setBasis()
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        both = np.array(self._model.getSolution().col_value)
        flow: np.ndarray = both[: self._size] - both[self._size :]
        return flow


def _circuit(flow: np.ndarray, price: np.ndarray) -> Circuit:
    cells = np.flatnonzero(np.abs(flow) > NIL)
    return Circuit(cells, float(price[cells].sum()), flow[cells])


def _loaded(relations: csr_array) -> highspy.Highs:
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("presolve", "off")):
        model.setOptionValue(option, value)
    both = sparse.hstack([relations, -relations]).tocsc()
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = both.shape[1], both.shape[0]
    program.col_cost_ = program.col_lower_ = np.zeros(both.shape[1])
    program.col_upper_ = np.zeros(both.shape[1])
    program.row_lower_ = program.row_upper_ = np.zeros(both.shape[0])
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_, matrix.index_, matrix.value_ = both.indptr, both.indices, both.data
    model.passModel(program)
    return model

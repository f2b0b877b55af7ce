"""The attacker: what anyone can work out of hidden cells, from what is published, the sums and amounts ≥ 0."""

from collections.abc import Iterator

import highspy
import numpy as np
from scipy.sparse import csgraph, csr_array

from vivier.disclosure.system import System

PRIMAL_SIMPLEX = 4


class Attacker:
    """Knows all that is published; keeps its linear program from one question to the next.

    Its columns are the moves, from their values, of some hidden cells: `values` is (n,), `relations` (m, n).
    """

    def __init__(self, values: np.ndarray, relations: csr_array) -> None:
        """Load the moves that the attacker cannot rule out: every sum holds, no cell goes below zero."""
        bound = csr_array(relations)
        bound, high = csr_array(bound[np.flatnonzero(np.diff(bound.indptr))]), np.full(len(values), highspy.kHighsInf)
        # Only the objective changes from one cell to the next: the last vertex stays feasible for the primal simplex.
        self._model = loaded(bound, -values, high, simplex_strategy=PRIMAL_SIMPLEX)

    def ends(self, place: int) -> tuple[float, float]:
        """Give how far below (≤ 0) and above (≥ 0, maybe inf) its value the attacker leaves a cell."""
        return -self._farthest(place, -1), self._farthest(place, 1)

    def _farthest(self, place: int, sense: int) -> float:
        self._model.changeColCost(place, 1.0)
        self._model.changeObjectiveSense(highspy.ObjSense.kMaximize if sense > 0 else highspy.ObjSense.kMinimize)
        self._model.run()
        is_bounded = self._model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        reached = self._model.getInfo().objective_function_value  # read before anything changes: a change forgets it
        self._model.changeColCost(place, 0.0)
        return sense * float(reached) if is_bounded else float("inf")


def intervals(system: System, hidden: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Give the interval, (k, 2) in the table's unit, that an attacker finds for each of k hidden cells.

    `hidden` is (n,) bool, `cells` are indices of hidden cells. An end is `inf` where nothing bounds the cell. Values
    of the hidden cells are used as a starting point only: the intervals would be the same for any consistent values.

    >>> row = System(np.array([60.0, 25, 35]), csr_array([[1.0, -1, -1]]))
    >>> intervals(row, np.array([False, True, True]), np.array([1])).tolist()
    [[0.0, 60.0]]
    """
    found = np.repeat(system.values[cells, None], 2, axis=1)
    asked = {int(cell): rank for rank, cell in enumerate(cells)}
    for columns, relations in _parts(system, hidden & (system.values > 0)):
        wanted = [(place, asked[cell]) for place, cell in enumerate(columns.tolist()) if cell in asked]
        if wanted:
            attacker = Attacker(system.values[columns], relations)
            for place, rank in wanted:
                found[rank] += attacker.ends(place)
    bounded: np.ndarray = np.maximum(found, 0.0)
    return bounded


def _parts(system: System, hidden: np.ndarray) -> Iterator[tuple[np.ndarray, csr_array]]:
    """Cut the hidden cells into parts that no relation links; each with the relations that bind it."""
    columns = np.flatnonzero(hidden)
    relations = csr_array(system.relations)[:, columns]
    links = csr_array(relations.T @ relations) if len(columns) else csr_array((0, 0))
    count, label = csgraph.connected_components(links, directed=False) if len(columns) else (0, np.zeros(0))
    for part in range(count):
        inside = np.flatnonzero(label == part)
        yield columns[inside], csr_array(relations[:, inside])


def loaded(relations: csr_array, low: np.ndarray, high: np.ndarray, **options: int) -> highspy.Highs:
    """Load moves of cells that keep every sum, (m, n) relations, each between `low` and `high`, (n,)."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    always: tuple[tuple[str, bool | int | str], ...] = (("output_flag", False), ("threads", 1), ("presolve", "off"))
    for option, value in (*always, *options.items()):
        model.setOptionValue(option, value)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(low), relations.shape[0]
    program.col_cost_ = np.zeros(len(low))
    program.col_lower_, program.col_upper_ = low, high
    program.row_lower_ = program.row_upper_ = np.zeros(relations.shape[0])
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_, matrix.value_ = relations.indptr, relations.indices, relations.data
    model.passModel(program)
    return model


def told_by_sums(relations: csr_array, hidden: np.ndarray) -> np.ndarray:
    """Give the hidden cells, (n,) bool, that sums alone tell: the last hidden one of a relation, again and again.

    Far quicker than intervals, it finds most of what is told exactly, not all of it.

    >>> told_by_sums(csr_array([[1.0, -1, -1]]), np.array([False, True, False])).tolist()
    [False, True, False]
    """
    links, left = abs(csr_array(relations)), hidden.copy()
    while True:
        last = (links @ left.astype(float)) == 1
        told = left & ((links.T @ last.astype(float)) > 0)
        if not told.any():
            known: np.ndarray = hidden & ~left
            return known
        left &= ~told

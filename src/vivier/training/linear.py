"""Linear and integer programs, written once for every part of the engine and solved by HiGHS."""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

INFINITY = float(highspy.kHighsInf)
_STATUS = highspy.HighsModelStatus


@dataclass(frozen=True)
class Program:
    """Hold: minimise `cost`·x with `low` ≤ x ≤ `high`, `least` ≤ `rows`·x ≤ `most`, x whole where `whole` is true."""

    cost: np.ndarray
    low: np.ndarray
    high: np.ndarray
    rows: sparse.csr_matrix
    least: np.ndarray
    most: np.ndarray
    whole: np.ndarray

    @property
    def size(self) -> int:
        """The number of variables."""
        return len(self.cost)


@dataclass(frozen=True)
class Solved:
    """Hold what solving gave: the best values found (none if none), their cost, and a proven lower bound of it."""

    values: np.ndarray | None
    value: float
    bound: float
    duals: np.ndarray | None = None
    is_infeasible: bool = False


@dataclass(frozen=True)
class Limits:
    """Hold when to stop: seconds, nodes of the search tree, relative gap; a start; a question asked at times."""

    seconds: float = 1e6
    nodes: int = 2_000_000_000
    gap: float = 1e-9
    start: np.ndarray | None = None
    stop: Callable[[], bool] | None = None


def engine(program: Program, *, relaxed: bool = False) -> highspy.Highs:
    """Load a program into HiGHS, silent and on one thread; `relaxed` forgets that values are whole."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
        model.setOptionValue(option, value)
    loaded = highspy.HighsLp()
    loaded.num_col_, loaded.num_row_ = program.size, program.rows.shape[0]
    loaded.col_cost_, loaded.col_lower_, loaded.col_upper_ = program.cost, program.low, program.high
    loaded.row_lower_, loaded.row_upper_ = program.least, program.most
    matrix = loaded.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_, matrix.value_ = program.rows.indptr, program.rows.indices, program.rows.data
    if not relaxed and program.whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        loaded.integrality_ = [kinds[int(each)] for each in program.whole]
    model.passModel(loaded)
    return model


def solve(program: Program, limits: Limits | None = None) -> Solved:
    """Solve a program, whole where it must be, within limits; what is proven is said by the bound.

    >>> small = Program(np.array([-3.0, -2]), np.zeros(2), np.full(2, 9.0), sparse.csr_matrix([[2.0, 1]]),
    ...                 np.array([-INFINITY]), np.array([7.0]), np.array([True, True]))
    >>> solve(small).values.tolist(), solve(small).bound
    ([0.0, 7.0], -14.0)
    """
    limits = limits or Limits()
    model = engine(program)
    _limit(model, limits)
    if limits.start is not None:
        start = highspy.HighsSolution()
        start.col_value = limits.start.tolist()
        model.setSolution(start)
    model.run()
    return read(model, is_whole=bool(program.whole.any()))


def _limit(model: highspy.Highs, limits: Limits) -> None:
    model.setOptionValue("time_limit", float(max(limits.seconds, 0.01)))
    model.setOptionValue("mip_max_nodes", limits.nodes)
    model.setOptionValue("mip_rel_gap", limits.gap)
    model.setOptionValue("mip_abs_gap", 1e-6)
    asked = limits.stop
    if asked is not None:

        def interrupt(event: highspy.HighsCallbackEvent) -> None:
            event.interrupt(asked())

        model.cbMipInterrupt.subscribe(interrupt)


def read(model: highspy.Highs, *, is_whole: bool) -> Solved:
    """Give what a model holds after a run."""
    status, given = model.getModelStatus(), model.getInfo()
    if status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible):
        return Solved(None, INFINITY, INFINITY, is_infeasible=True)
    is_found = given.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    if is_whole:
        values = np.array(model.getSolution().col_value) if is_found else None
        return Solved(values, given.objective_function_value if is_found else INFINITY, given.mip_dual_bound)
    if status != _STATUS.kOptimal:  # a linear program cut short proves nothing here
        return Solved(None, INFINITY, -INFINITY)
    found = model.getSolution()
    value = given.objective_function_value
    return Solved(np.array(found.col_value), value, value, np.array(found.row_dual))

"""What one who keeps everything published can work out of hidden cells: their least and greatest possible values."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import highspy
import numpy as np
from scipy.sparse import block_array, csc_array, csr_array, eye_array
from scipy.sparse.linalg import splu

from vivier.vocabulary import InputError

EXACT = 1e-6  # relative: an interval this narrow is the value itself
_STATUS = highspy.HighsModelStatus
_ENDLESS = (_STATUS.kUnbounded, _STATUS.kUnboundedOrInfeasible)
_SETTLED = (_STATUS.kOptimal, *_ENDLESS)
_UP, _DOWN = highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize
_DAMPING, _ROUNDS, _STILL = 1e-8, 20, 1e-12
_MARGIN = 1e-7  # relative: what a linear program may miss by
# Widened together, so many times at most, down to so few: each asks for its own program then.
_SWEEPS, _LEFT = 12, 30
_BATCH = 4_000  # targets worked out apart: fewer would not pay for loading the program again


@dataclass(frozen=True)
class Target:
    """Hold what to work out: a sum of unknowns, and the width under which it is known too well.

    The width is the greater of `width` and `share` of the least possible value.
    """

    columns: tuple[int, ...]
    signs: tuple[float, ...]
    width: float = 0.0
    share: float = 0.0


@dataclass(frozen=True)
class Inferred:
    """Hold what was worked out of a target: bounds (attained), and whether they are too near."""

    low: float
    high: float
    is_narrow: bool

    @property
    def is_exact(self) -> bool:
        """Whether the value itself is known."""
        return self.high - self.low <= EXACT * max(1.0, min(abs(self.low), abs(self.high)))


class Attacker:
    """Know what is published, that nothing is negative, and every sum; work out the rest by linear programs.

    Each program's answer is a possible state of all the cells: it widens the bounds of every target, most of which
    then need no program of their own.
    """

    def __init__(self, values: np.ndarray, relations: csr_array) -> None:
        self.unknown = np.flatnonzero(np.isnan(values))
        self._column = np.full(len(values), -1, np.int64)
        self._column[self.unknown] = np.arange(len(self.unknown))
        self._known = np.nan_to_num(values)
        rows = csr_array(relations[:, self.unknown])
        used = np.diff(rows.indptr) > 0
        self.rows = csr_array(rows[used])
        self._right = -(relations @ self._known)[used]
        self._low = np.full(len(self.unknown), np.inf)
        self._high = np.full(len(self.unknown), -np.inf)
        self._model: highspy.Highs | None = None

    def infer(self, target: Target) -> Inferred:
        """Work out a target; what is certainly wide enough is not worked out to the end.

        Raises:
            InputError: what is published contradicts itself.
        """
        places, signs = self._column[list(target.columns)], np.array(target.signs)
        hidden = places >= 0
        fixed = float(signs[~hidden] @ self._known[np.array(target.columns)[~hidden]])
        places, signs = places[hidden], signs[hidden]
        low, high = fixed, fixed
        if len(places) == 1 and signs[0] == 1:  # what earlier programs have reached
            low, high = fixed + float(self._low[places[0]]), fixed + float(self._high[places[0]])
        for sense in (_UP, _DOWN) if len(places) else ():
            if len(places) == 1 and np.isfinite(low) and not _is_narrow(low, high, target):
                break
            reached = fixed + self._reach(places, signs, sense)
            if sense == _UP:
                high, low = reached, (min(low, reached) if len(places) == 1 else low)
            else:
                low = reached
        return Inferred(low, high, _is_narrow(low, high, target))

    def widen(self, targets: Sequence[Target], *, done: Callable[[int], None]) -> None:
        """Widen the bounds of many targets of one cell each: a program pushes them all, each up or down at random.

        The next one pushes those that are still narrow the other way, and so on: of 6,806 targets, 20 then need a
        program of their own, not 750. `done` is told how many are wide.
        """
        single = [(int(self._column[each.columns[0]]), each) for each in targets if each.signs == (1.0,)]
        waiting, way = [each for each in single if each[0] >= 0], np.random.default_rng(20260131)
        signs = way.choice([-1.0, 1.0], len(self.unknown))
        for turn in range(_SWEEPS):
            waiting = [(at, each) for at, each in waiting if self._is_open(at, each)]
            done(len(targets) - len(waiting))
            if len(waiting) <= _LEFT:
                return
            places = np.unique([at for at, _ in waiting])
            if not np.isfinite(self._reach(places, signs[places], _UP)):
                return  # nothing bounds some of them, and there is no farthest state
            signs = way.choice([-1.0, 1.0], len(self.unknown)) if turn % 2 else -signs

    def _is_open(self, at: int, target: Target) -> bool:
        low, high = float(self._low[at]), float(self._high[at])
        return not np.isfinite(low) or _is_narrow(low, high, target)

    def _reach(self, places: np.ndarray, signs: np.ndarray, sense: highspy.ObjSense) -> float:
        """Give the end of a sum of unknowns; infinite when nothing published bounds it."""
        model = self._model = self._model or self._loaded()
        for place, sign in zip(places.tolist(), signs.tolist(), strict=True):
            model.changeColCost(place, sign)
        model.changeObjectiveSense(sense)
        status = _status(model)
        for place in places.tolist():
            model.changeColCost(place, 0.0)
        if status in _ENDLESS:
            return float("inf") if sense == _UP else float("-inf")
        if status != _STATUS.kOptimal:
            raise InputError(
                "Ce qui est publié se contredit : aucune valeur des cases masquées n’en rend compte ; vérifiez que "
                "les fichiers parlent des mêmes tableaux."
            )
        point = np.maximum(np.array(model.getSolution().col_value), 0.0)
        self._low, self._high = np.minimum(self._low, point), np.maximum(self._high, point)
        return float(signs @ point[places])

    def _loaded(self) -> highspy.Highs:
        model = highspy.Highs()  # type: ignore[no-untyped-call]
        model.setOptionValue("output_flag", False)
        model.setOptionValue("threads", 1)
        model.setOptionValue("simplex_strategy", 4)  # primal: only the objective changes from one to the next
        loaded = highspy.HighsLp()
        loaded.num_col_, loaded.num_row_ = len(self.unknown), self.rows.shape[0]
        loaded.col_cost_ = np.zeros(len(self.unknown))
        loaded.col_lower_ = np.zeros(len(self.unknown))
        loaded.col_upper_ = np.full(len(self.unknown), highspy.kHighsInf)
        loaded.row_lower_ = loaded.row_upper_ = self._right
        matrix = highspy.HighsSparseMatrix()
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = len(self.unknown), self.rows.shape[0]
        matrix.start_, matrix.index_, matrix.value_ = self.rows.indptr, self.rows.indices, self.rows.data
        loaded.a_matrix_ = matrix
        model.passModel(loaded)
        return model

    def freedom(self, ways: int) -> np.ndarray:
        """Give so many random moves of the unknowns that change nothing published, one a column: (unknowns, ways).

        Where all are 0 the unknown is determined; where two rows are parallel, who knows one knows the other.
        """
        draws = np.random.default_rng(20260131).standard_normal((len(self.unknown), ways))
        return _kept_by(self.rows, draws) if self.rows.shape[0] else draws

    def column_of(self, at: int) -> int:
        """Give where a cell is among the unknowns; −1 when it is known."""
        return int(self._column[at])


def worked_out(
    values: np.ndarray, relations: csr_array, targets: Sequence[Target], *,
    done: Callable[[int], None], executor: Executor | None = None,
) -> Iterator[Inferred]:  # fmt: skip
    """Work out many targets of cells, (n,) NaN where hidden, under (m, n) relations; `done` is told how many are.

    What is narrow is the same on any executor; elsewhere bounds are those that programs happened to attain.

    Raises:
        InputError: what is published contradicts itself.
    """
    if executor is None:
        attacker = Attacker(values, relations)
        attacker.widen(targets, done=done)
        yield from (attacker.infer(target) for target in targets)
        return
    batches = [targets[start : start + _BATCH] for start in range(0, len(targets), _BATCH)]
    told = 0
    for found in executor.map(partial(_batch, values, relations), batches):
        yield from found
        done(told := told + len(found))


def _batch(values: np.ndarray, relations: csr_array, targets: Sequence[Target]) -> list[Inferred]:
    return [*worked_out(values, relations, targets, done=lambda _done: None)]


def _kept_by(rows: csr_array, moves: np.ndarray) -> np.ndarray:
    """Take out of each move, (n, ways), what changes a sum of the rows, (m, n).

    Each round divides what does by 1 + its size / `_DAMPING` (sums that repeat others are then no obstacle), and
    keeps what does not: two or three rounds leave but rounding, by one factorisation (Riley's iteration, 1955).
    """
    sums, cells = rows.shape
    whole = block_array([[eye_array(cells), rows.T], [rows, -_DAMPING * eye_array(sums)]])
    symmetric = {"permc_spec": "MMD_AT_PLUS_A", "diag_pivot_thresh": 0.0, "options": {"SymmetricMode": True}}
    factors = splu(csc_array(whole), **symmetric)
    for _ in range(_ROUNDS):
        moves = factors.solve(np.vstack([moves, np.zeros((sums, moves.shape[1]))]))[:cells]
        if np.abs(rows @ moves).max() < _STILL:
            break
    return moves


def _status(model: highspy.Highs) -> highspy.HighsModelStatus:
    """Solve from the last answer; afresh where that fails: large figures make a good start look impossible."""
    model.run()
    if model.getModelStatus() not in _SETTLED:
        model.clearSolver()
        model.run()
    return model.getModelStatus()


def _is_narrow(low: float, high: float, target: Target) -> bool:
    least = max(
        target.width * (1 - _MARGIN), target.share * low * (1 - _MARGIN), EXACT * max(1.0, min(abs(low), abs(high)))
    )
    return high - low < least

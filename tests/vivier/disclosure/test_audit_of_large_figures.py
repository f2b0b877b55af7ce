"""An attacker who starts from one answer to find the next is not misled by figures that go from one to millions."""

import numpy as np
import pytest
from scipy.sparse import csr_array, vstack

from factories.secret import crossed
from vivier.disclosure.inference import Attacker, Target
from vivier.vocabulary import InputError


def hidden_table(seed: int, rows: int = 40, columns: int = 30) -> tuple[Attacker, np.ndarray, np.ndarray]:
    """Give an attacker of a table with margins where a fifth of the cells is hidden, two a row and a column at least."""
    draws = np.random.default_rng(seed)
    inside = np.round(draws.lognormal(9, 3, (rows, columns))) + 1
    system = crossed(inside)
    hidden = np.zeros((rows + 1, columns + 1), bool)
    hidden[:rows, :columns] = draws.random((rows, columns)) < 0.2
    for row in range(rows):
        hidden[row, draws.choice(columns, 2, replace=False)] = True
    for column in range(columns):
        hidden[draws.choice(rows, 2, replace=False), column] = True
    mask = hidden.ravel()
    return Attacker(np.where(mask, np.nan, system.values), system.relations), system.values, mask


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_hidden_cell_is_bounded_around_its_value_one_after_another(seed: int) -> None:
    attacker, values, mask = hidden_table(seed)
    for at in np.flatnonzero(mask).tolist():
        endless = float(values.max())  # never wide enough: both ends are worked out
        found = attacker.infer(Target((at,), (1.0,), endless))
        near = 1e-6 * max(1.0, values[at])
        assert found.low - near <= values[at] <= found.high + near


def test_a_table_that_contradicts_itself_is_still_said_to() -> None:
    system = crossed(np.array([[3.0, 4.0], [5.0, 6.0]]))
    shown = system.values.copy()
    shown[[0, 1]] = np.nan
    shown[2] = 1.0  # the margin of the first row, under what its columns leave to it
    with pytest.raises(InputError, match="se contredit"):
        Attacker(shown, system.relations).infer(Target((0,), (1.0,), 100.0))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_moves_that_show_nothing_are_all_those_that_sums_leave(seed: int) -> None:
    attacker, _, _ = hidden_table(seed, 12, 9)
    sums = attacker.rows.toarray()
    left = sums.shape[1] - int(np.linalg.matrix_rank(sums))
    moves = attacker.freedom(left + 5)
    assert np.abs(sums @ moves).max() < 1e-12
    assert int(np.linalg.matrix_rank(moves, tol=1e-6)) == left > 3


def test_sums_said_many_times_leave_the_same_moves() -> None:
    system = crossed(np.array([[3.0, 4.0, 8.0], [5.0, 6.0, 7.0], [1.0, 2.0, 9.0]]))
    hidden = np.where(system.values < 10, np.nan, system.values)
    often = vstack([system.relations] * 4).tocsr()
    once, again = (Attacker(hidden, csr_array(each)).freedom(20) for each in (system.relations, often))
    assert int(np.linalg.matrix_rank(once, tol=1e-6)) == 4 == int(np.linalg.matrix_rank(again, tol=1e-6))
    assert np.abs(once - again).max() < 1e-6

"""Risks of units: the same for a unit whatever the others, shares of everybody, seen and unseen alike; odd products."""

import numpy as np
import pytest

from factories.workforce import ON, uncertain
from vivier.workforce import Stock
from vivier.workforce.data import Cell
from vivier.workforce.frailty import NODES
from vivier.workforce.pooling import draw_pool
from vivier.workforce.products import product
from vivier.workforce.risks import STEPS, gamma_levels, risk_weights, unseen_factors
from vivier.workforce.streams import LEVELS, Luck, keys, levels, stream
from vivier.workforce.units import units_of

DRAWS = 120
CELLS = (
    Cell("a", 30, "H", 4),
    Cell("b", 40, "F", 2),
    Cell("b", 40, "F", 3, "CDI", "g"),
    Cell("c", 50, "H", 1, "CDI", "g"),
    Cell("d", "55_59", "H", 6),
)


@pytest.fixture(scope="module")
def known():
    assumptions = uncertain()
    return units_of(Stock(ON, CELLS), assumptions), draw_pool(assumptions, DRAWS, 3)


def weights(units, pool):
    return risk_weights(units, pool, Luck(3, [one.occupation for one in units]))


def test_weights_are_of_everybody_on_every_path(known):
    units, pool = known
    found = weights(units, pool)
    assert (found.shape, found.dtype) == ((4, NODES.size, DRAWS), np.float32)
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_a_unit_has_the_same_bytes_whatever_the_units_with_it(known):
    units, pool = known
    together = weights(units, pool)
    for rank, one in enumerate(units):
        assert weights((one,), pool).tobytes() == together[rank : rank + 1].tobytes()
    assert weights(units[::-1], pool).tobytes() == together[::-1].copy().tobytes()
    assert weights(units, pool).tobytes() == together.tobytes()


def test_units_differ_from_one_another(known):
    found = weights(*known)
    assert all((found[one] != found[other]).any() for one in range(4) for other in range(one))


def test_no_unit_has_no_weight(known):
    assert weights((), known[1]).shape == (0, NODES.size, DRAWS)


@pytest.mark.parametrize("spread", [0.0, 0.05, 0.5, 1.4])
def test_levels_of_a_gamma_law_rise_from_nothing_and_have_a_mean_of_one(spread):
    found = gamma_levels(spread)
    assert (found.shape, float(found.mean())) == ((STEPS,), pytest.approx(1))
    assert (found >= 0).all()
    assert (np.diff(found) >= 0).all()
    assert (np.diff(found) > 0).all() == bool(spread)


@pytest.mark.parametrize("draws", [1, 2, 3, 4, 5, 7])
def test_factors_of_fewer_paths_are_the_first_of_more(draws):
    spreads = np.array([0.1, 0.5, 0.1, 1.0, 0.2, 0.5, 1.4, 0.3])
    many = unseen_factors(spreads, keys(1, ["a", "b"]))
    assert unseen_factors(spreads[:draws], keys(1, ["a", "b"])).tolist() == many[:, :draws].tolist()


@pytest.mark.parametrize("name", ["", "623f", "é", "\0rates", "x" * 500, "社"])
def test_a_stream_depends_on_its_seed_and_name_alone(name):
    drawn = stream(7, name).random(5).tolist()
    assert drawn == stream(7, name).random(5).tolist()
    assert drawn not in (stream(8, name).random(5).tolist(), stream(7, name + " ").random(5).tolist())


def test_nobody_has_neither_keys_nor_numbers():
    assert keys(1, []).shape == (0,)
    assert levels(keys(1, []), 0, 8).shape == (0, 8)
    assert Luck(1, []).normals(4, 3).shape == (0, 4, 3)


@pytest.mark.parametrize("cut", [4, 20, 60])
def test_numbers_asked_for_in_two_times_are_those_asked_for_at_once(cut):
    whole = levels(keys(2, ["a", "b"]), 0, 64)
    halves = np.hstack([levels(keys(2, ["a", "b"]), 0, cut), levels(keys(2, ["a", "b"]), cut, 64 - cut)])
    assert halves.tolist() == whole.tolist()
    assert 0 <= whole.min() <= whole.max() < LEVELS


@pytest.mark.parametrize(
    ("rows", "table", "found"),
    [
        ([[0, 2, 0]], [[1, 2], [3, 4], [5, 6]], [[6, 8]]),
        ([[1, 0, 1]], [[1, 2], [3, 4], [5, 6]], [[6, 8]]),
        ([[0, 0, 3], [2, 0, 0]], [[1, 2], [3, 4], [5, 6]], [[15, 18], [2, 4]]),
        ([[0, 0, 0]], [[1, 2], [3, 4], [5, 6]], [[0, 0]]),
        ([[-1, 1, 0]], [[1, 2], [3, 4], [5, 6]], [[2, 2]]),
    ],
)
def test_products_worked_out_by_hand(rows, table, found):
    made = product(np.array(rows, np.float32), np.array(table, np.float32))
    assert (made.tolist(), made.dtype) == (found, np.float32)

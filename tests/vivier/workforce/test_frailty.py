"""Unequal risks as a few fixed exponentials: the error is under a thousandth of a person, and nobody is made up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.workforce.frailty import HIGHEST, NODES, node_weights

FACTORS = st.floats(0, HIGHEST)
HAZARDS = st.floats(0, 6)


def still_there(factor, hazard):
    return float(np.exp(-NODES * hazard) @ node_weights(factor))


def test_the_error_is_under_a_thousandth_of_a_person_all_over_the_documented_ranges():
    factors, hazards = np.linspace(0, 6, 1201), np.concatenate([[0], np.geomspace(1e-4, 6, 500)])
    ours = np.exp(-np.outer(hazards, NODES)) @ node_weights(factors)
    assert np.abs(ours - np.exp(-np.outer(hazards, factors))).max() < 0.001


@given(FACTORS, HAZARDS)
def test_nobody_is_made_up_and_people_only_leave(factor, hazard):
    assert node_weights(factor).sum() == pytest.approx(1, abs=1e-6)
    assert still_there(factor, 0) == pytest.approx(1, abs=1e-6)
    assert -0.001 < still_there(factor, hazard) < 1.001
    assert still_there(factor, hazard) == pytest.approx(float(np.exp(-factor * hazard)), abs=0.001)


@given(st.lists(FACTORS, min_size=1, max_size=8), HAZARDS)
def test_a_mixture_of_factors_is_the_mean_of_their_weights(factors, hazard):
    mixed = node_weights(factors).mean(axis=1)
    expected = np.mean([np.exp(-factor * hazard) for factor in factors])
    assert float(np.exp(-NODES * hazard) @ mixed) == pytest.approx(float(expected), abs=0.001)


def test_in_a_mixture_high_risks_leave_first():
    # By hand: half at a factor of 0.2, half at 3; after a cumulated hazard of 1, (0.819 + 0.050) / 2 are there,
    # against 0.202 for as many people of the mean factor 1.6.
    mixed = node_weights([0.2, 3.0]).mean(axis=1)
    assert float(np.exp(-NODES) @ mixed) == pytest.approx(0.4342, abs=0.001)
    assert still_there(1.6, 1) == pytest.approx(0.2019, abs=0.001)


def test_a_factor_that_is_a_node_or_nil_is_itself():
    assert [still_there(0, hazard) for hazard in (0.5, 6)] == pytest.approx([1, 1], abs=0.001)
    for node in NODES:
        assert still_there(node, 0.7) == pytest.approx(float(np.exp(-0.7 * node)), abs=0.001)


def test_a_factor_above_the_highest_counts_for_it_and_one_under_zero_for_nil():
    assert (node_weights(50) == node_weights(HIGHEST)).all()
    assert (node_weights(-1) == node_weights(0)).all()


def test_weights_keep_the_shape_of_the_factors():
    factors = np.array([[0.5, 1.0, 2.0], [0.1, 0.2, 0.3]])
    weights = node_weights(factors)
    assert weights.shape == (len(NODES), 2, 3)
    assert (weights[:, 1, 2] == node_weights(0.3)).all()

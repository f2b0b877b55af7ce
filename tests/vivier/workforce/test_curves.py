"""Expected flows: what the closed form gives is what posts followed step by step give."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.workforce import ON, uncertain
from oracles.posts import person, post
from vivier.workforce.ages import AGES, FIRST_AGE
from vivier.workforce.curves import ALL_EXITS, ALL_RETIRE, RETIRE, STAY, expected_curves
from vivier.workforce.frailty import NODES
from vivier.workforce.pooling import draw_pool
from vivier.workforce.shocks import World, draw_world

SOME_AGES = (14, 19, 30, 47, 58, 61, 64, 74, 75)


def random_world(horizon, draws, seed):
    """A world where anything may happen at any age."""
    rng = np.random.default_rng(seed)
    shape = (AGES + horizon, horizon, draws)
    hires = rng.random(AGES) ** 3
    return World(rng.random(shape) ** 2, 0.5 * rng.random(shape), np.zeros(draws), hires / hires.sum())


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 5), st.integers(1, 3), st.integers(0, 99))
def test_people_and_posts_are_those_followed_step_by_step(horizon, draws, seed):
    world = random_world(horizon, draws, seed)
    flows = expected_curves(world).flows
    for node in (0, 3, 6):
        for age in SOME_AGES:
            for draw in range(draws):
                lives = np.array(person(world, NODES[node], age, draw)).T
                posts = np.array(post(world, NODES[node], age, draw)).T
                mine = flows[node, age - FIRST_AGE, ..., draw]
                assert mine[[STAY, RETIRE]] == pytest.approx(lives, abs=2e-6)
                assert mine[[ALL_EXITS, ALL_RETIRE]] == pytest.approx(posts, abs=5e-6)


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 6), st.integers(0, 99))
def test_fresh_posts_begin_at_the_end_of_their_step_and_are_renewed_too(horizon, seed):
    world = random_world(horizon, 2, seed)
    fresh = expected_curves(world).fresh
    for node in (1, 6):
        for filled in range(horizon):
            theirs = np.array(post(world, NODES[node], None, 1, filled=filled)).T
            assert fresh[node, :, filled, :, 1] == pytest.approx(theirs, abs=5e-6)
            assert not fresh[node, :, filled, : filled + 1].any()


def test_a_world_drawn_from_assumptions_agrees_with_the_judge_too():
    pool = draw_pool(uncertain(), 100, 4)
    world = draw_world(uncertain(), pool, ON, 12)
    flows = expected_curves(world).flows
    for age in (22, 40, 55, 60, 63, 75):
        theirs = np.array(post(world, NODES[4], age, 17)).T
        assert flows[4, age - FIRST_AGE, [ALL_EXITS, ALL_RETIRE], :, 17] == pytest.approx(theirs, abs=1e-5)


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 12), st.integers(0, 99))
def test_nobody_is_counted_twice_nor_lost_from_one_step_to_the_next(horizon, seed):
    flows = expected_curves(random_world(horizon, 3, seed)).flows
    there, retired = flows[:, :, STAY], flows[:, :, RETIRE]
    before = np.concatenate([np.ones_like(there[:, :, :1]), there[:, :, :-1]], axis=2)
    assert (there >= 0).all()
    assert (retired >= 0).all()
    assert (there + retired <= before + 1e-6).all()


def test_all_retire_at_the_age_when_nobody_is_projected_any_further():
    world = random_world(3, 2, 6)
    retire = world.retire.copy()
    retire[-1, 0] = 1  # the oldest of today, in the first step
    flows = expected_curves(replace(world, retire=retire)).flows
    assert not flows[:, -1, STAY].any()
    assert (flows[:, -1, RETIRE, 0] == 1).all()
    assert not flows[:, -1, RETIRE, 1:].any()


def test_without_other_exits_nor_retirement_everybody_stays_and_no_post_opens():
    world = random_world(4, 2, 1)
    still = replace(world, retire=np.zeros_like(world.retire), hazard=np.zeros_like(world.hazard))
    flows = expected_curves(still).flows
    assert (flows[:, :, STAY] == 1).all()
    assert not flows[:, :, RETIRE:].any()


def test_at_a_constant_risk_a_post_opens_at_that_risk_whoever_holds_it():
    # By hand: with 10 % a year at every age, a post is left with probability 0.1 each year, for ever.
    world = random_world(6, 1, 2)
    even = replace(world, retire=np.zeros_like(world.retire), hazard=np.full_like(world.hazard, -np.log(0.9)))
    curves = expected_curves(even)
    one = int(np.argmin(np.abs(NODES - 1)))
    rate = 1 - 0.9 ** NODES[one]
    assert curves.flows[one, :, ALL_EXITS] == pytest.approx(np.full((AGES, 6, 1), rate), abs=1e-6)
    for filled in range(5):
        assert curves.fresh[one, 0, filled, filled + 1 :, 0] == pytest.approx(rate, abs=1e-6)


def test_a_block_of_paths_is_worked_out_as_it_would_be_among_all():
    world = random_world(4, 6, 3)
    whole, part = expected_curves(world), expected_curves(world.block(slice(2, 5)))
    assert (part.flows == whole.flows[..., 2:5]).all()
    assert (part.fresh == whole.fresh[..., 2:5]).all()


def test_hastened_careers_end_with_so_many_times_the_risk():
    world = random_world(3, 2, 4)
    assert world.hastened(1.0) is world
    twice = world.hastened(2.0)
    assert twice.retire == pytest.approx(1 - (1 - world.retire) ** 2)
    assert twice.hazard is world.hazard

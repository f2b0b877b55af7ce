"""The weight of criteria: given, even, by CRITIC or by entropy, each against a slow judge; the ranks they leave."""

import math
from itertools import pairwise
from statistics import fmean, pstdev

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vivier.strategy import Finding, Rules
from vivier.strategy.weighing import DRAWS, derived, ranked, table
from vivier.strategy.weighing import given as given_weights
from vivier.vocabulary import InputError

NAMES = ("gravity", "shared", "urgency")
scores = st.lists(st.lists(st.integers(0, 20).map(lambda n: n / 20), min_size=3, max_size=3), min_size=3, max_size=9)


def finding(key, holders, **criteria):
    members = tuple((f"m{at}", 1.0) for at in range(holders))
    return Finding(key, "need", key, "Sujet", members, criteria=tuple(criteria.items()))


def slow_critic(rows):
    columns = list(zip(*rows, strict=True))

    def alike(one, other):
        both = fmean((a - fmean(one)) * (b - fmean(other)) for a, b in zip(one, other, strict=True))
        spread = pstdev(one) * pstdev(other)
        return both / spread if spread > 1e-12 else 0.0

    found = [pstdev(one) * sum(1 - alike(one, other) for other in columns) for one in columns]
    return [each / sum(found) for each in found] if sum(found) > 1e-12 else [1 / len(columns)] * len(columns)


def slow_entropy(rows):
    found = []
    for column in zip(*rows, strict=True):
        shares = [each / sum(column) for each in column if each] if sum(column) else []
        entropy = -sum(each * math.log(each) for each in shares) / math.log(len(rows))
        found.append(max(1 - entropy, 0.0) if shares else 0.0)
    return [each / sum(found) for each in found] if sum(found) > 1e-12 else [1 / len(found)] * len(found)


def test_the_table_has_criteria_in_order_and_what_has_no_score_is_unknown():
    names, found = table([finding("a", 2, urgency=0.5), finding("b", 4, gravity=0.25)], 8)
    assert names == NAMES
    assert str(found.tolist()) == str([[math.nan, 0.25, 0.5], [0.25, 0.5, math.nan]])


def test_without_findings_or_members_the_share_of_members_is_the_only_criterion():
    names, found = table([], 0)
    assert (names, found.shape) == (("shared",), (0, 1))
    assert table([finding("a", 0)], 0)[1].tolist() == [[0.0]]


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), st.floats(0.01, 100))
def test_given_weights_are_shares_that_keep_their_proportions(weights, unit):
    assume(sum(weights) > 1e-3)
    found = given_weights(NAMES, dict(zip(NAMES, weights, strict=True)))
    assert found.sum() == pytest.approx(1)
    assert found == pytest.approx([each / sum(weights) for each in weights])
    assert given_weights(NAMES, {name: unit * each for name, each in zip(NAMES, weights, strict=True)}) == (
        pytest.approx(found)
    )


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (
            {"zèle": 1, "beauté": 1},
            "Aucun constat n’a de critère « beauté » ; critères : gravity, shared, urgency.",
        ),
        ({"gravity": -1}, "Le poids d’un critère doit être un nombre positif ou nul."),
        ({"gravity": math.inf}, "Le poids d’un critère doit être un nombre positif ou nul."),
        ({"gravity": True}, "Le poids d’un critère doit être un nombre positif ou nul."),
        ({"gravity": "2"}, "Le poids d’un critère doit être un nombre positif ou nul."),
        ({"gravity": None}, "Le poids d’un critère doit être un nombre positif ou nul."),
        ({}, "Un critère au moins doit avoir un poids plus grand que 0."),
        ({"gravity": 0, "shared": 0.0}, "Un critère au moins doit avoir un poids plus grand que 0."),
    ],
)
def test_weights_that_mean_nothing_are_refused_with_a_sentence(weights, said):
    with pytest.raises(InputError) as refused:
        given_weights(NAMES, weights)
    assert str(refused.value) == said


@given(scores)
@settings(deadline=None, max_examples=60)
def test_critic_and_entropy_agree_with_their_definitions(rows):
    for weighting, slow in (("critic", slow_critic), ("entropy", slow_entropy)):
        found = derived(np.array(rows), Rules(weighting=weighting))
        assert found.tolist() == pytest.approx(slow(rows), abs=1e-6)


@given(scores, st.permutations(range(3)), st.randoms())
@settings(deadline=None, max_examples=40)
def test_the_order_of_criteria_and_of_findings_changes_no_weight(rows, columns, order):
    mixed = order.sample(rows, len(rows))
    for weighting in ("equal", "critic", "entropy"):
        rules = Rules(weighting=weighting)
        one, other = derived(np.array(rows), rules), derived(np.array(mixed)[:, columns], rules)
        assert other == pytest.approx(one[list(columns)], abs=1e-9)


def test_a_criterion_that_repeats_another_weighs_less_than_one_that_does_not():
    up, across = [0.0, 0.5, 1.0, 0.5], [0.5, 0.0, 0.5, 1.0]
    weights = derived(np.array([up, up, across]).T, Rules())
    assert weights[0] == pytest.approx(weights[1])
    assert weights.tolist() == pytest.approx([0.25, 0.25, 0.5])


def test_a_criterion_shared_out_unevenly_weighs_more_by_entropy():
    rows = np.array([[0.5, 1.0, 0.0], [0.5, 0.0, 0.0], [0.5, 0.0, 0.0]])
    assert derived(rows, Rules(weighting="entropy")).tolist() == pytest.approx([0, 1, 0])


@pytest.mark.parametrize("weighting", ["equal", "critic", "entropy"])
@pytest.mark.parametrize("rows", [[[0.1, 0.9]], [[0.1, 0.9], [0.3, 0.2]], [[0.4, 0.4]] * 5])
def test_where_nothing_can_be_derived_weights_are_even(weighting, rows):
    assert derived(np.array(rows), Rules(weighting=weighting)).tolist() == [0.5, 0.5]


def test_an_unknown_score_stands_for_the_mean_of_the_others():
    whole = np.array([[0.0, 0.2], [1.0, 0.9], [0.5, 0.1]])
    holed = whole.copy()
    holed[2, 0] = np.nan
    assert derived(holed, Rules()).tolist() == derived(whole, Rules()).tolist()


@given(st.integers(0, 300), st.integers(1, 4), st.integers(1, 4))
@settings(deadline=None, max_examples=20)
def test_ranks_are_shares_of_all_weights_and_every_rank_is_somebody_s(seed, axes, criteria):
    values = np.random.default_rng(seed).random((axes, criteria))
    ranks, order = ranked(values, np.random.default_rng(seed))
    assert order.shape == (DRAWS, axes)
    assert ranks.sum(0) == pytest.approx(np.ones(axes))
    assert ranks.sum(1) == pytest.approx(np.ones(axes))
    assert all(sorted(each) == list(range(axes)) for each in order[:20].tolist())
    assert ranked(values, np.random.default_rng(seed))[0].tolist() == ranks.tolist()


@pytest.mark.parametrize(("crossing", "expected"), [(0.5, 0.5), (0.25, 0.75), (0.9, 0.1)])
def test_the_share_of_weights_that_put_an_axis_first_is_known_for_two_criteria(crossing, expected):
    # With weights (w, 1 - w), the first scores w and the second `crossing` whatever w: w is even on 0 to 1.
    ranks, _ = ranked(np.array([[1.0, 0.0], [crossing, crossing]]), np.random.default_rng(5))
    assert ranks[0, 0] == pytest.approx(expected, abs=0.04)


def test_axes_that_tie_keep_their_order_and_no_axis_has_no_rank():
    assert ranked(np.full((3, 2), 0.5), np.random.default_rng(1))[0].tolist() == np.eye(3).tolist()
    ranks, order = ranked(np.zeros((0, 2)), np.random.default_rng(1))
    assert (ranks.shape, order.shape) == ((0, 0), (DRAWS, 0))


def test_an_axis_that_scores_better_is_never_ranked_lower():
    firsts = [
        ranked(np.array([[gain, 0.2], [0.5, 0.5]]), np.random.default_rng(1))[0][0, 0] for gain in (0.5, 0.7, 1)
    ]
    assert all(low <= high for low, high in pairwise(firsts))
    assert firsts[0] < firsts[-1]

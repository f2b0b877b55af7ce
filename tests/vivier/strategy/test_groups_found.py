"""Groups of subjects and how often they come back: numbered, settled, fused and compared as slow judges would."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.strategy import findings, planted
from vivier.strategy.grouping import (
    NOBODY,
    Likenesses,
    _between,
    _fused,
    _renumbered,
    _settled,
    _standing,
    _starts,
    _trimmed,
    _worth,
    belonging,
    groups,
)
from vivier.strategy.profiles import profiles, standardised
from vivier.strategy.resampling import _scaled, jaccard, likenesses, recovered, stability, summed_up

partitions = st.lists(st.integers(-1, 3), min_size=1, max_size=12)
some = settings(deadline=None, max_examples=40)


def as_sets(labels):
    return [{at for at, each in enumerate(labels) if each == group} for group in range(max([*labels, -1]) + 1)]


def drawn(seed, subjects=9, members=30):
    known = np.ones((subjects, members))
    values = standardised(np.random.default_rng(seed).random((subjects, members)), known)
    return values, values @ values.T / members


def blocks(sizes, within=0.8, outside=0.0, members=40):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    same = labels[:, None] == labels
    likeness = np.where(same, within, outside)
    np.fill_diagonal(likeness, 1.0)
    return Likenesses(likeness - likeness.mean(), likeness, members, max(len(sizes) - 1, 1)), labels


@given(partitions, partitions)
@some
def test_jaccard_agrees_with_sets(ours, theirs):
    size = min(len(ours), len(theirs))
    ours, theirs = _renumbered(np.array(ours[:size])), _renumbered(np.array(theirs[:size]))
    expected = [
        max([len(one & other) / len(one | other) for other in as_sets(theirs)], default=0) for one in as_sets(ours)
    ]
    assert jaccard(ours, theirs).tolist() == pytest.approx(expected)
    assert jaccard(ours, ours).tolist() == [1.0] * len(expected)


@given(partitions, st.integers(1, 4))
@some
def test_groups_are_numbered_by_their_first_subject_and_small_ones_are_dropped(labels, least):
    found = _renumbered(np.array(labels), least).tolist()
    kept = {each for each in labels if each >= 0 and labels.count(each) >= least}
    assert [each >= 0 for each in found] == [each in kept for each in labels]
    firsts = list(dict.fromkeys(each for each in found if each >= 0))
    assert firsts == list(range(len(kept)))
    for one, other in combinations(range(len(labels)), 2):
        if labels[one] in kept and labels[other] in kept:
            assert (found[one] == found[other]) == (labels[one] == labels[other])


@given(st.integers(0, 500), st.lists(st.integers(-1, 2), min_size=9, max_size=9))
@some
def test_belonging_is_the_correlation_with_the_rest_of_the_group(seed, labels):
    values, likeness = drawn(seed)
    labels = _renumbered(np.array(labels), 2)
    found = belonging(likeness, labels)
    assert found.shape == (9, labels.max(initial=-1) + 1)
    for subject, group in np.ndindex(*found.shape):
        rest = [at for at in np.flatnonzero(labels == group) if at != subject]
        assert found[subject, group] == pytest.approx(np.corrcoef(values[subject], values[rest].sum(0))[0, 1])


@given(st.integers(0, 500), st.lists(st.integers(-1, 2), min_size=9, max_size=9))
@some
def test_likeness_between_groups_is_the_mean_of_pairs(seed, labels):
    likeness, held = drawn(seed)[1], _renumbered(np.array(labels))
    sets = as_sets(held.tolist())
    found = _between(likeness, held)
    for a, b in np.ndindex(*found.shape):
        pairs = [likeness[one, other] for one in sets[a] for other in sets[b] if one != other]
        assert found[a, b] == pytest.approx(np.mean(pairs) if pairs else 0)


@given(st.integers(0, 500), st.lists(st.integers(-1, 3), min_size=9, max_size=9))
@some
def test_every_step_gives_groups_of_two_or_more_numbered_from_nought(seed, labels):
    likeness, start = drawn(seed)[1], np.array(labels)
    seen = Likenesses(likeness - 0.1, likeness, 30, 2)
    for found in (_settled(seen.centred, start), _trimmed(seen, start), groups(seen)):
        numbers = found.tolist()
        assert all(numbers.count(each) >= 2 for each in numbers if each >= 0)
        assert found.tolist() == _renumbered(found).tolist()
    fused = _fused(likeness, _renumbered(start))
    assert fused.max() <= _renumbered(start).max()
    assert ((fused < 0) == (start < 0)).all()


def test_a_subject_put_in_the_wrong_group_moves_to_its_own():
    seen, truth = blocks((3, 3))
    assert _settled(seen.centred, np.array([0, 0, 1, 1, 1, 1])).tolist() == truth.tolist()
    assert _settled(seen.centred, truth).tolist() == truth.tolist()


def test_halves_of_one_group_are_fused_and_two_groups_are_not():
    seen, truth = blocks((4, 4))
    assert _fused(seen.centred, np.array([0, 0, 1, 1, 2, 2, 3, 3])).tolist() == truth.tolist()
    assert _fused(seen.centred, truth).tolist() == truth.tolist()


def test_true_groups_are_worth_more_than_split_or_mixed_ones_and_none_is_worth_least():
    seen, truth = blocks((4, 4), within=0.6)
    split, mixed = np.array([0, 0, 1, 1, 2, 2, 2, 2]), np.array([0, 0, 0, 1, 1, 1, 1, 0])
    nobody = np.full(8, NOBODY)
    worth = {
        name: _worth(seen.centred, each) for name, each in {"true": truth, "split": split, "mixed": mixed}.items()
    }
    assert worth["true"] > worth["split"]
    assert worth["true"] > worth["mixed"]
    assert _worth(seen.centred, nobody) == -1.0


def test_a_group_no_more_alike_than_others_does_not_stand():
    seen, truth = blocks((4, 4))
    assert _standing(seen, truth).tolist() == truth.tolist()
    flat = Likenesses(seen.centred, np.where(np.eye(8) > 0, 1.0, 0.5), 40, 1)
    assert _standing(flat, truth).tolist() == [NOBODY] * 8
    faint = np.where(np.arange(8)[:, None] < 4, seen.plain, np.where(seen.plain > 0, 0.8 * 0.24, 0.0))
    np.fill_diagonal(faint, 1.0)
    assert _standing(Likenesses(seen.centred, faint, 4000, 1), truth).tolist() == [0] * 4 + [NOBODY] * 4


def test_a_stranger_is_trimmed_and_its_group_stays():
    likeness = np.kron(np.eye(2), np.full((4, 4), 0.7))
    likeness[3, :] = likeness[:, 3] = 0.0
    np.fill_diagonal(likeness, 1.0)
    seen = Likenesses(likeness - 0.05, likeness, 60, 1)
    assert _trimmed(seen, np.repeat([0, 1], 4)).tolist() == [0, 0, 0, NOBODY, 1, 1, 1, 1]


@pytest.mark.parametrize("sizes", [(3, 3), (5, 3, 2), (4, 4, 4, 4)])
def test_groups_of_clear_blocks_are_the_blocks_in_any_order(sizes):
    seen, truth = blocks(sizes)
    assert groups(seen).tolist() == truth.tolist()
    order = np.random.default_rng(len(sizes)).permutation(len(truth))
    place = np.ix_(order, order)
    mixed = Likenesses(seen.centred[place], seen.plain[place], seen.members, seen.dimensions)
    assert groups(mixed).tolist() == _renumbered(truth[order]).tolist()


def test_starts_cut_three_trees_at_each_number_of_groups_and_never_past_six():
    values = drawn(1, subjects=12)[1]
    for dimensions, counts in ((1, (1, 2, 3, 4)), (4, (4, 5, 6)), (6, (6,))):
        starts = _starts(Likenesses(values, values, 30, dimensions))
        assert len(starts) == 3 * len(counts)
        for rank, labels in enumerate(starts):
            assert 0 <= labels.min() <= labels.max() < counts[rank // 3]


def test_likeness_over_every_member_once_is_that_of_the_profiles_and_twice_weighs_the_same():
    found = profiles(findings(planted(30, 8, 5)[0]))
    none = np.zeros((8, 8))
    whole, once, twice = (
        likenesses(found, none, 2, columns)
        for columns in (None, np.arange(30), np.concatenate([np.arange(30), np.arange(30)]))
    )
    for other in (once, twice):
        assert other.plain == pytest.approx(whole.plain)
        assert other.centred == pytest.approx(whole.centred)
    assert np.diag(whole.plain) == pytest.approx(np.ones(8))
    assert (whole.members, whole.dimensions) == (30, 2)


def test_a_link_of_one_counts_for_one_standard_error():
    found = profiles(findings(planted(49, 6, 5)[0]))
    near = np.zeros((6, 6))
    near[0, 1] = near[1, 0] = 1.0
    linked, plain = likenesses(found, near, 2), likenesses(found, np.zeros((6, 6)), 2)
    assert linked.centred - plain.centred == pytest.approx(near / 7)
    assert linked.plain.tolist() == plain.plain.tolist()


def test_a_diagonal_is_brought_to_one_and_nothing_stays_nothing():
    assert _scaled(np.array([[4.0, 3.0, 0], [3.0, 9.0, 0], [0, 0, 0]])).tolist() == [
        [1, 0.5, 0],
        [0.5, 1, 0],
        [0] * 3,
    ]


def test_draws_are_shares_and_the_same_chance_gives_the_same_draws():
    found = profiles(findings(planted(40, 10, 2)[0]))
    labels, none = np.repeat([0, 1], 5), np.zeros((10, 10))
    one, other = (recovered(found, none, labels, 2, (6, np.random.default_rng(3))) for _ in range(2))
    assert one.shape == (6, 2)
    assert ((one >= 0) & (one <= 1)).all()
    assert one.tolist() == other.tolist()
    assert recovered(found, none, np.full(10, NOBODY), 2, (4, np.random.default_rng(3))).shape == (4, 0)


@pytest.mark.parametrize(
    ("draws", "jaccard_mean", "rate", "level"),
    [
        ((1.0, 1.0), 1.0, 1.0, "sure"),
        ((0.85,), 0.85, 1.0, "sure"),
        ((0.84,), 0.84, 1.0, "likely"),
        ((0.65,), 0.65, 0.0, "likely"),
        ((0.75, 0.5), 0.625, 0.5, "fragile"),
        ((0.0, 0.0, 0.0), 0.0, 0.0, "fragile"),
    ],
)
def test_the_level_of_an_axis_follows_its_draws(draws, jaccard_mean, rate, level):
    found = stability(np.array(draws))
    assert (found.jaccard, found.found_rate, found.level) == (jaccard_mean, rate, level)
    times = f"Retrouvé {round(rate * len(draws))} fois sur {len(draws)} quand on retire au sort les membres ; axe "
    assert found.sentence.startswith(times)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "Rien ne se détache : sur 1\u00a0sujet et 2\u00a0membres, ce qui rapproche les sujets ne dépasse pas le hasard."),
        (["A"], "1\u00a0axe se détache du hasard sur 1\u00a0sujet et 2\u00a0membres : « A »."),
        (["A", "B"], "2\u00a0axes se détachent du hasard sur 1\u00a0sujet et 2\u00a0membres : « A » et « B »."),
    ],
)  # fmt: skip
def test_what_stands_out_is_summed_up_in_one_sentence(names, said):
    assert summed_up(names, 1, 2) == said

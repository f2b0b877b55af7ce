"""From findings to profiles and to what stands out of noise: by hand, against obvious judges, whatever the order."""

import math
from collections import defaultdict
from statistics import fmean, median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.strategy import findings, noise, planted
from vivier.strategy import Finding, Rules
from vivier.strategy.grouping import NOBODY
from vivier.strategy.noise import MOST, eigenvalues, signal
from vivier.strategy.profiles import centred, likeness, profiles, standardised
from vivier.strategy.searching import _nearness, _varied, searched

QUICK = Rules(flips=49, resamples=5)
cells = st.none() | st.just(0.0) | st.floats(0.5, 500)
tables = st.lists(st.lists(cells, min_size=5, max_size=5), min_size=1, max_size=5)


def told(rows, subjects=None):
    return [
        Finding(
            f"f{rank}", "need", subjects[rank] if subjects else f"s{rank}", "Sujet",
            tuple((f"m{at}", value) for at, value in enumerate(row)),
        )
        for rank, row in enumerate(rows)
    ]  # fmt: skip


def slow_amounts(found):
    """Amount of each (subject, member): each finding over its usual size, then the mean of what is known."""
    everyone = {member for each in found for member, _ in each.members}
    seen = defaultdict(list)
    for each in found:
        usual = median([value for _, value in each.members if value] or [1.0])
        given = dict(each.members)
        for member in everyone:
            value = given.get(member, 0.0)
            seen[each.subject, member] += [] if value is None else [value / usual]
    return {place: fmean(values) if values else None for place, values in seen.items()}


def test_two_findings_of_one_subject_are_worked_by_hand():
    found = profiles(told([(2, 4, 0, None), (None, 30, 30, None)], ["soudure", "soudure"]))
    assert (found.subjects, found.members) == (("soudure",), ("m0", "m1", "m2", "m3"))
    assert found.known.tolist() == [[1, 1, 1, 0]]
    assert found.touched.tolist() == [[True, True, True, False]]
    logs = [math.log1p(amount) for amount in (2 / 3, (4 / 3 + 1) / 2, (0 + 1) / 2)]
    spread = math.sqrt(fmean((each - fmean(logs)) ** 2 for each in logs))
    assert found.rows[0].tolist() == pytest.approx([*((each - fmean(logs)) / spread for each in logs), 0])
    assert found.answers == 3


@given(tables, st.randoms())
@settings(deadline=None, max_examples=60)
def test_profiles_agree_with_the_obvious_ones(rows, order):
    given_rows = told(rows, [f"s{rank % 2}" for rank in range(len(rows))])
    order.shuffle(given_rows)
    found, amounts = profiles(given_rows), slow_amounts(given_rows)
    for (row, subject), (at, member) in (
        (one, other) for one in enumerate(found.subjects) for other in enumerate(found.members)
    ):
        amount = amounts[subject, member]
        assert found.known[row, at] == (amount is not None)
        assert found.touched[row, at] == bool(amount)
    assert (found.rows[found.known == 0] == 0).all()
    assert (found.centred[found.known == 0] == 0).all()
    assert np.isfinite(found.centred).all()


@given(tables, st.randoms())
@settings(deadline=None, max_examples=30)
def test_neither_the_order_of_findings_nor_that_of_members_changes_a_profile(rows, order):
    one = told(rows)
    other = [
        Finding(each.key, each.kind, each.subject, each.label, tuple(order.sample(each.members, len(each.members))))
        for each in order.sample(one, len(one))
    ]
    for name in ("known", "rows", "centred", "touched"):
        assert getattr(profiles(one), name).tolist() == getattr(profiles(other), name).tolist()


def test_a_member_left_out_is_not_concerned_while_a_silent_one_is_not_known():
    found = profiles([
        Finding("a", "need", "s", "S", (("m0", 1.0),)),
        Finding("b", "need", "t", "T", (("m0", 1.0), ("m1", None))),
    ])  # fmt: skip
    assert found.known.tolist() == [[1, 1], [1, 0]]
    assert found.touched.tolist() == [[True, False], [True, False]]


@given(st.integers(0, 500), st.floats(0, 0.6))
@settings(deadline=None, max_examples=40)
def test_a_standardised_row_has_mean_nought_and_spread_one_over_what_is_known(seed, missing):
    rng = np.random.default_rng(seed)
    values, known = rng.normal(5, 3, (4, 9)), (rng.random((4, 9)) >= missing).astype(float)
    found = standardised(values, known)
    for row, seen in zip(found, known.astype(bool), strict=True):
        assert (row[~seen] == 0).all()
        if seen.sum() > 1:
            assert row[seen].mean() == pytest.approx(0, abs=1e-9)
            assert row[seen].std() == pytest.approx(1)
        else:
            assert (row == 0).all()
    assert centred(values, known) == pytest.approx(centred(3 * values + 2, known))


@given(st.integers(0, 500))
@settings(deadline=None, max_examples=25)
def test_likeness_is_the_correlation_where_everybody_answered(seed):
    values, all_known = np.random.default_rng(seed).random((5, 12)), np.ones((5, 12))
    assert likeness(standardised(values, all_known), all_known) == pytest.approx(np.corrcoef(values))


def test_likeness_divides_by_those_who_answered_both():
    values, known = np.array([[1.0, -1, 0, 0], [1.0, 0, -1, 0]]), np.array([[1.0, 1, 0, 0], [1.0, 0, 1, 0]])
    assert likeness(values, known).tolist() == [[1.0, 1.0], [1.0, 1.0]]
    apart = np.array([[1.0, 1, 0, 0], [0.0, 0, 1, 1]])
    assert likeness(values * apart, apart)[0, 1] == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(0, 1)), max_size=12), st.floats(0, 10))
def test_links_make_a_symmetric_table_that_adds_nothing_in_all(links, weight):
    subjects = tuple(f"s{rank}" for rank in range(5))  # « s5 » is linked, and was set aside
    told_links = [(f"s{one}", f"s{other}", value) for one, other, value in links]
    found = _nearness(told_links, subjects, weight)
    assert (found == found.T).all()
    assert (np.diag(found) == 0).all()
    assert found.sum() == pytest.approx(0, abs=1e-9)
    mirrored = [(other, one, value) for one, other, value in reversed(told_links)]
    assert (_nearness(mirrored, subjects, weight) == found).all()


def test_the_strongest_of_two_links_between_two_subjects_is_kept():
    found = _nearness([("a", "b", 0.2), ("b", "a", 0.8), ("b", "a", 0.5), ("c", "c", 1)], ("a", "b", "c"), 3)
    assert found == pytest.approx(3 * (np.array([[0, 0.8, 0], [0.8, 0, 0], [0, 0, 0]]) - 1.6 / 6 * (1 - np.eye(3))))


def test_a_subject_that_touches_all_alike_or_of_which_nothing_is_known_is_set_aside():
    found = _varied(profiles(told([(1, 1, 1, 1), (1, 0, 1, 0), (None,) * 4, (0, 0, 0, 0), (5, 1, 2, 1)])))
    assert found.subjects == ("s1", "s4")
    assert {len(each) for each in (found.known, found.rows, found.centred, found.touched)} == {2}


@pytest.mark.parametrize(("subjects", "members"), [(0, 0), (1, 40), (2, 40), (40, 2), (3, 1)])
def test_under_three_subjects_or_members_nothing_can_stand_out(subjects, members):
    rows = np.random.default_rng(1).random((subjects, members)).tolist()
    found = searched(told(rows), [], QUICK, 0)
    assert (found.signal.dimensions, found.signal.p_value, found.draws.shape) == (0, 1.0, (5, 0))
    assert (found.labels == NOBODY).all()


def test_eigenvalues_are_those_of_the_correlations_the_largest_first():
    values, known = np.random.default_rng(4).random((9, 30)), np.ones((9, 30))
    expected = sorted(np.linalg.eigvalsh(np.corrcoef(values)), reverse=True)[:MOST]
    assert eigenvalues(standardised(values, known), known).tolist() == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_seen_passes_chance_exactly_when_something_stands_out(seed):
    for amounts in (noise(40, 12, seed), planted(60, 18, seed)[0]):
        found = signal(profiles(findings(amounts)), QUICK, np.random.default_rng(seed))
        assert 1 / 50 <= found.p_value <= 1
        assert 0 <= found.dimensions <= MOST
        assert (found.dimensions > 0) == (found.p_value <= QUICK.risk)
        assert found.dimensions == 0 or found.strength >= found.chance


def test_the_search_leaves_what_it_was_given_as_it_was_and_the_same_seed_finds_the_same():
    rows = findings(planted(50, 15, 3)[0])
    before, links = list(rows), [("s000", "s001", 1.0)]
    one, other = searched(rows, links, QUICK, 7), searched(rows, links, QUICK, 7)
    assert (rows, links) == (before, [("s000", "s001", 1.0)])
    assert (one.labels.tolist(), one.draws.tolist()) == (other.labels.tolist(), other.draws.tolist())
    assert one.signal == other.signal


def test_an_axis_that_does_not_come_back_leaves_its_subjects_unstable():
    rows = findings(planted(50, 15, 3)[0])
    free, strict = (searched(rows, [], Rules(flips=49, resamples=5, least_stability=low), 7) for low in (0, 1))
    assert free.unstable == frozenset()
    lost = {subject for subject, at in zip(free.found.subjects, free.labels, strict=True) if at >= 0}
    kept = {subject for subject, at in zip(strict.found.subjects, strict.labels, strict=True) if at >= 0}
    assert strict.unstable == lost - kept != set()
    assert (strict.draws == 1).all()

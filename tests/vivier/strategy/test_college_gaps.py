"""Gaps between colleges: exact against listings of everything, corrected, told without false precision."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import boschloo_exact, mannwhitneyu

from oracles import strategy as oracle
from vivier.strategy import Answers, perceptions
from vivier.strategy.colleges import exact
from vivier.vocabulary import InputError

HARD = "Recruter est difficile"
few = st.lists(st.integers(1, 5), min_size=1, max_size=6)


def seven(college, *values, kind="scale", question="q1"):
    return Answers(question, HARD, college, values, kind)


@given(few, few)
@settings(deadline=None, max_examples=60)
def test_permutations_agree_with_the_listing_of_all_of_them(first, second):
    assert exact.permutation(first, second) == pytest.approx(oracle.permutation(first, second), abs=1e-12)


@pytest.mark.parametrize(("n", "m"), [(2, 5), (7, 7), (4, 9)])
def test_fisher_and_boschloo_agree_with_table_by_table(n, m):
    for a, b in product(range(n + 1), range(m + 1)):
        assert exact._fisher(n, m)[a, b] == pytest.approx(oracle.fisher(a, n, b, m))
    shares = exact.NUISANCE[::4]
    for a, b in ((n, 0), (n // 2, m), (1, m - 1)):
        assert exact.yes_no((a, n), (b, m)) >= oracle.boschloo(a, n, b, m, shares) - 1e-9


def test_boschloo_agrees_with_scipy_where_both_sides_mirror():
    expected = boschloo_exact([[6, 1], [1, 6]]).pvalue
    assert exact.yes_no((6, 7), (1, 7)) == pytest.approx(expected, rel=1e-3)


def test_boschloo_is_never_above_fisher():
    assert all(exact.yes_no((a, 7), (b, 7)) <= exact._fisher(7, 7)[a, b] + 1e-9 for a in range(8) for b in range(8))


def test_with_many_answers_the_limit_agrees_with_scipy():
    first, second = [1, 2, 3, 4, 5] * 20, [2, 3, 4, 5, 5] * 20
    expected = mannwhitneyu(first, second, use_continuity=False, method="asymptotic").pvalue
    assert exact.permutation(first, second) == pytest.approx(expected)


def test_the_limit_continues_the_exact_value_smoothly():
    first, second = [1, 2, 3, 4, 5] * 12, [2, 3, 4, 4, 5] * 12
    assert exact.permutation(first, second) == pytest.approx(exact.permutation([*first, 3], second), abs=0.03)


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.9, 0.2), (0.1, 0.1), (0.8, 0.95)])
def test_the_interval_of_a_difference_holds_at_least_as_often_as_said(shares):
    found = {(x, y): exact.difference((x, 7), (y, 5)) for x, y in product(range(8), range(6))}
    ends = {pair: (each.low, each.high) for pair, each in found.items()}
    assert oracle.chance_covered(7, 5, *shares, ends) >= 0.95


def test_the_interval_of_a_difference_mirrors_when_colleges_are_swapped():
    one, other = exact.difference((6, 7), (1, 5)), exact.difference((1, 5), (6, 7))
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_the_interval_of_many_answers_holds_the_observed_difference():
    found = exact.difference((80, 100), (40, 90))
    assert 0 < found.low < 80 / 100 - 40 / 90 < found.high < 1


@pytest.mark.parametrize(("yes", "low", "high"), [(0, 0.0, 0.410), (7, 0.590, 1.0), (3, 0.099, 0.816)])
def test_exact_intervals_of_seven_answers_are_those_of_the_tables(yes, low, high):
    found = exact.proportion(yes, 7)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


def test_holm_never_lowers_a_p_value_and_keeps_their_order():
    p_values = [0.2, 0.001, 0.03, 0.9]
    adjusted = exact.holm(p_values)
    assert adjusted == pytest.approx([0.4, 0.004, 0.09, 0.9])
    assert exact.holm([]) == []


def test_three_colleges_of_seven_give_three_comparisons_and_no_decimals():
    found = perceptions([
        seven("entreprises", 5, 5, 5, 5, 4, 4, 5),
        seven("organismes", 2, 3, 4, 3, 2, 4, 3),
        seven("syndicats", 1, 1, 2, 1, 2, 1, 1),
    ])  # fmt: skip
    assert found.comparisons == 3
    assert [(gap.first, gap.second, gap.is_proven) for gap in found.gaps] == [
        ("entreprises", "syndicats", True),
        ("entreprises", "organismes", True),
        ("organismes", "syndicats", True),
    ]
    assert found.gaps[0].advantage == 1.0
    assert found.gaps[0].sentence == (
        "Recruter est difficile : 7 sur 7 des réponses favorables chez « entreprises », "
        "0 sur 7 chez « syndicats » ; écart établi."
    )
    assert found.sentence == "3\u00a0écarts entre collèges sont établis, sur 1\u00a0question et 3\u00a0comparaisons."


def test_many_questions_make_a_lone_gap_less_sure():
    clear = [seven("a", 5, 5, 5, 5, 5, 5, 5), seven("b", 1, 1, 2, 1, 5, 2, 1)]
    dull = [
        Answers(f"z{n}", f"Question {n}", college, (1, 2, 3, 4, 5, 3, 2)) for n in range(40) for college in ("a", "b")
    ]
    assert perceptions(clear).gaps[0].is_proven
    drowned = perceptions([*clear, *dull])
    assert not drowned.gaps[0].is_proven
    assert drowned.gaps[0].p_value == perceptions(clear).gaps[0].p_value
    assert drowned.sentence.startswith("Aucun écart entre collèges n’est établi")


def test_a_college_too_small_is_neither_shown_nor_compared():
    found = perceptions([seven("a", 5, 5, 5), seven("b", 1, None, 2), seven("c", 2, 2, 1)])
    (view,) = found.questions
    assert view.too_few == ("b",)
    assert [each.college for each in view.colleges] == ["a", "c"]
    assert found.comparisons == 1


def test_yes_or_no_is_told_as_yes():
    found = perceptions([seven("a", *[1] * 6, 0, kind="yes_no"), seven("b", 1, *[0] * 6, kind="yes_no")])
    assert "6 sur 7 de oui chez « a »" in found.gaps[0].sentence
    assert found.gaps[0].p_value == exact.yes_no((6, 7), (1, 7))


def test_large_colleges_are_told_in_whole_per_cent():
    found = perceptions([seven("a", *[5] * 13, *[1] * 17), seven("b", *[5] * 7, *[1] * 20)])
    assert "43\u00a0% des réponses favorables" in found.gaps[0].sentence


def test_the_order_of_answers_is_irrelevant_and_nothing_gives_nothing():
    rows = [seven("b", 1, 2, 3), seven("a", 5, 4, 4), seven("a", 1, 0, 1, kind="yes_no", question="q2")]
    assert perceptions(rows) == perceptions(rows[::-1])
    assert perceptions([]).gaps == ()


@given(st.integers(0, 4), st.integers(0, 4))
@settings(deadline=None, max_examples=15)
def test_swapping_two_colleges_changes_signs_and_nothing_else(x, y):
    one = perceptions([seven("a", *[5] * x, *[1] * (4 - x)), seven("b", *[5] * y, *[1] * (4 - y))]).gaps[0]
    other = perceptions([seven("b", *[5] * x, *[1] * (4 - x)), seven("a", *[5] * y, *[1] * (4 - y))]).gaps[0]
    assert one.p_value == pytest.approx(other.p_value)
    assert one.advantage == -other.advantage


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Answers("", HARD, "a", (1,)),
        lambda: Answers("q", HARD, "a", (6,)),
        lambda: Answers("q", HARD, "a", (2,), "yes_no"),
        lambda: Answers("q", HARD, "a", (1.5,)),
        lambda: Answers("q", HARD, "a", (True,)),
        lambda: Answers("q", HARD, "a", (float("nan"),)),
        lambda: Answers("q", HARD, "a", (1,), "note"),
        lambda: Answers("q", HARD, "a", (1,) * 2001),
        lambda: perceptions([seven("a", 1), seven("a", 2)]),
        lambda: perceptions([seven("a", 1), seven("b", 1, kind="yes_no")]),
        lambda: perceptions([], risk=float("nan")),
        lambda: perceptions([], min_answers=1),
    ],
)
def test_answers_that_mean_nothing_are_refused_with_a_sentence(nonsense):
    with pytest.raises(InputError) as refused:
        nonsense()
    assert str(refused.value).endswith(".")

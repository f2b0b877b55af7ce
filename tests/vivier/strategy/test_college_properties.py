"""Gaps between colleges: what holds for any answers, against counts made one by one."""

from itertools import combinations, pairwise
from math import comb
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.strategy import Answers, perceptions
from vivier.strategy.colleges import exact
from vivier.vocabulary import InputError

several = st.lists(st.integers(1, 5), min_size=1, max_size=9)
p_values = st.lists(st.floats(0, 1), max_size=8)
some = settings(deadline=None, max_examples=40)


def tail(yes, n, share):
    """Chance of as many yes or more."""
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(yes, n + 1))


def asked(college, *values, question="q", kind="scale"):
    return Answers(question, "Recruter est difficile", college, values, kind)


@pytest.mark.parametrize("n", [1, 2, 5, 12, 19])
def test_the_ends_of_an_exact_interval_leave_a_fortieth_on_each_side(n):
    for yes in range(n + 1):
        found = exact.proportion(yes, n)
        assert found.low <= yes / n <= found.high
        assert found.low == 0 if yes == 0 else tail(yes, n, found.low) == pytest.approx(0.025)
        assert found.high == 1 if yes == n else 1 - tail(yes + 1, n, found.high) == pytest.approx(0.025)
    assert exact.proportion(1, n, 0.99).width >= exact.proportion(1, n).width


@given(several, several)
@some
def test_swapping_colleges_or_turning_the_scale_over_changes_no_p_value(first, second):
    found = exact.permutation(first, second)
    assert 0 < found <= 1
    assert exact.permutation(second, first) == pytest.approx(found)
    assert exact.permutation([6 - each for each in first], [6 - each for each in second]) == pytest.approx(found)
    assert exact.permutation(first, first) == 1


@pytest.mark.parametrize(("n", "m"), [(1, 1), (3, 4), (7, 7)])
def test_answers_wholly_apart_have_the_least_p_value_there_is(n, m):
    ways = 2 if n == m else 1  # ties make the other end less far when sizes differ
    assert exact.permutation([5] * n, [1] * m) == pytest.approx(ways / comb(n + m, n), rel=1e-9)
    assert exact.permutation([3] * n, [3] * m) == 1


@pytest.mark.parametrize(("n", "m"), [(3, 3), (5, 4)])
def test_the_p_value_and_the_interval_of_two_shares_move_with_what_is_seen(n, m):
    for a in range(n + 1):
        for b in range(m + 1):
            found = exact.difference((a, n), (b, m))
            assert -1 <= found.low <= a / n - b / m <= found.high <= 1
            assert exact.yes_no((a, n), (b, m)) == pytest.approx(exact.yes_no((n - a, n), (m - b, m)), abs=1e-9)
    lows = [exact.difference((a, n), (0, m)).low for a in range(n + 1)]
    assert all(one <= other + 1e-6 for one, other in pairwise(lows))
    assert exact.yes_no((n, n), (0, m)) == min(exact.yes_no((a, n), (0, m)) for a in range(n + 1))


@given(p_values)
def test_holm_agrees_with_its_definition(values):
    rank = sorted(range(len(values)), key=values.__getitem__)
    expected = [0.0] * len(values)
    for place, at in enumerate(rank):
        expected[at] = min(1.0, max((len(values) - k) * values[rank[k]] for k in range(place + 1)))
    assert exact.holm(values) == pytest.approx(expected)
    assert all(adjusted >= value for adjusted, value in zip(exact.holm(values), values, strict=True))


@given(st.lists(st.lists(st.none() | st.integers(1, 5), max_size=6), min_size=1, max_size=4), st.integers(2, 4))
@some
def test_every_view_and_gap_is_what_a_count_one_by_one_gives(colleges, least):
    rows = [asked(f"c{rank}", *values) for rank, values in enumerate(colleges)]
    found = perceptions(rows, min_answers=least)
    given_by = {f"c{rank}": [each for each in values if each] for rank, values in enumerate(colleges)}
    heard = {college: values for college, values in given_by.items() if len(values) >= least}
    (view,) = found.questions
    assert view.too_few == tuple(college for college in given_by if college not in heard)
    assert [(each.college, each.n, each.favourable, each.median) for each in view.colleges] == [
        (college, len(values), sum(each >= 4 for each in values), median(values)) for college, values in heard.items()
    ]
    assert found.comparisons == len(found.gaps) == comb(len(heard), 2)
    assert {(gap.first, gap.second) for gap in found.gaps} == set(combinations(heard, 2))
    for gap in found.gaps:
        one, other = heard[gap.first], heard[gap.second]
        pairs = [(a > b) - (a < b) for a in one for b in other]
        assert gap.advantage == pytest.approx(sum(pairs) / len(pairs))
        assert gap.interval.low <= gap.difference <= gap.interval.high
        assert gap.p_value <= gap.p_adjusted <= 1
        assert gap.is_proven == (gap.p_adjusted <= 0.05)
    assert [gap.p_value for gap in found.gaps] == sorted(gap.p_value for gap in found.gaps)


def test_a_college_kept_silent_leaves_no_trace_of_what_it_answered():
    loud = [asked("a", 5, 5, 4, 5), asked("b", 2, 1, 2, 1)]
    told = [perceptions([*loud, asked("c", *values)]) for values in ((1, 1), (5, 5), (None, 3))]
    assert told[0] == told[1] == told[2]
    assert perceptions([*loud, asked("c", 1, 1, 1)]) != perceptions([*loud, asked("c", 5, 5, 5)])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Aucun écart entre collèges n’est établi, sur 0\u00a0question et 0\u00a0comparaison."),
        (
            [asked("a", *[5] * 7), asked("b", *[1] * 7)],
            "1\u00a0écart entre collèges est établi, sur 1\u00a0question et 1\u00a0comparaison.",
        ),
        (
            [asked("a", 5, 4, 5), asked("b", 4, 5, 5), asked("a", 1, 0, 1, question="r", kind="yes_no")],
            "Aucun écart entre collèges n’est établi, sur 2\u00a0questions et 1\u00a0comparaison.",
        ),
    ],
)
def test_gaps_are_summed_up_in_one_sentence(rows, said):
    assert perceptions(rows).sentence == said


def test_a_gap_not_proven_says_so_in_full():
    (gap,) = perceptions([asked("a", 5, 4, 2), asked("b", 4, 1, 2)]).gaps
    assert gap.sentence == (
        "Recruter est difficile : 2 sur 3 des réponses favorables chez « a », 1 sur 3 chez « b » ; "
        "écart non établi : trop peu de réponses ou avis trop proches."
    )


@pytest.mark.parametrize(
    ("nonsense", "said"),
    [
        (lambda: asked(" ", 1), "La question « q » : le collège doit être un texte non vide."),
        (lambda: asked("a", "5"), "La question « q » : une réponse doit être un nombre entier."),
        (lambda: asked("a", 0), "La question « q » : une réponse doit être comprise entre 1 et 5."),
        (lambda: asked("a", -1, kind="yes_no"), "La question « q » : une réponse doit être comprise entre 0 et 1."),
        (
            lambda: perceptions([asked("a", 1), Answers("q", "Autre", "b", (1,))]),
            "La question « q » a deux libellés ou deux sortes : gardez-en une.",
        ),
        (
            lambda: perceptions([asked("a", 1), asked("a", 2)]),
            "Un collège répond deux fois à la question « q » : réunissez ses réponses.",
        ),
        (
            lambda: perceptions([], min_answers=2.5),
            "Le nombre minimal de réponses d’un collège doit être un nombre entier, au moins 2.",
        ),
        (lambda: perceptions([], risk=0.6), "Le risque d’annoncer à tort un écart doit être un nombre entre 1e-06 et 0.5."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_answers_is_said_in_full(nonsense, said):
    with pytest.raises(InputError) as refused:
        nonsense()
    assert str(refused.value) == said

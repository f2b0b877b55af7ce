"""Those who did not answer: weighed by those like them, or imputed with a flag and an honest margin."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.surveyed import population, surveyed
from vivier.survey import impute, reweigh
from vivier.survey.grouping import grouped
from vivier.vocabulary import InputError

NAN = math.nan


def test_those_who_answered_take_the_weight_of_their_group() -> None:
    found = reweigh([2, 2, 4, 1, 1], [True, False, True, True, True], ["a", "a", "a", "b", "b"], fewest=2)
    assert found.values.tolist() == [2 * 8 / 6, 0, 4 * 8 / 6, 1, 1]
    assert found.ratios.tolist() == [8 / 6, 0, 8 / 6, 1, 1]
    assert found.groups == ("a", "a", "a", "b", "b")


def test_a_small_group_joins_its_small_brothers_then_the_smallest_of_the_others() -> None:
    answered = np.ones(13, bool)
    paths = [("84", "C")] * 6 + [("84", "J")] * 2 + [("84", "M")] * 3 + [("93", "C")] * 2
    together = grouped(paths, answered, 5)
    # In 84, J and M make five together; 93 has two answers: it joins 84, its only brother, which is not cut again.
    assert set(together.names) == {"84 › C + 84 › J + 84 › M + 93 › C"}
    apart = grouped(paths[:11], answered[:11], 5)
    assert set(apart.names) == {"84 › C", "84 › J + 84 › M"}
    alone = grouped(paths[:8], answered[:8], 5)
    assert set(alone.names) == {"84 › C + 84 › J"}


weighed = st.lists(
    st.tuples(st.floats(0.5, 20), st.booleans(), st.sampled_from("ABC"), st.sampled_from("xyz")),
    min_size=1,
    max_size=40,
)


@settings(max_examples=80, deadline=None)
@given(weighed, st.integers(2, 6))
def test_the_weight_of_each_group_is_kept_and_nobody_silent_has_any(rows, fewest) -> None:
    weights, answered, *_ = map(list, zip(*rows, strict=True))
    groups = [(a, b) for *_, a, b in rows]
    if not any(answered):
        with pytest.raises(InputError, match="Personne n’a répondu"):
            reweigh(weights, answered, groups, fewest=fewest)
        return
    found = reweigh(weights, answered, groups, fewest=fewest)
    for name in set(found.groups):
        own = [at for at, each in enumerate(found.groups) if each == name]
        assert found.values[own].sum() == pytest.approx(sum(weights[at] for at in own))
        assert sum(answered[at] for at in own) >= min(fewest, sum(answered))
    assert all(told or weight == 0 for told, weight in zip(answered, found.values, strict=True))


def test_weights_by_groups_mend_the_bias_that_plain_weights_have() -> None:
    """Industry grew more and answers more: the mean of those who answered is too high, that of the groups is not."""
    whole = population(4, 2000)
    plain, mended = [], []
    for seed in range(60):
        asked = surveyed(whole, seed)
        told = [not math.isnan(each) for each in asked["values"]]
        ratios = np.array(asked["values"]) / asked["known"]
        found = reweigh(asked["weights"], told, asked["strata"])
        plain.append(np.nanmean(ratios))
        mended.append(np.nansum(found.values * np.nan_to_num(ratios)) / found.values.sum())
    truth = np.mean(whole.answers / whole.before)
    assert abs(np.mean(plain) - truth) > 0.01
    assert abs(np.mean(mended) - truth) < 0.003


def test_imputed_by_the_growth_of_the_stratum_by_hand() -> None:
    """Growth of C: (110 + 330) / (100 + 300) = 1.1; of J: 50 / 100 = 0.5."""
    found = impute([110, 330, NAN, 20, 30, NAN], [100, 300, 50, 40, 60, 10], ["C", "C", "C", "J", "J", "J"], fewest=2)
    assert found.values.tolist() == pytest.approx([110, 330, 55, 20, 30, 5])
    assert found.flags == ("A", "A", "I", "A", "A", "I")
    assert found.ways == ("réponse", "réponse", "ratio", "réponse", "réponse", "ratio")
    assert found.total == pytest.approx(550)
    # Both strata follow their growth exactly: nothing is uncertain, and the census has no other error.
    assert found.error == pytest.approx(0, abs=1e-6)


def test_the_error_of_a_census_with_one_silent_member_by_hand() -> None:
    """Ratio 1: residuals 1 and −1 on 10 and 10, silent 10. σ² = 2/20 × 2 = 0.2 a unit of size.

    Of the level: (10/20)² (1 + 1) × 2 = 1; of the unit: 0.2 × 10 = 2. Standard error √3.
    """
    found = impute([11, 9, NAN], [10, 10, 10], ["C"] * 3, fewest=2)
    assert found.error == pytest.approx(math.sqrt(3))
    assert found.naive_error == 0
    assert found.interval.low == pytest.approx(30 - 12.7062 * math.sqrt(3), abs=1e-3)


def test_a_company_without_a_past_gets_the_mean_and_says_so() -> None:
    found = impute([110, 330, NAN, 100], [100, 300, NAN, NAN], ["C"] * 4, fewest=2)
    assert found.values[2] == pytest.approx((110 + 330 + 100) / 3)
    assert found.ways[2] == "moyenne"
    nothing = impute([4, 6, NAN], [0, 0, 8], ["C"] * 3, fewest=2)
    assert nothing.ways[2] == "moyenne"


def test_when_all_have_answered_nothing_changes_and_a_sample_keeps_its_own_error() -> None:
    values, weights = [12.0, 15.0, 9.0, 20.0], [5.0] * 4
    found = impute(values, [10.0] * 4, ["C"] * 4, weights, fewest=2)
    assert found.values.tolist() == values
    assert found.total == 5 * sum(values)
    # Simple random sampling, by the book: N² (1 − n/N) s² / n.
    wanted = math.sqrt(20**2 * (1 - 4 / 20) * np.var(values, ddof=1) / 4)
    assert found.error == found.naive_error == pytest.approx(wanted)


@pytest.mark.parametrize("share", [1.0, 0.4])
def test_intervals_hold_the_truth_about_as_often_as_they_say(share) -> None:
    """400 surveys of 400 companies: 95 % intervals hold the total; taking imputed figures for answers would not."""
    whole = population(7)
    truth = float(whole.answers.sum())
    held, naive, gaps = [], [], []
    for seed in range(400):
        found = impute(**surveyed(whole, seed, share))
        held.append(found.interval.low <= truth <= found.interval.high)
        naive.append(abs(found.total - truth) <= 1.96 * found.naive_error)
        gaps.append(found.total - truth)
    assert 0.92 < np.mean(held) < 0.98
    assert abs(np.mean(gaps)) < 0.2 * np.std(gaps)
    if share == 1:
        assert np.mean(naive) == 0
    else:
        assert np.mean(naive) < np.mean(held)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 5000), st.floats(0.01, 1000))
def test_the_unit_of_answers_and_the_order_of_companies_change_nothing_else(seed, factor) -> None:
    asked = surveyed(population(seed, 30), seed)
    if sum(not math.isnan(each) for each in asked["values"]) < 2:
        return
    one = impute(**asked)
    other = impute(**asked | {"values": [each * factor for each in asked["values"]]})
    assert other.total == pytest.approx(one.total * factor)
    assert other.error == pytest.approx(one.error * factor, rel=1e-6, abs=1e-6 * factor)
    order = random.Random(seed).sample(range(30), 30)
    turned = impute(**{name: [column[at] for at in order] for name, column in asked.items()})
    assert (turned.total, turned.error) == (one.total, one.error)
    assert turned.values.tolist() == [one.values[at] for at in order]


def test_nobody_asked_gives_nothing() -> None:
    found = impute([], [], [])
    assert (found.total, found.error, found.flags) == (0, 0, ())
    assert reweigh([], [], []).values.tolist() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: impute([NAN, NAN], [1, 2], ["C", "C"]), "Personne n’a répondu"),
        (lambda: impute([3, NAN], [1, 2], ["C", "C"]), "Une seule unité"),
        (lambda: impute([3, 4], [1, -2], ["C", "C"]), "positif ou nul"),
        (lambda: impute([3, math.inf], [1, 2], ["C", "C"]), "Les réponses"),
        (lambda: impute([3, 4], [1, 2], ["C"]), "même nombre"),
        (lambda: impute([3, 4], [1, 2], [("C", "a"), ("C",)]), "autant pour chaque"),
        (lambda: impute([3, 4], [1, 2], ["C", "C"], fewest=1), "au moins 2"),
        (lambda: reweigh([1, 2], [1, 0], ["C", "C"]), "vrai ou faux"),
        (lambda: reweigh([1, NAN], [True, True], ["C", "C"]), "pas de valeur"),
        (lambda: reweigh([0, 1], [True, False], ["C", "C"]), "Personne n’a répondu"),
    ],
)
def test_what_cannot_be_made_up_for_is_refused(wrong, said) -> None:
    with pytest.raises(InputError, match=said):
        wrong()

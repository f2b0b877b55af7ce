"""The yearly collection by hand: whom to call, who is put with whom, what is imputed, what bounds say at the edge."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracles.yearly import families, filled, shortest_calls
from vivier.survey import calibrate, follow_up, impute, outliers, reweigh
from vivier.survey.grouping import grouped
from vivier.survey.margins import UnreachableTotalsError
from vivier.survey.outlying import VERDICTS
from vivier.vocabulary import InputError

NAN = math.nan
BIG = 1e15


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [
        (0, 0, "both_zero"),
        (0, 5, "appeared"),
        (5, 0, "vanished"),
        (NAN, 5, "missing"),
        (5, NAN, "missing"),
        (NAN, NAN, "missing"),
        (NAN, 0, "missing"),
        (0, NAN, "missing"),
        (100, 100, "within"),
        (100, 1000, "high"),
        (100, 10, "low"),
        (BIG, BIG, "within"),
        (1e-9, 1e-9, "within"),
        (1e-9, BIG, "high"),
        (BIG, 1e-9, "low"),
    ],
)
def test_one_pair_among_quiet_ones(before, now, verdict) -> None:
    quiet = [92.0, 94, 96, 98, 100, 102, 104, 106, 108]
    found = outliers([*[100.0] * 9, before], [*quiet, now])
    assert VERDICTS[found.verdicts[-1]] == verdict
    assert not found.flagged[:9].any()
    assert found.flagged[-1] == (verdict in ("low", "high"))
    assert math.isnan(found.effects[-1]) == (verdict in ("both_zero", "appeared", "vanished", "missing"))
    assert sum(found.count().values()) == 10
    assert found.count()[verdict] >= 1


@pytest.mark.parametrize(("width", "flagged"), [(0.5, 6), (1, 4), (4, 1), (1000, 0)])
def test_wider_bounds_flag_fewer(width, flagged) -> None:
    before, now = [100.0] * 9, [100.0, 101, 99, 102, 98, 104, 96, 110, 200]
    assert outliers(before, now, exponent=0, floor=0, width=width).flagged.sum() == flagged


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 1e6)), min_size=1, max_size=20), st.floats(0, 1))
def test_two_years_swapped_turn_low_into_high(pairs, exponent) -> None:
    before, now = np.array(pairs).T
    one, other = (outliers(*pair, exponent=exponent) for pair in ((before, now), (now, before)))
    if len(pairs) % 2:  # the median of an even number of ratios is no ratio: its inverse is not that of the inverses
        np.testing.assert_allclose(one.effects, -other.effects, rtol=1e-6, atol=1e-6)
        assert one.median_ratio == pytest.approx(1 / other.median_ratio)


@pytest.mark.parametrize("size", [0, 1, 2])
def test_too_few_pairs_flag_nobody(size) -> None:
    found = outliers([10.0] * size, [10.0, 500.0][:size])
    assert not found.flagged.any()
    assert len(found.effects) == size


@pytest.mark.parametrize("parameter", ["exponent", "floor", "width"])
@pytest.mark.parametrize("wrong", [-0.1, NAN, math.inf, -math.inf])
def test_a_parameter_is_a_number_of_its_range(parameter, wrong) -> None:
    with pytest.raises(InputError):
        outliers([1.0], [1.0], **{parameter: wrong})


# Expected total 1 000. Doubts of 10 %, 5 %, 2 %, 1 % and nothing.
EXPECTED, TOLD = [400, 300, 200, 90, 10], [500, 250, 220, 100, 10]


@pytest.mark.parametrize(
    ("residual", "listed", "left"),
    [
        (0.5, [], 0.18),
        (0.19, [], 0.18),
        (0.18, [0], 0.08),  # exactly what is asked is not less than it
        (0.081, [0], 0.08),
        (0.05, [0, 1], 0.03),
        (0.011, [0, 1, 2], 0.01),
        (0.009, [0, 1, 2, 3], 0.0),
        (1e-9, [0, 1, 2, 3], 0.0),
    ],
)
def test_the_less_one_accepts_the_more_one_calls(residual, listed, left) -> None:
    found = follow_up(TOLD, EXPECTED, [1] * 5, residual=residual)
    assert found.listed.tolist() == listed
    assert found.residual == pytest.approx(left)
    assert found.scores.tolist() == pytest.approx([0.1, 0.05, 0.02, 0.01, 0])
    assert (found.doubtful, found.spared) == (4, 4 - len(listed))
    assert found.spared_rate == (4 - len(listed)) / 4


@pytest.mark.parametrize(
    ("told", "net"),
    [([110, 100], 0.05), ([90, 100], -0.05), ([110, 90], 0.0), ([110, 110], 0.1), ([100, 100], 0.0)],
)
def test_what_is_left_net_has_its_sign(told, net) -> None:
    found = follow_up(told, [100, 100], [1, 1], residual=0.5)
    assert found.net == pytest.approx(net)
    assert abs(found.net) <= found.residual + 1e-12


figures = st.integers(0, 300).map(float)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(figures, st.integers(1, 300).map(float), st.integers(0, 9)), min_size=1, max_size=12),
    st.sampled_from([0.003, 0.03, 0.3]),
)
def test_the_list_is_that_of_taking_the_heaviest_doubt_away_each_time(rows, residual) -> None:
    told, expected, weights = zip(*rows, strict=True)
    assume(sum(weights) > 0)
    found = follow_up(told, expected, weights, residual=residual)
    slow = shortest_calls(told, expected, weights, residual)
    assume(abs(found.residual - residual) > 1e-9)
    assert found.listed.tolist() == slow


paths = st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from("12"))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(paths, st.booleans()), min_size=1, max_size=40), st.integers(2, 6))
def test_small_groups_are_put_together_as_one_would_by_name(rows, fewest) -> None:
    told = np.array([answered for _, answered in rows])
    assume(told.any())
    found = grouped([path for path, _ in rows], told, fewest)
    counts = {path: 0 for path, _ in rows}
    for path, answered in rows:
        counts[path] += answered
    by_name: dict[str, set[tuple[str, ...]]] = {}
    for (path, _), rank in zip(rows, found.ranks.tolist(), strict=True):
        by_name.setdefault(found.names[rank], set()).add(path)
    assert {frozenset(own) for own in by_name.values()} == families(set(counts), counts, fewest)
    for name, own in by_name.items():
        assert name == " + ".join(" › ".join(path) for path in sorted(own))


@pytest.mark.parametrize(
    ("groups", "names"),
    [
        (["a"] * 5, {"a"}),
        (["a"] * 5 + ["b"] * 5, {"a", "b"}),
        (["a"] * 5 + ["b"] * 4, {"a + b"}),
        (["a"] * 6 + ["c"] * 5 + ["b"] * 4, {"a", "b + c"}),  # with the poorest of the others
        (["a"] * 9 + ["b"] * 3 + ["c"] * 2, {"a", "b + c"}),
        (["a"] * 2 + ["b"] * 2, {"a + b"}),  # too few in all: still one group
    ],
)
def test_five_answers_are_needed_when_nothing_else_is_said(groups, names) -> None:
    found = reweigh([1.0] * len(groups), [True] * len(groups), groups)
    assert set(found.groups) == names


@pytest.mark.parametrize("fewest", [1, 0, -3, 2.0, True, "5", None])
def test_the_fewest_answers_are_a_whole_number_from_two(fewest) -> None:
    for verb in (
        lambda: reweigh([1.0], [True], ["a"], fewest=fewest),
        lambda: impute([1.0, 2.0], [1.0, 2.0], ["a", "a"], fewest=fewest),
    ):
        with pytest.raises(InputError, match="au moins 2"):
            verb()


@pytest.mark.parametrize("groups", [[("a",), ("a", "b")], [1, 2], [("a", 1), ("a", 2)], ["a", ("a", "b")]])
def test_groups_are_codes_as_many_for_each(groups) -> None:
    with pytest.raises(InputError, match="autant pour chaque unité"):
        reweigh([1.0, 1.0], [True, True], groups)


amounts = st.one_of(st.integers(1, 500).map(float), st.just(NAN))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(amounts, amounts, st.integers(1, 5), st.sampled_from("AB")), min_size=2, max_size=20))
def test_each_missing_answer_is_filled_as_one_would_by_hand(rows) -> None:
    values, known, weights, strata = map(list, zip(*rows, strict=True))
    assume(sum(not math.isnan(each) for each in values) >= 2)
    found = impute(values, known, strata, weights, fewest=2)
    slow = filled(values, known, weights, found.groups)
    assert found.values.tolist() == pytest.approx([value for value, _ in slow])
    assert list(found.ways) == [way for _, way in slow]
    assert found.total == pytest.approx(sum(w * v for w, (v, _) in zip(weights, slow, strict=True)))
    assert [flag == "I" for flag in found.flags] == [math.isnan(each) for each in values]
    assert found.interval.low <= found.total <= found.interval.high
    assert found.error >= found.naive_error - 1e-9


def test_an_answer_of_no_weight_teaches_nothing_and_counts_for_nothing() -> None:
    found = impute([10, 30, 900, NAN], [10, 30, 1, 5], ["C"] * 4, [1, 1, 0, 1], fewest=2)
    assert found.values.tolist() == [10, 30, 900, 5]
    assert found.total == 45
    silent = impute([10, 30, NAN], [10, 30, 5], ["C"] * 3, [1, 1, 0], fewest=2)
    assert (silent.values[2], silent.total) == (5, 40)


def test_losses_are_answers_too() -> None:
    found = impute([-10, -30, NAN], [10, 30, 20], ["C"] * 3, fewest=2)
    assert (found.values[2], found.ways[2]) == (-20, "ratio")


@pytest.mark.parametrize("wrong", ["x", None, [1, [2]], [[1, 2]], ["1", "a"], {"a": 1}, 5, object()])
def test_a_column_is_a_column_of_numbers_for_every_verb(wrong) -> None:
    for verb in (
        lambda: outliers(wrong, [1.0, 2.0]),
        lambda: follow_up(wrong, [1.0, 2.0], [1, 1]),
        lambda: reweigh(wrong, [True, True], ["a", "a"]),
        lambda: impute(wrong, [1.0, 2.0], ["a", "a"]),
        lambda: calibrate(wrong, {}, {}),
    ):
        with pytest.raises(InputError, match="colonne de nombres"):
            verb()


@pytest.mark.parametrize(
    ("traits", "totals", "ratios"),
    [
        ({"n": [1, 1]}, {"n": 4}, [2, 2]),
        ({"a": [1, 0], "b": [0, 1]}, {"a": 3, "b": 1}, [3, 1]),
        ({"a": [1, 0]}, {"a": 3}, [3, 1]),  # what no margin speaks of stays
        ({"n": [1, 1], "twice": [2, 2]}, {"n": 4, "twice": 8}, [2, 2]),  # said twice
        ({"n": [1, 1], "nothing": [0, 0]}, {"n": 4, "nothing": 0}, [2, 2]),
    ],
)
@pytest.mark.parametrize("method", ["raking", "linear"])
def test_totals_that_leave_one_answer_give_it_by_any_method(traits, totals, ratios, method) -> None:
    found = calibrate([1.0, 1.0], traits, totals, method=method)
    assert found.ratios.tolist() == pytest.approx(ratios)
    assert found.design_effect == pytest.approx(2 * sum(r * r for r in ratios) / sum(ratios) ** 2)


def test_a_price_may_be_negative_and_a_ratio_of_the_linear_method_too() -> None:
    """One margin of one unit asked for less than nothing: only the linear method has an answer."""
    assert calibrate([1.0], {"x": [1.0]}, {"x": -2.0}, method="linear").values.tolist() == pytest.approx([-2])
    for method, bounds in (("raking", None), ("logit", (0, 2)), ("truncated", (0, 2))):
        with pytest.raises(UnreachableTotalsError, match="« x »"):
            calibrate([1.0], {"x": [1.0]}, {"x": -2.0}, method=method, bounds=bounds)


def test_totals_of_nobody_are_refused_by_name() -> None:
    for weights, trait in (([], []), ([0.0], [1.0]), ([1.0], [0.0])):
        with pytest.raises(UnreachableTotalsError) as refused:
            calibrate(weights, {"x": trait, "y": trait}, {"x": 3.0, "y": 0.0})
        assert refused.value.margins == ("x",)


@pytest.mark.parametrize("bounds", [(0.5, 1.0), (1.0, 2.0), (2.0, 0.5), (-0.1, 2.0), (0.5, 1e6), (0.5, math.inf)])
@pytest.mark.parametrize("method", ["logit", "truncated"])
def test_bounds_are_on_both_sides_of_one(bounds, method) -> None:
    with pytest.raises(InputError, match="de part et d’autre de 1"):
        calibrate([1.0], {"x": [1.0]}, {"x": 1.0}, bounds=bounds, method=method)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0.5, 9), st.sampled_from("abc")), min_size=1, max_size=30), st.floats(0.2, 5))
def test_one_code_a_unit_is_the_rule_of_three(rows, factor) -> None:
    """Post-stratification: each weight of a code × what is asked of it over what it had."""
    weights = [weight for weight, _ in rows]
    had = {code: sum(w for w, c in rows if c == code) for code in "abc"}
    codes = [code for code in "abc" if had[code]]
    traits = {code: [float(c == code) for _, c in rows] for code in codes}
    asked = {code: had[code] * factor ** (rank + 1) for rank, code in enumerate(codes)}
    found = calibrate(weights, traits, asked)
    assert found.values.tolist() == pytest.approx([w * asked[c] / had[c] for w, c in rows], rel=1e-6)
    assert found.residual < 1e-8

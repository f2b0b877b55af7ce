"""Calibration: totals are met, weights move as little as they can, and totals that cannot hold together are named."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracles.survey import calibrated, is_reachable, smallest_conflict
from vivier.survey import calibrate
from vivier.survey.distances import distance
from vivier.survey.margins import UnreachableTotalsError
from vivier.vocabulary import InputError

WAYS = [("raking", None), ("linear", None), ("logit", (0.4, 2.5)), ("truncated", (0.4, 2.5))]


def sample(seed, n=40):
    """Draw units of three regions and two sectors, with people, and totals that some true weights give."""
    rng = np.random.default_rng(seed)
    region, sector = rng.integers(0, 3, n), rng.integers(0, 2, n)
    traits = {f"région {r}": (region == r).astype(float) for r in range(3)}
    traits["industrie"] = (sector == 1).astype(float)
    traits["effectif"] = rng.lognormal(3, 1, n)
    weights = rng.uniform(1, 4, n)
    true = weights * rng.uniform(0.8, 1.3, n)
    return weights, traits, {name: float(true @ column) for name, column in traits.items()}


def table(traits):
    return np.column_stack([traits[name] for name in sorted(traits)])


@pytest.mark.parametrize(("method", "bounds"), WAYS)
@pytest.mark.parametrize("seed", range(4))
def test_totals_are_met_to_far_less_than_one_in_a_hundred_million(method, bounds, seed) -> None:
    weights, traits, totals = sample(seed)
    found = calibrate(weights, traits, totals, method=method, bounds=bounds)
    for name, total in totals.items():
        assert abs(found.values @ traits[name] - total) < 1e-8 * max(1, abs(total))
    assert found.residual < 1e-8
    np.testing.assert_allclose(found.values, weights * found.ratios)
    if bounds:
        assert bounds[0] <= found.ratios.min() <= found.ratios.max() <= bounds[1]
    if method == "raking":
        assert found.ratios.min() > 0


@pytest.mark.parametrize(("method", "bounds"), WAYS)
@pytest.mark.parametrize("seed", [11, 12])
def test_weights_are_those_a_general_optimiser_finds(method, bounds, seed) -> None:
    weights, traits, totals = sample(seed, 14)
    del traits["région 2"], totals["région 2"]  # the optimiser wants margins that repeat nothing
    found = calibrate(weights, traits, totals, method=method, bounds=bounds)
    aims = np.array([totals[name] for name in sorted(totals)])
    judged = calibrated(weights, table(traits), aims, method, bounds)
    np.testing.assert_allclose(found.ratios, judged, atol=2e-4)


def test_linear_calibration_is_the_regression_estimator() -> None:
    """By hand: one margin, ratios 1 + λx, λ = (total − Σdx) / Σdx² = (110 − 90) / 410."""
    found = calibrate([1, 1, 10], {"x": [10, 20, 6]}, {"x": 110}, method="linear")
    price = (110 - 90) / (100 + 400 + 360)
    np.testing.assert_allclose(found.ratios, 1 + price * np.array([10, 20, 6]))


def test_raking_on_two_codes_is_iterative_proportional_fitting() -> None:
    rng = np.random.default_rng(6)
    cells = rng.uniform(1, 9, (3, 4))
    rows, columns = np.array([20.0, 25, 15]), np.array([10.0, 20, 18, 12])
    traits = {f"r{i}": np.repeat(np.arange(3) == i, 4) for i in range(3)}
    traits |= {f"c{j}": np.tile(np.arange(4) == j, 3) for j in range(4)}
    totals = {f"r{i}": rows[i] for i in range(3)} | {f"c{j}": columns[j] for j in range(4)}
    found = calibrate(cells.ravel(), traits, totals)
    fitted = cells.copy()
    for _ in range(500):
        fitted *= (rows / fitted.sum(axis=1))[:, None]
        fitted *= columns / fitted.sum(axis=0)
    np.testing.assert_allclose(found.values.reshape(3, 4), fitted, rtol=1e-9)


def test_totals_already_met_leave_weights_alone() -> None:
    weights, traits, _ = sample(1)
    totals = {name: float(weights @ column) for name, column in traits.items()}
    for method, bounds in WAYS:
        found = calibrate(weights, traits, totals, method=method, bounds=bounds)
        np.testing.assert_allclose(found.ratios, 1, atol=1e-9)


def test_logit_without_a_word_when_bounds_are_given_and_raking_without() -> None:
    weights, traits, totals = sample(2)
    assert calibrate(weights, traits, totals).method == "raking"
    assert calibrate(weights, traits, totals, bounds=(0.3, 3)).method == "logit"


def test_bounds_that_bite_are_reached_by_truncation_and_approached_by_logit() -> None:
    traits, totals = {"x": [1.0, 2, 3, 4, 50]}, {"x": 85.0}
    cut = calibrate([1] * 5, traits, totals, method="truncated", bounds=(0.5, 1.45))
    assert cut.ratios[-1] == 1.45
    assert cut.residual < 1e-8
    soft = calibrate([1] * 5, traits, totals, method="logit", bounds=(0.5, 1.45))
    assert soft.ratios[-1] < 1.45
    assert soft.residual < 1e-8


def test_a_unit_without_weight_keeps_none_and_the_order_of_units_changes_nothing() -> None:
    weights, traits, totals = sample(3)
    order = np.random.default_rng(1).permutation(len(weights))
    one = calibrate(weights, traits, totals)
    other = calibrate(weights[order], {name: column[order] for name, column in traits.items()}, totals)
    assert one.values[order].tobytes() == other.values.tobytes()
    more = calibrate(np.append(weights, 0), {n: np.append(c, 1) for n, c in traits.items()}, totals)
    assert more.values.tobytes() == np.append(one.values, 0).tobytes()


def test_nothing_to_calibrate_is_nothing() -> None:
    assert calibrate([], {}, {}).values.tolist() == []
    assert calibrate([3.0, 2.0], {}, {}).values.tolist() == [3, 2]
    assert calibrate([], {"x": []}, {"x": 0}).values.tolist() == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 60), st.sampled_from(WAYS))
def test_whatever_the_sample_totals_that_can_be_met_are(seed, n, way) -> None:
    weights, traits, totals = sample(seed, n)
    method, bounds = way
    found = calibrate(weights, traits, totals, method=method, bounds=bounds)
    assert found.residual < 1e-8


def test_regions_and_sectors_that_do_not_add_up_alike_are_all_named() -> None:
    traits = {"Isère": [1, 1, 0, 0], "Rhône": [0, 0, 1, 1], "industrie": [1, 0, 1, 0], "services": [0, 1, 0, 1]}
    totals = {"Isère": 10, "Rhône": 10, "industrie": 12, "services": 9}
    with pytest.raises(
        UnreachableTotalsError, match="« Isère », « Rhône », « industrie » et « services »"
    ) as refused:
        calibrate([5] * 4, traits, totals, method="linear")
    assert set(refused.value.margins) == set(traits)
    assert str(refused.value).count(". ") == 0


def test_the_smallest_conflict_is_named_and_the_rest_left_out() -> None:
    weights, traits, totals = sample(4)
    traits["navale"], totals["navale"] = traits["industrie"] * (traits["effectif"] > 20), 3 * totals["industrie"]
    with pytest.raises(UnreachableTotalsError) as refused:
        calibrate(weights, traits, totals)
    assert set(refused.value.margins) == {"industrie", "navale"}


def test_a_total_that_nobody_can_give_is_named_alone() -> None:
    with pytest.raises(UnreachableTotalsError, match=r"le total de « Corse »") as refused:
        calibrate([1, 1], {"Corse": [0, 0], "tous": [1, 1]}, {"Corse": 3, "tous": 2})
    assert refused.value.margins == ("Corse",)
    with pytest.raises(UnreachableTotalsError, match=r"« tous » avec des poids positifs : corrigez-le.$"):
        calibrate([0, 0], {"tous": [1, 1]}, {"tous": 2})


def test_bounds_too_narrow_say_between_what() -> None:
    with pytest.raises(UnreachableTotalsError, match=r"chaque poids par 0,9 à 1,1"):
        calibrate([1, 1], {"tous": [1, 1]}, {"tous": 3}, bounds=(0.9, 1.1), method="truncated")


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_conflicts_are_as_small_as_trying_every_set_finds(seed) -> None:
    rng = np.random.default_rng(seed)
    weights, matrix = rng.uniform(1, 3, 8), rng.integers(0, 2, (8, 5)).astype(float)
    aims = np.round((weights * rng.uniform(0.2, 2.2, 8)) @ matrix + rng.choice([0, 0, 6], 5), 1)
    bounds = (0.5, 2.0)
    smallest = smallest_conflict(weights, matrix, aims, *bounds)
    inner = (0.501, 1.999)
    assume((smallest > 0) == (smallest_conflict(weights, matrix, aims, *inner) > 0))
    traits, totals = {str(j): matrix[:, j] for j in range(5)}, {str(j): float(aims[j]) for j in range(5)}
    for method in ("logit", "truncated"):
        if smallest == 0:
            assert calibrate(weights, traits, totals, bounds=bounds, method=method).residual < 1e-8
            continue
        with pytest.raises(UnreachableTotalsError) as refused:
            calibrate(weights, traits, totals, bounds=bounds, method=method)
        named = [int(name) for name in refused.value.margins]
        assert len(named) == smallest
        assert not is_reachable(weights, matrix[:, named], aims[named], *bounds)


def test_a_conflict_of_many_margins_is_told_with_a_few_names() -> None:
    traits = {f"département {n:02d}": np.eye(12)[n] for n in range(12)} | {"tous": np.ones(12)}
    totals = {f"département {n:02d}": 5.0 for n in range(12)} | {"tous": 70.0}
    with pytest.raises(UnreachableTotalsError, match="7\u00a0autres") as refused:
        calibrate([4] * 12, traits, totals)
    assert len(refused.value.margins) == 13


def test_totals_that_differ_by_rounding_alone_are_said_to() -> None:
    traits = {"a": [1.0, 0], "b": [0, 1.0], "tous": [1.0, 1]}
    with pytest.raises(InputError, match=r"de très peu|à la fois"):
        calibrate([1, 1], traits, {"a": 1, "b": 1, "tous": 2 + 4e-8})


@pytest.mark.parametrize(("method", "bounds"), WAYS)
def test_each_distance_begins_at_one_with_slope_one_and_is_the_derivative_of_its_primitive(method, bounds) -> None:
    kind = distance(method, bounds)
    u, step = np.linspace(-0.55, 1.4, 79), 1e-6
    assert kind.ratio(np.zeros(1))[0] == pytest.approx(1)
    assert kind.slope(np.zeros(1))[0] == pytest.approx(1)
    by_steps = (kind.primitive(u + step) - kind.primitive(u - step)) / (2 * step)
    np.testing.assert_allclose(by_steps, kind.ratio(u), atol=1e-6)
    by_steps = (kind.ratio(u + step) - kind.ratio(u - step)) / (2 * step)
    np.testing.assert_allclose(by_steps, kind.slope(u), atol=1e-6)


def test_a_design_effect_is_what_kish_says() -> None:
    assert calibrate([2.0, 2, 2], {}, {}).design_effect == 1
    assert calibrate([1.0, 3, 0], {}, {}).design_effect == pytest.approx(2 * 10 / 16)
    assert calibrate([], {}, {}).design_effect == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weights": [-1.0, 1]}, "positif ou nul"),
        ({"traits": {"x": [1.0]}}, "même nombre de lignes"),
        ({"traits": {"x": [1.0, math.nan]}}, "« x » : la ligne 2"),
        ({"totals": {"x": math.inf}}, "Les totaux"),
        ({"totals": {"y": 1.0}}, "n’a que l’un des deux"),
        ({"method": "autre"}, "méthode de calage"),
        ({"method": "logit"}, "veulent des bornes"),
        ({"method": "raking", "bounds": (0.5, 2)}, "n’en ont pas"),
        ({"bounds": (1.2, 2)}, "de part et d’autre de 1"),
        ({"bounds": (0.5, math.nan)}, "de part et d’autre de 1"),
    ],
)
def test_what_makes_no_sense_is_refused(change, said) -> None:
    given_ = {"weights": [1.0, 1], "traits": {"x": [1.0, 2]}, "totals": {"x": 4.0}} | change
    with pytest.raises(InputError, match=said):
        calibrate(given_.pop("weights"), given_.pop("traits"), given_.pop("totals"), **given_)


def test_dozens_of_entangled_margins_are_named_without_one_too_many() -> None:
    """One region asked for five times its weight: too many sets to try, yet none of those named can be left out."""
    rng = np.random.default_rng(9)
    weights, region, sector = rng.uniform(1, 4, 300), rng.integers(0, 9, 300), rng.integers(0, 10, 300)
    traits = {f"r{k}": (region == k) * 1.0 for k in range(9)} | {f"s{k}": (sector == k) * 1.0 for k in range(10)}
    totals = {name: float(weights @ column) for name, column in traits.items()}
    totals["r3"] *= 5
    with pytest.raises(UnreachableTotalsError) as refused:
        calibrate(weights, traits, totals)
    named = list(refused.value.margins)
    assert "r3" in named
    calibrate(weights, {n: traits[n] for n in named[1:]}, {n: totals[n] for n in named[1:]}, bounds=(1e-6, 1e5))

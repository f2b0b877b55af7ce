"""Rates that a small pôle can trust: between the raw rate and the pôle's, with the weight of local data said."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.workforce import ON, uncertain
from oracles.pooled import pooled
from vivier.vocabulary import InputError
from vivier.workforce.ages import BANDS
from vivier.workforce.assumptions import Belief, Observed
from vivier.workforce.beliefs import national_turnover
from vivier.workforce.pooling import draw_pool, pooled_rates
from vivier.workforce.shocks import draw_world
from vivier.workforce.streams import stream

EVEN = replace(national_turnover(), year_cv=0.0)
NATIONAL = 1 - math.exp(math.log(1 - national_turnover().rates[2]) / 12)  # monthly, 35–44 years


def seen(**companies):
    """What companies show of people of 35 to 44: name=(exits, person-years)."""
    return tuple(Observed("35_44", exits, years, group=name) for name, (exits, years) in companies.items())


def company(name, assumptions):
    return next(rate for rate in pooled_rates(assumptions) if (rate.kind, rate.name) == ("company", name))


def pole(assumptions):
    return pooled_rates(assumptions)[0]


def test_without_flows_the_rates_are_the_national_ones_and_local_data_weigh_nothing():
    pool = draw_pool(uncertain(), 10_000, 1)
    assert pooled_rates(uncertain()) == ()
    assert pool.weight == pytest.approx(0, abs=0.02)
    assert pool.bands.mean(axis=1) == pytest.approx(np.array(uncertain().band_hazards), rel=0.03)
    assert pool.company("Atelier du Rhône").mean() == pytest.approx(1, abs=0.03)
    assert pool.occupation("623f", stream(1, "623f")).mean() == pytest.approx(1, abs=0.03)


def test_a_company_seen_for_long_keeps_its_raw_rate_when_years_are_even():
    supposed = uncertain(turnover=EVEN, observed=seen(grande=(9000, 30_000.0), autre=(900, 9_000.0)))
    rate = company("grande", supposed)
    assert rate.pooled_rate == pytest.approx(rate.raw_rate, rel=0.01)
    assert rate.weight > 0.99


def test_no_quantity_of_months_makes_a_company_certain_when_years_are_uneven():
    supposed = uncertain(observed=seen(grande=(9000, 30_000.0), autre=(900, 9_000.0)))
    rate, pool = company("grande", supposed), draw_pool(supposed, 4000, 1)
    assert 0.7 < rate.weight < 0.98
    apart = np.log(pool.level * pool.company("grande"))
    assert apart.std() == pytest.approx(national_turnover().year_cv, rel=0.25)


def test_a_small_company_lies_between_its_raw_rate_and_the_rate_of_the_pole():
    supposed = uncertain(observed=seen(petite=(6, 20.0), autres=(60, 600.0)))
    rate = company("petite", supposed)
    assert pole(supposed).pooled_rate < rate.pooled_rate < rate.raw_rate
    assert (rate.exits, rate.person_years) == (6, 20)


def test_a_company_without_exits_is_not_believed_immortal():
    rate = company("calme", uncertain(observed=seen(calme=(0, 30.0), autres=(60, 600.0))))
    assert rate.raw_rate == 0
    assert 0.03 < rate.pooled_rate < 0.11


def test_the_weight_of_local_data_grows_with_what_was_seen():
    sizes = {f"e{years}": (years // 10, float(years)) for years in (2, 10, 40, 150, 600)}
    supposed = uncertain(observed=seen(**sizes))
    weights = [company(name, supposed).weight for name in sizes]
    assert weights == sorted(weights)
    assert 0 < weights[0] < 0.1
    assert 0.7 < weights[-1] < 1


def test_the_flows_of_the_pole_weigh_more_as_months_come():
    weights = [
        draw_pool(
            uncertain(observed=seen(**{f"e{k}": (years // 10, float(years)) for k in range(12)})), 500, 1
        ).weight
        for years in (1, 10, 100)
    ]
    assert weights == sorted(weights)
    assert weights[0] < 0.5 < weights[-1] < 1


def test_companies_that_differ_are_pooled_less_than_companies_that_agree():
    agree = {f"e{k}": (8, 80.0) for k in range(10)}
    differ = {f"e{k}": (2 if k % 2 else 18, 80.0) for k in range(10)}
    alike, unlike = (company("e0", uncertain(observed=seen(**some))).weight for some in (agree, differ))
    assert alike < unlike - 0.15


def test_agrees_with_a_slow_grid_over_every_level_spread_and_company_rate():
    companies = {"a": (9, 30.0), "b": (5, 80.0), "c": (0, 12.0)}
    turnover = replace(EVEN, band_cv=0.0)
    pool = draw_pool(uncertain(turnover=turnover, observed=seen(**companies)), 10_000, 3)
    scale = math.sqrt(math.log1p(turnover.pole_cv**2))
    levels = [math.exp(-1.6 + 3.2 * k / 40) for k in range(41)]
    spreads = [0.05, 0.1, 0.2, 0.3, 0.4, 0.55, 0.75, 1.0, 1.4]
    told = {name: (exits, round(12 * years), NATIONAL) for name, (exits, years) in companies.items()}
    level, factors = pooled(
        told,
        levels,
        [math.exp(-0.5 * ((math.log(level) + scale**2 / 2) / scale) ** 2) for level in levels],
        spreads,
        [math.exp(-0.5 * (math.log(spread / turnover.company_cv) / 0.6) ** 2) for spread in spreads],
    )
    assert pool.level.mean() == pytest.approx(level, rel=0.01)
    for name, factor in factors.items():
        assert (pool.level * pool.company(name)).mean() == pytest.approx(factor, rel=0.03)


def test_occupations_are_pooled_on_what_companies_leave_unexplained():
    rows = [
        Observed("35_44", 4 if trade == "623f" else 1, 20.0, occupation=trade, group=f"e{k}")
        for k in range(8)
        for trade in ("623f", "485a")
    ]
    rates = {rate.name: rate for rate in pooled_rates(uncertain(observed=tuple(rows))) if rate.kind == "occupation"}
    busy, calm = rates["623f"], rates["485a"]
    assert calm.raw_rate < calm.pooled_rate < busy.pooled_rate < busy.raw_rate
    assert 0 < calm.weight < busy.weight + 0.2 < 1.2


def test_what_is_believed_of_an_occupation_is_what_its_exits_are_compared_with():
    rows = (Observed("35_44", 20, 100.0, occupation="623f"),)
    believed = {"623f": Belief(exit_factor=2.0)}
    assert (
        draw_pool(uncertain(observed=rows, beliefs=believed), 2000, 1).level.mean()
        < draw_pool(uncertain(observed=rows), 2000, 1).level.mean()
    )


def test_an_age_band_that_leaves_more_is_learned():
    rows = tuple(Observed(band, 60 if band == "55_59" else 10, 200.0) for band in BANDS)
    pool, national = draw_pool(uncertain(observed=rows), 4000, 1), np.array(uncertain().band_hazards)
    shape = pool.bands.mean(axis=1) / national
    assert shape[BANDS.index("55_59")] > 1.3 * np.median(shape)


def test_few_companies_make_the_years_to_come_less_even():
    alone = draw_pool(uncertain(observed=seen(seule=(10, 100.0))), 100, 1)
    many = draw_pool(uncertain(observed=seen(**{f"e{k}": (1, 10.0) for k in range(20)})), 100, 1)
    unnamed = draw_pool(uncertain(observed=(Observed("35_44", 10, 100.0),)), 100, 1)
    assert alone.concentration == 1
    assert many.concentration == pytest.approx(1 / 20)
    assert unnamed.concentration == draw_pool(uncertain(), 100, 1).concentration == 0


@pytest.mark.parametrize(("companies", "concentration"), [(1, 1.0), (20, 0.05)])
def test_years_to_come_vary_around_one_and_more_where_companies_are_few(companies, concentration):
    turnover = replace(national_turnover(), pole_cv=0.0, company_cv=0.0, occupation_cv=0.0, band_cv=0.0)
    supposed = uncertain(turnover=turnover, observed=seen(**{f"e{k}": (1, 10.0) for k in range(companies)}))
    pool = draw_pool(supposed, 10_000, 1)
    years = draw_world(supposed, pool, ON, 4).hazard[-1] / supposed.band_hazards[-1]
    common = math.log1p(turnover.year_cv**2)
    assert pool.weight == 0
    assert years.mean(axis=1) == pytest.approx(np.ones(4), abs=0.01)
    assert np.log(years).var(axis=1) == pytest.approx(np.full(4, common * (1 + concentration)), rel=0.05)
    together = np.cov(np.log(years[0]), np.log(years[1]))[0, 1]
    assert together == pytest.approx(common * turnover.year_memory, rel=0.1)


def test_what_was_observed_tells_the_first_year_to_come_better_than_the_last():
    rows = seen(**{f"e{k}": (40, 400.0) for k in range(30)})
    pool = draw_pool(uncertain(observed=rows), 10_000, 1)
    hazard = draw_world(uncertain(observed=rows), pool, ON, 8).hazard[-1] / pool.bands[-1]
    spreads = np.log(hazard).std(axis=1)
    assert pool.weight > 0.8
    assert spreads[0] < 0.8 * spreads[-1]


def test_the_order_of_rows_changes_nothing_to_the_last_bit():
    rng = np.random.default_rng(5)
    rows = [
        Observed(BANDS[k % 6], int(rng.integers(0, 9)), float(rng.uniform(1, 50)), 0, f"m{k % 7}", f"e{k % 11}")
        for k in range(60)
    ]
    one, other = uncertain(observed=tuple(rows)), uncertain(observed=tuple(rng.permutation(np.array(rows))))
    assert pooled_rates(one) == pooled_rates(other)
    first, second = draw_pool(one, 300, 7), draw_pool(other, 300, 7)
    assert first.bands.tobytes() == second.bands.tobytes()
    assert first.company("e3").tobytes() == second.company("e3").tobytes()
    assert np.array_equal(first.occupation("m2", stream(1, "m2")), second.occupation("m2", stream(1, "m2")))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    supposed = uncertain(observed=seen(a=(6, 20.0), b=(60, 600.0)))
    bands = [draw_pool(supposed, 200, seed).bands.tobytes() for seed in (4, 4, 5)]
    factors = [draw_pool(supposed, 200, seed).company("a").tobytes() for seed in (4, 4, 5)]
    assert bands[0] == bands[1] != bands[2]
    assert factors[0] == factors[1] != factors[2]


def test_rows_with_nobody_in_post_change_nothing():
    supposed = seen(a=(6, 20.0), b=(60, 600.0))
    nobody = Observed("45_54", 0, 0.0, hires=3, occupation="623f", group="c")
    assert pooled_rates(uncertain(observed=(*supposed, nobody))) == pooled_rates(uncertain(observed=supposed))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.floats(4, 400)), min_size=1, max_size=6))
def test_every_pooled_rate_lies_between_the_raw_rate_and_the_pole(companies):
    rows = tuple(Observed("35_44", exits, years, group=f"e{k}") for k, (exits, years) in enumerate(companies))
    whole, *rates = pooled_rates(uncertain(observed=rows))
    assert len(rates) == len(companies)
    assert sum(rate.exits for rate in rates) == whole.exits
    for rate in rates:
        low, high = sorted((rate.raw_rate, whole.pooled_rate))
        assert low - 1e-9 <= rate.pooled_rate <= high + 1e-9
        assert 0 <= rate.weight <= 1


@pytest.mark.parametrize(
    "given",
    [
        lambda: Observed("35_44", -1, 10.0),
        lambda: Observed("35_44", math.nan, 10.0),
        lambda: Observed("35_44", 1, math.nan),
        lambda: Observed("35_44", 1, math.inf),
        lambda: Observed("35_44", 130, 10.0),
        lambda: Observed("vieux", 1, 10.0),
        lambda: replace(national_turnover(), company_cv=math.nan),
        lambda: replace(national_turnover(), pole_cv=-0.1),
        lambda: replace(national_turnover(), year_memory=1.0),
    ],
)
def test_flows_and_dispersions_that_mean_nothing_are_refused_in_one_sentence(given):
    with pytest.raises(InputError) as refusal:
        given()
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)

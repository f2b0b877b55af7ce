"""What must hold of every forecast: accounting, coherence, order, bytes, refusals."""

import copy
import json
import sys
from dataclasses import asdict
from importlib.resources import files
from subprocess import run

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.workforce import ON, drawn, fixed, stock, uncertain
from vivier.reference import retirement_law
from vivier.vocabulary import Interval
from vivier.workforce import Assumptions, Stock, forecast
from vivier.workforce.assumptions import Observed
from vivier.workforce.data import Cell
from vivier.workforce.outlook import Estimate

AGES = st.dictionaries(st.integers(16, 80), st.integers(1, 9), min_size=1, max_size=5)
OCCUPATIONS = st.dictionaries(st.sampled_from(["623f", "622a", "485a"]), AGES, min_size=1, max_size=3)
GROWTHS = st.sampled_from([(0.0, 0.0), (0.03, 0.0), (-0.3, 0.0), (0.0, 0.05)])
few = settings(max_examples=20, deadline=None)


def growing(growth):
    return uncertain(growth_rate=growth[0], growth_sd=growth[1])


@few
@given(AGES, st.integers(1, 6), GROWTHS)
def test_accounts_balance_on_every_path(ages, horizon, growth):
    n = sum(ages.values())
    paths = drawn(ages, growing(growth), horizon, 100, 1)
    gone = (paths.retired + paths.left).cumsum(axis=0)
    assert (paths.retired >= 0).all()
    assert (paths.left >= 0).all()
    assert (gone <= n).all()
    assert (paths.all_retired >= paths.retired).all()
    assert (paths.all_left >= paths.left).all()
    openings = np.diff(paths.headcount, axis=0) + paths.all_retired + paths.all_left
    assert (openings >= 0).all()
    assert (paths.headcount[1:] >= n - gone).all()
    if growth == (0.0, 0.0):
        assert (paths.headcount == n).all()


@few
@given(OCCUPATIONS, st.integers(1, 5), GROWTHS)
def test_figures_add_up(occupations, horizon, growth):
    given_stock = stock(occupations)
    outlook = forecast(given_stock, assumptions=growing(growth), horizon=horizon, draws=100, seed=2)
    for name in ("", *occupations):
        n = given_stock.people if not name else sum(occupations[name].values())
        left = n
        for there, gone in zip(
            outlook.series("stock_without_hiring", name), outlook.series("departures", name, "all"), strict=True
        ):
            left -= gone.value
            assert there.value == pytest.approx(left)
            assert there.n == gone.n == n
        for measure in ("departures", "openings"):
            for cause in ("retirement", "other", "all"):
                years = outlook.series(measure, name, cause)
                assert outlook.whole(measure, name, cause).value == pytest.approx(sum(row.value for row in years))
        parts = sum(outlook.whole("openings", name, cause).value for cause in ("retirement", "other"))
        created = outlook.whole("net_creations", name).value
        assert outlook.whole("openings", name, "all").value == pytest.approx(created + parts)
        share = outlook.whole("departures", name, "retirement").value / n
        assert outlook.whole("retirement_share", name).value == pytest.approx(share)
    for measure, cause in (("departures", "all"), ("openings", "all"), ("departures", "retirement")):
        parts = sum(outlook.whole(measure, name, cause).value for name in occupations)
        assert outlook.whole(measure, "", cause).value == pytest.approx(parts)


@few
@given(OCCUPATIONS)
def test_intervals_are_nested_whole_people_and_hold_no_impossible_value(occupations):
    outlook = forecast(stock(occupations), assumptions=uncertain(), horizon=3, draws=100, seed=3)
    for row in outlook.estimates:
        assert row.interval_95.low <= row.interval_80.low <= row.interval_80.high <= row.interval_95.high
        if row.measure in {"stock_without_hiring", "departures", "openings"}:
            assert row.interval_95.low >= 0
            assert row.interval_80.low == int(row.interval_80.low)
        if row.measure in {"stock_without_hiring", "departures"}:
            assert row.interval_95.high <= row.n
        if row.measure in {"retirement_share", "other_exit_rate"}:
            assert 0 <= row.value <= 1


@few
@given(OCCUPATIONS, st.randoms())
def test_row_order_is_irrelevant_and_inputs_are_untouched(occupations, shuffler):
    cells = [
        Cell(name, age, "H", 1) for name, ages in occupations.items() for age, n in ages.items() for _ in range(n)
    ]
    shuffler.shuffle(cells)
    shuffled, assumptions = Stock(ON, tuple(cells)), uncertain()
    before = copy.deepcopy((shuffled, assumptions))
    outlook = forecast(shuffled, assumptions=assumptions, horizon=3, draws=100, seed=4)
    assert outlook == forecast(stock(occupations), assumptions=assumptions, horizon=3, draws=100, seed=4)
    assert (shuffled, assumptions) == before


def test_an_occupation_does_not_move_when_another_joins():
    alone = {"623f": {30: 4, 58: 6}}
    more = {**alone, "622a": {25: 3, 61: 2}}
    first, second = (forecast(stock(o), assumptions=uncertain(), horizon=4, draws=200, seed=5) for o in (alone, more))
    mine = [row for row in first.estimates if row.occupation]
    assert mine == [row for row in second.estimates if row.occupation == "623f"]


def test_same_seed_same_bytes_and_another_seed_other_bytes():
    given_stock = stock({"623f": {30: 40, 58: 60}, "485a": {45: 20}})
    texts = [
        forecast(given_stock, assumptions=uncertain(), horizon=5, draws=300, seed=seed).figures.tobytes()
        for seed in (6, 6, 7)
    ]
    assert texts[0] == texts[1] != texts[2]


def test_the_figures_do_not_drift():
    # Processors round the last bit differently, which may move one person of one path.
    outlook = forecast(stock({"623f": {30: 40, 58: 60}}), assumptions=uncertain(), horizon=5, draws=300, seed=6)
    row = outlook.whole("departures", "623f", "all")
    assert row.value == pytest.approx(16156 / 300, abs=0.05)
    assert (row.interval_80, row.interval_95) == (Interval(38, 71), Interval(31, 80))


METHOD_TABLE = """
départs en fin de carrière | 11,8 [10 – 13] | 11,8 [9 – 14]
autres départs | 30,1 [26 – 34] | 27,4 [16 – 39]
postes au sens de la Dares | 13,4 [11 – 16] | 13,4 [11 – 16]
recrutements | 76,1 [66 – 86] | 73,4 [39 – 114]
"""


def test_the_worked_table_of_the_method_note_is_what_the_engine_gives():
    given_stock = stock({"a": {30: 20, 45: 20, 58: 10, 61: 5}})
    outlooks = [forecast(given_stock, assumptions=a, horizon=10, draws=2000, seed=1) for a in (fixed(), uncertain())]
    rows = []
    keys = (("departures", "retirement"), ("departures", "other"), ("openings", "dares"), ("openings", "all"))
    for line, (measure, cause) in zip(METHOD_TABLE.strip().splitlines(), keys, strict=True):
        figures = [outlook.whole(measure, "a", cause) for outlook in outlooks]
        cells = [
            f"{f.value:.1f} [{f.interval_80.low:.0f} – {f.interval_80.high:.0f}]".replace(".", ",") for f in figures
        ]
        rows.append(" | ".join([line.split(" | ")[0], *cells]))
    assert rows == METHOD_TABLE.strip().splitlines()
    note = (files("vivier.workforce") / "METHODE.md").read_text(encoding="utf-8")
    assert all(row in note for row in rows)


def test_the_result_survives_json():
    outlook = forecast(stock({"623f": {30: 4, 58: 6}}), assumptions=uncertain(), horizon=2, draws=100, seed=1)
    read = json.loads(json.dumps([asdict(row) for row in outlook.estimates], allow_nan=False))
    assert tuple(Estimate(**{**row, "quantiles": tuple(row["quantiles"])}) for row in read) == outlook.estimates


def test_more_people_make_a_wider_interval_in_people_and_a_narrower_one_in_share():
    widths = []
    for times in (1, 4, 16):
        ages = dict.fromkeys(range(22, 64), times)
        row = forecast(stock({"623f": ages}), assumptions=uncertain(), horizon=5, draws=1000, seed=9).whole(
            "departures", cause="all"
        )
        widths.append((row.interval_80.width, row.interval_80.width / row.n))
    assert widths[0][0] < widths[1][0] < widths[2][0]
    assert widths[0][1] > widths[1][1] > widths[2][1]


def test_uncertain_rates_do_not_average_out_over_occupations():
    # Shared shocks: 40 occupations of 20 people spread almost as much as one of 800, far more than 40 independent ones.
    ages = {30: 10, 45: 10}
    many = forecast(stock({f"m{i}": ages for i in range(40)}), assumptions=uncertain(), horizon=5, draws=500, seed=1)
    alone = forecast(stock({"m0": ages}), assumptions=uncertain(), horizon=5, draws=500, seed=1)
    total, one = (o.whole("departures", cause="all").interval_80.width for o in (many, alone))
    assert total > 2 * one * 40**0.5


def test_growth_is_met_on_average_and_never_by_firing():
    ages = dict.fromkeys(range(25, 45), 2)
    up = forecast(stock({"a": ages}), assumptions=fixed(growth_rate=0.05), horizon=5, draws=2000, seed=1)
    assert up.whole("net_creations", "a").value == pytest.approx(40 * (1.05**5 - 1), abs=0.05)
    down = forecast(stock({"a": ages}), assumptions=fixed(growth_rate=-0.5), horizon=5, draws=500, seed=1)
    assert down.whole("openings", "a", "all").value == pytest.approx(0, abs=1e-9)
    assert down.whole("net_creations", "a").value == pytest.approx(-down.whole("departures", "a", "all").value)


def test_members_flows_pull_the_rate_as_far_as_they_weigh():
    seen = tuple(Observed(band, 0, 1e6) for band in ("25_34", "35_44"))
    outlook = forecast(stock({"a": {30: 200}}), assumptions=uncertain(observed=seen), horizon=3, draws=200, seed=1)
    assert outlook.whole("departures", "a", "all").value < 0.1


def test_no_quantity_of_flows_makes_the_years_to_come_certain():
    seen = tuple(Observed(band, 11_000, 1e5) for band in ("25_34", "35_44"))
    known = stock({"a": {30: 50_000}})
    row = forecast(known, assumptions=uncertain(observed=seen), horizon=3, draws=200, seed=1).whole("other_exit_rate")
    assert row.interval_80.width > 0.2 * row.value


def test_by_hand_everybody_aged_75_leaves_and_nobody_young_retires():
    outlook = forecast(stock({"a": {80: 3, 20: 5}}), assumptions=uncertain(), horizon=2, draws=100, seed=1)
    rows = outlook.series("departures", "a", "retirement")
    assert [(row.year, row.value) for row in rows] == [(2027, 3.0), (2028, 0.0)]
    assert rows[0].interval_95 == Interval(3, 3)
    assert outlook.whole("retirement_share", "a").value == 3 / 8


def test_empty_in_empty_out():
    assert forecast(Stock(ON), assumptions=uncertain(), horizon=10, draws=100, seed=1).estimates == ()
    nobody = Stock(ON, (Cell("623f", 40, "H", 0),))
    assert forecast(nobody, assumptions=uncertain(), horizon=10, draws=100, seed=1).estimates == ()


def test_the_version_of_the_law_matters():
    ages = {"623f": {60: 300, 61: 300}}
    shares = [
        forecast(stock(ages), assumptions=Assumptions(retirement_law(v)), horizon=3, draws=300, seed=1)
        .whole("retirement_share")
        .value
        for v in ("2023-270", "2025-1403")
    ]
    assert shares[0] < shares[1]


def test_importing_the_engine_loads_no_web_framework_and_no_data_frame():
    code = "import sys, vivier.workforce; print(sorted({'django', 'pandas', 'vivier.intake'} & set(sys.modules)))"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"

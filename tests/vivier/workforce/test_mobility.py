"""Moves between occupations balance to nothing on every path; imbalance is openings, starters and moves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.workforce import fixed, stock, uncertain
from vivier.vocabulary import InputError
from vivier.workforce import forecast
from vivier.workforce.assumptions import Belief, Move
from vivier.workforce.mobility import _moves, accounts, paths
from vivier.workforce.projection import compare
from vivier.workforce.scenarios import shipped_scenarios, under

NAMES = ("a", "b", "c")
WAYS = st.lists(
    st.tuples(st.permutations(NAMES).map(lambda names: tuple(names[:2])), st.floats(0, 0.5)),
    max_size=6,
    unique_by=lambda way: way[0],
).map(lambda ways: tuple(Move(*ends, share) for ends, share in ways))
RATES = (0.30, 0.18, 0.12, 0.09, 0.07, 0.05)


def left_by(seed, steps=3, draws=200):
    rng = np.random.default_rng(seed)
    return {name: rng.poisson(4 + 3 * rank, (steps, draws)).astype(np.float32) for rank, name in enumerate(NAMES)}


@settings(max_examples=30, deadline=None)
@given(WAYS, st.integers(0, 99))
def test_moves_balance_to_nothing_on_every_path_and_nobody_moves_who_did_not_leave(moves, seed):
    left = left_by(seed)
    gone, come = _moves(left, uncertain(moves=moves), seed)
    assert (sum(gone.values()) == sum(come.values())).all()
    sources, targets = {move.source for move in moves}, {move.target for move in moves}
    for name in NAMES:
        assert (gone[name] <= left[name]).all()
        assert (gone[name] >= 0).all()
        assert name in sources or not gone[name].any()
        assert name in targets or not come[name].any()


def test_shares_are_those_told_even_when_everybody_moves():
    moves = (Move("a", "b", 0.25), Move("a", "c", 0.75), Move("b", "c", 0.4))
    left = left_by(1, steps=1, draws=20_000)
    gone, come = _moves(left, uncertain(moves=moves), 1)
    assert (gone["a"] == left["a"]).all()
    assert come["b"].mean() == pytest.approx(0.25 * left["a"].mean(), rel=0.02)
    assert come["c"].mean() == pytest.approx(0.75 * left["a"].mean() + 0.4 * left["b"].mean(), rel=0.02)
    # Who moves is drawn person by person: a binomial law around the share.
    assert (gone["b"] - 0.4 * left["b"]).std() == pytest.approx((left["b"].mean() * 0.24) ** 0.5, rel=0.05)


def test_a_way_does_not_change_when_another_is_added():
    left = left_by(2)
    one, _ = _moves(left, uncertain(moves=(Move("a", "b", 0.3),)), 5)
    more, _ = _moves(left, uncertain(moves=(Move("b", "c", 0.2), Move("a", "b", 0.3))), 5)
    assert (one["a"] == more["a"]).all()


def test_by_hand_the_imbalance_is_openings_less_starters_plus_the_balance_of_moves():
    # Everybody who leaves a goes to b: 2 a year; openings 3 and 1, starters 1.5 and 0.
    draws = 100
    left = {"a": np.full((2, draws), 2, np.float32), "b": np.zeros((2, draws), np.float32)}
    openings = {"a": np.full((2, draws), 3, np.float32), "b": np.full((2, draws), 1, np.float32)}
    assumptions = uncertain(
        moves=(Move("a", "b", 1.0),), beliefs={"a": Belief(starters=1.5), "b": Belief(starters=0.0)}
    )
    keys, rows = accounts(paths(left, openings, assumptions, seed=1), 2026)
    means = {
        (name, measure, cause, year): rows[rank, column, 0]
        for rank, name in enumerate(("", "a", "b"))
        for column, (measure, cause, year) in enumerate(keys)
    }
    for year, times in ((2027, 1), (2028, 1), (0, 2)):
        expected = {
            "a": {("moves", "out"): 2, ("moves", "in"): 0, ("moves", "balance"): -2, ("imbalance", ""): 3 - 1.5 - 2},
            "b": {("moves", "out"): 0, ("moves", "in"): 2, ("moves", "balance"): 2, ("imbalance", ""): 1 - 0 + 2},
            "": {("moves", "out"): 2, ("moves", "in"): 2, ("moves", "balance"): 0, ("imbalance", ""): 4 - 1.5},
        }
        for name, figures in expected.items():
            for (measure, cause), value in figures.items():
                assert means[name, measure, cause, year] == pytest.approx(value * times)


def outlook(moves=(), starters=None, horizon=4, draws=1000):
    beliefs = {name: Belief(starters=n) for name, n in (starters or {}).items()}
    people = stock({"a": {30: 40, 58: 30}, "b": {45: 50}, "c": {25: 30}, "large": {35: 600}})
    assumptions = fixed(rates=RATES, moves=tuple(moves), beliefs=beliefs)
    return forecast(people, assumptions=assumptions, horizon=horizon, draws=draws, seed=3)


def test_a_forecast_with_moves_and_starters_keeps_the_accounts_of_dares():
    starters = {"a": 2.0, "b": 1.0, "c": 0.0, "large": 30.0}
    found = outlook([Move("c", "a", 0.2), Move("large", "b", 0.1)], starters)
    for name in ("", *starters):
        for year in (2027, 2030, 0):
            value = {row[:2]: found.figures[found.occupations.index(name), rank, 0]
                     for rank, row in enumerate(found.keys) if row[2] == year}  # fmt: skip
            begin = sum(starters.values()) if not name else starters[name]
            begin *= 4 if year == 0 else 1
            balance = value["moves", "in"] - value["moves", "out"]
            assert value["moves", "balance"] == pytest.approx(balance, abs=1e-3)
            missing = value["openings", "dares"] - begin + balance
            assert value["imbalance", ""] == pytest.approx(missing, abs=1e-3 * (1 + abs(missing)))
    whole = found.whole("moves", "", "balance")
    assert (whole.value, whole.sd) == (0, 0)
    assert found.whole("moves", "c", "out").value == pytest.approx(
        0.2 * found.whole("openings", "c", "other").value, rel=0.05
    )
    assert found.whole("moves", "b", "in").value == pytest.approx(
        0.1 * found.whole("openings", "large", "other").value, rel=0.02
    )


def test_where_starters_are_not_known_there_is_no_imbalance_not_even_of_all():
    found = outlook([Move("c", "a", 0.2)], {"a": 1.0})
    assert [row.occupation for row in found.estimates if row.measure == "imbalance" and not row.year] == ["a"]
    assert len(found.series("imbalance", "a")) == 4
    assert found.series("imbalance") == found.series("imbalance", "b") == ()


def test_moves_change_no_other_figure():
    plain, moving = outlook(), outlook([Move("c", "a", 0.2)], {"a": 1.0})
    assert (moving.figures[:, : len(plain.keys)] == plain.figures).all()
    assert moving.keys[: len(plain.keys)] == plain.keys


@pytest.mark.parametrize(
    "moves",
    [
        lambda: (Move("a", "b", 1.01),),
        lambda: (Move("a", "b", float("nan")),),
        lambda: (Move("a", "b", 0.6), Move("a", "c", 0.41)),
        lambda: (Move("a", "b", 0.1), Move("a", "b", 0.2)),
        lambda: (Move("a", "a", 0.1),),
        lambda: (Move("a", "z", 0.1),),
    ],
)
def test_shares_over_one_and_ways_that_lead_nowhere_are_refused(moves):
    with pytest.raises(InputError, match=r"\.$"):
        outlook(moves(), draws=100)


def test_shares_that_make_exactly_one_are_taken():
    assert outlook([Move("a", "b", 0.1), Move("a", "c", 0.2), Move("a", "large", 0.7)], draws=100).keys


def compared(starters=4.0):
    supposed = uncertain(moves=(Move("623f", "628b", 0.3),), beliefs={n: Belief(starters=starters) for n in TRADES})
    return compare(stock({name: {45: 60} for name in TRADES}), under(supposed, shipped_scenarios()), horizon=4)


TRADES = ("623f", "628b")


def test_the_difference_of_two_scenarios_carries_moves_and_imbalance_with_its_own_interval():
    found = compared()
    apart, calm, tense = (found[name] for name in ("tension − référence", "référence", "tension"))
    for measure, cause in (("moves", "out"), ("moves", "in"), ("moves", "balance"), ("imbalance", "")):
        for name in ("", *TRADES):
            told = apart.whole(measure, name, cause)
            both = [one.whole(measure, name, cause) for one in (tense, calm)]
            assert told.value == pytest.approx(both[0].value - both[1].value, abs=1e-3)
    moves, alone = apart.whole("moves", "623f", "out"), tense.whole("moves", "623f", "out")
    assert moves.value > 0  # more people leave, so more of them move
    assert moves.sd < 1.2 * alone.sd  # the paths are shared: never the sum of two intervals


def test_a_difference_keeps_the_accounts_of_dares():
    apart = compared()["sobre − référence"]
    for name in ("", *TRADES):
        told = {key: apart.whole(*key[:1], name, key[1]).value for key in (
            ("openings", "dares"), ("moves", "balance"), ("imbalance", ""),
        )}  # fmt: skip
        openings, balance = told["openings", "dares"], told["moves", "balance"]
        assert told["imbalance", ""] == pytest.approx(openings + balance, abs=1e-2)  # starters are the same


def test_a_difference_has_no_imbalance_where_starters_are_not_known():
    apart = compared(starters=None)["sobre − référence"]
    assert apart.series("imbalance") == ()
    assert apart.whole("moves", "", "balance").value == pytest.approx(0, abs=1e-6)

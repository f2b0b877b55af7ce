"""Scenarios side by side: they share their chance, so that a difference is told far better than either."""

import pytest

from factories.workforce import fixed, stock, uncertain
from vivier.vocabulary import InputError
from vivier.workforce import Stock, forecast
from vivier.workforce.assumptions import Belief
from vivier.workforce.projection import compare
from vivier.workforce.scenarios import REFERENCE, Scenario, shipped_scenarios, under

PEOPLE = stock({"623f": {30: 60, 45: 50, 59: 40}, "485a": {27: 20, 52: 30}, "622a": {40: 400}})
NAMES = ["référence", "sobre", "tension", "sobre − référence", "tension − référence"]


@pytest.fixture(scope="module")
def outlooks():
    return compare(PEOPLE, under(uncertain(), shipped_scenarios()), horizon=5, draws=1000, seed=2)


def test_three_scenarios_ship_the_reference_first_each_with_its_source():
    shipped = shipped_scenarios()
    assert [scenario.name for scenario in shipped] == NAMES[:3]
    assert shipped[0] == Scenario(REFERENCE, shipped[0].title, source=shipped[0].source)
    assert all(scenario.title and "[M]" in scenario.source for scenario in shipped)


def test_a_scenario_departs_from_the_assumptions_it_is_given():
    given = uncertain(growth_rate=0.01, exit_level=1.2, career_shift=0.1)
    made = under(given, [Scenario("choc", growth_rate=-0.03, exit_level=1.5, career_shift=0.5)])["choc"]
    assert made.growth_rate == pytest.approx(-0.02)
    assert made.exit_level == pytest.approx(1.8)
    assert made.career_shift == pytest.approx(0.6)
    assert under(given, [Scenario("rien")])["rien"] == given


def test_outlooks_come_by_name_with_their_differences_from_the_first(outlooks):
    assert [*outlooks] == NAMES
    assert len({outlook.keys for outlook in outlooks.values()}) == 1


def test_a_scenario_among_others_is_what_it_is_alone(outlooks):
    alone = forecast(
        PEOPLE, assumptions=under(uncertain(), shipped_scenarios())["tension"], horizon=5, draws=1000, seed=2
    )
    assert outlooks["tension"] == alone


def test_the_mean_of_a_difference_is_the_difference_of_the_means(outlooks):
    for name in ("sobre", "tension"):
        apart = outlooks[name].figures[..., 0] - outlooks["référence"].figures[..., 0]
        scale = 1 + outlooks["référence"].figures[..., 0]
        assert (abs(outlooks[f"{name} − référence"].figures[..., 0] - apart) < 1e-5 * scale).all()


@pytest.mark.parametrize("measure", [("departures", "all"), ("openings", "all"), ("openings", "dares")])
def test_the_interval_of_a_difference_is_narrower_than_if_scenarios_were_independent(outlooks, measure):
    kind, cause = measure
    for occupation in ("", "623f", "622a"):
        reference, tension, apart = (
            outlooks[name].whole(kind, occupation, cause) for name in ("référence", "tension", "tension − référence")
        )
        independent = (reference.sd**2 + tension.sd**2) ** 0.5
        assert apart.sd < 0.75 * independent
        assert apart.interval_80.width < 0.75 * 2 * 1.2816 * independent


def test_shipped_scenarios_go_the_way_their_titles_say(outlooks):
    for name, sign in (("sobre", -1), ("tension", 1)):
        apart = outlooks[f"{name} − référence"]
        assert sign * apart.whole("openings", "", "all").value > 0
        assert sign * apart.whole("net_creations").value > 0
        assert sign * apart.whole("departures", "", "other").value > 0
        assert sign * apart.whole("openings", "", "all").interval_80.width < 0 or sign > 0


def test_a_scenario_that_changes_nothing_differs_by_nothing():
    both = under(uncertain(), [Scenario("a"), Scenario("b")])
    apart = compare(PEOPLE, both, horizon=3, draws=100)["b − a"]
    assert not apart.figures.any()


def test_scenarios_may_differ_in_what_they_believe_of_each_occupation():
    # Ends of careers are worked out by factor: occupations must not be mixed up when factors differ by scenario.
    sooner = {"623f": Belief(career_end_factor=2.0), "622a": Belief(growth_rate=0.05)}
    scenarios = {"avant": uncertain(), "après": uncertain(beliefs=sooner)}
    both = compare(PEOPLE, scenarios, horizon=4, draws=200, seed=3)
    for name, assumptions in scenarios.items():
        assert both[name] == forecast(PEOPLE, assumptions=assumptions, horizon=4, draws=200, seed=3)
    apart = both["après − avant"]
    assert apart.whole("net_creations", "622a").value == pytest.approx(400 * (1.05**4 - 1), rel=0.02)
    assert apart.whole("departures", "623f", "all").value > 0
    assert apart.whole("departures", "485a", "all").value == 0


def test_differences_may_be_negative_where_counts_may_not():
    less = compare(PEOPLE, under(fixed(), [Scenario("a"), Scenario("b", exit_level=0.5)]), horizon=3, draws=200)[
        "b − a"
    ]
    row = less.whole("departures", "622a", "other")
    assert row.interval_95.low <= row.interval_95.high < 0


def test_scenarios_of_nobody_are_empty_and_named_all_the_same():
    nobody = compare(Stock(PEOPLE.on), under(uncertain(), shipped_scenarios()), horizon=3)
    assert [*nobody] == NAMES
    assert all(outlook.estimates == () for outlook in nobody.values())


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Scenario(""),
        lambda: Scenario("a − b"),
        lambda: Scenario("a", growth_rate=float("nan")),
        lambda: Scenario("a", growth_rate=0.21),
        lambda: Scenario("a", exit_level=0.0),
        lambda: Scenario("a", exit_level=float("inf")),
        lambda: Scenario("a", career_shift=2.5),
        lambda: under(uncertain(), [Scenario("a"), Scenario("a")]),
        lambda: under(uncertain(growth_rate=0.45), [Scenario("a", growth_rate=0.1)]),
    ],
)
def test_scenarios_that_make_no_sense_are_refused_with_a_sentence(nonsense):
    with pytest.raises(InputError, match=r"(?s)^[A-ZÀÉL«].*\.$"):
        nonsense()

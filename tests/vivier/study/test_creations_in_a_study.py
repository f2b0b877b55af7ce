"""New posts in a study: the growth they give, what the tables and the prints then say, refusals and bounds."""

import dataclasses
import datetime as dt
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.families import families, workshop
from vivier.reference import law_on
from vivier.study import Parameters, Study, run
from vivier.study.creations import Creation, creation_lines, end_of, growth_to, part_before, with_creations
from vivier.vocabulary import InputError
from vivier.workforce import Assumptions, Stock
from vivier.workforce.assumptions import Belief
from vivier.workforce.data import Cell
from vivier.workforce.scenarios import shipped_scenarios, under

DAY = dt.date(2026, 1, 31)
STOCK = Stock(DAY, (Cell("623f", 40, "H", 100), Cell("628b", 40, "F", 50), Cell("682a", 40, "F", 9, "CDD")))
BEFORE = Assumptions(law_on(DAY))
MEMBERS, PROJECTS = "Retours des membres", "Projets"
ASKED = (Creation("628b", 6, 2027, 2029, MEMBERS), Creation("", 9, 2028, 2028, PROJECTS))
QUICK = Parameters(horizon=3, draws=100)
some = st.lists(
    st.builds(Creation, st.sampled_from(["623f", "628b", "682a", ""]), st.integers(0, 40), st.just(2027), st.just(2028), st.just("x")),
    max_size=6,
)  # fmt: skip


def with_asked(*creations: Creation) -> Study:
    return run(workshop(times=5), parameters=dataclasses.replace(QUICK, creations=creations))


def values(study: Study, name: str) -> dict[tuple[str, ...], float]:
    return {row.keys: row.figure.value for row in study.table(name).rows if row.figure is not None}


@pytest.fixture(scope="module")
def plain() -> Study:
    return with_asked()


@pytest.fixture(scope="module")
def grown() -> Study:
    return with_asked(*ASKED)


@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(1, 20))
def test_a_growth_leads_to_what_is_declared_or_to_its_bound(held: int, people: int, horizon: int) -> None:
    found = growth_to(held, people, horizon)
    assert 0 <= found <= 0.5
    assert held * (1 + found) ** horizon == pytest.approx(min(held + people, held * 1.5**horizon))


def test_more_posts_never_mean_less_growth_and_more_years_never_more() -> None:
    assert all(a < b for a, b in pairwise(growth_to(50, people, 10) for people in (0, 1, 5, 50)))
    assert all(a > b for a, b in pairwise(growth_to(50, 5, years) for years in (1, 3, 10)))


def alike(one: Assumptions, other: Assumptions) -> bool:
    """Tell whether two give the same growth, but for the last figures of a sum."""
    return growths(one) == pytest.approx(growths(other))


def growths(one: Assumptions) -> dict[str, float]:
    return {"": one.growth_rate} | {name: each.growth_rate for name, each in one.beliefs.items()}


@given(some, st.randoms())
def test_the_order_of_declarations_and_their_cutting_up_change_nothing(creations: list[Creation], order) -> None:
    one = with_creations(BEFORE, STOCK, creations, horizon=10)
    assert with_creations(BEFORE, STOCK, order.sample(creations, len(creations)), horizon=10) == one
    halves = [
        dataclasses.replace(each, people=people)
        for each in creations
        for people in (each.people // 2, each.people - each.people // 2)
    ]
    assert alike(with_creations(BEFORE, STOCK, halves, horizon=10), one)


@given(some)
def test_what_is_declared_adds_up_over_the_pole(creations: list[Creation]) -> None:
    after = with_creations(BEFORE, STOCK, creations, horizon=10)
    spread = sum(each.people for each in creations if each.occupation in ("", "682a"))  # nobody lasting holds 682a
    assert 150 * (1 + after.growth_rate) ** 10 == pytest.approx(150 + spread)
    for occupation, held in (("623f", 100), ("628b", 50)):
        own = sum(each.people for each in creations if each.occupation == occupation)
        assert held * (1 + after.belief(occupation).growth_rate) ** 10 == pytest.approx(held + own)


def test_what_was_believed_stays_and_the_growth_is_added_to_it() -> None:
    before = dataclasses.replace(
        BEFORE, growth_rate=0.01, beliefs={"628b": Belief(exit_factor=1.5, growth_rate=-0.02), "623f": Belief(1.2)}
    )
    after = with_creations(before, STOCK, ASKED, horizon=3)
    in_time = 6 * part_before(ASKED[0], end_of(DAY, 3))  # eleven months of 2029 come after the horizon
    assert 4 < in_time < 4.2
    expected = -0.02 + ((50 + in_time) / 50) ** (1 / 3) - 1
    assert after.belief("628b").growth_rate == pytest.approx(expected)
    assert dataclasses.replace(after.belief("628b"), growth_rate=-0.02) == before.belief("628b")
    assert after.belief("623f") == before.belief("623f")
    assert after.growth_rate == pytest.approx(0.01 + (159 / 150) ** (1 / 3) - 1)
    assert (before.growth_rate, before.belief("628b").growth_rate) == (0.01, -0.02)


def test_a_pole_where_nobody_lasts_keeps_its_assumptions() -> None:
    for cells in ((), (Cell("682a", 40, "F", 9, "CDD"),)):
        assert with_creations(BEFORE, Stock(DAY, cells), ASKED, horizon=3) is BEFORE


@pytest.mark.parametrize("occupation", ["", "628b", "388a"])
def test_a_typing_error_is_bounded_and_every_scenario_still_stands(occupation: str) -> None:
    after = with_creations(BEFORE, STOCK, [Creation(occupation, 10**6, 2027, 2027, "x")], horizon=1)
    assert max(after.growth_rate, after.belief("628b").growth_rate) == (0.5 if occupation == "628b" else 0.3)
    assert list(under(after, shipped_scenarios())) == ["référence", "sobre", "tension"]


@pytest.mark.parametrize(
    "given_instead",
    [{"people": -1}, {"people": math.nan}, {"people": 2.5}, {"people": "3"}, {"first_year": 2030}],
)
def test_new_posts_that_mean_nothing_are_refused_with_a_sentence(given_instead: dict[str, object]) -> None:
    told = {"occupation": "628b", "people": 3, "first_year": 2027, "last_year": 2029, "source": "x"}
    assert Creation(**told).people == 3
    with pytest.raises(InputError, match=r"^Des postes nouveaux sont un nombre positif, entre deux années .*\.$"):
        Creation(**{**told, **given_instead})


@pytest.mark.parametrize(
    ("creations", "said"),
    [
        ((), []),
        ((("", 1, 2027, 2027, "A"),), [("creations.A", "1 poste nouveau, 2027, étalé sur l’horizon")]),
        ((("", 0, 2027, 2028, "A"),), [("creations.A", "0 poste nouveau, 2027-2028, étalé sur l’horizon")]),
        (
            (("628b", 700, 2029, 2030, "B"), ("623f", 504, 2027, 2028, "B"), ("", 2, 2026, 2026, "A")),
            [
                ("creations.A", "2 postes nouveaux, 2026, étalés sur l’horizon"),
                ("creations.B", "1\u202f204 postes nouveaux, 2027-2030, étalés sur l’horizon"),
            ],
        ),
    ],
)
def test_each_source_has_its_line(creations, said) -> None:
    lines = list(creation_lines((Creation(*each) for each in creations), end=dt.date(2030, 12, 31)))
    assert [(one.name, one.value) for one in lines] == said
    assert all(one.label == "Postes nouveaux déclarés" and one.name.endswith(one.source) for one in lines)


def test_new_posts_reach_the_openings_and_leave_the_present_alone(plain: Study, grown: Study) -> None:
    before, after = values(plain, "postes"), values(grown, "postes")
    created = ("ensemble", "total", "creation")
    assert before[created] == 0
    assert after[created] == pytest.approx(13, abs=2)  # 6 and 9 declared, of which 2 after the horizon
    assert after["628b", "total", "creation"] > after["623f", "total", "creation"] > 0
    for name in ("effectif", "metiers", "pyramide", "membres", "seniors_55"):
        assert grown.table(name) == plain.table(name)


def test_a_study_tells_its_new_posts_and_one_without_says_nothing(plain: Study, grown: Study) -> None:
    told = [one for one in grown.assumptions if one.name.startswith("creations.")]
    assert told == list(creation_lines(ASKED, end=end_of(DAY, 3)))
    assert " ; dont 2 après l’horizon, non comptés" in told[1].value
    assert [one.source for one in told] == [PROJECTS, MEMBERS]
    assert not [one for one in plain.assumptions if one.name.startswith("creations.")]


def test_new_posts_change_the_print_of_parameters_and_that_of_inputs_stays(plain: Study, grown: Study) -> None:
    assert grown.parameters_sha256 != plain.parameters_sha256
    assert grown.inputs_sha256 == plain.inputs_sha256
    assert with_asked(*ASKED[::-1]) == grown
    prints = {with_asked(dataclasses.replace(ASKED[0], **other)).parameters_sha256 for other in (
        {}, {"people": 7}, {"occupation": "623f"}, {"first_year": 2026}, {"last_year": 2030}, {"source": PROJECTS},
    )}  # fmt: skip
    assert len(prints) == 6


def test_new_posts_are_counted_in_every_scenario_and_families_keep_their_own_growth(plain: Study) -> None:
    def creations(study: Study) -> dict[tuple[str, ...], float]:
        return {keys: value for keys, value in values(study, "scenarios").items() if "−" not in "".join(keys)}

    beside = [
        run(workshop(times=5), parameters=dataclasses.replace(QUICK, creations=each), families=families())
        for each in ((), ASKED)
    ]
    assert beside[0].table("familles") == beside[1].table("familles")
    assert beside[0].table("postes") != beside[1].table("postes")
    assert creations(with_asked(*ASKED)).keys() == creations(plain).keys()
    assert creations(with_asked(*ASKED)) != creations(plain)

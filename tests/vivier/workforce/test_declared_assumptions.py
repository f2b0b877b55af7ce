"""Assumptions written by a person: every section is read, and every slip is one French sentence."""

import datetime as dt
import tomllib

import pytest

from factories.workforce import ON, stock
from vivier.vocabulary import InputError
from vivier.workforce.ages import BANDS
from vivier.workforce.assumptions import Assumptions, Belief, Move, Observed
from vivier.workforce.beliefs import national_behaviour, national_hires, national_turnover
from vivier.workforce.declared import declared
from vivier.workforce.projection import compare
from vivier.workforce.scenarios import Scenario, shipped_scenarios, under

EVERYTHING = """
on = 2026-03-31
law = "2023-270"
scenarios = ["référence", "tension"]

[growth]
rate = 0.01
sd = 0.005

[retirement]
shift_sd = 0.3
source = "Enquête du pôle"

[turnover]
moins_25 = 0.4
60_plus = 0.02
pole_cv = 0.1

[hires]
moins_25 = 0.10
25_34 = 0.46
weight = 200

[exit_factors]
F = 0.9
PUBLIC = 0.5

[[observed]]
band = "25_34"
exits = 12
person_years = 80.5
hires = 9
occupation = "623f"
group = "Atelier du Rhône"

[[occupation]]
code = "623f"
exit_factor = 1.3
starters = 12
source = "Dares 2030"

[[occupation]]
code = "485a"
growth_rate = -0.02
ages = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

[[move]]
source = "623f"
target = "485a"
share = 0.1

[[scenario]]
name = "canal"
title = "Le chantier du canal"
growth_rate = 0.03
source = "Comité du 12 mars"
"""

SECTIONS = {
    "growth": ('rate = "beaucoup"', "rate = true", "rate = nan", "rate = inf", "rate = 0.6", "sd = -0.1", "taux = 0.1"),
    "turnover": (
        "moins_25 = 1.2", "moins_25 = -0.1", "moins_25 = nan", 'moins_25 = "x"', "moins_25 = true", "rates = 5",
        "source = 3", "jeunes = 0.1", "year_memory = 1.0", "pole_cv = inf", "company_cv = -1",
    ),
    "retirement": ("early_share = 0.9", "early_share = nan", 'early_share = "x"', "shift_sd = inf", "age = 62"),
    "hires": ("60_plus = 0.9", "60_plus = nan", "weight = nan", "weight = 0", 'weight = "x"', "shares = 3", "source = 1"),
    "exit_factors": ("H = nan", 'H = "x"', "H = 0", "H = inf", "H = true", "Femmes = 1.1", "CDD = 1.1"),
}  # fmt: skip
SEEN = 'band = "25_34"\nexits = 1\nperson_years = 3\n'
A, WAY = 'code = "a"\n', 'source = "a"\ntarget = "b"\n'
REPEATED = {
    "observed": (
        'band = "25_34"', 'band = "25_34"\nexits = 1\nperson_years = nan', 'band = "25_34"\nexits = nan\nperson_years = 3',
        'band = "25_34"\nexits = 1.5\nperson_years = 3', SEEN + "hires = inf", SEEN + "hires = -1",
        'band = "25_34"\nexits = 1\nperson_years = "3"', 'band = "jeunes"\nexits = 1\nperson_years = 3',
        SEEN + 'occupation = ["a"]', 'band = "25_34"\nexits = 37\nperson_years = 3', SEEN + 'name = "x"',
        'band = "25_34"\nexits = true\nperson_years = 3',
    ),
    "occupation": (
        "exit_factor = 1.1", "code = 3", 'code = ""', A + "exit_factor = nan", A + 'exit_factor = "x"',
        A + "exit_factor = [1]", A + "exit_factor = 0", A + "career_end_factor = 6", A + "growth_rate = 1",
        A + "ages = [1, 2]", A + "ages = 3", A + 'ages = ["x"]', A + "ages = [" + "nan, " * 62 + "]",
        A + "ages = [" + "0, " * 62 + "]", A + "ages = [" + "-1, " * 62 + "]", A + "starters = -1",
        A + "starters = inf", A + "starters = true", A + "pyramide = 3", A + "\n[[occupation]]\n" + A,
    ),
    "move": (
        'source = "a"', WAY, WAY + "share = 1.1", WAY + "share = -0.1", WAY + "share = nan", WAY + 'share = "x"',
        'source = ["a"]\ntarget = "b"\nshare = 0.1', 'source = "a"\ntarget = "a"\nshare = 0.1',
        WAY + "share = 0.1\n[[move]]\n" + WAY + "share = 0.2", WAY + "share = 0.1\npart = 3",
        WAY + 'share = 0.6\n[[move]]\nsource = "a"\ntarget = "c"\nshare = 0.6',
    ),
    "scenario": (
        'title = "x"', 'name = "a − b"', "name = 4", 'name = ""', 'name = "a"\nexit_level = nan',
        'name = "a"\nexit_level = 0', 'name = "a"\ntitle = 3', 'name = "a"\ngrowth_rate = "x"', 'name = "a"\ncouleur = 3',
        'name = "a"\ncareer_shift = inf',
    ),
}  # fmt: skip
LOOSE = (
    'on = "2026-01-31"', "on = 2026-01-31T10:00:00", "on = 0001-01-01", "on = 9999-12-31", "on = 2001-01-31", "on = 3",
    "law = 3", 'law = "2030-1"', 'law = ""', "growth = 0.1", "exit_factors = 3", "observed = 3", "turnover = []",
    '[observed]\nband = "25_34"', "move = [1]", 'scenarios = "référence"', 'scenarios = ["noir"]', "scenarios = [3]",
    'scenarios = [["référence"]]', "scenarios = []", "[inconnue]\na = 1", "horizon = 10",
)  # fmt: skip
SLIPS = [
    *LOOSE,
    *(f"[{name}]\n{line}" for name, lines in SECTIONS.items() for line in lines),
    *(f"[[{name}]]\n{text}" for name, texts in REPEATED.items() for text in texts),
]


def read(text, horizon=10, on=ON):
    return declared(tomllib.loads(text), on=on, horizon=horizon)


def test_nothing_said_is_the_national_assumptions_under_the_shipped_scenarios():
    told = read("")
    assert told.on is None
    assert told.scenarios == shipped_scenarios()
    assert told.assumptions == Assumptions(told.assumptions.law)
    assert told.assumptions.turnover == national_turnover()


def test_every_section_is_read():
    told = read(EVERYTHING)
    made = told.assumptions
    assert told.on == dt.date(2026, 3, 31)
    assert made.law.version == "2023-270"
    assert (made.growth_rate, made.growth_sd) == (0.01, 0.005)
    assert (made.behaviour.shift_sd, made.behaviour.source) == (0.3, "Enquête du pôle")
    assert made.behaviour.shares == national_behaviour().shares
    assert made.turnover.rates == (0.4, *national_turnover().rates[1:5], 0.02)
    assert made.turnover.pole_cv == 0.1
    assert made.hires.shares == (0.10, 0.46, *national_hires().shares[2:])
    assert made.hires.weight == 200
    assert made.exit_factors == {"F": 0.9, "PUBLIC": 0.5}
    assert made.observed == (Observed("25_34", 12, 80.5, 9, "623f", "Atelier du Rhône"),)
    assert made.belief("623f") == Belief(exit_factor=1.3, starters=12, source="Dares 2030")
    assert made.belief("485a").growth_rate == -0.02
    assert made.belief("485a").ages == (0,) * 6 + (1,) * 46 + (0,) * 10
    assert made.moves == (Move("623f", "485a", 0.1),)
    own = Scenario("canal", "Le chantier du canal", growth_rate=0.03, source="Comité du 12 mars")
    assert told.scenarios == (shipped_scenarios()[0], shipped_scenarios()[2], own)


def test_what_is_declared_says_so_and_what_is_not_keeps_its_source():
    told = read("[turnover]\n25_34 = 0.2").assumptions
    assert told.turnover.source == "Déclaré dans le fichier d’hypothèses"
    assert told.hires.source == national_hires().source
    assert told.behaviour.source == national_behaviour().source


def test_what_is_declared_can_be_projected():
    told = read(EVERYTHING)
    people = stock({"623f": {30: 20, 58: 10}, "485a": {45: 8}})
    outlooks = compare(people, under(told.assumptions, told.scenarios), horizon=3, draws=100)
    assert [*outlooks] == ["référence", "tension", "canal", "tension − référence", "canal − référence"]
    assert outlooks["canal"].whole("net_creations").value > outlooks["référence"].whole("net_creations").value
    assert outlooks["référence"].series("imbalance", "623f")


def test_a_file_written_in_full_with_the_national_values_changes_nothing():
    rates = "\n".join(f"{band} = {rate}" for band, rate in zip(BANDS, national_turnover().rates, strict=True))
    assert read(f"[turnover]\n{rates}").assumptions.turnover.rates == national_turnover().rates


@pytest.mark.parametrize(("day", "horizon", "law"), [("2024-01-31", 2, "2023-270"), ("2024-01-31", 3, "2025-1403")])
def test_the_law_is_that_of_the_last_year_projected(day, horizon, law):
    assert read(f"on = {day}", horizon).assumptions.law.version == law


def test_the_day_of_the_file_is_used_before_the_day_given():
    far = dt.date(2090, 1, 1)
    assert read("on = 2023-09-01", 1, far).assumptions.law.version == "2023-270"
    assert read("on = 2024-02-29", 1).on == dt.date(2024, 2, 29)


def test_the_pole_s_own_scenarios_may_be_alone():
    told = read('scenarios = []\n[[scenario]]\nname = "seul"')
    assert [scenario.name for scenario in told.scenarios] == ["seul"]


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_one_french_sentence(text):
    with pytest.raises(InputError) as refused:
        read(text)
    sentence = str(refused.value)
    assert sentence[0].isupper() or sentence[0] == "«"
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert "must" not in sentence
    assert "None" not in sentence


def test_two_scenarios_of_one_name_are_refused_when_they_are_projected():
    told = read('[[scenario]]\nname = "sobre"')
    with pytest.raises(InputError, match="Deux scénarios portent le nom « sobre »"):
        under(told.assumptions, told.scenarios)


@pytest.mark.parametrize("text", [f"[[occupation]]\n{A}", f"[[move]]\n{WAY}share = 0.1"])
def test_an_occupation_that_the_stock_does_not_hold_is_refused_when_it_is_projected(text):
    told = read(text)
    with pytest.raises(InputError, match="parlent du métier « a », que le stock ne contient pas"):
        compare(stock({"623f": {30: 1}}), under(told.assumptions, told.scenarios), horizon=3)


def test_a_sentence_names_the_section_the_word_and_what_is_known():
    with pytest.raises(
        InputError, match=r"Dans \[turnover\], « jeunes » n’est pas connu ; noms connus : moins_25, 25_34"
    ):
        read("[turnover]\njeunes = 0.1")
    with pytest.raises(InputError, match=r"\[\[observed\]\] est incomplète : il y manque exits, person_years\."):
        read('[[observed]]\nband = "25_34"')
    with pytest.raises(InputError, match=r"Dans \[hires\], « weight » doit être un nombre, avec un point décimal"):
        read('[hires]\nweight = "vingt"')

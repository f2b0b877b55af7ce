"""Official figures become beliefs: the people of an occupation leave at its official rate."""

import numpy as np
import pytest

from factories.families import AGES, landmark
from factories.workforce import fixed, stock
from vivier.workforce import forecast
from vivier.workforce.assumptions import Belief
from vivier.workforce.beliefs import national_turnover
from vivier.workforce.landmarks import Landmark
from vivier.workforce.references import EXITS, beliefs_of

TURNOVER = national_turnover()


def believed(**given) -> Belief:
    return beliefs_of({"D1X": landmark("D1X", **given)}, turnover=TURNOVER)["D1X"]


def test_nothing_published_changes_nothing() -> None:
    assert beliefs_of({"D1X": Landmark("D1X")}, turnover=TURNOVER) == {"D1X": Belief()}


def test_ages_are_those_of_the_occupation() -> None:
    ages = np.array(believed().ages)
    assert ages.sum() == pytest.approx(1)
    assert ages[25 - 14 : 30 - 14].sum() == pytest.approx(AGES["25-29"])
    assert ages[60 - 14 :].sum() == pytest.approx(AGES["60+"])


def test_its_people_leave_at_the_official_rate() -> None:
    belief = believed(exit_rate=0.15)
    ages = {age: round(20_000 * share) for age, share in zip(range(14, 60), belief.ages or (), strict=False) if share}
    outlook = forecast(stock({"D1X": ages}), assumptions=fixed(beliefs={"D1X": belief}), horizon=1, draws=100, seed=1)
    left = outlook.whole("departures", "D1X", "other").value / sum(ages.values())
    assert left == pytest.approx(0.15, rel=0.06)  # a factor of hazards, told in probabilities; nobody over 60 here


@pytest.mark.parametrize(("rate", "factor"), [(0.9, EXITS[1]), (0.001, EXITS[0])])
def test_a_rate_that_speaks_of_the_survey_is_bounded(rate, factor) -> None:
    assert believed(exit_rate=rate).exit_factor == factor


def test_growth_is_the_official_one_and_ends_of_careers_stay_those_of_the_law() -> None:
    belief = believed(growth_rate=-0.02, career_end_rate=0.05)
    assert (belief.growth_rate, belief.career_end_factor) == (-0.02, 1.0)


def test_the_sources_come_with_it() -> None:
    belief = believed(sources={"ages": "Dares, âges [V]", "tension": "Dares, tensions [V]"})
    assert belief.source == "Dares, âges [V]"

"""The ends of careers that flows show move the age at which the projection expects them."""

import numpy as np
import pytest

from factories.workforce import ON, stock, uncertain
from vivier.vocabulary import InputError
from vivier.workforce import forecast
from vivier.workforce.ages import AGES, FIRST_AGE
from vivier.workforce.assumptions import Observed
from vivier.workforce.careers import career_shifts
from vivier.workforce.retirement import hazards

PEOPLE = np.zeros(AGES)
PEOPLE[57 - FIRST_AGE : 67 - FIRST_AGE] = (60, 55, 50, 45, 40, 30, 20, 10, 6, 3)


def expected(shift, years=1.0):
    """What one year of this stock shows when the mean age is moved by so much: the judge, age by age."""
    before = ON.replace(year=ON.year - 1)
    retire = hazards(uncertain(), before, 1, np.array([shift]))[-AGES:, 0, 0]
    return years * sum(n * -np.log1p(-min(h, 0.95)) for n, h in zip(PEOPLE, retire, strict=True))


def flows(retired, times=1):
    young, old = PEOPLE[: 60 - FIRST_AGE].sum(), PEOPLE[60 - FIRST_AGE :].sum()
    return (
        Observed("55_59", 0, float(times * young), retirements=0),
        Observed("60_plus", 0, float(times * old), retirements=round(times * retired)),
    )


def shifts(observed, **given):
    return career_shifts(uncertain(observed=observed, **given), PEOPLE, ON, np.random.default_rng(1), 4000)


def test_without_flows_the_shift_is_what_was_believed():
    found = shifts(())
    assert found.mean() == pytest.approx(0, abs=0.03)
    assert found.std() == pytest.approx(uncertain().behaviour.shift_sd, rel=0.05)


def test_flows_that_do_not_tell_retirements_apart_teach_nothing():
    told = tuple(Observed(row.band, row.exits, row.person_years) for row in flows(20))
    assert np.array_equal(shifts(told), shifts(()))


@pytest.mark.parametrize("shift", [-0.8, 0.0, 0.8])
def test_many_ends_of_careers_find_the_shift_that_made_them(shift):
    found = shifts(flows(expected(shift), times=30))
    # A year of its own (16 %) may always explain part of what is seen: the shift is drawn half-way, and says its doubt.
    assert abs(found.mean() - shift) < 2.5 * found.std()
    assert np.sign(found.mean().round(1)) == np.sign(shift)
    assert found.std() < uncertain().behaviour.shift_sd


def test_few_say_little_and_many_say_more():
    spreads = [shifts(flows(expected(0.5), times=times)).std() for times in (0.05, 1, 30)]
    assert spreads[0] > spreads[1] > spreads[2]


def test_no_quantity_of_flows_makes_the_age_certain():
    assert shifts(flows(expected(0), times=10_000)).std() > 0.05


def test_early_leavers_seen_bring_departures_forward():
    ages = {"a": dict.fromkeys(range(55, 64), 10)}
    early, late = (
        forecast(stock(ages), assumptions=uncertain(observed=flows(n, times=3)), horizon=3, draws=400, seed=1)
        .whole("departures", "a", "retirement")
        .value
        for n in (2 * expected(0), 0.3 * expected(0))
    )
    assert early > late + 3


def test_a_scenario_still_moves_the_age():
    assert shifts(flows(20), career_shift=0.5).mean() == pytest.approx(shifts(flows(20)).mean() + 0.5)


def test_a_negative_count_is_refused():
    with pytest.raises(InputError, match="fins de carrière"):
        Observed("60_plus", 0, 10.0, retirements=-1)

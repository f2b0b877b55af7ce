"""Who retires when: the distribution around the legal age, its shift, and the yearly hazards of each generation."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from factories.workforce import ON, fixed
from oracles.careers import middle_of_birth_month, plain_ages, tilted
from vivier.vocabulary import InputError
from vivier.workforce.beliefs import national_behaviour
from vivier.workforce.retirement import _born, hazards, retirement_ages, shifted_survival

NOBODY_EARLY = replace(
    national_behaviour(), early_share=0, legal_share=1, later_share=0, full_rate_share=0, beyond_share=0, shift_sd=0
)


@pytest.mark.parametrize("legal", [744, 747, 753, 768])
def test_the_distribution_is_the_one_written_out_month_by_month(legal):
    assert retirement_ages(national_behaviour(), legal, 67) == pytest.approx(plain_ages(national_behaviour(), legal))


@pytest.mark.parametrize("legal", [744, 753, 768])
def test_the_mean_age_is_a_few_months_after_the_legal_age(legal):
    mean = retirement_ages(national_behaviour(), legal, 67) @ np.arange(900)
    assert 4 < mean - legal < 10


@pytest.mark.parametrize("shift", [-0.8, -0.3, 0.0, 0.4, 0.9])
def test_a_shift_moves_the_mean_age_by_that_much_and_nobody_across_the_bounds(shift):
    ages = retirement_ages(national_behaviour(), 768, 67)
    survival = shifted_survival(ages, np.array([shift]))[:, 0]
    shifted = -np.diff(survival)
    assert (shifted - ages) @ np.arange(900) / 12 == pytest.approx(shift, abs=2e-3)
    assert not shifted[ages == 0].any()
    assert shifted == pytest.approx(tilted(list(ages), shift), abs=2e-4)


def test_survival_falls_from_one_to_nothing():
    survival = shifted_survival(retirement_ages(national_behaviour(), 768, 67), np.array([-1.0, 0.0, 1.0]))
    assert (survival[0] == 1).all()
    assert (survival[-1] == 0).all()
    assert (np.diff(survival, axis=0) <= 0).all()


def test_births_are_in_the_month_that_gives_the_age():
    for on in (ON, dt.date(2028, 2, 29), dt.date(2026, 1, 1)):
        for age in (0, 11, 12, 743, 744, 899):
            assert _born(on, age) == middle_of_birth_month(on, age)


def test_by_hand_everybody_leaves_within_three_months_of_the_legal_age():
    # On 31 January 2026, people aged 62 are born from February 1963 to January 1964: legal age 62 y 9 m in both
    # laws but for January 1964 (63 y, law of 2023). With retirement spread evenly over months 753, 754 and 755 of
    # age, of the twelve months of birth (744 to 755 months old), all 12 remain at most until 756 = 63 years: all
    # leave within the year, those of January 1964 being the youngest (744 months) and due at 756, 757, 758.
    law_2026 = hazards(fixed("2025-1403", behaviour=NOBODY_EARLY), ON, 1, np.zeros(1))
    law_2023 = hazards(fixed("2023-270", behaviour=NOBODY_EARLY), ON, 1, np.zeros(1))
    row = 62 - 14 + 1
    assert law_2026[row, 0, 0] == pytest.approx(1)
    assert law_2023[row, 0, 0] == pytest.approx(11 / 12)
    # Aged 61: 732 to 743 months old, due at 753–755 (born from February 1964: 63 years = 756 in the law of 2023).
    # Within twelve months, those then older than 753, 754 or 755 are gone: ages 742 (1/3, 2/3…) and above.
    assert law_2026[row - 1, 0, 0] == pytest.approx((1 / 3 + 2 / 3) / 12)
    assert law_2023[row - 1, 0, 0] == pytest.approx(0)


def test_nobody_young_retires_and_everybody_has_by_75():
    retire = hazards(fixed(), ON, 10, np.zeros(1))[:, :, 0]
    cohorts = np.arange(14 - 10, 76)
    assert not retire[cohorts < 48].any()
    assert (retire[cohorts == 75] == 1).all()
    assert retire[cohorts == 70, 4] == pytest.approx(1)
    assert ((retire >= 0) & (retire <= 1)).all()


def test_hazards_are_those_of_the_mixture_of_the_twelve_months_of_birth():
    assumptions = fixed("2023-270")
    retire = hazards(assumptions, ON, 6, np.zeros(1))
    for cohort in (57, 60, 63, 66, 69):
        kept = np.zeros(7)
        for age in range(12 * cohort, 12 * cohort + 12):
            legal = assumptions.law.legal_age_months(middle_of_birth_month(ON, age))
            weights = plain_ages(assumptions.behaviour, legal)
            left = [sum(weights[min(age + 12 * k, 900) :]) for k in range(7)]
            kept += np.array(left) / left[0]
        by_hand = [1 - after / before if before > 1e-12 else 1 for before, after in pairwise(kept)]
        assert retire[cohort - 14 + 6, :, 0] == pytest.approx(by_hand)


def test_a_law_without_room_before_the_full_rate_is_refused():
    with pytest.raises(InputError, match="taux plein"):
        retirement_ages(national_behaviour(), 67 * 12, 67)

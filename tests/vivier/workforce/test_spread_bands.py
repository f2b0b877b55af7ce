"""Age bands into single ages: whole people, right totals, no age favoured, order irrelevant."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.workforce import spread_bands
from vivier.workforce.ages import BANDS, ages_of, band_of
from vivier.workforce.data import Cell
from vivier.workforce.spread import age_profile

CELLS = st.lists(
    st.builds(
        Cell,
        st.sampled_from(["623f", "622a", "485a"]),
        st.one_of(st.sampled_from([*BANDS, "inconnu"]), st.integers(16, 70)),
        st.sampled_from(["H", "F", "inconnu"]),
        st.integers(0, 12),
    ),
    max_size=12,
)


def count(cells, *names):
    total = Counter()
    for cell in cells:
        total[tuple(getattr(cell, name) for name in names)] += cell.n
    return +total


@settings(deadline=None)
@given(CELLS)
def test_occupations_and_sexes_keep_their_people(cells):
    assert count(spread_bands(cells), "occupation", "sex") == count(cells, "occupation", "sex")


@settings(deadline=None)
@given(CELLS, st.randoms())
def test_row_order_is_irrelevant(cells, shuffler):
    shuffled = list(cells)
    shuffler.shuffle(shuffled)
    assert spread_bands(shuffled) == spread_bands(cells)


@settings(deadline=None)
@given(st.sampled_from(BANDS), st.integers(1, 60), st.integers(0, 60))
def test_each_age_of_a_band_receives_its_quota_rounded_down_or_up(band, men, women):
    spread = spread_bands([Cell("623f", band, "H", men), Cell("623f", band, "F", women)])
    weights = {age: age_profile()[age] for age in ages_of(band)}
    got = count(spread, "age")
    for age, weight in weights.items():
        quota = (men + women) * weight / sum(weights.values())
        assert abs(got[(age,)] - quota) < 1 + 1e-9


@settings(deadline=None)
@given(CELLS)
def test_bands_are_kept(cells):
    known = [cell for cell in cells if cell.age != "inconnu"]
    banded = [
        Cell(c.occupation, c.age if isinstance(c.age, str) else BANDS[band_of(c.age)], c.sex, c.n) for c in known
    ]
    spread = [Cell(c.occupation, BANDS[band_of(c.age)], c.sex, c.n) for c in spread_bands(known)]
    assert count(spread, "occupation", "age", "sex") == count(banded, "occupation", "age", "sex")


def test_over_many_small_occupations_no_age_is_favoured():
    # One person aged 60 or more in each of 2,000 occupations: rounding to the largest remainder would make all of them 60.
    spread = spread_bands([Cell(f"metier{i}", "60_plus", "F", 1) for i in range(2000)])
    weights = {age: age_profile()[age] for age in ages_of("60_plus")}
    got = count(spread, "age")
    for age, weight in weights.items():
        share = weight / sum(weights.values())
        assert abs(got[(age,)] / 2000 - share) < 4 * (share * (1 - share) / 2000) ** 0.5 + 1e-9


def test_sixty_and_over_are_fewer_and_fewer():
    weights = [age_profile()[age] for age in ages_of("60_plus")]
    assert weights == sorted(weights, reverse=True)


def test_unknown_ages_follow_those_of_their_occupation():
    cells = [Cell("623f", 30, "H", 5), Cell("622a", 60, "F", 50), Cell("623f", "inconnu", "H", 4)]
    assert count(spread_bands(cells), "occupation", "age")[("623f", 30)] == 9


def test_unknown_ages_follow_everybody_where_the_occupation_has_under_five_known():
    cells = [Cell("623f", 30, "H", 4), Cell("622a", 60, "F", 46), Cell("623f", "inconnu", "H", 50)]
    got = count(spread_bands(cells), "occupation", "age")
    assert got[("623f", 30)] == 4 + 4
    assert got[("623f", 60)] == 46


def test_unknown_ages_alone_follow_the_national_profile():
    got = count(spread_bands([Cell("623f", "inconnu", "F", 1000)]), "age")
    assert sum(got.values()) == 1000
    assert got[(40,)] == pytest.approx(1000 * 100 / sum(age_profile().values()), abs=1)


def test_nothing_in_nothing_out():
    assert spread_bands([]) == ()
    assert spread_bands([Cell("623f", "25_34", "H", 0)]) == ()

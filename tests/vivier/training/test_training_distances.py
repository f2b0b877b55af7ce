"""How far companies are from places, and which places each may go to."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.training import tiny
from oracles.training import km, reachable
from vivier.training import Course, Need, Place, Terms
from vivier.training.geography import RADIUS_KM, kilometres
from vivier.training.request import request_of

spots = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
LYON, GIVORS, MACON = (45.764, 4.8357), (45.59, 4.77), (46.31, 4.83)


def needs_at(*where: tuple[float, float], **more) -> list[Need]:
    return [Need(f"E{rank}", *spot, "X", 1, **more) for rank, spot in enumerate(where)]


def request_at(needs: list[Need], places: list[Place], nearest: int = 6):
    return request_of(needs, [Course("X", 1, 2, 1)], places, None, Terms(nearest=nearest))


@given(spots, spots)
def test_a_distance_is_that_of_the_judge(one, two) -> None:
    start, end = Place("A", *one, 1), Place("B", *two, 1)
    assert kilometres([one], [two])[0, 0] == pytest.approx(km(start, end), abs=1e-3)


@given(spots, spots)
def test_a_distance_is_the_same_both_ways_and_never_over_half_the_earth(one, two) -> None:
    there, back = kilometres([one], [two])[0, 0], kilometres([two], [one])[0, 0]
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= math.pi * RADIUS_KM + 1e-6


@given(spots, spots, spots)
def test_a_detour_is_never_shorter(one, by, two) -> None:
    to, on, straight = (kilometres([a], [b])[0, 0] for a, b in ((one, by), (by, two), (one, two)))
    assert straight <= to + on + 1e-3


@pytest.mark.parametrize(
    ("starts", "ends", "shape"),
    [([], [], (0, 0)), ([LYON], [], (1, 0)), ([], [LYON, GIVORS], (0, 2)), ([LYON, MACON], [GIVORS], (2, 1))],
)
def test_distances_have_a_row_a_start_and_a_column_an_end(starts, ends, shape) -> None:
    assert kilometres(starts, ends).shape == shape


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [((0, 0), (0, 1), 111.195), ((0, 0), (1, 0), 111.195), ((60, 0), (60, 1), 55.597), ((0, 179), (0, -179), 222.39)],
)
def test_a_degree_is_as_long_as_its_latitude_makes_it(one, two, said) -> None:
    assert kilometres([one], [two])[0, 0] == pytest.approx(said, abs=0.01)


@pytest.mark.parametrize(
    ("nearest", "max_km", "reached"),
    [
        (1, None, [True, False, False]),
        (2, None, [True, False, True]),
        (9, None, [True, True, True]),
        (9, 25.0, [True, False, True]),
        (9, 0.0, [False, False, False]),
        (1, 1e9, [True, False, False]),
    ],
)
def test_a_company_reaches_its_nearest_places_that_are_not_too_far(nearest, max_km, reached) -> None:
    places = [Place("Givors", *GIVORS, 1), Place("Mâcon", *MACON, 1), Place("Lyon", *LYON, 1)]  # by name: G, L, M
    request = request_at(needs_at((45.6, 4.78), max_km=max_km), places, nearest)
    assert [place.place for place in request.places] == ["Givors", "Lyon", "Mâcon"]
    assert dict(zip(["Givors", "Lyon", "Mâcon"], request.reach[0].tolist(), strict=True)) == {
        "Givors": reached[0], "Mâcon": reached[1], "Lyon": reached[2],
    }  # fmt: skip


@pytest.mark.parametrize("names", [("A", "B", "C"), ("C", "B", "A"), ("B", "A", "C")])
def test_of_two_places_as_near_the_first_by_name_is_kept(names) -> None:
    request = request_at(needs_at(LYON), [Place(name, *GIVORS, 1) for name in names], nearest=2)
    assert request.reach.tolist() == [[True, True, False]]


def test_a_place_as_far_as_accepted_is_reached() -> None:
    far = float(kilometres([LYON], [GIVORS])[0, 0])
    here = [Place("Givors", *GIVORS, 1)]
    assert request_at(needs_at(LYON, max_km=far), here).reach.tolist() == [[True]]
    assert request_at(needs_at(LYON, max_km=np.nextafter(far, 0)), here).reach.tolist() == [[False]]


@pytest.mark.parametrize("seed", range(30))
def test_places_reached_are_those_of_the_judge(seed: int) -> None:
    asked = tiny(seed)
    request = request_of(asked.needs, asked.courses, asked.places, asked.budget, asked.terms)
    for need, row in zip(request.needs, request.reach, strict=True):
        reached = {place.place for place, is_near in zip(request.places, row, strict=True) if is_near}
        assert reached == reachable(need, asked)

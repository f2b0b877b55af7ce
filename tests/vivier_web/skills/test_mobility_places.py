"""Where somebody is said to be, how far two areas are, and which occupations are kin: what must hold for every case."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.reference import store
from vivier_web.members.territory import DEPARTMENTS, REGION_OF, REGIONS
from vivier_web.skills.mobility.kinship import FAR, SAME_PCS, ByPcs, ByRome, Kin
from vivier_web.skills.mobility.matching import SHORTEST, UNTOLD, Declared, Match, matches
from vivier_web.skills.mobility.places import ENOUGH, Area, counted, great_circle, km_between, region_of
from vivier_web.skills.queries.mobility import area_words

PLACES = st.sampled_from(sorted(DEPARTMENTS))
SECTORS = st.sampled_from(["25.62B", "25.50A", "10.71C", "", "72"])
COMPANIES = st.lists(st.tuples(SECTORS, PLACES | st.just(""), st.integers(1, 4)), max_size=30)
POINT = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
DEMO = store().nomenclature("demo")
ONE, OTHER, LOST = ("623e", "DEMO-A01"), ("623f", "DEMO-A03"), ("623e", "DEMO-Z99")
DAY = dt.date(2027, 4, 1)
KM = st.sampled_from([0, 50, 200])


def test_every_departement_that_a_site_may_have_is_placed_in_the_region_the_members_see() -> None:
    assert {code: region_of(code) for code in DEPARTMENTS} == REGION_OF
    assert set(REGION_OF.values()) == set(REGIONS)


@pytest.mark.parametrize("code", ["", "20", "99", "975", "74 ", "2a", "FR", "1"])
def test_a_departement_that_is_none_has_no_region(code: str) -> None:
    assert region_of(code) == ""
    assert counted([("25.62B", code, 9)]).area("25.62B", code) == Area()


@given(COMPANIES, SECTORS, PLACES)
def test_an_area_named_holds_three_companies_of_the_sector_and_is_the_finest(
    companies: list[tuple[str, str, int]], naf: str, department: str
) -> None:
    # Companies whose activity is not known have nothing in common.
    same = [(place, n) for sector, place, n in companies if naf and sector[:2] == naf[:2]]
    near = sum(n for place, n in same if place == department)
    around = sum(n for place, n in same if REGION_OF.get(place) == REGION_OF[department])
    finest = Area(department, REGION_OF[department]) if near >= ENOUGH else Area("", REGION_OF[department])
    assert counted(companies).area(naf, department) == (finest if around >= ENOUGH else Area())


def test_companies_without_an_activity_are_no_sector() -> None:
    assert counted([("", "74", 9)]).area("", "74") == Area()
    assert counted([("25", "74", 9)]).area("25", "74") == Area("74", "84"), "where a sector would have been named"


@given(COMPANIES, SECTORS, PLACES, st.integers())
def test_the_order_of_companies_changes_no_area(
    companies: list[tuple[str, str, int]], naf: str, department: str, seed: int
) -> None:
    mixed = random.Random(seed).sample(companies, len(companies))
    assert counted(mixed).area(naf, department) == counted(companies).area(naf, department)


@given(COMPANIES, SECTORS, PLACES)
def test_every_area_that_may_be_given_has_a_name(
    companies: list[tuple[str, str, int]], naf: str, department: str
) -> None:
    area = counted(companies).area(naf, department)
    names = [DEPARTMENTS[department], f"région {REGIONS[REGION_OF[department]]}", "ailleurs dans le pôle"]
    assert area_words(area) == names[0 if area.department else 1 if area.region else 2]


@given(PLACES, PLACES)
def test_distances_go_by_fives_and_are_the_same_both_ways(one: str, other: str) -> None:
    there, back = (km_between(Area(a), Area(b)) for a, b in ((one, other), (other, one)))
    assert there == back
    assert there is not None
    assert there % 5 == 0
    assert km_between(Area(one), Area(one)) == 0


@given(POINT, POINT, POINT)
def test_the_way_round_is_never_shorter_and_no_way_is_longer_than_half_the_earth(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> None:
    assert great_circle(a, c) <= great_circle(a, b) + great_circle(b, c) + 1e-3
    assert 0 <= great_circle(a, b) <= 20016


@pytest.mark.parametrize(
    ("one", "other", "km"), [("75", "69", 390), ("2A", "2B", 105), ("75", "974", 9340), ("92", "75", 10)]
)
def test_some_distances_are_those_of_a_map(one: str, other: str, km: int) -> None:
    found = km_between(Area(one), Area(other))
    assert found == pytest.approx(km, abs=30)


@pytest.mark.parametrize(("one", "other"), [(Area(), Area("74", "84")), (Area("", "84"), Area("", "84"))])
def test_no_distance_is_told_between_areas_that_are_not(one: Area, other: Area) -> None:
    assert km_between(one, other) is None
    assert km_between(other, one) is None


@given(st.integers(0, 400), st.integers(0, 400), KM, st.sampled_from([HERE := Area("74"), Area("75"), Area()]))
def test_a_score_is_what_the_rule_says_of_the_days_and_the_distance(
    late: int, long: int, radius: int, area: Area
) -> None:
    offer = Declared(1, 10, "a", "", HERE, DAY, DAY + dt.timedelta(days=200))
    first = DAY + dt.timedelta(days=late)
    search = Declared(2, 20, "a", "", area, first, first + dt.timedelta(days=long), radius)
    last = min(offer.until_on, search.until_on)
    common, km = (last - first).days + 1, {HERE: 0, Area("75"): 435, Area(): None}[area]
    reach = UNTOLD if km is None else 1 - min(km / (radius or 200), 1) / 2
    score = round(0.8 * (0.5 + 0.5 * common / (long + 1)) * reach, 4)
    is_met = common >= SHORTEST and not (km and radius and km > radius)
    expected = [Match(1, 2, score, 0.8, km, first, last)] if is_met else []
    assert matches([offer], [search], lambda *_: 0.8) == expected


@pytest.mark.parametrize("near", [None, 0.0])
def test_what_is_not_near_at_all_does_not_meet(near: float | None) -> None:
    offer = Declared(1, 10, "a", "", HERE, DAY, DAY + dt.timedelta(days=90))
    assert matches([offer], [Declared(2, 20, "a", "", HERE, DAY, DAY + dt.timedelta(days=90))], lambda *_: near) == []


def test_a_radius_is_reached_by_what_is_exactly_that_far() -> None:
    offer = Declared(1, 10, "a", "", HERE, DAY, DAY + dt.timedelta(days=90))
    found = {
        radius: [
            match.km
            for match in matches(
                [offer],
                [Declared(2, 20, "a", "", Area("73"), DAY, DAY + dt.timedelta(days=90), radius)],
                lambda *_: 1.0,
            )
        ]
        for radius in (39, 40, 41)
    }
    assert found == {39: [], 40: [40], 41: [40]}


def test_nearness_is_asked_once_for_each_couple_of_occupations() -> None:
    asked: list[tuple[str, str]] = []

    def near(offer: Declared, search: Declared) -> float:
        asked.append((offer.pcs, search.pcs))
        return 1.0

    offers = [Declared(key, 10, pcs, "", HERE, DAY, DAY + dt.timedelta(days=90)) for key, pcs in enumerate("aab")]
    searches = [
        Declared(key, 20, pcs, "", HERE, DAY, DAY + dt.timedelta(days=90)) for key, pcs in enumerate("aba", 9)
    ]
    assert len(matches(offers, searches, near)) == 9
    assert sorted(asked) == [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]


@pytest.mark.parametrize(("offered", "sought"), [(LOST, ONE), (ONE, LOST), (("623e", ""), ONE)])
def test_a_rome_that_a_newer_version_dropped_is_compared_by_its_pcs(
    offered: tuple[str, str], sought: tuple[str, str]
) -> None:
    kinship = ByRome(DEMO)
    assert kinship.nearness(offered, sought) == SAME_PCS
    assert kinship.kin(offered, sought) == Kin("same_pcs", nearness=SAME_PCS)
    assert kinship.nearness(offered, ("999z", sought[1])) is None
    assert (kinship.nearness(LOST, LOST), kinship.kin(LOST, LOST)) == (1.0, Kin("same_rome")), "both said the same"


@pytest.mark.parametrize("kinship", [ByPcs(), ByRome(DEMO)])
def test_whoever_compares_says_near_only_what_it_can_explain(kinship: ByPcs) -> None:
    pairs = [(ONE, OTHER), (ONE, ONE), (ONE, LOST), (OTHER, ONE), (("1", ""), ("1", "")), (("1", ""), ("2", ""))]
    for offered, sought in pairs:
        near = kinship.nearness(offered, sought)
        assert near is None or near == kinship.kin(offered, sought).nearness


def test_what_is_near_by_rome_is_far_enough_from_nothing_and_says_what_to_learn_first() -> None:
    kinship = ByRome(DEMO)
    scores = {code: kinship.nearness(ONE, ("x", code)) for code in DEMO.codes()}
    near = {code: score for code, score in scores.items() if score is not None}
    assert scores[ONE[1]] == 1.0
    assert 2 <= len(near) < len(scores) / 4
    assert min(near.values()) >= FAR
    for code in near:
        kin = kinship.kin(ONE, ("x", code))
        assert len(kin.first) == min(5, kin.skills + kin.knowledge)
        assert kin.basis == ("same_rome" if code == ONE[1] else "rome")

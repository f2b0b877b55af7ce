"""The rules of places: totals of levels, rates of several lines, who seeks a job, what no portrait says."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.supply import Adaptation, Offer, Opening, Portrait, Terms, adapt
from vivier.supply.adapting import _judged, _rate
from vivier.supply.data import DIPLOMAS
from vivier.supply.result import Advice, Yearly
from vivier.supply.sharing import share_of
from vivier.vocabulary import InputError, Interval

LEVELS = {"none": 0.1, "studying": 0.1, "cap": 0.4, "bac": 0.3, "bac2": 0.1}
METAL = Portrait("D2Z", {"254": 0.5}, LEVELS)
POSTS = Opening("D2Z", 100, Interval(80, 120), "Vienne")


def told(*offers: Offer, openings=(POSTS,), portraits=(METAL,), **terms) -> Adaptation:
    return adapt(openings, offers, portraits=portraits, terms=Terms(10, **terms))


@pytest.mark.parametrize(
    ("places", "is_listed", "is_whole", "expected"),
    [
        (7, True, True, ("open", "")),
        (8, True, True, ("keep", "within")),  # both ends belong to the interval
        (12, True, True, ("keep", "within")),
        (13, True, True, ("close", "")),
        (13, True, False, ("keep", "partial")),
        (7, True, False, ("open", "")),
        (0, False, True, ("keep", "unlisted")),
        (99, False, True, ("keep", "unlisted")),
    ],
)
def test_a_verdict_needs_the_whole_interval(places, is_listed, is_whole, expected) -> None:
    assert _judged(Interval(8, 12), places, is_listed=is_listed, is_whole=is_whole) == expected


def test_lines_of_a_speciality_are_told_one_by_one_then_all_levels_together() -> None:
    found = told(Offer("Vienne", "254", "bac", 5, 4, 0.8), Offer("Vienne", "254", "cap", 15, 9, 0.4))
    assert [(each.level, each.places, each.filled) for each in found.advice] == [
        ("", 20, 13), ("bac", 5, 4), ("cap", 15, 9),
    ]  # fmt: skip
    whole = found.advice[0]
    assert whole.required.value == pytest.approx(5 / (0.25 * 0.8 + 0.75 * 0.4))
    assert len(found.of("open")) + len(found.of("keep")) + len(found.of("close")) == 1


def test_a_line_of_all_levels_is_not_told_twice_and_adds_to_the_others() -> None:
    assert [each.level for each in told(Offer("Vienne", "254", "", 5)).advice] == [""]
    found = told(Offer("Vienne", "254", "", 5, 5), Offer("Vienne", "254", "cap", 6, 6))
    assert [(each.level, each.places) for each in found.advice] == [("", 11), ("cap", 6)]


def test_one_line_whose_filled_places_are_not_known_makes_the_total_unknown_and_not_smaller() -> None:
    found = told(Offer("Vienne", "254", "cap", 10, 10), Offer("Vienne", "254", "bac", 10))
    assert [(each.level, each.filled, each.is_unfilled) for each in found.advice] == [
        ("", None, False), ("bac", None, False), ("cap", 10, False),
    ]  # fmt: skip


rated = st.lists(st.tuples(st.floats(0, 500), st.floats(0.01, 1)), min_size=1, max_size=5)


@settings(max_examples=80, deadline=None)
@given(rated)
def test_the_insertion_of_several_lines_lies_between_theirs(lines) -> None:
    rate = _rate([Offer("Vienne", f"{at}", "", places, None, rate) for at, (places, rate) in enumerate(lines)])
    rates = [each for _, each in lines]
    assert rate is not None
    assert min(rates) <= rate <= max(rates)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(10, 0.5), (30, 0.9)], 0.8),
        ([(0, 0.5), (0, 0.9)], 0.7),
        ([(0, 0.5), (3, 0.9)], 0.9),
        ([(10, 0.5), (1, None)], None),
        ([(10, None)], None),
    ],
)
def test_insertion_is_weighed_by_places_and_unknown_as_soon_as_one_is(lines, expected) -> None:
    found = _rate([Offer("Vienne", "254", "", places, None, rate) for places, rate in lines])
    assert found == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("places", "filled", "is_unfilled"),
    [(10, 9, False), (10, 8.9, True), (0, 0, False), (10, 12, False), (10, None, False), (10, 0, True)],
)
def test_a_place_in_ten_may_stay_empty(places, filled, is_unfilled) -> None:
    assert told(Offer("Vienne", "254", "", places, filled)).advice[0].is_unfilled is is_unfilled


def test_jobseekers_are_weighed_by_the_posts_that_call_for_the_speciality() -> None:
    """60 of the posts of the first family and 20 of those of the second; a third one does not say."""
    portraits = [
        Portrait("A", {"254": 0.6}, seekers=0.1), Portrait("B", {"254": 0.2, "312": 0.5}, seekers=0.5),
        Portrait("C", {"254": 0.9}), Portrait("D", {"312": 0.9}, seekers=9.0),
    ]  # fmt: skip
    openings = [Opening(code, 100, Interval(90, 110), "Vienne") for code in "ABC"]
    found = told(Offer("Vienne", "254", "", 5), openings=openings, portraits=portraits)
    assert found.advice[0].seekers == pytest.approx((60 * 0.1 + 20 * 0.5) / 80)
    assert [(each.speciality, each.seekers) for each in found.undeclared] == [("312", 0.5)]


@pytest.mark.parametrize("posts", [0.0, -30.0])
def test_jobseekers_of_families_that_open_nothing_are_not_known(posts: float) -> None:
    opening = Opening("D2Z", posts, Interval(posts, 10), "Vienne")
    seeking = Portrait("D2Z", {"254": 0.5}, seekers=0.3)
    assert told(Offer("Vienne", "254", "", 5), openings=[opening], portraits=[seeking]).advice[0].seekers is None


def test_several_zones_are_told_in_order_and_each_from_its_own_openings() -> None:
    openings = [Opening("D2Z", 10 * n, Interval(10 * n, 10 * n), zone) for n, zone in ((3, "C"), (1, "A"), (2, "B"))]
    offers = [Offer(zone, "254", "", 1, None, 1.0) for zone in "CBA"]
    found = told(*offers, openings=openings)
    assert [(each.zone, each.entrants.value) for each in found.advice] == [("A", 0.5), ("B", 1.0), ("C", 1.5)]
    assert found.undeclared == ()
    assert found.elsewhere.value == pytest.approx(6 * 0.5)


def test_no_opening_and_no_offer_say_nothing() -> None:
    assert told(openings=()) == Adaptation(10, ())
    assert told(Offer("Vienne", "254", "", 5), openings=(), is_whole=True).advice[0].reason == "unlisted"


def test_unread_posts_keep_their_sign_and_come_in_order() -> None:
    openings = [Opening(code, posts, Interval(-9, 9), "V") for code, posts in (("Z", 3), ("Y", -4))]
    assert told(openings=openings).unread == (("Y", -4), ("Z", 3))


@st.composite
def portraits(draw) -> Portrait:
    """A family whose speciality is that of a part of those who have a diploma, by a survey that leaves no doubt."""
    weights = [draw(st.integers(0, 20)) for _ in range(6)]
    weights[2] += 1
    levels = dict(zip(("none", "studying", *DIPLOMAS), (each / sum(weights) for each in weights), strict=True))
    graduates = math.fsum(levels[each] for each in DIPLOMAS)
    return Portrait("A", {"254": graduates * draw(st.floats(0.01, 1))}, levels, answers=1e9)


@settings(max_examples=80, deadline=None)
@given(portraits())
def test_levels_of_a_speciality_add_up_to_it(portrait: Portrait) -> None:
    parts = [share_of(portrait, "254", level) for level in DIPLOMAS]
    assert math.fsum(each.value for each in parts) == pytest.approx(portrait.specialities["254"], abs=1e-3)
    assert all(each.interval.low <= each.value <= each.interval.high for each in parts)


@settings(max_examples=60, deadline=None)
@given(portraits(), st.floats(1, 200))
def test_a_level_is_never_more_than_the_speciality_nor_than_the_level(portrait: Portrait, answers: float) -> None:
    small = Portrait("A", portrait.specialities, portrait.levels, answers=answers)
    for level in DIPLOMAS:
        found = share_of(small, "254", level)
        assert found.interval.low <= found.value <= found.interval.high
        assert found.interval.high <= share_of(small, "254").interval.high + 1e-12
        assert found.value <= portrait.levels[level] + 1e-12


def test_a_speciality_that_a_portrait_does_not_name_is_nothing_at_any_level() -> None:
    for level in ("", *DIPLOMAS):
        assert share_of(METAL, "312", level) == Yearly(0.0, Interval(0.0, 0.0))


def test_a_family_where_nobody_has_a_diploma_has_no_level() -> None:
    nobody = Portrait("A", {"254": 0.2}, {"none": 1.0})
    assert share_of(nobody, "254", "cap") == Yearly(0.0, Interval(0.0, 0.0))
    assert share_of(nobody, "254").value == 0.2


def test_no_place_of_a_level_that_nobody_has_is_opened() -> None:
    """Nine young people in ten have the speciality, four people in ten a diploma: none has a bac + 3."""
    young = Portrait("D2Z", {"254": 0.9}, {"none": 0.6, "cap": 0.4})
    found = told(Offer("Vienne", "254", "bac3", 0), Offer("Vienne", "254", "cap", 1), portraits=(young,))
    levels = {each.level: each for each in found.advice}
    assert levels["bac3"].entrants == Yearly(0.0, Interval(0.0, 0.0))
    assert levels["bac3"].verdict == "keep"
    assert (levels["cap"].entrants.value, levels["cap"].verdict) == (pytest.approx(4), "open")


def test_the_places_required_less_those_there_are() -> None:
    advice = Advice("V", "254", "", Yearly(5, Interval(4, 6)), Yearly(10, Interval(8, 12)), 9, None, "keep")
    assert advice.gap == Yearly(1, Interval(-1, 3))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Opening("A", -math.inf, Interval(0, 1)), "hors de mesure"),
        (lambda: Opening("A", -2e7, Interval(0, 1)), "hors de mesure"),
        (lambda: Opening("A", math.nan, Interval(0, 1)), "doit être un nombre"),
        (lambda: Opening("A", True, Interval(0, 1)), "doit être un nombre"),
        (lambda: Opening("A", 1, Interval(-math.inf, 1)), "hors de mesure"),
        (lambda: Offer("V", "254", "none", 1), "niveau inconnu"),
        (lambda: Offer("V", "254", "cap", 1, None, math.nan), "taux d’insertion"),
        (lambda: Offer("V", None, "cap", 1), "doit porter un nom"),
        (lambda: Offer("V", "254", "cap", 10**400), "nombre de places"),
        (lambda: Portrait("A", {"254": -0.1}), "la part de « 254 »"),
        (lambda: Portrait("A", {"254": 0.5}, {"cap": 0.8, "bac": 0.3}), "dépassent le tout"),
        (lambda: Terms(True), "horizon"),
        (lambda: Terms(2.5), "horizon"),
        (lambda: Terms(51), "horizon"),
        (lambda: Terms(5, insertion=Interval(0.5, 1.1)), "taux d’insertion supposé"),
    ],
)
def test_what_makes_no_sense_is_refused_and_says_what(make, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        make()


def test_posts_lost_are_accepted_and_as_many_as_a_country_loses() -> None:
    assert Opening("A", -5_000, Interval(-9_000, -1_000)).posts == -5_000

"""Places worked out by hand, and what each verdict needs."""

import pytest

from vivier.supply import Adaptation, Offer, Opening, Portrait, Terms, adapt
from vivier.supply.result import Advice, Yearly
from vivier.vocabulary import InputError, Interval

LEVELS = {"none": 0.15, "studying": 0.05, "cap": 0.5, "bac": 0.2, "bac2": 0.1}
METAL = Portrait("D2Z", {"254": 0.5, "312": 0.1}, LEVELS, starters=0.8, seekers=0.3)
POSTS = Opening("D2Z", 200, Interval(150, 250), "Vienne")


def told(*offers: Offer, openings=(POSTS,), portraits=(METAL,), **terms) -> Adaptation:
    return adapt(openings, offers, portraits=portraits, terms=Terms(10, **terms))


def whole(found: Adaptation, speciality: str = "254") -> Advice:
    return next(each for each in found.advice if each.speciality == speciality and not each.level)


def test_the_example_of_the_method_note() -> None:
    """200 posts in ten years, 8 of 10 for starters, half of them of the speciality; 4 of 5 take a job."""
    advice = whole(told(Offer("Vienne", "254", "cap", 12, 12, 0.8)))
    assert advice.entrants.value == pytest.approx(200 / 10 * 0.8 * 0.5)
    assert advice.required.value == pytest.approx(10)
    # Bounds of the posts (150 to 250); the survey is large enough not to widen them by more than a thousandth.
    assert advice.required.interval.low == pytest.approx(7.5, rel=2e-3)
    assert advice.required.interval.high == pytest.approx(12.5, rel=2e-3)
    assert (advice.verdict, advice.reason) == ("keep", "within")
    assert advice.gap.value == pytest.approx(-2)
    assert advice.seekers == 0.3


@pytest.mark.parametrize(("places", "verdict"), [(6, "open"), (8, "keep"), (12, "keep"), (14, "close")])
def test_the_interval_decides_and_not_the_point(places: float, verdict: str) -> None:
    """From 7.5 to 12.5 places, 10 in the middle: only what is wholly outside is opened or closed."""
    assert whole(told(Offer("Vienne", "254", "cap", places, places, 0.8), is_whole=True)).verdict == verdict


def test_nothing_is_closed_when_the_openings_are_those_of_the_members_alone() -> None:
    """Other companies of the zone recruit too: what the pôle does not need may be theirs."""
    advice = whole(told(Offer("Vienne", "254", "cap", 40, 40, 0.8)))
    assert (advice.verdict, advice.reason) == ("keep", "partial")
    assert whole(told(Offer("Vienne", "254", "cap", 2, 2, 0.8))).verdict == "open"


def test_an_insertion_that_nobody_says_widens_the_need() -> None:
    known, unknown = (whole(told(Offer("Vienne", "254", "", 6, 6, rate))) for rate in (0.8, None))
    assert known.verdict == "open"
    assert unknown.required.interval.low == pytest.approx(6 / 0.9, rel=2e-3)
    assert unknown.required.interval.high == pytest.approx(10 / 0.4, rel=2e-3)


def test_a_small_survey_makes_a_verdict_careful() -> None:
    few = Portrait("D2Z", {"254": 0.5}, LEVELS, answers=12, starters=0.8)
    offer = Offer("Vienne", "254", "cap", 6, 6, 0.8)
    assert whole(told(offer)).verdict == "open"
    assert whole(told(offer, portraits=(few,))).verdict == "keep"


def test_a_level_lies_between_all_and_nothing_that_its_speciality_allows() -> None:
    """80 % have a diploma, 50 % a CAP, 50 % the speciality: from 20 % to 50 % have both."""
    found = told(Offer("Vienne", "254", "cap", 5, 5, 1.0), Offer("Vienne", "254", "bac", 5, 5, 1.0))
    levels = {each.level: each.entrants for each in found.advice if each.level}
    assert levels["cap"].value == pytest.approx(16 * 0.5 * 0.5 / 0.8)
    assert levels["cap"].interval.low == pytest.approx(12 * 0.2, rel=5e-3)
    assert levels["cap"].interval.high == pytest.approx(20 * 0.5, rel=5e-3)
    assert levels["bac"].interval.low == 0
    assert whole(found).places == 10


def test_a_level_of_a_family_without_levels_may_be_nothing() -> None:
    bare = Portrait("D2Z", {"254": 0.5})
    found = told(Offer("Vienne", "254", "cap", 5, 5, 1.0), portraits=(bare,))
    level = next(each for each in found.advice if each.level)
    assert (level.entrants.value, level.entrants.interval.low) == (5, 0)


def test_what_a_zone_does_not_declare_is_named_and_is_not_zero() -> None:
    found = told(Offer("Vienne", "254", "cap", 9, 9, 0.8))
    assert [(each.zone, each.speciality) for each in found.undeclared] == [("Vienne", "312")]
    assert found.undeclared[0].entrants.value == pytest.approx(1.6)
    assert told(Offer("Vienne", "312", "cap", 0)).of("open")[0].speciality == "312"  # none, and said so


def test_a_speciality_that_no_portrait_names_is_kept_and_says_why() -> None:
    advice = whole(told(Offer("Vienne", "336", "cap", 24, 24, 0.8), is_whole=True), "336")
    assert (advice.verdict, advice.reason, advice.entrants.value) == ("keep", "unlisted", 0)


def test_openings_without_a_portrait_are_counted_apart() -> None:
    found = told(openings=(POSTS, Opening("X0Z", 12, Interval(8, 16), "Vienne")))
    assert found.unread == (("X0Z", 12),)
    assert found.elsewhere.value == pytest.approx(16 * 0.4)


def test_a_zone_never_serves_another() -> None:
    found = told(Offer("Lyon", "254", "cap", 9, 9, 0.8), is_whole=True)
    assert whole(found).reason == "unlisted"
    assert {each.zone for each in found.undeclared} == {"Vienne"}


def test_empty_places_are_to_fill_before_any_is_opened() -> None:
    assert whole(told(Offer("Vienne", "254", "cap", 6, 5, 0.8))).is_unfilled
    assert not whole(told(Offer("Vienne", "254", "cap", 6, None, 0.8))).is_unfilled


def test_losses_of_jobs_call_for_nobody() -> None:
    found = told(Offer("Vienne", "254", "cap", 6, 6, 0.8), openings=(Opening("D2Z", -8, Interval(-20, 4), "Vienne"),))
    assert whole(found).entrants.value == 0
    assert whole(found).entrants.interval.low == 0
    assert whole(found).entrants.interval.high == pytest.approx(4 / 10 * 0.8 * 0.5, rel=5e-3)


def test_rows_given_twice_are_refused() -> None:
    offer = Offer("Vienne", "254", "cap", 6)
    for given, sentence in (
        ({"offers": (offer, offer)}, "déclarée deux fois"),
        ({"openings": (POSTS, POSTS)}, "deux fois des postes"),
        ({"portraits": (METAL, METAL)}, "donné deux fois"),
    ):
        with pytest.raises(InputError, match=sentence):
            told(*given.pop("offers", ()), **given)


def test_a_yearly_amount_is_a_number() -> None:
    with pytest.raises(InputError, match="doit être un nombre"):
        Yearly(float("nan"), Interval(0, 1))

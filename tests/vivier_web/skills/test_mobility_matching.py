"""Which offers meet which searches, judged by a slow and obvious reading of the rule."""

import dataclasses
import datetime as dt
import random

import pytest

from vivier.reference import store
from vivier_web.skills.mobility.kinship import SAME_PCS, ByPcs, ByRome
from vivier_web.skills.mobility.law import hours, reminder, route, routes
from vivier_web.skills.mobility.matching import SHORTEST, Declared, matches
from vivier_web.skills.mobility.places import Area, counted, km_between
from vivier_web.skills.mobility.wording import occupations_words

DAY = dt.date(2027, 4, 1)
HERE = Area("74", "84")
OFFER = Declared(1, 10, "623e", "", HERE, DAY, DAY + dt.timedelta(days=90))
SEARCH = dataclasses.replace(OFFER, key=2, company=20)


def near(offer: Declared, search: Declared) -> float | None:
    return 1.0 if offer.pcs == search.pcs else None


def change(row: Declared, **more: object) -> Declared:
    return dataclasses.replace(row, **more)


def test_the_same_work_at_the_same_time_in_the_same_place_scores_one() -> None:
    (match,) = matches([OFFER], [SEARCH], near)
    assert (match.offer, match.search, match.score, match.km) == (1, 2, 1.0, 0)
    assert (match.from_on, match.until_on) == (OFFER.from_on, OFFER.until_on)


@pytest.mark.parametrize(
    "other",
    [
        change(SEARCH, company=10),
        change(SEARCH, pcs="636d"),
        change(SEARCH, from_on=DAY + dt.timedelta(days=91 - SHORTEST + 1), until_on=DAY + dt.timedelta(days=200)),
        change(SEARCH, area=Area("75", "11"), km=100),
    ],
    ids=["its own", "another work", "too few days", "too far"],
)
def test_what_cannot_be_does_not_meet(other: Declared) -> None:
    assert matches([OFFER], [other], near) == []


def test_half_the_period_a_distance_or_none_lower_the_score() -> None:
    half = change(SEARCH, until_on=DAY + dt.timedelta(days=181))
    assert matches([OFFER], [half], near)[0].score == pytest.approx(0.75, abs=0.01)
    assert matches([OFFER], [change(SEARCH, area=Area("73", "84"), km=80)], near)[0].score == pytest.approx(0.75)
    assert matches([OFFER], [change(SEARCH, area=Area("", "84"))], near)[0].score == pytest.approx(0.75)


def test_a_distance_that_is_not_told_excludes_nobody_since_that_would_tell_it() -> None:
    assert matches([OFFER], [change(SEARCH, area=Area(), km=1)], near)


def test_matching_agrees_with_a_slow_reading_of_the_rule() -> None:
    draw = random.Random(7)

    def drawn(key: int) -> Declared:
        first = DAY + dt.timedelta(days=draw.randrange(120))
        area = Area(draw.choice(["74", "73", "75", ""]), "84")
        more = {
            "company": draw.randrange(6),
            "pcs": draw.choice("abc"),
            "area": area,
            "km": draw.choice([0, 50, 600]),
        }
        return change(
            OFFER, key=key, from_on=first, until_on=first + dt.timedelta(days=draw.randrange(10, 90)), **more
        )

    offers, searches = [drawn(k) for k in range(40)], [drawn(k) for k in range(60)]
    slow = set()
    for o in offers:
        for s in searches:
            days = {o.from_on + dt.timedelta(days=n) for n in range((o.until_on - o.from_on).days + 1)}
            common = sum(s.from_on <= day <= s.until_on for day in days)
            km = km_between(o.area, s.area)
            is_far = bool(km is not None and s.km and km > s.km)
            if o.company != s.company and o.pcs == s.pcs and common >= SHORTEST and not is_far:
                slow.add((o.key, s.key))
    found = matches(offers, searches, near)
    assert {(m.offer, m.search) for m in found} == slow
    assert len(slow) > 20
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert found == matches(offers, searches, near)


def test_an_area_is_named_only_where_three_companies_of_the_sector_are() -> None:
    few = counted([("25.62B", "74", 2), ("25.50A", "73", 1)])
    assert few.area("25.11Z", "74") == Area("", "84")
    assert few.area("10.71C", "74") == Area()
    assert few.area("", "") == Area()
    assert counted([("25.62B", "74", 3)]).area("25.11Z", "74") == HERE


def test_without_rome_only_the_same_pcs_meets_and_it_is_said() -> None:
    kinship = ByPcs()
    assert kinship.nearness(("623e", "H1"), ("623e", "H2")) == SAME_PCS
    assert kinship.nearness(("623e", ""), ("623f", "")) is None
    assert "ne se comparent pas" in occupations_words(kinship.kin(("623e", ""), ("623e", "")), hours())


def test_with_a_nomenclature_near_occupations_meet_with_what_is_left_to_learn() -> None:
    kinship = ByRome(store().nomenclature("demo"))
    one, other = ("623e", "DEMO-C01"), ("623f", "DEMO-C02")
    assert kinship.nearness(one, one) == 1.0
    assert occupations_words(kinship.kin(one, one), hours()).endswith("rien à apprendre")
    scores = {code: kinship.nearness(one, ("x", code)) for code in ("DEMO-C02", "DEMO-C01", "inconnu")}
    assert scores["inconnu"] is None
    kin = kinship.kin(one, other)
    assert kin.basis == "rome"
    assert kin.shared + kin.skills + kin.knowledge > 0
    assert kinship.nearness(one, ("623e", "")) == SAME_PCS, "one side has no ROME: the PCS decides"
    assert kinship.kin(one, ("623e", "")).basis == "same_pcs"
    assert kinship.kin(one, ("623e", "inconnu")).basis == "same_pcs"


def test_long_training_is_said_to_be_a_retraining() -> None:
    from vivier_web.skills.mobility.kinship import Kin

    assert "reconversion plutôt" in occupations_words(Kin("rome", 3, 40, 10), hours())
    assert "rien à apprendre" in occupations_words(Kin("rome", 3), hours())


def test_every_route_is_dated_sourced_and_says_how_sure_it_is() -> None:
    for each in routes():
        assert each.source.startswith("Code du travail")
        assert each.certainty_words
        assert len(each.conditions) >= 3
        assert each.billed
        assert route(each.key, each.since) == each
        assert route(each.key, each.since - dt.timedelta(days=1)) is None
    assert "CSE" in " ".join(reminder().lines)

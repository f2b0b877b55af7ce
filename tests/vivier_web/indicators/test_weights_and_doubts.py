"""What makes up for silence, and who is called back: growth carried, weights, odd moves; always said, never a value."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.campaigned import answered, opened
from factories.cluster import Cluster
from vivier_web.indicators.actions.doubting import JUMP, doubts_of
from vivier_web.indicators.actions.freezing import freeze_campaign
from vivier_web.indicators.actions.weighing import FEWEST, weighed
from vivier_web.indicators.definition import shipped_set
from vivier_web.indicators.queries.respondents import Member, Past, answered_records, silent_members
from vivier_web.indicators.queries.vintages import Doubt, Record, unpacked
from vivier_web.members.actions import end_membership
from vivier_web.members.models import Membership

D = Decimal
TOLD = shipped_set("competitivite")


def member(pk: int, kind: str = "sme") -> Member:
    return Member(pk, f"h{pk}", "84", "25.62B", "", kind)


def record(pk: int | None, key: str, value: object, kind: str = "sme") -> Record:
    about = {"holding": f"h{pk}", "region": "84", "naf": "25.62B", "kind": kind} if pk else {"holding": "pole:1"}
    return Record(1, pk, indicator=key, value=D(str(value)), unit="emplois", flags=("answered",), **about)


def crowd(count: int, key: str = "emplois", first: int = 10) -> tuple[Record, ...]:
    return tuple(record(pk, key, first * pk) for pk in range(1, count + 1))


def of(rows: tuple[Record, ...], key: str = "emplois") -> list[Record]:
    return [one for one in rows if one.indicator == key]


def test_with_nobody_silent_nothing_is_made_up() -> None:
    rows = (record(None, "budget", 800), *crowd(6))
    assert weighed(TOLD, rows, (), {}) == rows


@pytest.mark.parametrize("count", range(FEWEST))
def test_below_five_answers_silence_stays_silence(count: int) -> None:
    past: Past = {pk: {"emplois": D(10)} for pk in range(1, 10)}
    assert weighed(TOLD, crowd(count), (member(8), member(9)), past) == crowd(count)


def test_a_silent_member_gets_last_year_times_the_growth_of_the_others() -> None:
    past: Past = {pk: {"emplois": D(5 * pk)} for pk in range(1, 6)} | {9: {"emplois": D(40)}}
    found = of(weighed(TOLD, crowd(5), (member(9),), past))
    assert [(one.organisation, one.value, one.weight, one.flags) for one in found] == [
        *((pk, D(10 * pk), D(1), ("answered",)) for pk in range(1, 6)),
        (9, D(80), D(1), ("imputed",)),
    ]
    assert (found[-1].holding, found[-1].region, found[-1].unit) == ("h9", "84", "emplois")


def test_what_nobody_knows_of_a_silent_member_is_stood_for_by_weights() -> None:
    found = of(weighed(TOLD, crowd(5), (member(8), member(9)), {}))
    assert [one.weight for one in found] == [D("1.4")] * 5
    assert sum(one.weight for one in found) == 7, "they stand for every member"


def test_one_known_and_one_unknown_silent_member_are_made_up_for_each_in_its_way() -> None:
    past: Past = {pk: {"emplois": D(10 * pk)} for pk in range(1, 7)}
    found = of(weighed(TOLD, crowd(5), (member(6), member(7)), past))
    assert [one.organisation for one in found] == [1, 2, 3, 4, 5, 6]
    assert found[-1].value == 60
    assert float(sum(one.weight for one in found)) == pytest.approx(7, abs=1e-5)


def test_growth_is_that_of_those_of_the_same_kind() -> None:
    small = tuple(record(pk, "emplois", 20) for pk in range(1, 6))
    large = tuple(record(pk, "emplois", 30, "large") for pk in range(11, 16))
    past: Past = {pk: {"emplois": D(10)} for pk in (*range(1, 6), *range(11, 16), 8, 18)}
    found = {
        one.organisation: one.value
        for one in of(weighed(TOLD, small + large, (member(8), member(18, "large")), past))
    }
    assert (found[8], found[18]) == (20, 30)


def test_opinions_are_never_imputed_and_what_the_pole_says_is_never_weighed() -> None:
    rows = (record(None, "budget", 800), *crowd(5, "satisfaction", 1))
    past: Past = {pk: {"satisfaction": D(5)} for pk in range(1, 10)}
    found = weighed(TOLD, rows, (member(9),), past)
    assert [(one.indicator, one.weight) for one in found if one.organisation is None] == [("budget", D(1))]
    assert {one.organisation for one in of(found, "satisfaction")} == {1, 2, 3, 4, 5}
    assert {one.weight for one in of(found, "satisfaction")} == {D("1.2")}, "they stand for the silent one"


def test_imputed_values_keep_the_decimals_of_their_indicator() -> None:
    rows = tuple(record(pk, "emplois_rd", "3") for pk in range(1, 6))
    past: Past = {pk: {"emplois_rd": D("7")} for pk in range(1, 6)} | {9: {"emplois_rd": D("1")}}
    assert of(weighed(TOLD, rows, (member(9),), past), "emplois_rd")[-1].value == D("0.4")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 500), min_size=FEWEST, max_size=9),
    st.lists(st.one_of(st.none(), st.integers(1, 500)), max_size=4),
)
def test_answers_are_never_changed_and_every_member_is_stood_for(told: list[int], silent: list[int | None]) -> None:
    rows = tuple(record(pk, "emplois", value) for pk, value in enumerate(told, 1))
    past: Past = {pk: {"emplois": D(value)} for pk, value in enumerate(told, 1)}
    away = tuple(member(100 + rank) for rank in range(len(silent)))
    past |= {100 + rank: {"emplois": D(value)} for rank, value in enumerate(silent) if value is not None}
    found = of(weighed(TOLD, rows, away, past))
    mine = [replace(one, weight=D(1)) for one in found if "answered" in one.flags]
    assert tuple(mine) == rows
    assert {one.organisation for one in found} - {one.organisation for one in rows} == {
        100 + rank for rank, value in enumerate(silent) if value is not None
    }
    assert float(sum(one.weight for one in found)) == pytest.approx(len(told) + len(silent), abs=1e-4)
    assert [one.value for one in found if "imputed" in one.flags] == [value for value in silent if value is not None]
    shuffled = of(weighed(TOLD, rows[::-1], away[::-1], past))
    assert {one.organisation: one.value for one in shuffled} == {one.organisation: one.value for one in found}


def moved(*pairs: tuple[int, int], key: str = "emplois") -> tuple[tuple[Record, ...], Past]:
    rows = tuple(record(pk, key, now) for pk, (_, now) in enumerate(pairs, 1))
    return rows, {pk: {key: D(old)} for pk, (old, _) in enumerate(pairs, 1)}


STEADY = ((100, 85), (40, 46), (90, 97), (60, 54), (80, 92))


@pytest.mark.parametrize(
    ("pairs", "odd"),
    [
        (STEADY, []),
        ((*STEADY, (250, 2500)), [6]),
        ((*STEADY, (250, 25)), [6]),
        ((*STEADY, (250, 255)), []),
        ((*STEADY, (250, 2500), (3000, 30)), [6, 7]),
        (((250, 2500), *STEADY[:3]), []),  # four pairs: nothing is said to be odd
        (tuple((old * 3, now * 9) for old, now in STEADY), []),  # all moved alike
    ],
)
def test_what_moved_unlike_the_others_is_to_be_confirmed(
    pole: Cluster, pairs: tuple[tuple[int, int], ...], odd: list[int]
) -> None:
    rows, past = moved(*pairs)
    found = doubts_of(opened(pole), TOLD, rows, past)
    assert [one.organisation for one in found] == odd
    assert all((one.why, one.comment, one.first) == (JUMP, False, True) for one in found), "each weighs on the total"


def test_only_answers_of_this_year_beside_last_year_are_compared(pole: Cluster) -> None:
    campaign = opened(pole)
    rows, past = moved(*STEADY, (250, 2500))
    assert len(doubts_of(campaign, TOLD, rows, past)) == 1
    assert doubts_of(campaign, TOLD, rows, {}) == (), "no year before"
    imputed = (*rows[:5], replace(rows[5], flags=("imputed",)))
    assert doubts_of(campaign, TOLD, imputed, past) == (), "nobody confirms what was made up"
    opinions, before = moved(*STEADY, (250, 2500), key="emplois_attribues")
    assert doubts_of(campaign, TOLD, opinions, before) == (), "an opinion may change"
    zeros, nothing = moved(*((0, 0) for _ in range(4)), (0, 9), (0, 8))
    assert {one.first for one in doubts_of(campaign, TOLD, zeros, nothing)} <= {True}


def test_a_soft_edit_that_stood_is_a_doubt_on_each_figure_it_looks_at_and_says_whether_it_was_explained(
    pole: Cluster,
) -> None:
    campaign = opened(pole)
    answered(campaign, pole.members[1], chiffre_affaires="900000")
    answered(campaign, None, projets_finances="9", projets_labellises="4")
    kept = answered_records(campaign)
    says = {edit.key: edit.say for edit in TOLD.edit}
    found = doubts_of(campaign, TOLD, kept, {})
    one = pole.members[1].pk
    assert set(found) == {
        Doubt(None, "projets_finances", says["finances"], True), Doubt(None, "projets_labellises", says["finances"], True),
        Doubt(one, "chiffre_affaires", says["ca_par_emploi"], True), Doubt(one, "emplois", says["ca_par_emploi"], True),
    }  # fmt: skip
    assert "900000" not in repr(found)
    flagged = {(each.organisation, each.indicator) for each in kept if "doubtful" in each.flags}
    assert flagged == {(each.organisation, each.indicator) for each in found}


def test_a_member_that_left_after_answering_is_among_those_asked(pole: Cluster) -> None:
    campaign = opened(pole)
    for organisation in pole.members:
        answered(campaign, organisation)
    for organisation in pole.members[:2]:
        adhesion = Membership.objects.get(organisation=organisation)
        end_membership(adhesion, left_on=adhesion.joined_on, by=None)
    answered(campaign, None)
    vintage = freeze_campaign(campaign, by=None)
    assert (vintage.answered, vintage.members) == (3, 3), "never three of one"
    assert {one.organisation for one in unpacked(vintage).records} == {None, *(one.pk for one in pole.members)}


def test_the_silent_are_the_members_of_today_that_sent_nothing(pole: Cluster) -> None:
    campaign = opened(pole)
    assert [one.pk for one in silent_members(campaign)] == [one.pk for one in pole.members]
    answered(campaign, pole.members[0])
    adhesion = Membership.objects.get(organisation=pole.members[2])
    end_membership(adhesion, left_on=adhesion.joined_on, by=None)
    (left,) = silent_members(campaign)
    assert (left.pk, left.holding, left.region, left.naf) == (pole.members[1].pk, "404833048", "84", "25.62B")

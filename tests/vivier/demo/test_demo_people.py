"""Drawing people and changing their contracts, one step at a time, then for any seed."""

import datetime as dt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.demo import fiction, present
from vivier.demo.data import MONTHS, Contract, Site
from vivier.demo.events import happen
from vivier.demo.identifiers import member_siren, siret_of
from vivier.demo.life import live
from vivier.demo.names import names, towns
from vivier.demo.people import Career, Firm, Office, month_end
from vivier.demo.sectors import sectors
from vivier.demo.stock import joiners, leavers
from vivier.vocabulary import Period


def firm(sector: str = "usinage", size: int = 30, sites: int = 2) -> Firm:
    siren = member_siren(77)
    places = tuple(Site(siret_of(siren, rank + 1), *towns()[rank]) for rank in range(sites))
    return Firm(77, sectors()[sector], size, 0.0, places, names())


def office(sector: str = "usinage", seed: int = 1) -> Office:
    return Office(firm(sector), Random(seed))


def career_of(contract: Contract) -> Career:
    career = office().recruit(Period(2024, 3))
    career.contracts = [contract]
    return career


def open_ended(start: dt.date) -> Contract:
    trade = sectors()["usinage"].trade("623g")
    return Contract("C1", firm().sites[0].siret, trade, start, since=start)


# --- drawing


def test_somebody_established_was_there_before():
    bureau = office()
    on = MONTHS[0].previous().last
    for _ in range(200):
        career = bureau.established(on)
        assert career.current.start <= on
        assert career.current.term is None or career.current.term > on
        assert 19 <= (on - career.person.born).days / 365.25 < 65


def test_somebody_recruited_begins_on_a_weekday_of_the_month():
    bureau = office()
    for month in MONTHS:
        for _ in range(20):
            start = bureau.recruit(month).current.start
            assert Period.of(start) == month
            assert start.weekday() < 5


def test_recruits_are_open_ended_or_fixed_term_as_likely():
    bureau = office()
    natures = [bureau.recruit(Period(2025, 3)).current.nature for _ in range(600)]
    assert 0.4 < natures.count("02") / 600 < 0.6


def test_trainees_end_on_31_august_of_a_later_year():
    bureau = office()
    for _ in range(100):
        contract = bureau.trainee(dt.date(2024, 9, 1)).current
        assert contract.term in {dt.date(2025, 8, 31), dt.date(2026, 8, 31)}
        assert contract.group in {"APPRENTISSAGE", "PROFESSIONNALISATION"}
        assert contract.trade.title.startswith(("APPRENTI ", "ALTERNANT "))


def test_nobody_learns_an_occupation_that_people_reach_late():
    bureau = office()
    late = {trade.pcs for trade in sectors()["usinage"].trades if trade.older >= 5}
    assert late
    assert not late & {bureau.trainee(dt.date(2024, 9, 1)).current.trade.pcs for _ in range(300)}


def test_vacancies_of_insertion_are_mostly_aided_places():
    bureau = office("insertion")
    aided = [bureau.recruit(Period(2025, 3)).current.scheme == "71" for _ in range(300)]
    assert 0.85 < sum(aided) / 300 <= 1


def test_every_person_and_every_contract_has_its_own_number():
    bureau = office()
    careers = [bureau.recruit(Period(2025, 3)) for _ in range(50)]
    assert len({career.person.number for career in careers}) == 50
    assert len({career.current.number for career in careers}) == 50


def test_the_first_establishment_is_the_largest():
    bureau = office()
    sites = [bureau.recruit(Period(2025, 3)).current.site for _ in range(600)]
    assert sites.count(bureau.firm.sites[0].siret) > sites.count(bureau.firm.sites[1].siret) > 100


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (dt.date(2025, 1, 31), 0, dt.date(2025, 1, 31)),
        (dt.date(2025, 1, 31), 1, dt.date(2025, 2, 28)),
        (dt.date(2024, 1, 1), 1, dt.date(2024, 2, 29)),
        (dt.date(2025, 12, 5), 1, dt.date(2026, 1, 31)),
        (dt.date(2025, 3, 5), 24, dt.date(2027, 3, 31)),
    ],
)
def test_a_month_end_is_a_month_end(day, months, end):
    assert month_end(day, months) == end


# --- changing


def test_a_changed_contract_goes_on_in_another_state():
    start, since = dt.date(2020, 1, 6), dt.date(2025, 3, 1)
    career = career_of(open_ended(start))
    before = career.current
    after = Contract("C1", firm().sites[1].siret, before.trade, start, since=since)
    career.change(after)
    old, new = career.contracts
    assert (old.last, old.motive) == (dt.date(2025, 2, 28), "")
    assert new.before == old
    assert career.is_open
    assert not old.runs_on(since)
    assert new.runs_on(since)


def test_a_closed_contract_is_no_longer_open():
    career = career_of(open_ended(dt.date(2020, 1, 6)))
    career.close(dt.date(2025, 3, 14), "059")
    assert not career.is_open
    assert career.current.runs_in(Period(2025, 3))
    assert not career.current.runs_in(Period(2025, 4))
    assert career.frozen().contracts == (career.current,)


def test_nothing_happens_in_the_month_of_a_hire():
    for seed in range(200):
        bureau = office(seed=seed)
        career = bureau.recruit(Period(2025, 3))
        before = list(career.contracts)
        happen(career, Period(2025, 3), bureau)
        assert career.contracts == before


def test_somebody_past_their_age_retires_at_the_end_of_the_month():
    career = career_of(open_ended(dt.date(1990, 1, 8)))
    career.retires_at = 0
    happen(career, Period(2025, 3), office())
    assert (career.current.last, career.current.motive) == (dt.date(2025, 3, 31), "039")


def test_a_fixed_term_contract_ends_or_is_converted_at_its_term():
    outcomes = set()
    for seed in range(100):
        bureau = office(seed=seed)
        start, term = dt.date(2024, 9, 2), dt.date(2025, 3, 31)
        trade = sectors()["usinage"].trade("623g")
        career = career_of(Contract("C9", firm().sites[0].siret, trade, start, start, "02", reason="02", term=term))
        happen(career, Period(2025, 3), bureau)
        first, *others = career.contracts
        assert first.last in {term, dt.date(2025, 2, 28)}
        outcomes.add((first.motive, len(others), others[0].before is not None if others else None))
        assert all(other.nature == "01" and other.trade.pcs == "623g" for other in others)
    # The end, a new contract the next day, or the same contract under another nature.
    assert outcomes == {("031", 0, None), ("031", 1, False), ("", 1, True)}


# --- any seed


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), sector=st.sampled_from(sorted(sectors())), size=st.integers(3, 40))
def test_any_company_lives_twenty_four_consistent_months(seed, sector, size):
    people = live(firm(sector, size), Random(seed))
    assert len({person.number for person in people}) == len(people)
    for person in people:
        for contract in person.contracts:
            assert contract.start <= contract.since
            assert contract.last is None or contract.since <= contract.last
        open_ones = [contract for contract in person.contracts if contract.last is None]
        assert len(open_ones) <= 2
    for month in MONTHS:
        there = [p for p in people if any(c.group and c.runs_on(month.last) for c in p.contracts)]
        assert 3 <= len(there) <= 2 * size + 10


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_stocks_and_flows_agree_for_any_seed(seed):
    for member in fiction(seed, 4):
        for month in MONTHS:
            flows = len(joiners(member, month)) - len(leavers(member, month))
            assert len(present(member, month.last)) == len(present(member, month.previous().last)) + flows

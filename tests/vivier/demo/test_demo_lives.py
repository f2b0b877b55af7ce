"""The lives of the fictional people: consistent month after month, and plausible."""

import datetime as dt
from collections import Counter
from statistics import mean

import pytest

from vivier.demo import fiction, present
from vivier.demo.data import FULL_TIME, MONTHS, ON, Contract, Person
from vivier.demo.names import cards
from vivier.demo.pole import DEFECTIVE
from vivier.demo.sectors import sectors
from vivier.demo.stock import joiners, leavers
from vivier.vocabulary import InputError, Period

POLE = fiction(42, 40)
PEOPLE = [person for member in POLE for person in member.people]
CONTRACTS = [contract for person in PEOPLE for contract in person.contracts]


def is_salaried(person: Person) -> bool:
    return all(contract.group for contract in person.contracts)


def ages_of(sector: str) -> list[int]:
    return [one.age for member in POLE if member.sector.key == sector for one in present(member, ON)]


def age_at(person: Person, day: dt.date) -> float:
    return (day - person.born).days / 365.25


# --- the size of the pôle


def test_the_pole_has_its_size():
    sizes = [len(present(member, ON)) for member in POLE]
    assert 3500 <= sum(sizes) <= 4200
    assert min(sizes) >= 3
    assert 780 <= max(sizes) <= 900
    assert sorted(sizes)[len(sizes) // 2] < 60  # most are small


@pytest.mark.parametrize("seed", [0, 2026])
def test_the_size_holds_for_any_seed(seed):
    assert 3300 <= sum(len(present(member, ON)) for member in fiction(seed, 40)) <= 4200


def test_about_thirty_members_give_payroll_files():
    sources = Counter(member.source for member in POLE)
    assert sources["dsn"] == 30
    assert set(sources) == {
        "dsn", "registre", "registre_texte", "registre_1904", "registre_abime", "export", "texte", "bdese",
    }  # fmt: skip


def test_larger_companies_have_several_establishments():
    assert {len(member.sites) for member in POLE} == {1, 2, 3, 4}
    for member in POLE:
        staff = [len(present(member, ON, site=site.siret)) for site in member.sites]
        assert min(staff) > 0


def test_every_sector_is_there():
    assert {member.sector.key for member in POLE} == set(sectors())


def test_members_do_not_shift_when_the_pole_grows():
    assert fiction(5, 3) == fiction(5, 6)[:3]


def test_members_past_the_written_list_are_invented():
    wide = fiction(3, len(cards()) + 6)
    assert wide[: len(cards())] == fiction(3, len(cards()))
    assert [member.name for member in wide[-2:]] == ["Atelier Fictif 45", "Atelier Fictif 46"]
    assert all(3 <= len(present(member, ON)) <= 200 for member in wide[-6:])


def test_another_seed_gives_other_lives():
    assert fiction(1, 2)[0].people != fiction(2, 2)[0].people


@pytest.mark.parametrize("members", [0, -1, 201])
def test_a_pole_has_one_to_two_hundred_members(members):
    with pytest.raises(InputError, match="de 1 à 200 adhérents"):
        fiction(42, members)


# --- stocks and flows


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_stock_is_the_stock_before_plus_joiners_minus_leavers(month):
    for member in POLE:
        before, after = present(member, month.previous().last), present(member, month.last)
        assert len(after) == len(before) + len(joiners(member, month)) - len(leavers(member, month))


def test_nobody_joins_and_leaves_in_the_same_month():
    for member in POLE[:12]:
        for month in MONTHS:
            assert not {p.number for p in joiners(member, month)} & {p.number for p in leavers(member, month)}


def test_everybody_who_leaves_has_a_motive_that_month():
    for member in POLE:
        for month in MONTHS:
            for person in leavers(member, month):
                last = max(c.last for c in person.contracts if c.motive)
                assert month.previous().last <= last < month.last


def test_everybody_who_joins_begins_that_month():
    for member in POLE:
        for month in MONTHS:
            for person in joiners(member, month):
                assert month.first <= person.contracts[0].start <= month.last


def test_a_very_small_company_never_falls_under_three():
    small = [member for member in POLE if len(present(member, ON)) < 8]
    assert small
    for member in small:
        assert min(len(present(member, month.last)) for month in MONTHS) >= 3


def test_somebody_is_counted_once_even_with_two_contracts():
    for member in POLE:
        numbers = [one.person.number for one in present(member, ON)]
        assert len(set(numbers)) == len(numbers)
    assert any(len(one.contracts) == 2 for member in POLE for one in present(member, ON))


def test_the_last_day_still_counts_and_the_next_does_not():
    member = POLE[0]
    person = next(p for p in member.people if len(p.contracts) == 1 and p.contracts[0].motive)
    last = person.contracts[0].last
    assert person in {one.person for one in present(member, last)}
    assert person not in {one.person for one in present(member, last + dt.timedelta(days=1))}


def test_presidents_and_interns_are_never_in_the_headcount():
    outsiders = [(m, p) for m in POLE for p in m.people if not is_salaried(p)]
    assert {contract.nature for _, person in outsiders for contract in person.contracts} == {"29", "80"}
    for member, person in outsiders:
        assert person not in {one.person for one in present(member, ON)}


def test_people_age_with_time():
    member = POLE[0]
    early = {one.person.number: one.age for one in present(member, MONTHS[0].last)}
    late = {one.person.number: one.age for one in present(member, ON)}
    assert {late[number] - early[number] for number in early.keys() & late.keys()} <= {1, 2}


# --- contracts


def test_a_contract_never_ends_before_it_begins():
    assert all(contract.last is None or contract.last >= contract.since >= contract.start for contract in CONTRACTS)


def test_the_states_of_a_contract_follow_one_another_day_by_day():
    changes = [contract for contract in CONTRACTS if contract.before is not None]
    assert changes
    for contract in changes:
        assert (contract.since - contract.before.last).days == 1
        assert contract.since.day == 1
        assert contract.before.motive == ""


def test_nobody_has_two_open_contracts_but_those_who_share_their_time():
    for person in PEOPLE:
        running = [contract for contract in person.contracts if contract.runs_on(ON)]
        assert len(running) <= 2
        if len(running) == 2:
            assert sum(contract.worked for contract in running) == pytest.approx(FULL_TIME)


def test_only_fixed_term_contracts_have_a_term():
    for contract in CONTRACTS:
        assert (contract.term is not None) == (contract.nature in {"02", "29"})


def test_a_fixed_term_contract_ends_by_its_term():
    for contract in CONTRACTS:
        if contract.nature == "02" and contract.last is not None:
            assert contract.last <= contract.term
        if contract.nature == "02" and contract.last is None:
            assert contract.term > ON


def test_an_insertion_contract_lasts_at_most_twenty_four_months():
    aided = [contract for contract in CONTRACTS if contract.scheme == "71"]
    assert aided
    assert all(4 * 28 <= (c.term - c.start).days <= 25 * 31 for c in aided)
    assert {c.group for c in aided} == {"INSERTION"}


def test_insertion_and_loans_belong_to_their_own_sector():
    for member in POLE:
        for contract in (c for p in member.people for c in p.contracts if c.group):
            assert (contract.scheme == "71") <= (member.sector.key == "insertion")
            assert bool(contract.lent_to) == (member.sector.key == "groupement")


def test_people_are_lent_to_other_members_of_the_pole():
    sites = {site.siret for member in POLE for site in member.sites}
    lent = {contract.lent_to for contract in CONTRACTS} - {""}
    assert lent <= sites


def test_contract_numbers_are_unique_in_a_company():
    for member in POLE:
        numbers = [c.number for p in member.people for c in p.contracts if c.before is None]
        assert len(set(numbers)) == len(numbers)


def test_a_contract_is_always_at_an_establishment_of_its_company():
    for member in POLE:
        assert {c.site for p in member.people for c in p.contracts} <= {site.siret for site in member.sites}


def test_working_time_is_a_share_of_full_time():
    assert all(0 < contract.ratio <= 1 for contract in CONTRACTS)
    part_time = sum(one.main.ratio < 1 for member in POLE for one in present(member, ON))
    assert 0.03 < part_time / sum(len(present(member, ON)) for member in POLE) < 0.2


def test_somebody_of_status_executive_counted_in_days_works_full_time():
    days = [contract for contract in CONTRACTS if contract.reference == 218]
    assert days
    assert {contract.ratio for contract in days} == {1.0}


# --- plausibility


def test_nobody_works_before_sixteen_or_after_sixty_eight():
    for person in PEOPLE:
        assert age_at(person, person.contracts[0].start) >= 15.9
        assert age_at(person, person.contracts[-1].last or ON) < 68.2


def test_apprentices_are_young():
    ages = [one.age for m in POLE for one in present(m, ON) if one.main.group == "APPRENTISSAGE"]
    assert len(ages) > 50
    assert max(ages) <= 31
    assert mean(ages) < 24


def test_usinage_and_maintenance_are_older_than_electronics_and_design():
    older = min(mean(ages_of("usinage")), mean(ages_of("maintenance")))
    younger = max(mean(ages_of("electronique")), mean(ages_of("bureau_etudes")))
    assert older > younger + 2


def test_people_retire_around_the_legal_age():
    ages = [age_at(p, c.last) for p in PEOPLE for c in p.contracts if c.motive == "039"]
    assert len(ages) > 100
    assert min(ages) >= 59.9
    assert max(ages) < 68.2
    assert sum(61.9 <= age < 65 for age in ages) > 0.5 * len(ages)
    assert any(age < 61.9 for age in ages)  # long careers


@pytest.mark.parametrize(
    ("motive", "least"), [("039", 100), ("059", 200), ("043", 40), ("031", 200), ("034", 20), ("020", 10)]
)
def test_every_motive_of_end_happens(motive, least):
    assert sum(contract.motive == motive for contract in CONTRACTS) >= least


def test_trial_periods_end_early():
    ends = [c for c in CONTRACTS if c.motive == "034"]
    assert all((c.last - c.start).days < 125 for c in ends)


def test_the_young_resign_more_than_the_old():
    quits = Counter(age_at(p, c.last) < 40 for p in PEOPLE for c in p.contracts if c.motive == "059")
    stock = Counter(one.age < 40 for member in POLE for one in present(member, ON))
    assert quits[True] / stock[True] > 1.5 * quits[False] / stock[False]


def test_turnover_is_that_of_an_industrial_territory():
    exits = sum(len(leavers(member, month)) for member in POLE for month in MONTHS)
    stock = mean(sum(len(present(member, month.last)) for member in POLE) for month in MONTHS[::6])
    assert 0.08 < exits / 2 / stock < 0.25


def test_most_people_are_under_an_open_ended_contract():
    groups = Counter(one.main.group for member in POLE for one in present(member, ON))
    assert groups["CDI"] > 0.85 * groups.total()
    assert set(groups) == {"CDI", "CDD", "APPRENTISSAGE", "PROFESSIONNALISATION", "INSERTION"}


def test_women_are_a_minority_and_disabled_workers_a_few():
    people = [one.person for member in POLE for one in present(member, ON)]
    assert 0.15 < sum(person.sex == "F" for person in people) / len(people) < 0.4
    assert 0.02 < sum(person.has_boeth for person in people) / len(people) < 0.08


def test_apprentices_begin_in_september():
    begun = [c for c in CONTRACTS if c.scheme in {"61", "64"} and c.before is None]
    assert {(c.start.month, c.start.day) for c in begun} == {(9, 1)}


@pytest.mark.parametrize(
    "kind",
    [
        lambda c: c.site != c.before.site,
        lambda c: c.nature != c.before.nature,
        lambda c: c.trade.pcs != c.before.trade.pcs,
    ],
    ids=["transfer", "conversion", "promotion"],
)
def test_contracts_change_without_ending(kind):
    assert sum(kind(contract) for contract in CONTRACTS if contract.before is not None) >= 5


@pytest.mark.parametrize("attribute", ["ntt", "former_nir"])
def test_some_people_change_number(attribute):
    assert sum(bool(getattr(person, attribute)) for person in PEOPLE) >= 10
    assert all(person.nir_on.day == 1 for person in PEOPLE if getattr(person, attribute))


# --- what members send


def test_missing_months_are_in_the_past_but_for_one_member():
    late = [member for member in POLE if MONTHS[-1] in member.missing]
    assert [member.months[-1] for member in late] == [Period(2025, 12)]
    holes = [month for member in POLE if member not in late for month in member.missing]
    assert holes
    assert all(MONTHS[0] < month < MONTHS[-3] for month in holes)
    assert all(len(member.missing) <= 2 for member in POLE)


def test_missing_months_never_hide_a_promised_defect():
    assert not any(DEFECTIVE & member.missing for member in POLE)


def test_about_two_thirds_of_the_members_declare_other_people():
    told = [member for member in POLE if member.declared]
    assert 0.5 <= len(told) / len(POLE) <= 0.85
    names = {population for member in told for population, _ in member.declared}
    assert names == {"interimaires", "dirigeants", "conjoints", "benevoles", "mis_a_disposition"}
    assert all(n >= 0 for member in told for _, n in member.declared)


def test_a_contract_knows_its_group():
    plain = CONTRACTS[0].trade
    day = dt.date(2025, 1, 1)
    groups = {
        (nature, scheme): Contract("C", "S", plain, day, day, nature, scheme).group
        for nature, scheme in (("01", "99"), ("02", "99"), ("02", "64"), ("02", "61"), ("02", "71"), ("29", "99"))
    }
    assert list(groups.values()) == ["CDI", "CDD", "APPRENTISSAGE", "PROFESSIONNALISATION", "INSERTION", ""]

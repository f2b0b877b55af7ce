"""What changes in a life must be written as the norm asks: old values in blocks 31 and 41, never an end."""

from functools import cache

import pytest

from oracles.plain_dsn import Block, declarations_of
from vivier.demo import Member, fiction
from vivier.demo.data import MONTHS, Contract, Person
from vivier.demo.deposits import plain
from vivier.vocabulary import Period

PAYROLL_MEMBERS = tuple(m for m in fiction(42, 40) if m.source == "dsn")


def changed() -> list[tuple[Member, Person, Contract]]:
    return [(m, p, c) for m in PAYROLL_MEMBERS for p in m.people for c in p.contracts if c.before is not None]


@cache
def month_of(member: Member, month: Period) -> list[Block]:
    (file,) = plain(member, month)
    return declarations_of(file.content.decode("iso-8859-1"))


def person_in(member: Member, month: Period, number: str) -> list[Block]:
    return [
        person
        for declaration in month_of(member, month)
        for person in declaration.all("S21.G00.30")
        if person.rubrics["019"] == number
    ]


def old_values(member: Member, person: Person, contract: Contract) -> dict[str, str]:
    (written,) = [
        block
        for found in person_in(member, Period.of(contract.since), person.number)
        for block in found.all("S21.G00.40")
        if block.rubrics["009"] == contract.number
    ]
    (change,) = written.all("S21.G00.41")
    return change.rubrics


def first(kind) -> tuple[Member, Person, Contract]:
    # The smallest company where it happens: quick to write.
    return min((one for one in changed() if kind(one[2])), key=lambda one: len(one[0].people))


def test_a_transfer_names_the_old_establishment():
    member, person, contract = first(lambda c: c.site != c.before.site)
    old = old_values(member, person, contract)
    assert old == {"001": f"{contract.since:%d%m%Y}", "012": contract.before.site}


def test_a_promotion_names_the_old_occupation():
    member, person, contract = first(
        lambda c: c.trade.pcs != c.before.trade.pcs and c.nature == c.before.nature == "01"
    )
    assert old_values(member, person, contract)["019"] == contract.before.trade.pcs


def test_a_fixed_term_contract_that_becomes_open_ended_names_its_old_nature():
    member, person, contract = first(lambda c: c.before.nature == "02" and c.nature == "01")
    old = old_values(member, person, contract)
    assert old["004"] == "02"
    assert contract.number == contract.before.number
    assert contract.start == contract.before.start


def test_some_conversions_are_a_new_contract_the_next_day():
    renewed = [
        (old, new)
        for member in PAYROLL_MEMBERS
        for person in member.people
        for old, new in zip(person.contracts, person.contracts[1:], strict=False)
        if new.before is None and old.motive == "031"
    ]
    assert renewed
    assert all((new.start - old.last).days == 1 and new.number != old.number for old, new in renewed)


def test_a_changed_contract_is_written_once_in_its_month():
    for member, person, contract in changed()[:20]:
        if len(member.people) > 200:
            continue
        numbers = [
            block.rubrics["009"]
            for found in person_in(member, Period.of(contract.since), person.number)
            for block in found.all("S21.G00.40")
        ]
        assert numbers.count(contract.number) == 1


def corrected(attribute: str) -> tuple[Member, Person, Period]:
    found = [
        (member, person, Period.of(person.nir_on))
        for member in PAYROLL_MEMBERS
        for person in member.people
        if getattr(person, attribute)
        and person.nir_on <= MONTHS[-1].first
        and all(
            any(contract.runs_in(month) and contract.group for contract in person.contracts)
            for month in (Period.of(person.nir_on), Period.of(person.nir_on).previous())
        )
    ]
    return min(found, key=lambda one: len(one[0].people))


def test_a_corrected_nir_names_the_old_one_once():
    member, person, month = corrected("former_nir")
    (before,) = person_in(member, month.previous(), person.number)
    (now,) = person_in(member, month, person.number)
    assert before.rubrics["001"] == person.former_nir != person.nir
    assert now.rubrics["001"] == person.nir
    assert [block.rubrics["008"] for block in now.all("S21.G00.31")] == [person.former_nir]
    for later in MONTHS[MONTHS.index(month) + 1 :]:
        assert not any(found.all("S21.G00.31") for found in person_in(member, later, person.number))


def test_a_temporary_number_is_written_beside_the_nir_the_month_it_is_known():
    member, person, month = corrected("ntt")
    (before,) = person_in(member, month.previous(), person.number)
    (now,) = person_in(member, month, person.number)
    assert "001" not in before.rubrics
    assert before.rubrics["020"] == person.ntt
    assert (now.rubrics["001"], now.rubrics["020"]) == (person.nir, person.ntt)


def test_a_temporary_number_has_the_form_the_norm_asks():
    numbers = [person.ntt for member in PAYROLL_MEMBERS for person in member.people if person.ntt]
    assert numbers
    assert all(11 <= len(number) <= 40 and number.isalnum() and number.isascii() for number in numbers)


def test_a_withdrawn_end_carries_motive_099_and_the_person_stays():
    member, person = min(
        ((m, p) for m in PAYROLL_MEMBERS for p in m.people if p.contracts[0].withdrawn),
        key=lambda one: len(one[0].people),
    )
    (contract,) = person.contracts
    (found,) = person_in(member, Period.of(contract.withdrawn), person.number)
    (block,) = found.all("S21.G00.40")
    assert [end.rubrics["002"] for end in block.all("S21.G00.62")] == ["099"]
    assert contract.runs_on(contract.withdrawn)


def test_two_half_time_contracts_are_at_two_establishments():
    split = [
        person
        for m in PAYROLL_MEMBERS
        for person in m.people
        if any(c.number.endswith("B") for c in person.contracts)
    ]
    assert split
    for person in split:
        one, other = person.contracts
        assert one.site != other.site
        assert one.ratio == other.ratio == pytest.approx(0.5)

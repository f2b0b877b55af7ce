"""The payroll files of the fictional pôle, reread by a reader that shares no code with their writer."""

import datetime as dt
from collections import Counter

import pytest

from oracles.plain_dsn import Block, blocks_of, cells_of, declarations_of, envelopes_of, ratio_of
from vivier.demo import Member, fiction, present
from vivier.demo.data import MONTHS
from vivier.demo.defects import makers_of
from vivier.demo.deposits import declarations, payroll_files, plain
from vivier.demo.payroll import Sending, declared_people, write_sending
from vivier.vocabulary import Period

SEED = 7
PAYROLL_MEMBERS = [member for member in fiction(SEED, 10) if member.source == "dsn"]


def text_of(member: Member, month: Period) -> str:
    (file,) = plain(member, month)
    return file.content.decode("iso-8859-1")


def true_cells(member: Member, on: dt.date) -> Counter[tuple[str, int, str, str]]:
    return Counter((one.main.trade.pcs, one.age, one.person.sex, one.main.group) for one in present(member, on))


def contracts_of(text: str) -> list[Block]:
    return [
        contract
        for declaration in declarations_of(text)
        for person in declaration.all("S21.G00.30")
        for contract in person.all("S21.G00.40")
    ]


@pytest.mark.parametrize("member", PAYROLL_MEMBERS, ids=lambda member: member.name)
def test_every_month_holds_exactly_the_true_people(member):
    for month in MONTHS:
        assert cells_of(declarations_of(text_of(member, month)), month.last) == true_cells(member, month.last)


@pytest.mark.parametrize("member", PAYROLL_MEMBERS, ids=lambda member: member.name)
def test_every_establishment_holds_exactly_its_own_people(member):
    for site, declaration in zip(member.sites, declarations_of(text_of(member, MONTHS[-1])), strict=True):
        on = MONTHS[-1].last
        truth = Counter(
            (one.main.trade.pcs, one.age, one.person.sex, one.main.group)
            for one in present(member, on, site=site.siret)
        )
        assert cells_of([declaration], on) == truth


@pytest.mark.parametrize("member", PAYROLL_MEMBERS, ids=lambda member: member.name)
def test_every_envelope_counts_its_own_lines_and_declarations(member):
    for month in MONTHS[::6]:
        (lines,) = envelopes_of(text_of(member, month))
        assert lines[-2] == f"S90.G00.90.001,'{len(lines)}'"
        assert lines[-1] == f"S90.G00.90.002,'{len(member.sites)}'"


def test_files_are_written_in_latin_1_with_crlf_and_nothing_else():
    (file,) = plain(PAYROLL_MEMBERS[0], MONTHS[0])
    assert file.content.endswith(b"\r\n")
    assert file.content.count(b"\n") == file.content.count(b"\r\n") == file.content.count(b"\r")
    assert not file.content.startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        file.content.decode("utf-8")


@pytest.mark.parametrize(
    ("month", "norm"),
    [
        (Period(2024, 2), "P24V01"),
        (Period(2024, 12), "P24V01"),
        (Period(2025, 1), "P25V01"),
        (Period(2026, 1), "P26V01"),
    ],
)
def test_each_year_has_its_norm(month, norm):
    assert f"S10.G00.00.006,'{norm}'\r\n" in text_of(PAYROLL_MEMBERS[0], month)


def test_apostrophes_are_written_as_they_are():
    texts = "".join(text_of(member, MONTHS[-1]) for member in PAYROLL_MEMBERS)
    assert "S21.G00.06.004,'1 RUE DE L'EXEMPLE'" in texts
    assert "'D'ESSAI'" in texts
    assert "CHEF D'ÉQUIPE" in texts


def test_no_rubric_is_empty():
    assert all(
        value
        for member in PAYROLL_MEMBERS
        for block in blocks_of(text_of(member, MONTHS[3]))
        for value in block.rubrics.values()
    )


def test_rubrics_of_one_block_grow():
    for member in PAYROLL_MEMBERS:
        previous = ("", "")
        for line in text_of(member, MONTHS[-1]).splitlines():
            block, rubric = line[:10], line[11:14]
            # A number that does not grow opens another occurrence: only the first rubric of a block may do that.
            assert block != previous[0] or rubric > previous[1] or rubric == "001"
            previous = (block, rubric)


def test_every_mandatory_rubric_is_there():
    for member in PAYROLL_MEMBERS:
        for contract in contracts_of(text_of(member, MONTHS[-1])):
            assert {"001", "004", "006", "007", "009"} <= contract.rubrics.keys()


def test_order_numbers_are_never_shared_inside_a_company():
    for member in (PAYROLL_MEMBERS[0], PAYROLL_MEMBERS[1]):
        orders = [
            declaration.rubrics["004"] for month in MONTHS for declaration in declarations_of(text_of(member, month))
        ]
        assert len(set(orders)) == len(orders) == len(MONTHS) * len(member.sites)
        assert all(len(order) <= 15 and order.isdigit() for order in orders)


def test_order_numbers_grow_from_month_to_month():
    member = PAYROLL_MEMBERS[0]
    orders = [int(declarations_of(text_of(member, month))[0].rubrics["004"]) for month in MONTHS]
    assert orders == sorted(orders)


def test_working_time_is_the_one_of_the_model():
    member = PAYROLL_MEMBERS[0]
    month = MONTHS[-1]
    written = {contract.rubrics["009"]: ratio_of(contract) for contract in contracts_of(text_of(member, month))}
    for one in present(member, month.last):
        for contract in one.contracts:
            assert written[contract.number] == pytest.approx(contract.ratio, abs=1e-4)


def test_a_contract_counted_in_days_says_so():
    days = [c for m in PAYROLL_MEMBERS for c in contracts_of(text_of(m, MONTHS[-1])) if c.rubrics["011"] == "20"]
    assert days
    assert {(c.rubrics["012"], c.rubrics["013"], c.rubrics["014"]) for c in days} == {("218.00", "218.00", "10")}


def test_disabled_workers_are_marked_on_their_contract():
    member = next(m for m in PAYROLL_MEMBERS if m.name == "Mécanique Mirage")
    truth = {c.number for one in present(member, MONTHS[-1].last) if one.person.has_boeth for c in one.contracts}
    running = {c.number for one in present(member, MONTHS[-1].last) for c in one.contracts}
    marked = {c.rubrics["009"] for c in contracts_of(text_of(member, MONTHS[-1])) if "072" in c.rubrics}
    assert truth
    assert marked & running == truth


def test_insertion_places_are_contracts_of_policy_71():
    member = next(m for m in PAYROLL_MEMBERS if m.sector.key == "insertion")
    cells = cells_of(declarations_of(text_of(member, MONTHS[-1])), MONTHS[-1].last)
    aided = sum(n for (_, _, _, group), n in cells.items() if group == "INSERTION")
    assert aided > 0.4 * cells.total()


def test_people_lent_by_the_group_work_elsewhere():
    member = next(m for m in PAYROLL_MEMBERS if m.sector.key == "groupement")
    text = text_of(member, MONTHS[-1])
    own = {site.siret for site in member.sites}
    declared = {block.rubrics["001"] for block in blocks_of(text) if block.name == "S21.G00.85"}
    places = {contract.rubrics["019"] for contract in contracts_of(text) if contract.rubrics.get("074") == "02"}
    assert places
    assert places == declared
    assert not places & own


def test_somebody_gone_the_month_before_may_still_be_paid_but_no_longer_counts():
    late = [
        (member, month, person, contract)
        for member in PAYROLL_MEMBERS
        for month in MONTHS
        for site in member.sites
        for person in declared_people(member, site, month)
        for contract in person.contracts[-1:]
        if contract.motive and contract.last < month.first
    ]
    assert late
    for member, month, person, contract in late:
        assert contract.last >= month.previous().first
        assert f"S21.G00.30.019,'{person.number}'" in text_of(member, month)
        assert person not in {one.person for one in present(member, month.last)}


def test_an_effective_end_is_written_with_its_motive():
    member = PAYROLL_MEMBERS[0]
    for month in member.months[::5]:
        ended = {
            (contract.number, contract.motive)
            for person in member.people
            for contract in person.contracts
            if contract.motive and month.first <= contract.last <= month.last
        }
        written = {
            (contract.rubrics["009"], end.rubrics["002"])
            for contract in contracts_of(text_of(member, month))
            for end in contract.all("S21.G00.62")
        }
        assert ended <= written


def test_payroll_files_follow_the_months_the_member_declares():
    member = next(m for m in PAYROLL_MEMBERS if m.name == "Val Insertion")
    names = [file.name for file in payroll_files(member, {})]
    assert names == [f"dsn_{month}.dsn" for month in member.months]


def test_a_private_rubric_counts_in_the_total():
    member = PAYROLL_MEMBERS[0]
    text = write_sending(Sending(declarations(member, MONTHS[0]), has_private_rubrics=True))
    (lines,) = envelopes_of(text)
    assert any(".95.900" in line for line in lines)
    assert any(".06.903" in line for line in lines)
    assert lines[-2] == f"S90.G00.90.001,'{len(lines)}'"


def test_only_the_hosts_have_defective_months():
    pole = fiction(SEED, 10)
    assert {member.rank for member in pole if makers_of(member, pole)} == {1, 3, 4, 6}

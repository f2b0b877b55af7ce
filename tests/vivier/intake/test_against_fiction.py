"""The files of a fictional pôle, read back: exactly the people its model knows, month after month."""

from collections import Counter
from pathlib import Path

import pytest

from vivier.demo import Made, Member, fiction, present, write
from vivier.demo.stock import joiners, leavers
from vivier.intake import Company, Headcount, Options, read

MEMBERS = 8


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return write(tmp_path_factory.mktemp("pole") / "fichiers", seed=42, members=MEMBERS)


@pytest.fixture(scope="module")
def found(made: Made) -> Headcount:
    return read([Path(made.directory)], on=made.on, options=Options(single_ages=True))


def true_cells(member: Member, company: Company) -> Counter[tuple[str, str, str, str]]:
    there = present(member, company.on)
    return Counter((one.main.trade.pcs, str(one.age), one.person.sex, str(one.main.group)) for one in there)


def payroll_members(found: Headcount) -> list[tuple[Member, Company]]:
    companies = {company.siren: company for company in found.companies if company.kind == "dsn"}
    return [(m, companies[m.siren]) for m in fiction(42, MEMBERS) if m.siren in companies]


def test_every_payroll_member_is_counted_exactly_as_it_is(found: Headcount) -> None:
    members = payroll_members(found)
    assert len(members) >= 4
    for member, company in members:
        cells = Counter({cell.key: cell.n for cell in company.count.cells})
        assert cells == true_cells(member, company), member.siren


def test_contracts_and_working_time_are_those_of_the_model(found: Headcount) -> None:
    for member, company in payroll_members(found):
        there = present(member, company.on)
        assert company.count.contracts == sum(len(one.contracts) for one in there)
        assert company.count.fte == pytest.approx(sum(c.ratio for one in there for c in one.contracts), abs=0.01)


def test_every_establishment_is_counted_exactly_as_it_is(found: Headcount) -> None:
    for member, company in payroll_members(found):
        truth = {site.siret: len(present(member, company.on, site=site.siret)) for site in member.sites}
        counted = {site.siret: site.count.people for site in company.sites}
        assert {siret: n for siret, n in counted.items() if n} == {siret: n for siret, n in truth.items() if n}


def test_flows_are_those_of_the_lives_wherever_two_months_follow_one_another(found: Headcount) -> None:
    compared = 0
    for member, company in payroll_members(found):
        counted: Counter[tuple[str, str]] = Counter()
        for flow in company.flows:
            counted[str(flow.month), flow.direction] += flow.n
        for month in company.months:
            if month.previous() in company.months:
                compared += 1
                assert counted[str(month), "entree"] == len(joiners(member, month)), (member.siren, str(month))
                assert counted[str(month), "sortie"] == len(leavers(member, month)), (member.siren, str(month))
    assert compared > 80


def test_the_only_refused_files_are_the_planted_ones(found: Headcount) -> None:
    assert set(found.refused) == {
        "01_usinage-du-val_fictif/dsn_2025-06_essai.dsn",
        "01_usinage-du-val_fictif/export_vide.csv",
        "01_usinage-du-val_fictif/photo_atelier.dsn",
        "06_mecanique-mirage_fictif/dsn_2024-11.dsn",
    }

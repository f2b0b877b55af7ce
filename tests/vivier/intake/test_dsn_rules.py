"""Each rule of the DSN notes, on one small file."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from factories.dsn import OTHER_NIC, SIREN, Contract, Declaration, Person, Sending, lot, people

Read = Callable[..., dict[str, Any]]
SITE = SIREN + "00013"


def one(*contracts: Contract, **person: Any) -> bytes:
    staff = (Person(contracts=contracts or (Contract(),), **person),)
    return Sending((Declaration(staff),)).encoded()


def company(found: dict[str, Any], siren: str = SIREN) -> dict[str, Any]:
    return found["entreprises"][siren]


def codes(found: dict[str, Any]) -> list[str]:
    return [anomaly["code"] for anomaly in found["anomalies"]]


def cell(found: dict[str, Any]) -> dict[str, Any]:
    (only,) = company(found)["cellules"]
    return only


def test_the_mini_example_of_the_notes(read_bytes: Read) -> None:
    text = """S20.G00.05.001,'01'
S20.G00.05.005,'01032026'
S21.G00.06.001,'000100115'
S21.G00.11.001,'00013'
S21.G00.30.001,'1681001991001'
S21.G00.30.002,'D'ANGÉLO'
S21.G00.30.006,'28101968'
S21.G00.40.001,'05091994'
S21.G00.40.004,'632d'
S21.G00.40.006,'CHEF D'ÉQUIPE, POSE'
S21.G00.40.007,'01'
S21.G00.40.008,'99'
S21.G00.40.012,'151.67'
S21.G00.40.013,'121.34'
"""
    found = read_bytes({"mini.dsn": text.encode("iso-8859-1")}, on=dt.date(2026, 3, 31))
    site = company(found)["etablissements"][SITE]
    assert site["personnes"] == 1
    assert site["etp"] == 0.8
    assert site["cellules"] == [{"pcs": "632d", "age": "55_59", "sexe": "H", "contrat": "CDI", "n": 1}]
    assert codes(found) == ["E11"]  # the contract number is absent from the example


@pytest.mark.parametrize(
    ("nature", "scheme", "group"),
    [
        ("01", "64", "APPRENTISSAGE"),
        ("02", "65", "APPRENTISSAGE"),
        ("02", "61", "PROFESSIONNALISATION"),
        ("02", "71", "INSERTION"),
        ("01", "99", "CDI"),
        ("82", "99", "CDI"),
        ("92", "99", "CDD"),
        ("08", "99", "INTERIM"),
        ("50", "99", "PUBLIC"),
    ],
)
def test_contract_groups(read_bytes: Read, nature: str, scheme: str, group: str) -> None:
    assert cell(read_bytes({"a.dsn": one(Contract(nature=nature, scheme=scheme))}))["contrat"] == group


@pytest.mark.parametrize("nature", ["29", "80", "89"])
def test_interns_and_officers_are_outside_the_headcount(read_bytes: Read, nature: str) -> None:
    found = company(read_bytes({"a.dsn": one(Contract(nature=nature))}))
    assert (found["personnes"], found["contrats"], found["etp"]) == (0, 0, 0.0)


@pytest.mark.parametrize(
    ("contract", "people_there"),
    [
        (Contract().ended("31012026"), 1),  # leaves on the day: still counted
        (Contract().ended("30012026"), 0),
        (Contract().ended("15012026", "099"), 1),  # the end is cancelled
        (Contract(start="01022026"), 0),
        (Contract(start="31012026"), 1),
    ],
)
def test_presence_on_the_day(read_bytes: Read, contract: Contract, people_there: int) -> None:
    assert company(read_bytes({"a.dsn": one(contract)}))["personnes"] == people_there


def test_a_planned_end_in_the_past_is_told_and_the_person_stays(read_bytes: Read) -> None:
    found = read_bytes({"a.dsn": one(Contract(nature="02", extra=(("010", "15012026"),)))})
    assert company(found)["personnes"] == 1
    assert codes(found) == ["E15"]


def test_a_person_with_two_contracts_is_one_head_in_the_cell_of_the_main_one(read_bytes: Read) -> None:
    small = Contract(number="00001", pcs="628a", hours="30.00", modality="20")
    large = Contract(number="00002", pcs="474b", hours="121.67", modality="20", start="01012020")
    found = company(read_bytes({"a.dsn": one(small, large)}))
    assert (found["personnes"], found["contrats"], found["etp"]) == (1, 2, 1.0)
    assert found["cellules"][0]["pcs"] == "474b"


def test_equal_contracts_are_ranked_by_start_then_number(read_bytes: Read) -> None:
    late = Contract(number="00001", pcs="628a", start="01012021")
    early = Contract(number="00002", pcs="474b", start="01012020")
    assert cell(read_bytes({"a.dsn": one(late, early)}))["pcs"] == "474b"
    first, second = replace(late, number="00009"), replace(late, number="00003", pcs="623f")
    assert cell(read_bytes({"a.dsn": one(first, second)}))["pcs"] == "623f"


def test_a_person_in_two_establishments_counts_in_each_and_once_in_the_company(read_bytes: Read) -> None:
    here = Declaration((Person(contracts=(Contract(hours="75.00"),)),))
    there = Declaration((Person(contracts=(Contract("00007", hours="60.00"),)),), nic=OTHER_NIC)
    found = company(read_bytes({"a.dsn": Sending((here, there)).encoded()}))
    assert found["personnes"] == 1
    assert {siret: site["personnes"] for siret, site in found["etablissements"].items()} == {
        SITE: 1,
        SIREN + OTHER_NIC: 1,
    }


@pytest.mark.parametrize(
    ("reference", "hours", "modality", "fte"),
    [
        ("151.67", "121.34", "20", 0.8),
        ("151.67", "169.00", "10", 1.0),  # never more than one
        ("", "", "10", 1.0),
        ("", "", "20", 0.0),
        ("0.00", "0.00", "10", 1.0),
        ("218.00", "109.00", "20", 0.5),
    ],
)
def test_working_time(read_bytes: Read, reference: str, hours: str, modality: str, fte: float) -> None:
    contract = Contract(reference=reference, hours=hours, modality=modality)
    assert company(read_bytes({"a.dsn": one(contract)}))["etp"] == fte


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("01022001", "moins_25"),
        ("31012001", "25_34"),
        ("00001990", "35_44"),  # July 1990 has had its 35th birthday
        ("00991991", "25_34"),
        ("99021971", "45_54"),
        ("31011966", "60_plus"),
    ],
)
def test_age_bands(read_bytes: Read, born: str, band: str) -> None:
    assert cell(read_bytes({"a.dsn": one(born=born)}))["age"] == band


def test_single_ages_are_years(read_bytes: Read) -> None:
    assert cell(read_bytes({"a.dsn": one()}, single_ages=True))["age"] == 57


def test_disabled_workers_are_a_count(read_bytes: Read) -> None:
    found = company(read_bytes({"a.dsn": one(Contract(extra=(("072", "01"),)))}))
    assert found["boeth"] == 1


def test_the_occupation_is_lower_cased(read_bytes: Read) -> None:
    found = read_bytes({"a.dsn": one(Contract(pcs="623F"))})
    assert cell(found)["pcs"] == "623f"
    assert codes(found) == []


def test_sex_comes_from_the_nir_when_absent(read_bytes: Read) -> None:
    assert cell(read_bytes({"a.dsn": one(sex="", nir="2681001991001")}))["sexe"] == "F"


def test_hires_and_exits_of_the_month(read_bytes: Read) -> None:
    staff = (
        *people(3),
        Person(nir="1900101990001", contracts=(Contract("A1", start="05012026"),)),
        Person(nir="1900101990002", contracts=(Contract("A2").ended("31012026"),)),
        Person(nir="1900101990003", contracts=(Contract("A3").ended("31122025"),)),  # final pay of an earlier leaver
        Person(nir="1900101990004", contracts=(Contract("A4", nature="29", start="05012026"),)),  # an intern
    )
    found = company(read_bytes({"a.dsn": Sending((Declaration(staff),)).encoded()}))
    site = found["etablissements"][SITE]
    assert (site["personnes"], site["entrees_mois"], site["sorties_mois"]) == (5, 1, 1)


def test_a_renumbered_contract_is_not_a_hire(read_bytes: Read) -> None:
    renumbered = Contract(
        "00009",
        start="01012026",
        blocks=(
            ("S21.G00.41.001", "01012026"),
            ("S21.G00.41.014", "00001"),
            ("S21.G00.41.021", "01092015"),
        ),
    )
    site = company(read_bytes({"a.dsn": one(Contract("00001"), renumbered)}))["etablissements"][SITE]
    assert (site["personnes"], site["contrats"], site["entrees_mois"]) == (1, 1, 0)


def test_contract_numbers_are_not_unique_between_people(read_bytes: Read) -> None:
    renumbered = Contract("00009", blocks=(("S21.G00.41.001", "01012026"), ("S21.G00.41.014", "00001")))
    somebody_else = Person(nir="1681001991002", contracts=(Contract("00001"),))
    staff = (Person(contracts=(Contract("00001"), renumbered)), somebody_else)
    found = company(read_bytes({"a.dsn": Sending((Declaration(staff),)).encoded()}))
    assert (found["personnes"], found["contrats"]) == (2, 2)


def test_a_transfer_between_establishments_counts_once_as_a_contract(read_bytes: Read) -> None:
    moved = Contract(blocks=(("S21.G00.41.001", "15012026"), ("S21.G00.41.012", SITE)))
    before, after = Declaration((Person(),)), Declaration((Person(contracts=(moved,)),), nic=OTHER_NIC)
    found = company(read_bytes({"a.dsn": Sending((before, after)).encoded()}))
    assert (found["personnes"], found["contrats"]) == (1, 1)
    assert found["etablissements"][SITE]["personnes"] == 0


def test_old_and_new_identifiers_are_one_person(read_bytes: Read) -> None:
    temporary = Person(nir="", ntt="12345678901")
    both = Person(ntt="12345678901", contracts=(Contract("B"),))
    changed = Person(
        nir="1681001991002",
        contracts=(Contract("C"),),
        changes=(("S21.G00.31.001", "01012026"), ("S21.G00.31.008", "1681001991001")),
    )
    assert (
        company(read_bytes({"a.dsn": Sending((Declaration((temporary, both, changed)),)).encoded()}))["personnes"]
        == 1
    )


def test_a_placeholder_nir_is_told_and_names_recognise_the_person(read_bytes: Read) -> None:
    placeholder = Person(nir="1999999999999")
    again = Person(nir="1999999999999", name="D'Angelo", contracts=(Contract("Z"),))
    other = Person(nir="1999999999999", name="MARTIN")
    found = read_bytes({"a.dsn": Sending((Declaration((placeholder, again, other)),)).encoded()})
    assert company(found)["personnes"] == 2
    assert codes(found) == ["E09"] * 3


def test_a_person_nothing_recognises_is_still_a_person(read_bytes: Read) -> None:
    nobody = Person(nir="", name="", first="")
    found = read_bytes({"a.dsn": Sending((Declaration((nobody, nobody)),)).encoded()})
    assert company(found)["personnes"] == 2
    assert codes(found) == ["E11", "E11"]


def test_sub_blocks_attach_whatever_comes_between(read_bytes: Read) -> None:
    lines = Sending((Declaration((Person(),)),)).text().split("\r\n")
    where = next(i for i, line in enumerate(lines) if line.startswith("S21.G00.51"))
    lines[where + 1 : where + 1] = ["S21.G00.62.001,'15012026'", "S21.G00.62.002,'059'"]  # after the pay
    text = "\r\n".join(lines)
    found = read_bytes({"a.dsn": text.encode("iso-8859-1")})
    assert company(found)["personnes"] == 0
    assert codes(found) == ["E12"]  # the total no longer holds: two lines were added


@pytest.mark.parametrize("encoding", ["iso-8859-1", "cp1252", "utf-8", "utf-8-sig"])
def test_every_encoding_gives_the_same_figures(read_bytes: Read, encoding: str) -> None:
    found = read_bytes({"a.dsn": Sending((Declaration(people(5)),)).encoded(encoding)})
    assert company(found)["personnes"] == 5
    assert codes(found) == (["E18"] if encoding == "utf-8" else [])


@pytest.mark.parametrize("end", ["\r\n", "\n", "\n\n", "\r\n\r\n"])
def test_line_ends_and_blank_lines_do_not_matter(read_bytes: Read, end: str) -> None:
    found = read_bytes({"a.dsn": Sending((Declaration(people(4)),), end=end).encoded()})
    assert company(found)["personnes"] == 4
    assert codes(found) == []


def test_a_lot_in_windows_1252_with_private_rubrics_is_read_silently(read_bytes: Read) -> None:
    first = Sending((Declaration((Person(name="CŒUR’S"),), private=True),), private=True)
    second = Sending((Declaration(people(3), siren="000100222", nic="00017", private=True),), private=True)
    found = read_bytes({"lot.txt": lot(first, second)})
    assert {siren: c["personnes"] for siren, c in found["entreprises"].items()} == {SIREN: 1, "000100222": 3}
    assert codes(found) == []


def test_events_never_create_anybody(read_bytes: Read) -> None:
    events = [
        Declaration((Person(nir=f"16810019910{n}"),), nature=n, month="") for n in ("04", "05", "07", "08", "10")
    ]
    found = read_bytes({"a.dsn": Sending((Declaration(), *events)).encoded()})
    assert company(found)["personnes"] == 1
    assert codes(found) == []


def test_a_substitution_is_ignored_and_told(read_bytes: Read) -> None:
    found = read_bytes({"a.dsn": Sending((Declaration(people(2)), Declaration(people(9), nature="09"))).encoded()})
    assert company(found)["personnes"] == 2
    assert codes(found) == ["N03"]


def test_a_test_sending_is_refused(read_bytes: Read) -> None:
    found = read_bytes({"essai.dsn": Sending(real="01").encoded()})
    assert found["entreprises"] == {}
    assert codes(found) == ["E17"]


def test_an_unknown_norm_is_read_and_told(read_bytes: Read) -> None:
    found = read_bytes({"a.dsn": Sending(norm="P31V01").encoded()})
    assert company(found)["personnes"] == 1
    assert codes(found) == ["E16"]


def test_the_month_may_be_up_to_three_months_old_and_it_is_said(read_bytes: Read) -> None:
    october = Sending((Declaration(people(4), month="01102025"),)).encoded()
    found = read_bytes({"a.dsn": october})
    assert (company(found)["personnes"], codes(found)) == (4, ["N01"])
    assert "octobre 2025" in found["anomalies"][0]["message"]
    too_old = read_bytes({"a.dsn": Sending((Declaration(people(4), month="01092025"),)).encoded()})
    assert (too_old["entreprises"], codes(too_old)) == ({}, ["N08"])


def test_months_after_the_day_are_not_counted(read_bytes: Read) -> None:
    february = Sending((Declaration(people(9), month="01022026"),)).encoded()
    found = read_bytes({"a.dsn": Sending((Declaration(people(2)),)).encoded(), "b.dsn": february})
    assert (company(found)["personnes"], codes(found)) == (2, ["N09"])


def test_files_without_siren_are_never_matched_with_one_another(read_bytes: Read) -> None:
    anonymous = Sending((Declaration((Person(),), siren=""),)).encoded()
    other = Sending((Declaration((Person(contracts=(Contract("9"),)),), siren=""),)).encoded()
    found = read_bytes({"a.dsn": anonymous, "b.dsn": other})
    assert company(found, "inconnu")["personnes"] == 2
    named = read_bytes({"a.dsn": anonymous, "b.dsn": other}, siren=SIREN)
    assert company(named)["personnes"] == 1


def test_a_declaration_without_people_is_an_establishment_with_nobody(read_bytes: Read) -> None:
    found = company(read_bytes({"a.dsn": Sending((Declaration((), kind="02"),)).encoded()}))
    assert found["etablissements"][SITE]["personnes"] == 0

"""The corners of the DSN notes about people and contracts: who is the same, what continues what, who is there."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from factories.dsn import OTHER_NIC, SIREN, Contract, Declaration, Person, edited, people, sent
from factories.found import codes, count

Read = Callable[..., dict[str, Any]]
SITE = SIREN + "00013"


# Which declarations count


# Who is who


def test_two_people_who_leave_a_placeholder_stay_two(read_bytes: Read) -> None:
    staff = tuple(
        replace(one, changes=(("S21.G00.31.001", "01012026"), ("S21.G00.31.008", "1999999999999")))
        for one in people(4)
    )
    assert count(read_bytes({"a.dsn": sent(Declaration(staff))})) == 4


def test_somebody_who_leaves_a_placeholder_is_no_hire_and_no_exit(read_bytes: Read) -> None:
    waiting = Person(nir="1999999999999")
    known = Person(changes=(("S21.G00.31.001", "01012026"), ("S21.G00.31.008", "1999999999999")))
    december = sent(Declaration((waiting,), month="01122025"))
    found = read_bytes({"a.dsn": december, "b.dsn": sent(Declaration((known,)))})["entreprises"][SIREN]
    assert (found["personnes"], found["flux"]) == (1, [])


def test_a_temporary_number_then_a_number_is_one_person_over_the_months(read_bytes: Read) -> None:
    waiting = Person(nir="", ntt="12345678901")
    months = {"01112025": waiting, "01122025": replace(waiting, nir=Person().nir), "01012026": Person()}
    files = {f"{month}.dsn": sent(Declaration((one,), month=month)) for month, one in months.items()}
    found = read_bytes(files)["entreprises"][SIREN]
    assert (found["personnes"], found["flux"]) == (1, [])


@pytest.mark.parametrize(
    ("nir", "sex", "expected"),
    [
        ("1681001991001", "", "H"),
        ("2681001991001", "", "F"),
        ("2681001991001", "01", "H"),  # block 30 says it: the number is not asked
        ("2999999999999", "", "F"),
        ("2851338990001", "03", "F"),  # an impossible month of birth, and a sex that is none
        ("7681001991001", "", "inconnu"),
        ("", "", "inconnu"),
    ],
)
def test_the_sex_is_that_of_block_30_else_of_the_number(read_bytes: Read, nir: str, sex: str, expected: str) -> None:
    found = read_bytes({"a.dsn": sent(Declaration((Person(nir=nir, sex=sex),)))})
    assert found["entreprises"][SIREN]["cellules"][0]["sexe"] == expected


def test_a_renumbered_contract_never_takes_the_like_numbered_contract_of_somebody_else(read_bytes: Read) -> None:
    one, other = people(2)
    renumbered = Contract("2", blocks=(("S21.G00.41.001", "01012026"), ("S21.G00.41.014", "1")))
    staff = (replace(one, contracts=(renumbered,)), replace(other, contracts=(Contract("1"),)))
    assert count(read_bytes({"a.dsn": sent(Declaration(staff))})) == 2


def test_changes_of_a_contract_in_one_block_or_two_are_the_same(read_bytes: Read) -> None:
    number, start = ("S21.G00.41.014", "1"), ("S21.G00.41.021", "01092015")
    dated = ("S21.G00.41.001", "01012026")
    for blocks in ((dated, number, start), (dated, number, dated, start), (dated, start, dated, number)):
        new = Contract("2", start="01012026", blocks=blocks)
        found = read_bytes({"a.dsn": sent(Declaration((Person(contracts=(Contract("1"), new)),)))})
        site = found["entreprises"][SIREN]["etablissements"][SITE]
        assert (site["personnes"], site["contrats"], site["entrees_mois"]) == (1, 1, 0)


def test_a_contract_read_under_two_numbers_of_one_person_is_one_hire(read_bytes: Read) -> None:
    hired = (Contract(start="05012026"),)
    waiting = Person(nir="", ntt="12345678901", contracts=hired)
    known = Person(ntt="12345678901", contracts=hired)
    halves = (Declaration((waiting,), fraction="12"), Declaration((known,), fraction="22", order="2"))
    site = read_bytes({"a.dsn": sent(*halves)})["entreprises"][SIREN]["etablissements"][SITE]
    assert (site["personnes"], site["contrats"], site["entrees_mois"]) == (1, 1, 1)


# Presence, ages, flows


def ends(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((f"S21.G00.62.{n}", v) for day, motive in pairs for n, v in (("001", day), ("002", motive)))


@pytest.mark.parametrize(
    ("blocks", "there"),
    [
        (ends(("15012026", "059"), ("15012026", "099")), 1),  # an end, then its cancellation
        (ends(("15012026", "099"), ("20012026", "059")), 0),  # cancelled, then ended again
        (ends(("15012026", "059"), ("28022026", "059")), 1),  # corrected
        (ends(("31012026", "059")), 1),
    ],
)
def test_several_ends_of_one_contract_are_read_in_order(read_bytes: Read, blocks: Any, there: int) -> None:
    found = read_bytes({"a.dsn": sent(Declaration((Person(contracts=(Contract(blocks=blocks),)),)))})
    assert count(found) == there


@pytest.mark.parametrize(
    ("born", "on", "band"),
    [
        ("31012001", dt.date(2026, 1, 31), "25_34"),  # 25 on the very day
        ("01022001", dt.date(2026, 1, 31), "moins_25"),
        ("29022000", dt.date(2026, 2, 28), "25_34"),
        ("29021996", dt.date(2031, 2, 28), "25_34"),  # 34 until 1 March
        ("29021996", dt.date(2032, 2, 29), "35_44"),
        ("00021966", dt.date(2026, 1, 31), "55_59"),
        ("99991966", dt.date(2026, 6, 30), "55_59"),
        ("00001966", dt.date(2026, 7, 31), "60_plus"),
        ("31012012", dt.date(2026, 1, 31), "moins_25"),  # 14
        ("01022012", dt.date(2026, 1, 31), "inconnu"),  # 13
        ("01021945", dt.date(2026, 1, 31), "60_plus"),  # 80
        ("31011945", dt.date(2026, 1, 31), "inconnu"),  # 81
        ("01012031", dt.date(2026, 1, 31), "inconnu"),
    ],
)
def test_ages_at_the_boundary_days(read_bytes: Read, born: str, on: dt.date, band: str) -> None:
    month = f"01{on:%m%Y}"
    found = read_bytes({"a.dsn": sent(Declaration((Person(born=born),), month=month))}, on=on)
    assert found["entreprises"][SIREN]["cellules"][0]["age"] == band
    assert codes(found) == (["E20"] if band == "inconnu" else [])


def test_single_ages_are_completed_years(read_bytes: Read) -> None:
    staff = tuple(replace(one, born=born) for one, born in zip(people(3), ("31011968", "01021968", ""), strict=True))
    found = read_bytes({"a.dsn": sent(Declaration(staff))}, single_ages=True)["entreprises"][SIREN]
    assert sorted(str(cell["age"]) for cell in found["cellules"]) == ["57", "58", "inconnu"]


@pytest.mark.parametrize(
    ("reference", "hours", "modality", "fte"),
    [
        ("151.67", "75.84", "20", 0.5),
        ("0.00", "75.84", "20", 0.0),
        ("0.00", "75.84", "10", 1.0),
        ("", "", "10", 1.0),
        ("", "", "", 0.0),
        ("151.67", "0.00", "10", 1.0),
        ("35", "39", "20", 1.0),
        ("3", "1", "20", 0.3333),
    ],
)
def test_working_time_ratios(read_bytes: Read, reference: str, hours: str, modality: str, fte: float) -> None:
    one = Contract(reference=reference, hours=hours, modality=modality)
    assert read_bytes({"a.dsn": sent(Declaration((Person(contracts=(one,)),)))})["entreprises"][SIREN]["etp"] == fte


def test_a_workplace_block_between_people_closes_nobody(read_bytes: Read) -> None:
    content = edited(
        sent(Declaration(people(2))), ("S21.G00.50.001", "S21.G00.85.001,'LIEU'\nS21.G00.62.001,'15012026'")
    )
    assert count(read_bytes({"a.dsn": content})) == 1


def test_an_old_end_is_not_the_reason_of_a_later_departure(read_bytes: Read) -> None:
    one, stays = people(2)
    old = replace(one.contracts[0], number="OLD").ended("15112025", "043")
    december = sent(Declaration((replace(one, contracts=(old, *one.contracts)), stays), month="01122025"))
    flows = read_bytes({"a.dsn": december, "b.dsn": sent(Declaration((stays,)))})["entreprises"][SIREN]["flux"]
    assert [(flow["sens"], flow["motif"]) for flow in flows] == [("sortie", "inconnu")]


def test_an_old_end_does_not_turn_a_missing_declaration_into_a_departure(read_bytes: Read) -> None:
    one = people(1)[0]
    old = replace(one.contracts[0], number="OLD").ended("15112025", "043")
    there = Declaration((replace(one, contracts=(old, *one.contracts)),), month="01122025", nic=OTHER_NIC)
    here = Declaration(people(3)[1:], month="01122025")
    found = read_bytes({"a.dsn": sent(here, there), "b.dsn": sent(replace(here, month="01012026"))})
    assert (codes(found), found["entreprises"][SIREN]["flux"]) == (["N04"], [])


def test_the_layout_is_exactly_that_of_the_notes(read_bytes: Read) -> None:
    stays, leaves = people(2)
    gone = replace(leaves, contracts=(leaves.contracts[0].ended("12012026", "059"),))
    files = {"a.dsn": sent(Declaration((stays, leaves), month="01122025")), "b.dsn": sent(Declaration((stays, gone)))}
    counted = {
        "personnes": 1,
        "contrats": 1,
        "etp": 1.0,
        "boeth": 0,
        "cellules": [{"pcs": "623f", "age": "60_plus", "sexe": "H", "contrat": "CDI", "n": 1}],
    }
    assert read_bytes(files) == {
        "date_reference": "2026-01-31",
        "entreprises": {
            SIREN: {
                **counted,
                "etablissements": {SITE: {**counted, "entrees_mois": 0, "sorties_mois": 1}},
                "flux": [
                    {
                        "mois": "2026-01",
                        "sens": "sortie",
                        "pcs": "628a",
                        "age": "60_plus",
                        "sexe": "F",
                        "contrat": "CDI",
                        "motif": "demission",
                        "n": 1,
                    }
                ],
            }
        },
        "anomalies": [],
    }

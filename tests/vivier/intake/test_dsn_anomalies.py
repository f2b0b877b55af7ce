"""Every fault is told at its line, and never loses a person nor quotes a personal value."""

from collections.abc import Callable
from typing import Any

import pytest

from factories.dsn import SIREN, Contract, Declaration, Person, Sending
from vivier.intake.anomalies import SENTENCES

Read = Callable[..., dict[str, Any]]


def contract(**extra: str) -> Person:
    known = {key: value for key, value in extra.items() if not key.isdigit()}
    return Person(contracts=(Contract(**known, extra=tuple((k, v) for k, v in extra.items() if k.isdigit())),))


FAULTS = [
    ("E04", "S21.G00.40.001", contract(start="31022020")),
    ("E04", "S21.G00.30.006", Person(born="31041980")),
    ("E05", "S21.G00.40.007", contract(nature="44")),
    ("E05", "S21.G00.40.008", contract(scheme="00")),
    ("E05", "S21.G00.30.005", Person(sex="03")),
    ("E06", "S21.G00.40.006", contract(title="É" * 121)),
    ("E06", "S21.G00.40.009", contract(number="1" * 21)),
    ("E07", "S21.G00.40.013", contract(hours="151,67")),
    ("E07", "S21.G00.40.012", contract(reference="151.67h")),
    ("E08", "S21.G00.40.019", contract(**{"019": "00010011599998"})),
    ("E08", "S21.G00.40.046", contract(**{"046": "00010011599998"})),
    ("E09", "S21.G00.30.001", Person(nir="1851338990001")),
    ("E09", "S21.G00.30.001", Person(nir="185013899000")),
    ("E10", "S21.G00.40.004", contract(pcs="999z")),
    ("E11", "S21.G00.40.004", contract(pcs="")),
    ("E11", "S21.G00.40.001", contract(start="")),
    ("E11", "S21.G00.40.009", contract(number="")),
    ("E11", "S21.G00.30.006", Person(born="")),
    ("E11", "S21.G00.30.001", Person(nir="")),
    ("E13", "S21.G00.62.001", Person(contracts=(Contract(start="06012025").ended("05012025"),))),
    ("E14", "S21.G00.40.009", Person(contracts=(Contract(), Contract()))),
    ("E20", "S21.G00.30.006", Person(born="15032019")),
    ("E20", "S21.G00.30.006", Person(born="15031930")),
]


@pytest.mark.parametrize(
    ("code", "rubric", "person"), FAULTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_fault_is_told_once_and_the_person_stays(read_bytes: Read, code: str, rubric: str, person: Person) -> None:
    found = read_bytes({"a.dsn": Sending((Declaration((person,)),)).encoded()})
    told = [(anomaly["code"], anomaly["rubrique"]) for anomaly in found["anomalies"]]
    assert told == [(code, rubric)]
    assert found["entreprises"][SIREN]["personnes"] == 1


def changed(before: str, after: str) -> bytes:
    text = Sending().text()
    assert before in text
    return text.replace(before, after, 1).encode("iso-8859-1")


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("E01", "S21.G00.40.014,'10'", "S21.G00.40.014,10"),
        ("E01", "S21.G00.40.014,'10'", "ceci n'est pas une rubrique"),
        ("E02", "S21.G00.40.014,'10'", "S21.G00.40.199,'10'"),
        ("E02", "S21.G00.40.014,'10'", "S77.G00.40.014,'10'"),
        ("E12", "S90.G00.90.002,'1'", "S90.G00.90.002,'2'"),
        ("E08", "S21.G00.11.001,'00013'", "S21.G00.11.001,'00014'"),
        ("E08", "S21.G00.06.001,'000100115'", "S21.G00.06.001,'000100116'"),
    ],
)
def test_a_fault_of_form_is_told_once(read_bytes: Read, code: str, before: str, after: str) -> None:
    found = read_bytes({"a.dsn": changed(before, after)})
    assert [anomaly["code"] for anomaly in found["anomalies"]] == [code]
    (only,) = found["entreprises"].values()
    assert only["personnes"] == 1


def test_the_line_told_is_the_line_of_the_file(read_bytes: Read) -> None:
    content = changed("S21.G00.40.007,'01'", "S21.G00.40.007,'44'")
    (anomaly,) = read_bytes({"a.dsn": content})["anomalies"]
    assert content.decode("iso-8859-1").split("\r\n")[anomaly["ligne"] - 1] == "S21.G00.40.007,'44'"
    assert anomaly["fichier"] == "a.dsn"


def test_a_block_out_of_its_place_is_told(read_bytes: Read) -> None:
    text = Sending().text()
    contract_first = text.replace("S21.G00.30.001", "S21.G00.62.001,'15012026'\r\nS21.G00.30.001", 1)
    found = read_bytes({"a.dsn": contract_first.encode("iso-8859-1")})
    assert [anomaly["code"] for anomaly in found["anomalies"]] == ["E12", "E03"] or [
        anomaly["code"] for anomaly in found["anomalies"]
    ] == ["E03", "E12"]
    assert found["entreprises"][SIREN]["personnes"] == 1


def test_a_declaration_without_month_is_told_and_counts_nobody(read_bytes: Read) -> None:
    found = read_bytes({"a.dsn": Sending((Declaration(month=""),)).encoded()})
    assert [anomaly["code"] for anomaly in found["anomalies"]] == ["E11"]
    assert found["entreprises"] == {}


def test_the_same_fault_on_every_line_is_told_two_hundred_times_then_counted(read_bytes: Read) -> None:
    staff = tuple(
        Person(nir=f"1{60 + i % 39}0138990{i + 1:03d}", contracts=(Contract(str(i), pcs="999z"),)) for i in range(250)
    )
    found = read_bytes({"a.dsn": Sending((Declaration(staff),)).encoded()})
    told = [anomaly["code"] for anomaly in found["anomalies"]]
    assert told.count("E10") == 200
    (rest,) = [anomaly for anomaly in found["anomalies"] if anomaly["code"] == "N06"]
    assert rest["message"].startswith("50 autres lignes")
    assert found["entreprises"][SIREN]["personnes"] == 250


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_every_sentence_is_one_french_sentence_that_says_what_to_do(sentence: str) -> None:
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert "\u202f:" in sentence
    assert "\u202f;" in sentence or "\u202f;" in sentence.replace(" ;", "\u202f;")
    assert "'" not in sentence
    assert "!" not in sentence
    assert len(sentence) < 260

"""Spreadsheets of the fictional pôle, read back with openpyxl and csv, hold the true people."""

import csv
import datetime as dt
from collections import Counter
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from vivier.demo import Member, fiction, present
from vivier.demo.crosstables import bdese_file, matrix_file
from vivier.demo.data import ON
from vivier.demo.deposits import File
from vivier.demo.exports import declared_counts, export_file, tabbed_file
from vivier.demo.identifiers import nir_key
from vivier.demo.lines import lines_of, long_date
from vivier.demo.registers import HABITS, register_file
from vivier.demo.workbooks import content_of, new_workbook
from vivier.reference import pcs_occupations

POLE = fiction(42, 40)
REGISTERS = [member for member in POLE if member.source in HABITS]
Row = tuple[object, ...]


def by_source(source: str) -> Member:
    return next(member for member in POLE if member.source == source)


def rows_of(file: File, sheet: int = 0) -> list[Row]:
    book = load_workbook(BytesIO(file.content))
    return list(book.worksheets[sheet].iter_rows(values_only=True))


def header_of(rows: list[Row]) -> tuple[int, list[str]]:
    at = next(at for at, row in enumerate(rows) if row[1] == "Nom")
    return at, [str(cell) for cell in rows[at] if cell]


def staff_of(member: Member) -> list[dict[str, object]]:
    rows = rows_of(register_file(member))
    at, header = header_of(rows)
    return [dict(zip(header, row, strict=False)) for row in rows[at + 1 :] if row[1] is not None]


def table_of(file: File, separator: str) -> list[dict[str, str]]:
    return list(csv.DictReader(file.content.decode("cp1252").splitlines(), delimiter=separator))


def is_there(line: dict[str, object]) -> bool:
    # Somebody who leaves on the very date of the list is still there.
    return line["Date de sortie"] in {None, dt.datetime.combine(ON, dt.time()), long_date(ON), f"{ON:%d.%m.%Y}"}


def numbers_present(member: Member) -> set[int]:
    return {int(one.person.number) for one in present(member, ON)}


# --- registers


@pytest.mark.parametrize("member", REGISTERS, ids=lambda member: member.source + str(member.rank))
def test_a_register_lists_those_who_are_there_and_those_who_left(member):
    staff = staff_of(member)
    inside = {line["N°"] for line in staff if not str(line["Observations"]).startswith(("stagiaire", "mandataire"))}
    still = {line["N°"] for line in staff if is_there(line)}
    assert still & inside == numbers_present(member)
    assert {line["N°"] for line in staff} == {int(line.person.number) for line in lines_of(member)}
    assert len(still) < len(staff)


@pytest.mark.parametrize("member", REGISTERS, ids=lambda member: member.source + str(member.rank))
def test_a_register_begins_with_titles_and_a_header_on_two_rows(member):
    rows = rows_of(register_file(member))
    at, header = header_of(rows)
    assert rows[0][0] == "REGISTRE UNIQUE DU PERSONNEL"
    assert "fictive" in str(rows[1][0])
    assert any(row[0] == "Situation au 31/01/2026" for row in rows[:at])
    assert rows[at - 1][0] == "Identité"
    assert {"Né(e) le", "Emploi occupé", "Date de sortie", "Observations"} <= set(header)


@pytest.mark.parametrize("member", REGISTERS, ids=lambda member: member.source + str(member.rank))
def test_a_register_has_sections_and_a_total(member):
    rows = rows_of(register_file(member))
    assert [row[0] for row in rows if row[0] in {"Ateliers", "Bureaux"}] == ["Ateliers", "Bureaux"]
    assert rows[-1][0] == "Effectif total"
    assert rows[-1][2] == sum(is_there(line) for line in staff_of(member))


@pytest.mark.parametrize("member", REGISTERS, ids=lambda member: member.source + str(member.rank))
def test_a_register_says_the_contract_only_when_it_is_not_open_ended(member):
    truth = {int(line.person.number): line.contract for line in lines_of(member)}
    words = {
        "CDD": "durée déterminée", "APPRENTISSAGE": "apprenti", "PROFESSIONNALISATION": "professionnalisation",
    }  # fmt: skip
    for line in staff_of(member):
        contract = truth[line["N°"]]
        remark = str(line["Observations"] or "")
        assert words.get(contract.group, "") in remark
        assert ("temps partiel" in remark) == (contract.ratio < 1)
        if contract.group == "CDI" and contract.ratio == 1:
            assert remark == ""


def test_dates_are_written_in_three_ways():
    assert isinstance(staff_of(by_source("registre"))[0]["Né(e) le"], dt.datetime)
    assert isinstance(staff_of(by_source("registre_texte"))[0]["Né(e) le"], str)
    texts = {str(line["Né(e) le"]) for line in staff_of(by_source("registre_texte"))}
    truth = {long_date(line.person.born) for line in lines_of(by_source("registre_texte"))}
    assert texts == truth
    dotted = {str(line["Né(e) le"]) for line in staff_of(by_source("registre_abime"))}
    assert dotted == {f"{line.person.born:%d.%m.%Y}" for line in lines_of(by_source("registre_abime"))}


def test_the_1904_workbook_counts_its_days_from_1904():
    member = by_source("registre_1904")
    file = register_file(member)
    assert load_workbook(BytesIO(file.content)).epoch == CALENDAR_MAC_1904
    truth = {int(line.person.number): line.person.born for line in lines_of(member)}
    assert {line["N°"]: line["Né(e) le"].date() for line in staff_of(member)} == truth
    with ZipFile(BytesIO(file.content)) as archive:
        assert b'date1904="1"' in archive.read("xl/workbook.xml")


def test_the_destroyed_register_lost_its_siret_everywhere():
    member = by_source("registre_abime")
    file = register_file(member)
    assert {line["SIRET"] for line in staff_of(member)} == {f"{int(member.sites[0].siret):.5E}".replace(".", ",")}
    text = " ".join(str(cell) for row in rows_of(file) for cell in row).replace(" ", "")
    assert member.siren not in text


def test_other_registers_carry_the_siret_above_the_header():
    for member in REGISTERS:
        if member.source != "registre_abime":
            top = " ".join(str(row[0]) for row in rows_of(register_file(member))[:5]).replace(" ", "")
            assert member.sites[0].siret in top


def test_registers_with_occupation_codes_have_real_ones():
    for source in ("registre", "registre_1904"):
        assert {line["Code PCS"] for line in staff_of(by_source(source))} <= pcs_occupations()
    assert "Code PCS" not in staff_of(by_source("registre_texte"))[0]


# --- exports


@pytest.mark.parametrize("member", [m for m in POLE if m.source == "export"], ids=lambda member: member.name)
def test_the_export_holds_the_true_people(member):
    lines = table_of(export_file(member), ";")
    inside = [line for line in lines if line["Type de contrat"] not in {"Stage", "Mandataire"}]
    still = {int(line["Matricule"]) for line in inside if line["Date de sortie"] in {"", "31/01/2026"}}
    assert still == numbers_present(member)
    assert [line["Nom"] for line in lines] == sorted(line["Nom"] for line in lines)


def test_the_export_is_windows_1252_with_semicolons_and_decimal_commas():
    file = export_file(by_source("export"))
    assert file.name.endswith(".csv")
    assert file.content.count(b"\r\n") == file.content.count(b"\n")
    with pytest.raises(UnicodeDecodeError):
        file.content.decode("utf-8")
    assert {line["Taux d'activité"] for line in table_of(file, ";")} >= {"100,00"}


def test_the_export_gives_a_pay_that_nobody_should_read():
    assert all(line["Salaire brut"].endswith(",00") for line in table_of(export_file(by_source("export")), ";"))


def test_the_tabbed_file_has_two_digit_years_and_nir_with_their_key():
    member = by_source("texte")
    lines = table_of(tabbed_file(member), "\t")
    truth = {line.person.nir: line for line in lines_of(member)}
    assert len(lines) == len(truth)
    for line in lines:
        nir = line["N° SS"].replace(" ", "")
        person = truth[nir[:13]].person
        assert nir[13:] == nir_key(person.nir)
        assert line["DDN"] == f"{person.born:%d-%m-%y}"
        assert line["SIRET"] == truth[nir[:13]].contract.site
        assert line["Hor. hebdo"].endswith("h")


# --- cross-table and matrix


def test_the_cross_table_adds_up_to_the_true_people():
    member = by_source("bdese")
    rows = rows_of(bdese_file(member))
    at = next(at for at, row in enumerate(rows) if row[0] == "CSP")
    body = [[0 if cell == "-" else cell for cell in row] for row in rows[at + 1 : -1]]
    assert sum(sum(row[2:8]) for row in body) == len(present(member, ON)) == rows[-1][-1]
    assert all(sum(row[2:8]) == row[8] for row in body)
    assert [sum(row[column] for row in body) for column in range(2, 9)] == list(rows[-1][2:])


def test_the_cross_table_says_categories_sexes_and_ages_of_the_model():
    member = by_source("bdese")
    rows = rows_of(bdese_file(member))
    at = next(at for at, row in enumerate(rows) if row[0] == "CSP")
    truth = Counter((one.main.trade.pcs[0], one.person.sex) for one in present(member, ON))
    levels = {"Ouvriers": "6", "Employés": "5", "Techniciens et agents de maîtrise": "4", "Cadres": "3"}
    label = ""
    for row in rows[at + 1 : -1]:
        label = str(row[0] or label)  # filled down from the row above
        assert row[8] == truth[levels[label], "H" if row[1] == "Hommes" else "F"]
    young = sum(one.age < 25 for one in present(member, ON))
    assert rows[-1][2] == young
    assert rows[-1][7] == sum(one.age >= 60 for one in present(member, ON))


def test_the_cross_table_names_its_company_and_its_date():
    member = by_source("bdese")
    top = [str(row[0]) for row in rows_of(bdese_file(member))[:4]]
    assert member.sites[0].siret in top[1].replace(" ", "")
    assert top[2] == "Situation au 31/01/2026"


@pytest.mark.parametrize("member", [m for m in POLE if m.has_matrix], ids=lambda member: member.name)
def test_the_matrix_assesses_the_shop_against_a_target(member):
    rows = rows_of(matrix_file(member, 42))
    at = next(at for at, row in enumerate(rows) if row[0] == "Matricule")
    target, people, holders = rows[at + 1], rows[at + 2 : -1], rows[-1]
    shop = {one.person.number for one in present(member, ON) if one.main.trade.status == "07"}
    assert {row[0] for row in people} == shop
    assert target[0] == "Niveau requis"
    assert set(target[3:]) <= {2, 3}
    assert {cell for row in people for cell in row[3:]} <= {0, 1, 2, 3, 4, "0", "1", "2", "3", "4", "NC", "-", None}
    assert list(holders[3:]) == [
        sum(str(row[column]) in {"3", "4"} for row in people) for column in range(3, len(target))
    ]


def test_the_matrix_has_its_company_and_a_legend():
    member = next(m for m in POLE if m.has_matrix)
    file = matrix_file(member, 42)
    assert member.siren in str(rows_of(file)[1][0]).replace(" ", "")
    assert rows_of(file, sheet=1)[0] == ("Niveau", "Signification")


# --- declared counts, dates, bytes


def test_declared_counts_are_plain_utf_8_with_one_line_a_population():
    text = declared_counts(POLE).decode("utf-8")
    lines = list(csv.DictReader(text.splitlines()))
    assert text.startswith("siren,population,effectif\n")
    assert {(line["siren"], line["population"], int(line["effectif"])) for line in lines} == {
        (member.siren, population, n) for member in POLE for population, n in member.declared
    }


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(1987, 2, 3), "3 février 1987"),
        (dt.date(1979, 8, 1), "1er août 1979"),
        (dt.date(2025, 12, 31), "31 décembre 2025"),
    ],
)
def test_a_date_in_words_reads_as_french(day, text):
    assert long_date(day) == text


def test_a_workbook_gives_the_same_bytes_whenever_it_is_made():
    contents = []
    for _ in range(2):
        book, sheet = new_workbook("Essai")
        sheet.append(["Nom", 1, dt.date(2026, 1, 31)])
        contents.append(content_of(book))
    assert contents[0] == contents[1]
    with ZipFile(BytesIO(contents[0])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2026-01-31T12:00:00Z") == 2

"""Cells of registers one by one: each way people write a thing, each way a spreadsheet spoils it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.registers import csv_of, siren, siret, xlsx_of
from vivier_web.members.choices import SIZES, OrganisationKind
from vivier_web.members.registers import FIELDS, REQUIRED, Entry, Problem, entry_of, guessed, opened


def cell(field: str, text: str) -> Entry | list[Problem]:
    """Read a line that says a name and one more thing."""
    return entry_of(2, ["Usinage du Val", text], ["name", field])


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("SIRET", "siret"), ("N° SIRET", "siret"), ("Numéro SIRET", "siret"), ("siret du siège", "siret"),
        ("N°SIREN", "siren"), ("Dénomination", "name"), ("Nom de l’entreprise", "name"),
        ("NOM DE L'ENTREPRISE", "name"), ("Adhérent", "name"), ("Code APE", "naf"), ("Code NAF", "naf"),
        ("Tranche d’effectif", "size"), ("Enseigne", "site_name"), ("C.P.", "postcode"), ("CP", "postcode"),
        ("Code postal", "postcode"), ("Code INSEE", "commune"), ("Ville", "town"), ("Commune", "town"),
        ("Dépt", "department"), ("Siège", "head"), ("Collège", "college"), ("Membre depuis", "joined_on"),
        ("Date d’adhésion", "joined_on"), ("Année d’adhésion", "joined_on"), ("Typologie", "kind"), ("Rue", "address"),
        ("Téléphone", ""), ("Courriel", ""), ("", ""), ("  ", ""),
    ],
)  # fmt: skip
def test_a_title_of_column_is_understood(title: str, field: str) -> None:
    assert guessed([title]) == [field]


def test_only_the_parts_of_an_address_or_of_a_shop_sign_may_be_in_several_columns() -> None:
    assert guessed(["Nom", "Raison sociale", "Rue", "Adresse", "Enseigne", "Nom commercial"]) == [
        "name", "", "address", "address", "site_name", "site_name",
    ]  # fmt: skip


def test_no_title_is_that_of_two_fields_and_each_required_one_is_a_field() -> None:
    every = [title for _, titles in FIELDS.values() for title in titles]
    assert len(every) == len(set(every))
    assert set(REQUIRED) <= set(FIELDS)
    assert all(title == title.lower().replace(" ", "") for title in every)


def test_the_words_of_each_field_on_the_screen_are_understood_when_somebody_copies_them() -> None:
    heads = [words.split(" (")[0] for words, _ in FIELDS.values()]
    lost = {head for head, field in zip(heads, guessed(heads), strict=True) if not field}
    assert lost == {"État", "Date de cet état", "Statut de diffusion"}  # columns of the SIRENE stock file alone


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *((kind.label, kind.value) for kind in OrganisationKind),
        *((kind.value, kind.value) for kind in OrganisationKind),
        ("pme", "sme"), (" PMI ", "sme"), ("TPE", "micro"), ("artisan", "craft"), ("Artisanat", "craft"),
        ("Grand groupe", "large"), ("GE", "large"), ("Labo", "laboratory"), ("Recherche", "laboratory"),
        ("École", "school"), ("Université", "school"), ("Organisme de formation", "school"), ("CCI", "chamber"),
        ("C.M.A.", ""), ("Association", "sse"), ("ESS", "sse"), ("Collectivité", "authority"), ("Licorne", ""),
    ],
)  # fmt: skip
def test_a_type_is_understood_or_the_line_says_what_to_write(written: str, kind: str) -> None:
    found = cell("kind", written)
    if kind:
        assert isinstance(found, Entry)
        assert found.organisation == {"name": "Usinage du Val", "kind": kind}
        return
    (problem,) = found
    assert (problem.column, problem.line) == ("Type d’organisation", 2)
    assert f"« {written[:40]} »" in problem.sentence


@pytest.mark.parametrize(
    ("written", "naf"),
    [
        ("25.62B", "25.62B"), ("2562B", "25.62B"), ("25 62 b", "25.62B"), ("25.62", ""), ("286D", ""), ("25.62BB", ""),
        ("Mécanique industrielle", ""), ("01.11Z", "01.11Z"), ("111Z", ""),
    ],
)  # fmt: skip
def test_an_activity_of_the_nomenclature_of_today_is_kept_and_no_other(written: str, naf: str) -> None:
    assert cell("naf", written).naf == naf


@pytest.mark.parametrize("written", [*SIZES, "1", "3", "2,5", "NN", "12 salariés", "99", "²"])
def test_a_bracket_of_headcount_is_one_of_those_of_insee_or_nothing(written: str) -> None:
    padded = written.zfill(2) if written.isdigit() else written
    assert cell("size", written).size == (padded if padded in SIZES else "")


@pytest.mark.parametrize(
    ("field", "written", "kept", "department"),
    [
        ("postcode", "74000", "74000", "74"),
        ("postcode", "1000", "01000", "01"),  # the zero that a spreadsheet dropped
        ("postcode", "74 000", "74000", "74"),
        ("postcode", "20200", "20200", "2B"),
        ("postcode", "97410", "97410", "974"),
        ("commune", "2a004", "2A004", "2A"),
        ("commune", "1004", "01004", "01"),
        ("commune", "99999", "99999", ""),
    ],
)
def test_a_code_of_a_place_is_kept_with_its_zeros_and_says_the_departement(
    field: str, written: str, kept: str, department: str
) -> None:
    found = cell(field, written)
    assert (getattr(found, field), found.department) == (kept, department)


@pytest.mark.parametrize("written", ["7400X", "740001", "2C004", "F-74000", "Annecy", "74-000", "7.4e4"])
@pytest.mark.parametrize(
    ("field", "words", "column"),
    [("postcode", "Un code postal", "Code postal"), ("commune", "Un code commune", "Code commune (INSEE)")],
)
def test_a_code_of_no_place_is_a_problem_of_its_column(written: str, field: str, words: str, column: str) -> None:
    assert cell(field, written) == [Problem(2, column, f"{words} a cinq chiffres.")]


@pytest.mark.parametrize(
    ("written", "department"),
    [
        ("74", "74"), ("1", "01"), ("01", "01"), ("2a", "2A"), ("69 Rhône", "69"), ("Haute-Savoie", "74"),
        ("HAUTE SAVOIE", "74"), ("Côte-d'Or", "21"), ("La Réunion", "974"), ("971", "971"), ("99", ""), ("Savoy", ""),
        ("Territoire de Belfort", "90"), ("²", ""),
    ],
)  # fmt: skip
def test_a_departement_is_known_by_its_number_or_its_name(written: str, department: str) -> None:
    assert cell("department", written).department == department


def test_the_address_is_surer_than_the_departement_that_is_written() -> None:
    found = entry_of(2, ["Usinage", "38", "74000"], ["name", "department", "postcode"])
    assert found.department == "74"
    assert entry_of(2, ["Usinage", "38", "99999"], ["name", "department", "postcode"]).department == "38"


@pytest.mark.parametrize(
    ("written", "is_head"),
    [("oui", True), ("OUI", True), ("Oui.", True), ("o", True), ("1", True), ("x", True), ("X", True), ("true", True),
     ("Vrai", True), ("siège", True), ("non", False), ("0", False), ("", False), ("secondaire", False)],
)  # fmt: skip
def test_a_site_is_the_head_office_when_the_cell_says_yes(written: str, is_head: bool) -> None:
    assert cell("head", written).is_head_office is is_head


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31/01/2024", dt.date(2024, 1, 31)), ("1/2/2024", dt.date(2024, 2, 1)), ("31.01.2024", dt.date(2024, 1, 31)),
        ("31-01-2024", dt.date(2024, 1, 31)), ("2024-01-31", dt.date(2024, 1, 31)), ("2024", dt.date(2024, 1, 1)),
        ("2024-01-31 00:00:00", dt.date(2024, 1, 31)), ("2024-01-31T08:30:00", dt.date(2024, 1, 31)),
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("29/02/2023", None), ("31/04/2024", None), ("00/01/2024", None), ("31/01/24", None), ("janvier 2024", None),
        ("0000", None), ("45322", None), ("2024/01/31", None), ("hier", None),
    ],
)  # fmt: skip
def test_a_day_is_understood_or_the_line_says_how_to_write_it(written: str, day: dt.date | None) -> None:
    found = cell("joined_on", written)
    if day is None:
        said = "Cette date ne se lit pas : écrivez-la comme 31/01/2024."
        assert found == [Problem(2, "Adhérent depuis", said)]
    else:
        assert found.joined_on == day


def test_a_line_says_all_its_problems_at_once_each_in_its_column() -> None:
    cells = ["1", "Licorne", "7400X", "hier"]
    found = entry_of(9, cells, ["siren", "kind", "postcode", "joined_on"])
    assert [(each.line, each.column) for each in found] == [
        (9, "SIREN"), (9, "Type d’organisation"), (9, "Code postal"), (9, "Adhérent depuis"),
    ]  # fmt: skip


def test_a_site_says_of_which_company_it_is_and_one_of_another_company_is_refused() -> None:
    assert entry_of(2, [siret(1)], ["siret"]).siren == siren(1)
    assert entry_of(2, [siret(1), siren(1)], ["siret", "siren"]).siren == siren(1)
    (problem,) = entry_of(2, [siret(1), siren(2)], ["siret", "siren"])
    assert problem.column == "SIRET"


def test_a_line_shorter_or_longer_than_its_header_is_read_as_far_as_it_goes() -> None:
    columns = ["name", "town", "college"]
    assert entry_of(2, ["Usinage"], columns).town == ""
    assert entry_of(2, ["Usinage", "Cluses", "Entreprises", "en trop"], columns).college == "Entreprises"


def test_what_is_not_told_is_empty_and_what_is_too_long_is_cut() -> None:
    found = entry_of(2, ["x" * 500, "[ND]", "y" * 300, "z" * 300], ["name", "address", "town", "college"])
    assert (len(found.name), found.address, len(found.town), len(found.college)) == (200, "", 100, 60)
    assert found.site == {"town": "y" * 100}


@pytest.mark.parametrize("status", ["P", "N", "O", ""])
@given(name=st.text("abc", min_size=1, max_size=9), address=st.text("def", min_size=1, max_size=9))
def test_of_a_person_who_asked_not_to_be_shown_neither_name_nor_address_is_kept(
    status: str, name: str, address: str
) -> None:
    columns = ["siren", "name", "site_name", "address", "diffusion"]
    found = entry_of(2, [siren(1), name, name, address, status], columns)
    kept = (found.name, found.site_name, found.address)
    assert kept == (("", "", "") if status in {"P", "N"} else (name, name, address))


@pytest.mark.parametrize(("state", "closed"), [("F", dt.date(2019, 4, 1)), ("A", None), ("", None), ("Fermé", None)])
def test_a_site_is_closed_when_insee_says_so(state: str, closed: dt.date | None) -> None:
    found = entry_of(2, [siret(1), "2019-04-01", state], ["siret", "state_on", "state"])
    assert found.closed_on == closed


def test_a_workbook_and_a_file_of_commas_of_the_same_register_say_the_same() -> None:
    rows = [(siret(1), "Usinage", "Cluses"), (siret(2), "Moules", "Oyonnax")]
    book = opened(xlsx_of(("SIRET", "Nom", "Ville"), *rows))
    commas = opened(csv_of(*rows, header="SIRET;Nom;Ville"))
    assert book.header == commas.header
    assert list(book.lines) == list(commas.lines) == [(2, list(rows[0])), (3, list(rows[1]))]


def test_a_line_keeps_its_number_after_blank_lines_and_cells_of_two_lines() -> None:
    table = opened(b'\n\nSIRET;Nom\n\n1;"Usinage\ndu Val"\n;\n2;Moules\n')
    assert table.header == ["SIRET", "Nom"]
    assert list(table.lines) == [(6, ["1", "Usinage\ndu Val"]), (8, ["2", "Moules"])]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_blank_lines_above_the_titles_do_not_hide_what_separates_them(mark: str) -> None:
    table = opened(f"\r\n\r\nSIRET{mark}Nom\r\n1{mark}Usinage\r\n".encode())
    assert table.header == ["SIRET", "Nom"]
    assert list(table.lines) == [(4, ["1", "Usinage"])]

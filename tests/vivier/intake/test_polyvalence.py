"""Polyvalence matrices as companies draw them, in any shape: holders by skill and level, and nobody's name."""

import datetime as dt

import pytest

from factories.sheets import SIREN, SIRET, text, workbook
from vivier.intake.data import Anomaly
from vivier.intake.polyvalence import ALL_AGES, Holders, Polyvalence, read_polyvalence
from vivier.vocabulary import InputError

ON = dt.date(2026, 1, 31)
TITLE = [f"MATRICE DE POLYVALENCE – SIRET {SIRET}"]
ILUO = [
    ["Matricule", "Nom", "MIG", "TIG", "Pliage"],
    ["7", "Durand", "I", "U", "O"],
    ["8", "Petit", "L", "", "U"],
    ["9", "Blanc", "U", "O", "U"],
]
AS_LEVELS = {"MIG": {"1": 1, "2": 1, "3": 1}, "TIG": {"3": 1, "4": 1, "non_evalue": 1}, "Pliage": {"3": 2, "4": 1}}


@pytest.fixture
def given(tmp_path):
    """Write files, each `name: rows` (a text) or `name: stream`, and read them."""

    def reads(files, **how) -> Polyvalence:
        for name, content in files.items():
            stream = text(content) if isinstance(content, list) else content
            (tmp_path / name).write_bytes(stream.getvalue())
        return read_polyvalence([tmp_path / name for name in files], on=ON, **how)

    return reads


def levels(found: Polyvalence) -> dict[str, dict[str, int]]:
    told: dict[str, dict[str, int]] = {}
    for each in found.holders:
        told.setdefault(each.skill, {})[each.level] = told.get(each.skill, {}).get(each.level, 0) + each.people
    return told


def turned(rows, first):
    """The same people in columns, under a title for the column of skills."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    columns[0][0] = first
    return columns


def test_iluo_letters_are_levels_one_to_four(given) -> None:
    found = given({"m.csv": [TITLE, [], *ILUO]})
    assert levels(found) == AS_LEVELS
    assert found.people == 3
    assert {each.company for each in found.holders} == {SIREN}


@pytest.mark.parametrize("title", ["Compétences", "Savoir-faire", "OPÉRATIONS", "Postes de travail"])
def test_people_in_columns_are_read_as_people_in_rows(given, title) -> None:
    rows = [[row[1], *row[2:]] for row in ILUO]
    assert levels(given({"m.csv": [TITLE, *turned(rows, title)]})) == AS_LEVELS


def test_people_in_columns_with_figures_and_a_column_of_targets(given) -> None:
    rows = [
        ["Famille", "Compétence", "Durand", "Petit", "Blanc", "Niveau requis"],
        ["Soudure", "MIG", 1, 2, 3, 3],
        ["Soudure", "TIG", 3, None, 4, 2],
        ["Tôlerie", "Pliage", 4, 3, 3, 2],
    ]
    found = given({"m.xlsx": workbook([TITLE, *rows])})
    assert levels(found) == AS_LEVELS
    assert found.required == ((SIREN, "MIG", 3), (SIREN, "Pliage", 2), (SIREN, "TIG", 2))


def test_people_in_columns_named_by_two_rows(given) -> None:
    rows = [["Matricule", "7", "8", "9"], ["Nom", "Durand", "Petit", "Blanc"],
            ["MIG", 1, 2, 3], ["TIG", 3, "NC", 4], ["Pliage", 4, 3, 3]]  # fmt: skip
    assert levels(given({"m.xlsx": workbook([TITLE, *rows])})) == AS_LEVELS


def test_names_over_columns_are_never_read_as_the_names_of_skills(given) -> None:
    rows = [["Nom", "DURAND Paul", "PETIT Anne", "Mme Blanc"], ["MIG", 1, 2, 3], ["TIG", 3, 2, 4]]
    found = given({"m.csv": rows})
    assert set(levels(found)) == {"MIG", "TIG"}
    assert "DURAND" not in repr(found)


def test_a_family_of_skills_above_people_in_rows_turns_nothing(given) -> None:
    rows = [["Identité", "", "Compétences", "Habilitations", "Sécurité"], ["Matricule", "Nom", "MIG", "Pontier", "SST"],
            ["7", "Durand", 3, 2, 1], ["8", "Petit", 1, 4, 0]]  # fmt: skip
    found = given({"m.csv": rows})
    assert set(levels(found)) == {"MIG", "Pontier", "SST"}
    assert "Durand" not in repr(found)


def test_crosses_say_alone_and_blanks_beside_them_say_cannot(given) -> None:
    rows = [TITLE, ["Nom", "Prénom", "CACES 3", "Pont roulant", "SST"], ["Durand", "Paul", "x", "", "X"],
            ["Petit", "Anne", "", "✔", "x"], ["Blanc", "Zoé", "", "", ""]]  # fmt: skip
    assert levels(given({"m.csv": rows})) == {
        "CACES 3": {"0": 2, "3": 1}, "Pont roulant": {"0": 2, "3": 1}, "SST": {"0": 1, "3": 2},
    }  # fmt: skip


def test_crosses_of_a_staff_list_are_no_matrix(given) -> None:
    rows = [["Matricule", "Nom", "Né(e) le", "Emploi", "Cadre", "Temps partiel"],
            *([str(n), "Nom", "03/02/1987", "Soudeur", "x" if n % 2 else "", "x"] for n in range(6))]  # fmt: skip
    with pytest.raises(InputError, match="Aucune matrice de polyvalence"):
        given({"registre.csv": rows})


def test_ages_come_from_the_matrix_or_from_a_staff_list_of_the_company(given) -> None:
    matrix = [TITLE, ["Matricule", "Âge", "MIG", "TIG", "Pliage", "Chanfrein", "Meulage", "Niveau requis"],
              ["7", "31", 3, 2, 1, 0, 4], ["8", "", 3, 2, 1, 0, 4], ["9", "", 3, 2, 1, 0, 4]]  # fmt: skip
    staff = [[f"Registre – SIRET {SIRET}"], ["Matricule", "Né(e) le", "Emploi", "Entrée"],
             ["8", "03/02/1967", "Soudeur", "01/09/2015"]]  # fmt: skip
    found = given({"m.csv": matrix, "r.csv": staff}, ages=True)
    assert [(each.age, each.level, each.people) for each in found.holders if each.skill == "MIG"] == [
        ("25_34", "3", 1), ("55_59", "3", 1), ("inconnu", "3", 1),
    ]  # fmt: skip
    alone = given({"m.csv": matrix, "r.csv": staff})
    assert {each.age for each in alone.holders} == {ALL_AGES}


def test_one_person_in_two_matrices_of_a_company_counts_once_at_their_best(given) -> None:
    other = [TITLE, ["Matricule", "Nom", "MIG", "Contrôle"], ["7", "Durand", "3", "2"], ["10", "Roux", "0", "1"]]
    found = given({"a.csv": [TITLE, *ILUO], "b.csv": other})
    assert found.people == 4
    assert levels(found)["MIG"] == {"0": 1, "2": 1, "3": 2}


def test_files_without_a_siren_are_companies_apart(given) -> None:
    found = given({"a.csv": ILUO, "b.csv": ILUO[:-1]})
    assert found.people == 5


def test_a_level_that_cannot_be_read_is_told_with_its_row_and_column(given) -> None:
    rows = [["Nom", "MIG", "TIG"], ["A", "1", "12"], ["B", "2", "3"], ["C", "3", "3"], ["D", "3", "3"]]
    [told] = [each for each in given({"m.csv": rows}).anomalies if each.code == "E07"]
    assert (told.line, "colonne C" in told.message) == (2, True)


def test_in_a_turned_matrix_the_row_and_column_told_are_those_of_the_file(given) -> None:
    rows = [TITLE, ["Compétence", "A", "B", "C", "D"], ["MIG", "1", "2", "3", "3"], ["TIG", "12", "3", "3", "3"]]
    [told] = [each for each in given({"m.csv": rows}).anomalies if each.code == "E07"]
    assert (told.line, "colonne B" in told.message) == (4, True)


def test_no_matrix_is_said_in_one_sentence(given) -> None:
    with pytest.raises(InputError) as refused:
        given({"vide.csv": [["bonjour"]]})
    assert str(refused.value).endswith(".")


def test_nobody_can_be_found_in_what_is_given(given) -> None:
    found = given({"m.csv": [TITLE, *ILUO]}, ages=True)
    for name in ("Durand", "Petit", "Blanc", "'7'", "'8'"):
        assert name not in repr(found)


def test_small_cells_are_counted() -> None:
    cells = (Holders(SIREN, "MIG", "3", 2), Holders(SIREN, "MIG", "4", 3))
    assert Polyvalence(cells, (), 5).few(3) == 1


@pytest.mark.parametrize(("level", "people"), [("5", 1), ("3", 0), ("3", True)])
def test_a_cell_that_makes_no_sense_is_refused(level, people) -> None:
    with pytest.raises(InputError, match="au moins une personne"):
        Holders(SIREN, "MIG", level, people)


def test_the_order_of_files_is_irrelevant(given, tmp_path) -> None:
    given({"a.csv": [TITLE, *ILUO], "b.csv": ILUO})
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    assert read_polyvalence(paths, on=ON) == read_polyvalence(paths[::-1], on=ON)
    assert all(isinstance(each, Anomaly) for each in read_polyvalence(paths, on=ON).anomalies)


OTHER, THIRD = "732829320", "404833048"


def beside(rows, sirens, title="SIREN"):
    """The same rows, each with a company in a column of its own."""
    return [[title, *rows[0]], *([siren, *row] for siren, row in zip(sirens, rows[1:], strict=True))]


def people_of(found: Polyvalence) -> dict[str, int]:
    return dict(found.assessed)


@pytest.mark.parametrize(("title", "more"), [("SIREN", ""), ("SIRET", "00074"), ("N° SIREN", "")])
def test_rows_of_another_company_are_set_aside_under_their_own_and_said(given, title, more) -> None:
    rows = beside(ILUO, [SIRET if more else SIREN, OTHER + more, ""], title)
    found = given({"m.csv": [TITLE, [], *rows]})
    assert people_of(found) == {SIREN: 2, OTHER: 1}
    assert {(e.skill, e.level, e.people) for e in found.holders if e.company == OTHER} == {
        ("MIG", "2", 1), ("TIG", "non_evalue", 1), ("Pliage", "3", 1),
    }  # fmt: skip
    assert [(told.code, told.line) for told in found.anomalies] == [("S11", 5)]
    assert OTHER not in found.anomalies[0].message


def test_a_matrix_of_several_companies_is_counted_company_by_company(given) -> None:
    found = given({"m.csv": beside(ILUO, [OTHER, THIRD, OTHER])})
    assert people_of(found) == {OTHER: 2, THIRD: 1}
    assert [told.code for told in found.anomalies] == []


def test_one_person_of_two_companies_is_somebody_in_each(given) -> None:
    rows = [["SIREN", *ILUO[0]], [OTHER, *ILUO[1]], [THIRD, *ILUO[1]], [OTHER, *ILUO[1]]]
    found = given({"m.csv": rows})
    assert people_of(found) == {OTHER: 1, THIRD: 1}
    assert [(told.code, told.line) for told in found.anomalies] == [("S02", 4)]


def test_a_number_that_is_no_siren_leaves_the_row_to_the_company_of_the_file_and_is_said(given) -> None:
    found = given({"m.csv": [TITLE, [], *beside(ILUO, [SIREN, "732829321", SIREN])]})
    assert people_of(found) == {SIREN: 3}
    assert [(told.code, told.line) for told in found.anomalies] == [("E08", 5)]


def test_the_levels_required_of_a_matrix_are_those_of_each_of_its_companies(given) -> None:
    rows = [*beside(ILUO, [OTHER, THIRD, OTHER]), ["", "", "Niveau requis", "3", "3", "2"]]
    found = given({"m.csv": rows})
    assert {company for company, *_ in found.required} == {OTHER, THIRD}

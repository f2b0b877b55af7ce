"""Cross-tables (BDESE) and polyvalence matrices."""

import datetime as dt

import pytest

from factories.sheets import ON, SIREN, SIRET, codes, read, read_text, reading, text, told, workbook
from vivier.intake.data import UNKNOWN
from vivier.intake.sheets import read_sheets
from vivier.intake.sources import CrossTable, SkillTable, StaffList

BANDS = ["- de 25", "25 à 34 ans", "35-44", "45 / 54", "55-59", "60 et +"]


def cells_of(table):
    return [(cell.pcs, cell.age, cell.sex, cell.n) for cell in table.cells]


def cross(rows, **how):
    (table,), anomalies = read_text(rows, **how)
    assert isinstance(table, CrossTable)
    return table, anomalies


def test_a_cross_table_gives_cells_and_nobody():
    rows = [["Effectif au 31/12/2025"], ["SIRET 000 100 115 00013"], ["CSP", "Sexe", *BANDS, "Total"],
            ["Ouvriers", "Hommes", "1", "2", "-", "", "0", "3", "6"], ["", "Femmes", "0", "1", "0", "0", "0", "0", "1"],
            ["Employés", "H", "0", "0", "1", "0", "0", "0", "1"], ["Techniciens et agents de maîtrise", "F", "0", "0", "0", "2", "0", "0", "2"],
            ["Ingénieurs et cadres", "F", "0", "0", "0", "0", "1", "0", "1"], ["Total", "", "1", "3", "1", "2", "1", "3", "11"]]  # fmt: skip
    table, anomalies = cross(rows)
    assert (table.siren, table.site, table.dated) == (SIREN, SIRET, dt.date(2025, 12, 31))
    assert cells_of(table) == [
        ("3", "55_59", "F", 1), ("4", "45_54", "F", 2), ("5", "35_44", "H", 1), ("6", "25_34", "F", 1), ("6", "25_34", "H", 2),
        ("6", "60_plus", "H", 3), ("6", "moins_25", "H", 1),
    ]  # fmt: skip
    assert {cell.contract for cell in table.cells} == {UNKNOWN}
    assert anomalies == ()


def test_categories_merged_over_their_rows_are_filled_down_in_a_workbook():
    rows = [
        ["CSP", "Sexe", *BANDS],
        ["Ouvriers", "Hommes", 1, 2, None, None, 0, 3],
        [None, "Femmes", 0, 1, 0, 0, 0, 0],
        [None, "Ensemble", 1, 3, 0, 0, 0, 3],
    ]
    (table,), _ = read(workbook(rows, merged=["A2:A4"]))
    assert sum(cell.n for cell in table.cells) == 7
    assert {cell.pcs for cell in table.cells} == {"6"}


def test_a_table_without_sex_has_unknown_sexes():
    table, _ = cross([["Catégorie", *BANDS], ["Cadres", "1", "2", "3", "0", "0", "0"]])
    assert cells_of(table) == [("3", "25_34", UNKNOWN, 2), ("3", "35_44", UNKNOWN, 3), ("3", "moins_25", UNKNOWN, 1)]


def test_sexes_above_the_bands_are_read_and_their_totals_ignored():
    rows = [["", "Hommes", "", "Femmes", "", "Ensemble", ""], ["CSP", "- de 25", "25-34", "- de 25", "25-34", "- de 25", "25-34"],
            ["Ouvriers", "1", "2", "3", "4", "4", "6"]]  # fmt: skip
    table, _ = cross(rows)
    assert cells_of(table) == [
        ("6", "25_34", "F", 4),
        ("6", "25_34", "H", 2),
        ("6", "moins_25", "F", 3),
        ("6", "moins_25", "H", 1),
    ]


@pytest.mark.parametrize("is_merged", [True, False])
def test_sexes_below_the_bands_are_read(is_merged):
    rows = [
        ["CSP", "- de 25", None, "25-34", None, "Total", None],
        [None, "H", "F", "H", "F", "H", "F"],
        ["Ouvriers", 1, 2, 3, 4, 4, 6],
    ]
    (table,), _ = read(workbook(rows, merged=["B1:C1", "D1:E1", "F1:G1"] if is_merged else []))
    assert cells_of(table) == [
        ("6", "25_34", "F", 4),
        ("6", "25_34", "H", 3),
        ("6", "moins_25", "F", 2),
        ("6", "moins_25", "H", 1),
    ]


def test_a_category_and_its_rows_by_sex_count_people_once():
    table, _ = cross(
        [
            ["CSP", "- de 25", "25-34"],
            ["Ouvriers", "3", "5"],
            ["dont hommes", "1", "4"],
            ["dont femmes", "2", "1"],
            ["Cadres", "0", "7"],
        ]
    )
    assert sum(cell.n for cell in table.cells) == 15


def test_sections_by_sex_hold_for_the_rows_below():
    table, _ = cross(
        [
            ["CSP", "- de 25", "25-34"],
            ["HOMMES"],
            ["Ouvriers", "3", "5"],
            ["FEMMES"],
            ["Ouvriers", "1", "0"],
            ["Total général", "4", "5"],
        ]
    )
    assert cells_of(table) == [("6", "25_34", "H", 5), ("6", "moins_25", "F", 1), ("6", "moins_25", "H", 3)]


def test_sexes_inside_the_labels_are_read():
    table, _ = cross([["CSP", "- de 25", "25-34"], ["Ouvriers hommes", "3", "5"], ["Ouvriers - Femmes", "1", "0"]])
    assert {(cell.sex, cell.pcs) for cell in table.cells} == {("H", "6"), ("F", "6")}


def test_a_band_that_straddles_two_of_ours_is_of_unknown_age_and_told():
    table, anomalies = cross([["CSP", "- de 25", "50 et plus"], ["Ouvriers", "3", "5"]])
    assert ("6", UNKNOWN, UNKNOWN, 5) in cells_of(table)
    assert told(anomalies) == [("S09", 1, "age")]


def test_an_unknown_category_is_counted_and_told():
    table, anomalies = cross([["CSP", "- de 25", "25-34"], ["Apprentis", "3", "0"], ["Vide", "0", "-"]])
    assert cells_of(table) == [(UNKNOWN, "moins_25", UNKNOWN, 3)]
    assert told(anomalies) == [("S10", 2, "csp")]


def test_a_count_that_is_no_whole_number_is_told():
    table, anomalies = cross([["CSP", "- de 25", "25-34"], ["Ouvriers", "2,5", "4"], ["Cadres", "-1", "s."]])
    assert cells_of(table) == [("6", "25_34", UNKNOWN, 4)]
    assert {(one[0], one[1]) for one in told(anomalies)} == {("E07", 2), ("E07", 3)}


def test_the_next_table_of_a_sheet_is_not_counted_under_the_ages():
    rows = [
        ["CSP", "- de 25", "25-34"],
        ["Ouvriers", "3", "5"],
        ["Total", "3", "5"],
        [],
        ["Ancienneté", "moins d'un an", "plus d'un an"],
        ["Ouvriers", "4", "4"],
    ]
    table, _ = cross(rows)
    assert sum(cell.n for cell in table.cells) == 8


def test_bands_written_again_for_each_sex_are_read():
    rows = [
        ["Hommes"],
        ["CSP", "- de 25", "25-34"],
        ["Ouvriers", "3", "5"],
        [],
        ["Femmes"],
        ["CSP", "25-34", "- de 25"],
        ["Ouvriers", "1", "2"],
    ]
    table, _ = cross(rows)
    assert ("6", "25_34", "F", 1) in cells_of(table)


def test_a_cross_table_takes_the_company_of_the_option():
    assert cross([["CSP", "- de 25", "25-34"], ["Ouvriers", "3", "5"]], siren=SIREN)[0].siren == SIREN


# Matrices

MATRIX = [["Matricule", "Nom", "Soudure MIG", "Soudure TIG", "Pliage"], ["Niveau requis", "", "3", "2", ""], ["A1", "Durand", "4", "NC", "0"],
          ["A2", "Petit", "3", "1", "-"], ["A3", "Blanc", "", "2", "2"], ["Nombre de polyvalents", "", "2", "1", "1"]]  # fmt: skip


def skills(rows, **how):
    (table,), anomalies = read_text(rows, **how)
    assert isinstance(table, SkillTable)
    return table, anomalies


@pytest.mark.parametrize("make", [text, workbook])
def test_a_matrix_counts_people_by_level_and_keeps_the_targets(make):
    (table,), anomalies = read(make(MATRIX), kind="text" if make is text else "xlsx")
    assert table.required == {"Soudure MIG": 3, "Soudure TIG": 2, "Pliage": None}
    assert table.levels == {
        "Soudure MIG": {"4": 1, "3": 1, "non_evalue": 1}, "Soudure TIG": {"non_evalue": 1, "1": 1, "2": 1}, "Pliage": {"0": 1, "non_evalue": 1, "2": 1},
    }  # fmt: skip
    assert anomalies == ()


@pytest.mark.parametrize(
    "label", ["Niveau requis", "Cible", "NIVEAU CIBLE", "Requis", "Objectif 2026", "Niveau attendu"]
)
@pytest.mark.parametrize("place", [1, 3, 5])
def test_the_row_of_targets_may_be_anywhere(label, place):
    rows = [row for row in MATRIX if row[0] != "Niveau requis"]
    rows.insert(place, [label, "", "3", "2", ""])
    table, _ = skills(rows)
    assert table.required == {"Soudure MIG": 3, "Soudure TIG": 2, "Pliage": None}
    assert table.levels["Soudure MIG"].total() == 3


def test_families_of_skills_above_their_skills_are_understood():
    rows = [["Salarié", "Poste", "Soudage", None, "Usinage", None], [None, None, "MIG", "Réglage", "Tour", "Réglage"],
            ["Durand", "Soudeur", 3, 2, 0, 1], ["Petit", "Tourneur", 0, 1, 4, 3]]  # fmt: skip
    (table,), _ = read(workbook(rows, merged=["C1:D1", "E1:F1", "A1:A2", "B1:B2"]))
    assert list(table.levels) == ["MIG", "Soudage – Réglage", "Tour", "Usinage – Réglage"]
    assert table.levels["Tour"] == {"0": 1, "4": 1}


def test_a_skill_nobody_was_assessed_on_is_a_skill():
    rows = [["Nom", "MIG", "Laser", "TIG"], ["A", "1", "", "2"], ["B", "3", "", "4"]]
    table, _ = skills(rows)
    assert table.levels["Laser"] == {"non_evalue": 2}


def test_a_legend_is_not_read_beside_the_matrix_or_under_it():
    rows = [*MATRIX, [], ["Légende"], ["0", "ne sait pas faire"], ["4", "forme les autres", "", ""]]
    stream = workbook(("Légende", [["0", "débutant"], ["4", "expert"]]), ("Matrice", rows))
    (table,), _ = read(stream)
    assert table.levels["Soudure MIG"].total() == 3


def test_explained_levels_under_the_matrix_are_not_people():
    table, _ = skills([*MATRIX, ["0", "Ne sait pas"], ["1 : débutant", "en formation"]])
    assert table.levels["Soudure MIG"].total() == 3


def test_an_unreadable_level_is_told_and_not_assessed():
    rows = [*MATRIX[:3], ["A9", "Noir", "7", "expert", "2"]]
    table, anomalies = skills([*rows, *(["B" + str(rank), "X", "1", "1", "1"] for rank in range(9))])
    assert table.levels["Soudure TIG"]["non_evalue"] == 2
    assert told(anomalies) == [("E07", 4, "niveau")] * 2
    assert [each.message.partition("»")[0][-9:-1] for each in anomalies] == ["olonne C", "olonne D"]


def test_somebody_on_two_rows_is_one_person_with_the_better_level():
    table, anomalies = skills([*MATRIX, ["A2", "Petit", "2", "3", "-"]])
    assert table.levels["Soudure TIG"] == {"non_evalue": 1, "3": 1, "2": 1}
    assert codes(anomalies) == ["S02"]


def test_a_skill_titled_twice_is_read_once():
    table, anomalies = skills([["Nom", "MIG", "MIG", "TIG"], ["A", "1", "4", "2"], ["B", "3", "4", "4"]])
    assert table.levels["MIG"] == {"1": 1, "3": 1}
    assert told(anomalies) == [("S01", 1, "competence")]


def test_no_name_of_a_matrix_comes_out():
    (table,), anomalies = read_text([*MATRIX, ["A2", "Petit", "2", "7", "-"]])
    said = repr(table) + repr(anomalies)
    assert len(anomalies) == 2
    assert not [name for name in ("Durand", "Petit", "Blanc", "A1", "A2") if name in said]


def test_a_staff_list_with_small_numbers_is_no_matrix():
    rows = [
        ["Matricule", "Né(e) le", "Entrée", "Emploi", "Niveau A", "Niveau B"],
        ["1", "03/02/1987", "01/09/2015", "Tôlier", "3", "2"],
    ]
    (staff,), _ = read_text(rows)
    assert isinstance(staff, StaffList)


def test_a_matrix_knows_its_company_from_its_title_or_the_option():
    assert skills([["SIREN 000 100 115"], *MATRIX])[0].siren == SIREN
    assert skills(MATRIX, siren=SIREN)[0].siren == SIREN


def test_a_workbook_may_hold_a_list_a_table_and_a_matrix():
    staff = [["Matricule", "Né(e) le", "Emploi"], ["1", "03/02/1987", "Tôlier"]]
    table = [["CSP", "- de 25", "25-34"], ["Ouvriers", 3, 5]]
    contents = read_sheets(
        workbook(("Liste", staff), ("BDESE", table), ("Matrice", MATRIX)), "a.xlsx", "xlsx", reading=reading(on=ON)
    )
    assert [type(content) for content in contents] == [StaffList, CrossTable, SkillTable]

"""The rows of a staff list: who is a person, who is the same, where they work, what is told."""

import datetime as dt

import pytest

from factories.sheets import (
    ANNE,
    HERVE,
    OTHER_SIRET,
    SIREN,
    SIRET,
    TITLES,
    codes,
    counted,
    only,
    read,
    read_text,
    reading,
    text,
    told,
    workbook,
)
from vivier.intake.data import UNKNOWN
from vivier.intake.positions import OUTSIDE
from vivier.intake.sheets import read_sheets


def test_a_register_reads_its_contracts_in_the_observations():
    rows = [["Nom", "Prénom", "Date de naissance", "Sexe", "Emploi", "Qualification", "Date d'entrée", "Date de sortie", "Observations"],
            ["A", "Ada", "03/02/1987", "F", "Soudeuse", "P3", "01/09/2015", "", ""],
            ["B", "Bob", "03/02/2005", "H", "Tôlier", "", "01/09/2024", "", "apprenti"],
            ["C", "Cid", "03/02/1990", "H", "Tôlier", "", "01/12/2025", "", "contrat à durée déterminée"],
            ["D", "Dan", "03/02/1991", "H", "Manœuvre", "", "01/12/2025", "", "salarié temporaire - agence Tempo, 3 rue X"],
            ["E", "Eva", "03/02/1992", "F", "Assistante", "", "01/12/2010", "", "salarié à temps partiel 80 %"],
            ["F", "Fay", "03/02/2004", "F", "", "", "01/01/2026", "", "stagiaire"],
            ["G", "Guy", "03/02/1960", "H", "Chef d'équipe", "", "01/01/1999", "31/12/2024", ""]]  # fmt: skip
    staff = only(rows)
    assert [p.group for p in staff.positions] == ["CDI", "APPRENTISSAGE", "CDD", "INTERIM", "CDI", OUTSIDE, "CDI"]
    total = counted(staff)
    assert (total.people, total.contracts, total.fte, total.outside) == (5, 5, 4.8, 1)


def test_an_export_reads_every_column_it_knows():
    rows = [
        [
            "Matricule",
            "N° SS",
            "Civilité",
            "DDN",
            "Embauche",
            "Type de contrat",
            "ETP",
            "Code PCS",
            "Siret",
            "RQTH",
            "Salaire brut",
        ],
        [
            "07",
            "1 68 10 01 991 001 97",
            "M.",
            "28/10/1968",
            "05/09/1994",
            "CDI",
            "0,80",
            "632D",
            "000 100 115 00013",
            "Oui",
            "2 345,67",
        ],
    ]
    (staff,), anomalies = read_text(rows)
    (p,) = staff.positions
    assert (staff.siren, p.site, p.born, p.start, p.sex, p.group, p.ratio, p.pcs, p.has_boeth) == (
        SIREN, SIRET, dt.date(1968, 10, 28), dt.date(1994, 9, 5), "H", "CDI", 0.8, "632d", True,
    )  # fmt: skip
    assert anomalies == ()


def test_empty_rows_sections_totals_and_repeated_titles_are_nobody():
    rows = [TITLES, ["Atelier"], ANNE, [], TITLES, ["", "", "", "Sous-total", "", "1"], ["Bureaux"], HERVE, ["Total", "", "", "", "", "2"],
            ["Effectif total : 2", "", "", "", "", "2"], ["Fait à Lyon"]]  # fmt: skip
    (staff,), anomalies = read_text(rows)
    assert counted(staff).people == 2
    assert "S03" not in codes(anomalies)


def test_somebody_whose_name_is_total_is_a_person():
    assert (
        counted(only([TITLES, ["3", "Total", "Jean", "03/02/1987", "H", "Ensemble vocal", "01/09/2015", ""]])).people
        == 1
    )


def test_a_section_of_interns_is_outside_the_headcount():
    staff = only(
        [TITLES, ANNE, ["STAGIAIRES"], HERVE, ["Atelier"], ["3", "C", "C", "01/01/1990", "H", "Tôlier", "", ""]]
    )
    assert [p.group for p in staff.positions] == ["CDI", OUTSIDE, "CDI"]


def test_a_sheet_of_interns_is_outside_the_headcount():
    (staff,), _ = read(workbook(("Salariés", [TITLES, ANNE]), ("Stagiaires", [TITLES, HERVE])))
    assert (counted(staff).people, counted(staff).outside) == (1, 1)


def test_a_row_that_says_nothing_but_a_name_is_told_and_not_counted():
    (staff,), anomalies = read_text([TITLES, ANNE, ["9", "Durand", "Luc", "", "", "", "", ""]])
    assert counted(staff).people == 1
    assert ("S03", 3, "") in told(anomalies)


def test_a_faulty_value_never_loses_its_person():
    bad = ["1", "A", "B", "31/02/1987", "zz", "Soudeur", "hier", "demain"]
    (staff,), anomalies = read_text([TITLES, bad])
    (p,) = staff.positions
    assert (p.born, p.sex, p.start, p.end) == (None, UNKNOWN, None, None)
    faults = {("E04", 2, "entree"), ("E04", 2, "naissance"), ("E04", 2, "sortie"), ("E05", 2, "sexe")}
    assert faults <= set(told(anomalies))


def test_an_end_before_the_start_is_set_aside():
    (staff,), anomalies = read_text([TITLES, [*ANNE[:-1], "01/01/2010"]])
    assert staff.positions[0].end is None
    assert ("E13", 2, "sortie") in told(anomalies)


@pytest.mark.parametrize(("born", "is_told"), [("03/02/1930", True), ("03/02/2020", True), ("03/02/1987", False)])
def test_an_impossible_age_is_told(born, is_told):
    _, anomalies = read_text([TITLES, [*ANNE[:3], born, *ANNE[4:]]])
    assert (("E20", 2, "naissance") in told(anomalies)) is is_told


def test_those_who_left_are_not_asked_for_an_age():
    _, anomalies = read_text([TITLES, ["1", "A", "B", "03/02/1930", "H", "Tôlier", "01/01/1950", "31/12/1990"]])
    assert not {"E20", "E11"} & set(codes(anomalies))


def test_missing_columns_and_values_are_told_once_each():
    _, anomalies = read_text(
        [["Matricule", "Nom", "Sexe", "Emploi"], ["1", "A", "H", "Tôlier"], ["2", "B", "", "Tôlier"]]
    )
    assert [one for one in told(anomalies) if one[0] == "E11"] == [
        ("E11", 1, "entree"),
        ("E11", 1, "naissance"),
        ("E11", 3, "sexe"),
    ]


def test_the_sex_of_a_nir_completes_an_absent_one():
    (staff,), anomalies = read_text([["N° SS", "Né(e) le", "Emploi"], ["285032A004123", "03/03/1985", "Soudeuse"]])
    assert staff.positions[0].sex == "F"
    assert "sexe" not in [one[2] for one in told(anomalies)]


def test_a_wrong_nir_is_told_and_the_matricule_takes_over():
    rows = [
        ["N° SS", "Matricule", "Né(e) le", "Emploi"],
        ["1681001991001", "7", "28/10/1968", "Tôlier"],
        ["9999", "7", "28/10/1968", "Tôlier"],
    ]
    (staff,), anomalies = read_text(rows)
    assert counted(staff).people == 1
    assert ("E09", 3, "nir") in told(anomalies)


def test_a_matricule_shared_by_two_nirs_merges_nobody():
    rows = [["N° SS", "Matricule", "Né(e) le", "Emploi"], ["1681001991001", "7", "28/10/1968", "Tôlier"],
            ["285032A004123", "7", "03/03/1985", "Tôlier"], ["", "7", "01/01/1990", "Tôlier"]]  # fmt: skip
    assert counted(only(rows)).people == 3


def test_identifiers_of_payroll_files_and_spreadsheets_meet():
    said = reading(siren=SIREN)
    rows = text([["NIR", "Né(e) le", "Emploi"], ["1 68 10 01 991 001 97", "28/10/1968", "Tôlier"]])
    (staff,) = read_sheets(rows, "a.csv", "text", reading=said)
    assert staff.positions[0].person == said.pseudonyms.of(SIREN, b"nir", b"1681001991001")


def test_names_are_the_same_whatever_their_accents_and_case():
    titles = ["Nom", "Prénom", "Né(e) le", "Emploi", "ETP"]
    rows = [
        titles,
        ["Nuñez", "Hervé", "08/08/1979", "Tôlier", "0,5"],
        ["NUNEZ", "HERVE", "08-08-79", "Tôlier", "0,3"],
    ]
    total = counted(only(rows))
    assert (total.people, total.contracts, total.fte) == (1, 2, 0.8)


def test_namesakes_born_on_different_days_are_two_people():
    titles = ["Nom", "Prénom", "Né(e) le", "Emploi"]
    assert counted(only([titles, ["A", "B", "08/08/1979", "Tôlier"], ["A", "B", "09/08/1979", "Tôlier"]])).people == 2


def test_names_in_one_column_or_two_are_the_same_person():
    said = reading(siren=SIREN)
    one = read_sheets(
        text([["Nom / Prénom", "Né(e) le", "Emploi"], ["DUPONT Jean", "08/08/1979", "Tôlier"]]),
        "a.csv",
        "text",
        reading=said,
    )
    two = read_sheets(
        text([["Nom", "Prénom", "Né(e) le", "Emploi"], ["Dupont", "Jean", "08/08/1979", "Tôlier"]]),
        "b.csv",
        "text",
        reading=said,
    )
    assert one[0].positions[0].person == two[0].positions[0].person


def test_files_of_unknown_company_are_never_matched():
    said = reading()
    people = [
        read_sheets(text([TITLES, ANNE]), name, "text", reading=said)[0].positions[0].person
        for name in ("a.csv", "b.csv")
    ]
    assert people[0] != people[1]


def test_the_ranks_of_two_registers_are_not_matched():
    said = reading(siren=SIREN)
    rows = [["N°", "Né(e) le", "Emploi"], ["1", "08/08/1979", "Tôlier"]]
    people = [
        read_sheets(text(rows), name, "text", reading=said)[0].positions[0].person for name in ("a.csv", "b.csv")
    ]
    assert people[0] != people[1]


def test_identical_lines_are_one_person_and_a_notice():
    (staff,), anomalies = read_text([TITLES, ANNE, HERVE, ANNE])
    assert len(staff.positions) == 2
    assert ("S02", 4, "") in told(anomalies)


def test_two_establishments_or_hours_are_two_positions_of_one_person():
    titles = ["Matricule", "Né(e) le", "Emploi", "SIRET", "Taux d'activité"]
    rows = [
        titles,
        ["1", "03/02/1987", "Tôlier", SIRET, "50"],
        ["1", "03/02/1987", "Tôlier", OTHER_SIRET, "50"],
        ["1", "03/02/1987", "Tôlier", SIRET, "30"],
    ]
    total = counted(only(rows))
    assert (total.people, total.contracts, total.fte) == (1, 3, 1.3)


def test_two_named_sites_are_two_positions_though_both_are_unknown():
    rows = [
        ["Matricule", "Né(e) le", "Site", "ETP"],
        ["1", "03/02/1987", "Lyon", "0,5"],
        ["1", "03/02/1987", "Dole", "0,5"],
    ]
    (staff,), anomalies = read_text(rows)
    assert (counted(staff).people, counted(staff).fte) == (1, 1.0)
    assert ("S08", 1, "etablissement") in told(anomalies)


def test_lines_that_nothing_identifies_are_one_person_each():
    (staff,), anomalies = read_text([["Sexe", "Âge", "Emploi"], ["H", "50", "Tôlier"], ["H", "50", "Tôlier"]])
    assert counted(staff).people == 2
    assert ("S06", 1, "matricule") in told(anomalies)


def test_a_destroyed_siret_is_an_unknown_establishment_of_the_company_of_the_file():
    rows = [
        ["Matricule", "Né(e) le", "Emploi", "SIRET"],
        ["1", "03/02/1987", "Tôlier", "1,00107E+09"],
        ["2", "03/02/1988", "Tôlier", SIRET],
    ]
    contents, anomalies = read_text(rows, siren=SIREN)
    assert [[p.site for p in staff.positions] for staff in contents] == [[UNKNOWN, SIRET]]
    assert ("E08", 2, "siret") in told(anomalies)


def test_a_siret_stored_as_a_number_finds_its_zeros_again():
    (staff,), anomalies = read(
        workbook([["Matricule", "Né(e) le", "Emploi", "SIRET"], [1, "03/02/1987", "Tôlier", 10011500013]])
    )
    assert (staff.siren, staff.positions[0].site, "E08" in codes(anomalies)) == (SIREN, SIRET, False)


def test_a_destroyed_siret_in_a_column_of_establishments_is_told():
    (staff,), anomalies = read_text(
        [["Matricule", "Né(e) le", "Emploi", "Établissement"], ["1", "03/02/1987", "Tôlier", "1,00107E+09"]]
    )
    assert staff.positions[0].site == UNKNOWN
    assert "E08" in codes(anomalies)


@pytest.mark.parametrize(
    ("titles", "cells"),
    [(["SIREN", "NIC"], ["000100115", "00013"]), (["NIC"], ["13"]), (["Établissement"], [SIRET]), (["Établissement"], ["00013"]), (["Siret"], ["000 100 115 00013"])],
)  # fmt: skip
def test_establishments_are_found_by_siret_or_nic(titles, cells):
    staff = only([["Matricule", "Né(e) le", "Emploi", *titles], ["1", "03/02/1987", "Tôlier", *cells]], siren=SIREN)
    assert (staff.siren, staff.positions[0].site) == (SIREN, SIRET)


def test_each_company_of_a_file_has_its_list():
    rows = [["Matricule", "Né(e) le", "Emploi", "SIRET"], ["1", "03/02/1987", "Tôlier", SIRET], ["1", "03/02/1988", "Tôlier", "73282932000074"],
            ["2", "03/02/1989", "Tôlier", ""]]  # fmt: skip
    contents, _ = read_text(rows)
    assert {staff.siren: len(staff.positions) for staff in contents} == {SIREN: 1, "732829320": 1, UNKNOWN: 1}


def test_the_title_of_a_file_wins_over_the_option_and_a_row_over_both():
    rows = [
        ["SIREN 732829320"],
        ["Matricule", "Né(e) le", "Emploi", "SIREN"],
        ["1", "03/02/1987", "Tôlier", ""],
        ["2", "03/02/1987", "Tôlier", SIREN],
    ]
    contents, _ = read_text(rows, siren=SIREN)
    assert sorted(staff.siren for staff in contents) == [SIREN, "732829320"]


def test_working_time_prefers_the_etp_then_the_percentage_then_hours():
    titles = ["Matricule", "Né(e) le", "Temps de travail (%)", "ETP", "Horaire hebdo", "Observations"]
    rows = [titles, ["1", "03/02/1987", "50", "0,8", "35", ""], ["2", "03/02/1987", "50", "", "35", ""], ["3", "03/02/1987", "", "", "28", ""],
            ["4", "03/02/1987", "", "", "", "temps partiel 60 %"], ["5", "03/02/1987", "", "", "", ""]]  # fmt: skip
    assert [p.ratio for p in only(rows).positions] == [0.8, 0.5, 0.8, 0.6, 1.0]


@pytest.mark.parametrize(
    ("numbers", "ratios"),
    [([35, 28], [1, 0.8]), ([100, 80], [1, 0.8]), ([1, 0.8], [1, 0.8]), ([151.67, 75.835], [1, 0.5])],
)
def test_a_column_of_working_times_without_unit_is_understood_from_its_numbers(numbers, ratios):
    rows = [
        ["Matricule", "Né(e) le", "Temps de travail"],
        *([str(rank), "03/02/1987", n] for rank, n in enumerate(numbers)),
    ]
    assert [p.ratio for p in only(rows).positions] == ratios


def test_a_part_time_without_figure_counts_one_with_a_warning():
    (staff,), anomalies = read_text(
        [
            ["Matricule", "Né(e) le", "Emploi", "Observations"],
            ["1", "03/02/1987", "Tôlier", "salarié à temps partiel"],
        ]
    )
    assert (counted(staff).contracts, counted(staff).fte) == (1, 1.0)
    assert ("S05", 2, "temps") in told(anomalies)


def test_an_unreadable_working_time_is_told_and_counts_one():
    (staff,), anomalies = read_text([["Matricule", "Né(e) le", "Quotité"], ["1", "03/02/1987", "beaucoup"]])
    assert counted(staff).fte == 1.0
    assert ("E07", 2, "taux") in told(anomalies)


def test_a_contract_not_understood_is_unknown_with_a_warning():
    (staff,), anomalies = read_text(
        [["Matricule", "Né(e) le", "Contrat"], ["1", "03/02/1987", "Vacataire"], ["2", "03/02/1987", ""]]
    )
    assert [p.group for p in staff.positions] == [UNKNOWN, "CDI"]
    assert ("S04", 2, "contrat") in told(anomalies)


def test_an_unknown_pcs_is_told_and_absent_ones_are_counted_once():
    rows = [
        ["Matricule", "Né(e) le", "Emploi", "PCS"],
        ["1", "03/02/1987", "A", "999z"],
        ["2", "03/02/1987", "B", ""],
        ["3", "03/02/1987", "C", ""],
    ]
    _, anomalies = read_text(rows)
    assert ("E10", 2, "pcs") in told(anomalies)
    assert ["Des personnes (2)" in one.message for one in anomalies if one.code == "S07"] == [True]


def test_a_table_with_titles_and_nobody_is_an_empty_list():
    staff = only([TITLES])
    assert (staff.siren, staff.positions) == (UNKNOWN, [])


# Privacy

SECRETS = (
    "Xanadurand",
    "Quentinou",
    "285032A004123",
    "MAT77X",
    "98765",
    "kinoise",
    "rue des Acacias",
    "FR7612345",
    "0478",
)


def leaky_rows():
    titles = [
        "Nom",
        "Prénom",
        "N° SS",
        "Matricule",
        "Né(e) le",
        "Emploi",
        "Contrat",
        "Salaire brut",
        "Nationalité",
        "Adresse",
        "IBAN",
        "Tél.",
    ]
    row = ["Xanadurand", "Quentinou", "285032A004123", "MAT77X", "31/02/1987", "Tôlier", "Vacataire", "98765", "kinoise",
           "12 rue des Acacias", "FR7612345", "0478"]  # fmt: skip
    wrong = [*row[:2], "285032A004123999", *row[3:]]
    return [titles, row, row, wrong, ["Xanadurand", "Quentinou", *[""] * 10]]


@pytest.mark.parametrize("make", [text, workbook])
def test_no_identifier_and_no_pay_is_in_what_comes_out(make):
    contents, anomalies = read(make(leaky_rows()), kind="text" if make is text else "xlsx")
    said = repr(contents) + repr(anomalies)
    assert {"E04", "E09", "S02", "S03", "S04"} <= set(codes(anomalies))  # something could have leaked
    assert not [secret for secret in SECRETS if secret.casefold() in said.casefold()]


def test_a_column_never_read_changes_nothing_whatever_it_holds():
    plain, told_plain = read_text([TITLES, ANNE, HERVE])
    with_pay, told_pay = read_text(
        [
            [*TITLES, "Salaire brut", "Commentaire"],
            [*ANNE, "Total", "apprenti"],
            [*HERVE, "#N/A", "temps partiel 50 %"],
        ]
    )
    assert counted(plain[0]) == counted(with_pay[0])
    assert told_plain == told_pay


def test_two_readings_do_not_give_the_same_pseudonyms():
    keys = {only([TITLES, ANNE], siren=SIREN).positions[0].person for _ in range(2)}
    assert len(keys) == 2

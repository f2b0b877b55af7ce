"""Several sources about one company: which one counts, what is said, and what is never matched."""

import pytest

from factories.dsn import SIREN as DSN_SIREN
from factories.dsn import Declaration, Sending, people
from factories.sheets import OTHER_SIRET, SIREN, SIRET, figures, lines

TITLES = "Matricule;Nom;Né(e) le;Sexe;Emploi;Date d'entrée;Taux d'activité"
TWO = ["1;DURAND;03/02/1987;F;Soudeuse;01/09/2015;80", "2;PETIT;08/08/1979;H;Tôlier;01/03/2004;100"]
BANDS = "CSP;Sexe;- de 25;25 à 34;35 à 44"


def listed(site=None, people=TWO, dated=""):
    head = [f"SIRET {site}" if site else "Registre", f"Situation au {dated}" if dated else ""]
    return lines(*head, TITLES, *people)


def table(site=None, dated="", n=5):
    head = [f"SIRET {site}" if site else "Bilan social", f"Effectif au {dated}" if dated else ""]
    return lines(*head, BANDS, f"Ouvriers;H;0;{n};0", "Cadres;F;0;0;1")


def said(found, *codes):
    return [(a["fichier"], a["code"]) for a in found["anomalies"] if a["code"] in codes]


def heads(found):
    return {siren: company["personnes"] for siren, company in found["entreprises"].items()}


@pytest.mark.parametrize(
    ("prefer", "people", "left"),
    [("nominal", 2, "tableau.csv"), ("aggregated", 6, "liste.csv")],
)
def test_of_a_list_and_a_table_for_one_establishment_one_counts(read_bytes, prefer, people, left):
    found = read_bytes({"liste.csv": listed(SIRET), "tableau.csv": table(SIRET)}, prefer=prefer)
    assert heads(found) == {SIREN: people}
    assert said(found, "N02") == [(left, "N02")]


@pytest.mark.parametrize("prefer", ["nominal", "aggregated"])
def test_a_list_and_a_table_of_two_establishments_add_up(read_bytes, prefer):
    found = read_bytes({"liste.csv": listed(SIRET), "tableau.csv": table(OTHER_SIRET)}, prefer=prefer)
    assert figures(found) == [
        f"{SIREN}: 8 p, 2 c, 1.8 etp, 0 th",
        "  3 35_44 F inconnu × 1", "  6 25_34 H inconnu × 5", "  inconnu 35_44 F CDI × 1", "  inconnu 45_54 H CDI × 1",
        f"  @{SIRET}: 2 p, 2 c, 1.8 etp, 0 th",
        f"  @{OTHER_SIRET}: 6 p, 0 c, 0 etp, 0 th",
    ]  # fmt: skip
    assert said(found, "N02") == []


def test_a_table_of_unknown_establishment_may_be_about_any_of_them(read_bytes):
    found = read_bytes({"liste.csv": listed(SIRET), "tableau.csv": table()}, siren=SIREN)
    assert heads(found) == {SIREN: 2}
    assert said(found, "N02") == [("tableau.csv", "N02")]


def test_tables_of_several_dates_count_once(read_bytes):
    files = {
        "a.csv": table(SIRET, "31/12/2024", 9),
        "b.csv": table(SIRET, "31/12/2025", 5),
        "c.csv": table(SIRET, "31/12/2023", 7),
    }
    found = read_bytes(files)
    assert heads(found) == {SIREN: 6}
    assert said(found, "N14") == [("a.csv", "N14"), ("c.csv", "N14")]


def test_the_order_of_the_names_of_files_changes_no_figure(read_bytes):
    contents = [listed(SIRET, dated="31/12/2025"), listed(SIRET, [*TWO, "3;BLANC;01/05/1966;F;Cadre;01/03/2004;100"], "31/12/2024"),
                table(OTHER_SIRET, "31/12/2025"), table(OTHER_SIRET, "31/12/2024", 9)]  # fmt: skip
    told = {repr(figures(read_bytes(dict(zip(names, contents, strict=True))))) for names in
            (("a.csv", "b.csv", "c.csv", "d.csv"), ("d.csv", "c.csv", "b.csv", "a.csv"), ("b.csv", "d.csv", "a.csv", "c.csv"))}  # fmt: skip
    assert len(told) == 1
    assert "8 p, 2 c, 1.8 etp" in told.pop()


def test_the_payroll_file_wins_over_a_list_of_its_company(read_bytes):
    payroll = Sending((Declaration(people(3)),)).encoded()
    found = read_bytes({"paie.dsn": payroll, "liste.csv": listed()}, siren=DSN_SIREN)
    assert heads(found) == {DSN_SIREN: 3}
    assert said(found, "N02") == [("liste.csv", "N02")]


def test_a_list_of_another_company_is_beside_the_payroll_file(read_bytes):
    payroll = Sending((Declaration(people(3)),)).encoded()
    other = "73282932000074"
    assert heads(read_bytes({"paie.dsn": payroll, "liste.csv": listed(other)})) == {DSN_SIREN: 3, other[:9]: 2}


def test_files_of_unknown_company_are_added_and_never_matched(read_bytes):
    files = {"a.csv": listed(), "b.csv": listed(people=[*TWO, "3;BLANC;01/05/1966;F;Cadre;01/03/2004;100"])}
    found = read_bytes(files)
    assert heads(found) == {"inconnu": 5}
    assert said(found, "N07") == [("a.csv", "N07"), ("b.csv", "N07")]
    # The same files of one named company: matricules 1 and 2 are the same two people.
    assert heads(read_bytes(files, siren=SIREN)) == {SIREN: 3}


def test_the_option_names_only_the_files_that_say_nothing(read_bytes):
    other = "73282932000074"
    found = read_bytes({"a.csv": listed(other), "b.csv": listed()}, siren=SIREN)
    assert heads(found) == {SIREN: 2, other[:9]: 2}
    assert said(found, "N07") == []


def test_an_old_list_is_counted_and_said(read_bytes):
    found = read_bytes({"a.csv": listed(SIRET, dated="30/06/2025")})
    assert heads(found) == {SIREN: 2}
    assert said(found, "N12") == [("a.csv", "N12")]
    assert said(read_bytes({"a.csv": listed(SIRET, dated="31/12/2025")}), "N12") == []


def test_the_same_file_under_two_names_is_read_once(read_bytes):
    found = read_bytes({"a.csv": listed(SIRET), "copie.csv": listed(SIRET)})
    assert heads(found) == {SIREN: 2}
    assert said(found, "N11") == [("copie.csv", "N11")]


SITED = "Matricule;SIRET;Nom;Né(e) le;Sexe;Emploi;Date d'entrée"


def test_one_row_without_establishment_does_not_make_a_list_speak_for_every_other(read_bytes):
    rows = [
        f"1;{SIRET};DURAND;03/02/1987;F;Soudeuse;01/09/2015",
        "2;1,00107E+09;PETIT;08/08/1979;H;Tôlier;01/03/2004",
    ]
    found = read_bytes({"liste.csv": lines(SITED, *rows), "tableau.csv": table(OTHER_SIRET)})
    assert heads(found) == {SIREN: 8}
    assert said(found, "N02") == []


def test_the_rows_without_establishment_go_with_the_others_when_the_payroll_file_wins(read_bytes):
    site = DSN_SIREN + "00013"
    rows = [f"1;{site};DURAND;03/02/1987;F;Soudeuse;01/09/2015", "2;1,00107E+09;PETIT;08/08/1979;H;Tôlier;01/03/2004"]
    payroll = Sending((Declaration(people(3)),)).encoded()
    found = read_bytes({"liste.csv": lines(SITED, *rows), "paie.dsn": payroll})
    assert heads(found) == {DSN_SIREN: 3}
    assert said(found, "N02") == [("liste.csv", "N02")]

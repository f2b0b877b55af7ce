"""Which titles are known, on one row or two, and what is written above them."""

import datetime as dt

import pytest

from factories.sheets import ON, SIREN, SIRET, codes, counted, only, read, read_text, reading, told, workbook
from vivier.intake.data import UNKNOWN
from vivier.intake.sheets.fields import LABELS, NEVER, field_of
from vivier.intake.sheets.grid import Row, Sheet
from vivier.intake.sheets.headers import find_header, header_alone, repeats
from vivier.intake.sheets.titles import read_title

KNOWN = {
    "nir": ["N° SS", "N° S.S.", "n° sécu", "NIR", "N° INSEE", "Sécurité sociale", "Numéro de sécurité sociale", "N°SS", "NSS"],
    "matricule": ["Matricule", "N° matricule", "Mat.", "Id salarié", "Code salarié", "MATRICULE", "Matricule salarié", "Identifiant"],
    "numero": ["N°", "n°", "No", "Numéro", "N° d'ordre"],
    "nom": ["Nom", "NOM", "Nom usuel", "Nom de naissance", "Patronyme", "Nom du salarié", "Nom d'usage"],
    "prenom": ["Prénom", "Prénom(s)", "Prénoms", "PRENOM"],
    "nom_prenom": ["Nom / Prénom", "Nom et prénom", "NOM PRÉNOM", "Nom Prénoms", "Salarié", "Salarié(e)", "Collaborateur", "NomPrenom",
                   "Opérateur"],
    "sexe": ["Sexe", "S", "Genre", "Civilité", "H/F", "M/F", "F/H", "Sexe (H/F)", "Civ."],
    "naissance": ["Né(e) le", "Date de naissance", "DDN", "Naissance", "Date naiss", "Date\nde\nnaissance", "Né le", "Date naiss.",
                  "Date_naissance", "DateNaissance", "Date de naissance (JJ/MM/AAAA)", "Dt naissance", "Année de naissance"],
    "age": ["Âge", "AGE", "Age au 31/12/2025", "Âge (années)"],
    "entree": ["Date d'entrée", "Date d’entrée", "Embauche", "Entrée société", "Début contrat", "Date ancienneté", "Entrée",
               "Date d'embauche", "Date d'entrée dans l'entreprise", "Date entrée", "Entré(e) le", "Date de début de contrat"],
    "sortie": ["Date de sortie", "Départ", "Fin de contrat", "Sortie", "Date de départ", "Date sortie", "Date de fin de contrat"],
    "contrat": ["Nature contrat", "Type de contrat", "Contrat", "Type contrat", "Nature du contrat", "Contrat de travail",
                "Type de contrat (CDI, CDD…)", "CDI/CDD"],
    "observations": ["Observations", "Observation(s)", "Mentions particulières"],
    "etp": ["ETP", "Nb ETP", "Équivalent temps plein"],
    "taux": ["Temps de travail (%)", "Taux d'activité", "Quotité", "Tps travail %", "% activité", "Taux d'emploi", "% temps de travail",
             "Quotité de travail", "Taux d’activité (%)"],
    "hebdo": ["Horaire hebdo", "Hor. hebdo", "Heures hebdomadaires", "Durée hebdomadaire", "Heures/semaine", "Horaire hebdomadaire"],
    "mois": ["Heures mois", "Horaire mensuel", "Heures mensuelles", "Heures/mois"],
    "temps": ["Temps de travail", "Temps plein / partiel", "Durée du travail"],
    "pcs": ["Code PCS", "PCS-ESE", "PCS", "Code PCS-ESE"],
    "csp": ["CSP", "Catégorie", "Statut", "Catégorie socioprofessionnelle", "Catégorie socio-professionnelle"],
    "qualification": ["Qualif.", "Qualification", "Coefficient", "Coef."],
    "emploi": ["Emploi", "Emploi occupé", "Intitulé du poste", "Poste", "Fonction", "Libellé emploi", "Métier", "Poste occupé",
               "Intitulé de l'emploi"],
    "siret": ["SIRET", "N° SIRET", "Siret établissement"],
    "siren": ["SIREN", "N° Siren"],
    "nic": ["NIC", "Code NIC"],
    "etablissement": ["Établissement", "Site", "Nom de l'établissement", "Code établissement"],
    "boeth": ["RQTH", "TH", "BOETH", "Travailleur handicapé", "DOETH", "Travailleur handicapé (O/N)"],
    NEVER: ["Salaire", "Salaire brut", "Brut", "Net", "Net à payer", "Rémunération", "IBAN", "RIB", "Adresse", "Téléphone", "Mail",
            "E-mail", "Nationalité", "Titre de séjour", "N° titre de séjour", "Situation familiale", "Situation de famille",
            "Commentaire", "Commentaires", "Taux horaire", "Observations / commentaires", "Adresse mail", "Tél."],
}  # fmt: skip


@pytest.mark.parametrize(("field", "title"), [(field, title) for field, titles in KNOWN.items() for title in titles])
def test_usual_titles_are_known(field, title):
    found = field_of(title)
    assert found is not None
    assert found[0] == field


@pytest.mark.parametrize(
    "title", ["Lieu de naissance", "Tranche d'âge", "Motif de sortie", "Nom du responsable", "Service", "N° de contrat", "Clé", "", "x" * 400,
              "Date de la visite médicale", "Ancienneté", "Date de fin prévue", "Nom de jeune fille de la mère", "Heures sup", "CDI"],
)  # fmt: skip
def test_other_titles_are_unknown(title):
    assert field_of(title) is None


def test_every_field_can_be_named_in_french():
    assert KNOWN.keys() - {NEVER} <= LABELS.keys()


def rows_of(*rows):
    return [Row(line, list(cells), sum(c is not None for c in cells)) for line, cells in enumerate(rows, 1)]


def test_titles_are_the_first_row_with_three_known_cells():
    header = find_header(
        rows_of(["Registre du personnel"], ["Nom", "Usine"], [None], ["Nom", "Emploi", "Né(e) le", "Salaire"])
    )
    assert (header.line, header.columns, header.never) == (4, {"nom": 0, "emploi": 1, "naissance": 2}, {3})


def test_of_two_rows_of_titles_the_lower_is_kept():
    header = find_header(
        rows_of(
            ["Matricule", "Emploi", "Contrat"],
            ["Matricule", "Emploi", "Type contrat", "Entrée"],
            [1, "Soudeur", "CDI", "x"],
        )
    )
    assert (header.line, set(header.columns)) == (2, {"matricule", "emploi", "contrat", "entree"})


def test_empty_cells_of_the_lower_row_are_completed_by_the_upper_one():
    header = find_header(rows_of(
        ["Matricule", "Nom", "Dates", None, "Contrat", None, "Salaire", None],
        [None, None, "Entrée", "Sortie", "Nature", "%", "Brut", "Emploi"],
        ["1", "A", "01/01/2020", None, "CDI", "80", "2000", "1800"],
    ))  # fmt: skip
    assert header.columns == {"matricule": 0, "nom": 1, "entree": 2, "sortie": 3, "contrat": 4}
    assert header.never == {6, 7}  # what stands under « Salaire » is pay, whatever its own title


@pytest.mark.parametrize(
    ("upper", "lower", "field"),
    [("Date de", "naissance", "naissance"), ("Contrat", "Nature", "contrat"), ("Contrat", "Début", "entree"), ("Contrat", "Fin", "sortie"),
     ("Naissance", "Date", "naissance"), ("Temps de travail", "%", "taux"), ("Sortie", "Date", "sortie"), ("Date", "d'entrée", "entree")],
)  # fmt: skip
def test_a_title_cut_over_two_rows_is_put_together(upper, lower, field):
    header = find_header(
        rows_of(["Identité", None, None, upper], ["Matricule", "Nom", "Emploi", lower], [1, "A", "Soudeur", "x"])
    )
    assert header.columns[field] == 3


def test_the_motive_of_an_end_is_no_date_of_end():
    header = find_header(rows_of([None, None, None, "Sortie", None], ["Nom", "Emploi", "Entrée", "Date", "Motif"]))
    assert header.columns["sortie"] == 3
    assert len(header.columns) == 4


def test_data_under_the_titles_is_not_a_second_row_of_titles():
    header = find_header(
        rows_of(["Nom", "Emploi", "Sexe", "Contrat", "Statut"], ["Nom", "Fonction publique", "F", "CDI", "Cadre"])
    )
    assert header.line == 1


def test_a_list_of_telephones_is_no_staff_list():
    assert find_header(rows_of(["Nom", "Prénom", "Téléphone", "Mail"], ["A", "B", "C", "D"])) is None


def test_a_row_that_writes_the_titles_again_is_recognised():
    rows = rows_of(["Nom", "Emploi", "Né(e) le"], ["Nom", "Emploi", "Né(e) le"], ["Nom", "Soudeur", "03/02/1987"])
    header = header_alone(rows[0])
    assert [repeats(row, header) for row in rows[1:]] == [True, False]


def test_two_rows_of_titles_are_read_in_a_workbook_and_in_a_text():
    rows = [
        ["REGISTRE UNIQUE DU PERSONNEL"],
        [],
        ["Salarié", None, None, None, "Contrat", None, None, "Temps de\ntravail"],
        ["Matricule", "Nom", "Né(e) le", "H/F", "Nature", "Entrée", "Sortie", "%"],
        ["A1", "Lefèvre", "03/02/1987", "F", "CDD", "01/09/2025", None, 80],
        ["A2", "Nuñez", "08/08/1979", "H", None, "01/03/2004", "31/12/2025", 100],
    ]
    (staff,), anomalies = read(workbook(rows, merged=["A1:H1", "A3:D3", "E3:G3"]))
    assert [(p.group, p.sex, p.ratio, p.end) for p in staff.positions] == [
        ("CDD", "F", 0.8, None),
        ("CDI", "H", 1.0, dt.date(2025, 12, 31)),
    ]
    assert counted(staff) == counted(
        only([row if row != rows[2] else [*row[:-1], "Temps de travail"] for row in rows])
    )
    assert "E04" not in codes(anomalies)


def test_titles_merged_over_two_rows_are_one_title():
    rows = [["Matricule", "Né(e) le", "Dates", None, "Emploi"], [None, None, "Entrée", "Sortie", None],
            [7, "03/02/1987", "01/09/2015", None, "Soudeur"]]  # fmt: skip
    (staff,), anomalies = read(workbook(rows, merged=["A1:A2", "B1:B2", "C1:D1", "E1:E2"]))
    assert [p.start for p in staff.positions] == [dt.date(2015, 9, 1)]
    assert "S01" not in codes(anomalies)


def test_a_duplicate_title_keeps_the_first_column_and_warns():
    rows = [["Matricule", "Né(e) le", "Emploi", "Date de naissance"], [1, "03/02/1987", "Soudeur", "01/01/2001"]]
    (staff,), anomalies = read_text(rows)
    assert staff.positions[0].born == dt.date(1987, 2, 3)
    assert ("S01", 1, "naissance") in told(anomalies)


def test_the_surest_of_two_entry_dates_is_kept_without_noise():
    rows = [
        ["Matricule", "Né(e) le", "Date ancienneté", "Date d'entrée"],
        [1, "03/02/1987", "01/01/1999", "01/09/2015"],
    ]
    (staff,), anomalies = read_text(rows)
    assert staff.positions[0].start == dt.date(2015, 9, 1)
    assert "S01" not in codes(anomalies)


@pytest.mark.parametrize(
    "above",
    [["SIRET : 000 100 115 00013"], ["SIRET", "00010011500013"], ["N° Siret", 10011500013], ["Société Alpha - 00010011500013 - Lyon"],
     ["Siret 000 100 115 00013", "NAF 25.62B"]],
)  # fmt: skip
def test_a_siret_above_the_titles_applies_to_every_row(above):
    staff = only([above, ["Matricule", "Né(e) le", "Emploi"], [1, "03/02/1987", "Soudeur"]])
    assert (staff.siren, staff.positions[0].site) == (SIREN, SIRET)


def test_a_siren_above_the_titles_names_the_company_alone():
    staff = only([["SIREN 000 100 115"], ["Matricule", "Né(e) le", "Emploi"], [1, "03/02/1987", "Soudeur"]])
    assert (staff.siren, staff.positions[0].site) == (SIREN, UNKNOWN)


def test_a_destroyed_siret_above_the_titles_is_told_and_not_guessed():
    (staff,), anomalies = read_text(
        [["SIRET : 1,00107E+09"], ["Matricule", "Né(e) le", "Emploi"], [1, "03/02/1987", "Soudeur"]]
    )
    assert (staff.siren, staff.positions[0].site) == (UNKNOWN, UNKNOWN)
    assert ("E08", 1, "siret") in told(anomalies)


@pytest.mark.parametrize(
    "above",
    [["Situation au 31/12/2025"], ["Situation au", "31/12/2025"], ["SITUATION AU : 31.12.2025"], ["Arrêté au 31/12/2025"],
     ["Effectif au 31 décembre 2025"], ["Registre du 01/01/2025 au 31/12/2025"], ["Situation au", dt.date(2025, 12, 31)],
     ["au 31-12-25"], ["Données arrêtées le 31/12/2025"]],
)  # fmt: skip
def test_a_date_above_the_titles_dates_the_file(above):
    rows = [above, ["Matricule", "Né(e) le", "Emploi"], [1, "03/02/1987", "Soudeur"]]
    (staff,), _ = read(workbook(rows))
    assert staff.dated == dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    "above", [["Édité le 05/02/2026"], ["Registre du personnel"], ["Page 1 sur 12"], ["Situation au 31/02/2025"]]
)
def test_other_lines_above_the_titles_date_nothing(above):
    assert only([above, ["Matricule", "Né(e) le", "Emploi"], [1, "03/02/1987", "Soudeur"]]).dated is None


def test_the_name_of_a_sheet_may_date_it():
    title = read_title(Sheet("Situation au 31-12-2025", iter(())), [], reading(), "a.xlsx")
    assert title.dated == dt.date(2025, 12, 31)


def test_two_sheets_of_different_dates_are_two_lists():
    table = [["Matricule", "Né(e) le", "Emploi"], [1, "03/02/1987", "Soudeur"]]
    contents, _ = read(
        workbook(("2024", [["Situation au 31/12/2024"], *table]), ("2025", [["Situation au 31/12/2025"], *table]))
    )
    assert [staff.dated.year for staff in contents] == [2024, 2025]


def test_ages_given_at_the_date_of_the_file_grow_to_the_reference_date():
    rows = [["Situation au 31/12/2023"], ["Matricule", "Âge", "Emploi"], [1, 52, "Soudeur"]]
    assert only(rows).positions[0].age_on(ON) == 54

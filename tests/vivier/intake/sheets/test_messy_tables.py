"""Cross-tables of the BDESE and polyvalence matrices as companies lay them out: each file, then its figures."""

import datetime as dt

import pytest

from factories.sheets import SIREN, SIRET, faults, figures, lines, skills_of, workbook

BANDS = ["Moins de 25 ans", "25 à 34 ans", "35 à 44 ans", "45 à 54 ans", "55 à 59 ans", "60 ans et +"]


@pytest.fixture
def sent(read_bytes):
    def run(*sheets, **how):
        return read_bytes({"tableau.xlsx": workbook(*sheets, **how).getvalue()})

    return run


def counts(found):
    """The cells as « PCS, age, sex, n », for tables whose company is not at stake."""
    return [line.strip().replace(" inconnu ×", "") for line in figures(found) if " × " in line]


# 3 men and 2 women among workers, 1 woman among managers: the same company in every layout below.
WORKERS = ["6 25_34 F 2", "6 25_34 H 1", "6 moins_25 H 2"]
MANAGERS = ["3 35_44 F 1"]
ALL = sorted([*MANAGERS, *WORKERS])
B3 = BANDS[:3]
LAYOUTS = {
    "sexes in rows": [["CSP", "Sexe", *B3, "Total"], ["Ouvriers", "H", 2, 1, 0, 3], [None, "F", 0, 2, "-", 2], [None, "Total", 2, 3, 0, 5],
                      ["Cadres", "H", None, None, None, 0], [None, "F", 0, 0, 1, 1], ["TOTAL", None, 2, 3, 1, 6]],
    "sexes above the bands": [["CSP", "Hommes", None, None, None, "Femmes", None, None, None, "Ensemble", None, None],
                              [None, *B3, "Total", *B3, "Total", *B3], ["Ouvriers", 2, 1, 0, 3, 0, 2, 0, 2, 2, 3, 0],
                              ["Ingénieurs et cadres", 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1]],
    "sexes under the bands": [["CSP", B3[0], None, None, B3[1], None, None, B3[2], None, None, "Total"], [None, *["H", "F", "T"] * 3, None],
                              ["Ouvriers", 2, 0, 2, 1, 2, 3, 0, 0, 0, 5], ["Cadres", 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]],
    "a section by sex": [["CSP", *B3], ["HOMMES", None, None, None], ["Ouvriers", 2, 1, 0], ["Cadres", 0, 0, 0], ["Sous-total hommes", 2, 1, 0],
                         ["FEMMES", None, None, None], ["Ouvriers", 0, 2, 0], ["Cadres", 0, 0, 1], ["Total général", 2, 3, 1]],
    "sexes in the labels": [["Catégorie", *B3], ["Ouvriers (H)", 2, 1, 0], ["Ouvriers (F)", 0, 2, 0], ["Cadres hommes", 0, 0, 0], ["Cadres femmes", 0, 0, 1]],
    "subtotals then their detail": [["CSP", *B3], ["Ouvriers", 2, 3, 0], ["dont hommes", 2, 1, 0], ["dont femmes", 0, 2, 0], ["Cadres", 0, 0, 1],
                                    ["dont femmes", 0, 0, 1]],
    "shares under the counts": [["CSP", "Sexe", *B3], ["Ouvriers", "H", 2, 1, 0], ["% hommes", None, 1, 0.33, 0], ["Ouvriers", "F", 0, 2, 0],
                                ["Part des femmes", None, 0, "67 %", 0], ["Cadres", "F", 0, 0, 1], ["Taux d'encadrement", None, 0, 0, 1],
                                ["Âge moyen", None, 22, 30, 40], ["En %", None, 50, 50, 100]],
    "years side by side": [["CSP", "Sexe", 2023, None, None, 2024, None, None, 2025, None, None], [None, None, *B3 * 3],
                           ["Ouvriers", "H", 9, 9, 9, 8, 8, 8, 2, 1, 0], ["Ouvriers", "F", 9, 9, 9, 8, 8, 8, 0, 2, 0], ["Cadres", "F", 9, 9, 9, 8, 8, 8, 0, 0, 1]],
    "years one under the other": [["Année 2025"], ["CSP", "Sexe", *B3], ["Ouvriers", "H", 2, 1, 0], ["Ouvriers", "F", 0, 2, 0], ["Cadres", "F", 0, 0, 1], [],
                                  ["Année 2024"], ["CSP", "Sexe", *B3], ["Ouvriers", "H", 9, 9, 9]],
    "years in rows": [["CSP", "Année", "Sexe", *B3], ["Ouvriers", 2024, "H", 9, 9, 9], [None, 2025, "H", 2, 1, 0], ["Ouvriers", 2024, "F", 8, 8, 8],
                      [None, 2025, "F", 0, 2, 0], ["Cadres", "2025", "F", 0, 0, 1]],
    "another table under it": [["CSP", "Sexe", *B3], ["Ouvriers", "H", 2, 1, 0], [None, "F", 0, 2, 0], ["Cadres", "F", 0, 0, 1], [],
                               ["Ancienneté", None, "< 1 an", "1 à 5 ans", "> 5 ans"], ["Ouvriers", None, 1, 2, 2]],
    "labels in capitals, counts as texts": [["CATEGORIE SOCIO-PROFESSIONNELLE", "SEXE", "- DE 25", "25-34", "35/44"], ["OUVRIERS", "HOMMES", "2", " 1 ", "-"],
                                            ["", "FEMMES", "néant", "2", ""], ["INGENIEURS, CADRES", "FEMMES", "0", "0", "1,0"]],
}  # fmt: skip


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS.keys())
@pytest.mark.parametrize("where", [0, 6])
def test_the_same_company_in_every_layout_of_a_cross_table(sent, rows, where):
    above = [["Bilan social – SIRET 000 100 115 00013"], ["Effectif au 31/12/2025"]]
    found = sent([*above, *[[]] * where, *rows])
    assert counts(found) == ALL
    assert figures(found)[0] == f"{SIREN}: 6 p, 0 c, 0 etp, 0 th"
    assert figures(found)[-1] == f"  @{SIRET}: 6 p, 0 c, 0 etp, 0 th"


TURNED = {
    "categories in columns": [["Tranche d'âge", "Ouvriers H", "Ouvriers F", "Cadres F", "Total"], [B3[0], 2, 0, 0, 2], [B3[1], 1, 2, 0, 3],
                              [B3[2], 0, 0, 1, 1], ["Total", 3, 2, 1, 6]],
    "categories, then sexes in columns": [["Âge", "Ouvriers", None, "Cadres", None, "Total"], [None, "H", "F", "H", "F", None], [B3[0], 2, 0, 0, 0, 2],
                                          [B3[1], 1, 2, 0, 0, 3], [B3[2], "-", None, None, 1, 1], ["Ensemble", 3, 2, 0, 1, 6]],
}  # fmt: skip


@pytest.mark.parametrize("rows", TURNED.values(), ids=TURNED.keys())
def test_a_cross_table_turned_on_its_side(sent, rows):
    found = sent([["Bilan social – SIRET 000 100 115 00013"], ["Effectif au 31/12/2025"], [], *rows])
    assert counts(found) == ALL
    assert figures(found)[0] == f"{SIREN}: 6 p, 0 c, 0 etp, 0 th"


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_cross_table_in_a_text_is_the_one_of_the_workbook(read_bytes, separator):
    rows = [separator.join("" if cell is None else str(cell) for cell in row) for row in LAYOUTS["sexes in rows"]]
    assert counts(read_bytes({"bdese.csv": lines(*rows)})) == ALL


def test_bands_merged_over_counts_and_shares_give_the_counts(sent):
    rows = [
        ["CSP", BANDS[0], None, BANDS[1], None],
        [None, "Nb", "%", "Nb", "%"],
        ["Ouvriers", 2, 40, 3, 60],
        ["Cadres", 0, 0, 1, 100],
    ]
    found = sent(rows, merged=["B1:C1", "D1:E1", "A1:A2"])
    assert counts(found) == ["3 25_34 inconnu 1", "6 25_34 inconnu 3", "6 moins_25 inconnu 2"]


def test_a_sheet_for_each_sex_adds_up(sent):
    found = sent(
        ("Hommes", [["CSP", *B3], ["Ouvriers", 2, 1, 0]]),
        ("Femmes", [["CSP", *B3], ["Ouvriers", 0, 2, 0], ["Cadres", 0, 0, 1]]),
    )
    assert counts(found) == ALL


def test_of_sheets_for_several_years_the_latest_counts(sent):
    old = [["CSP", "Sexe", *B3], ["Ouvriers", "H", 9, 9, 9]]
    found = sent(("2023", old), ("BDESE 2024", old), ("2025", LAYOUTS["sexes in rows"]))
    assert counts(found) == ALL
    assert [code for code, *_ in faults(found)] == ["N14", "N14"]


def test_bands_that_are_not_those_of_the_study(sent):
    rows = [
        ["CSP", "< 20 ans", "20-24", "25 à moins de 35 ans", "35-49", "50-54", "55 et plus"],
        ["Employés", 1, 2, 3, 4, 5, 6],
    ]
    found = sent(rows)
    # 35-49 straddles 35-44 and 45-54; 55 and over straddles 55-59 and 60 and over: 4 + 6 of unknown age.
    assert counts(found) == ["5 25_34 inconnu 3", "5 45_54 inconnu 5", "5 inconnu inconnu 10", "5 moins_25 inconnu 3"]
    assert faults(found) == [("S09", 1, "age"), ("S09", 1, "age")]


CATEGORIES = {
    "Ouvriers qualifiés": "6", "Ouvrier(e)s": "6", "6 - Ouvriers": "6", "OUVRIERS NON QUALIFIÉS": "6", "Employé(e)s": "5", "EMPLOYES": "5",
    "Agents de maîtrise": "4", "TAM": "4", "Technicien(ne)s": "4", "Professions intermédiaires": "4", "Techniciens / Agents de maîtrise": "4",
    "Cadres": "3", "Ingénieurs & cadres": "3", "Cadres dirigeants": "3", "CADRES ET ASSIMILÉS": "3",
    "Ouvriers / Employés": "inconnu", "Apprentis": "inconnu", "Personnel administratif": "inconnu",
}  # fmt: skip


@pytest.mark.parametrize(("label", "level"), CATEGORIES.items())
def test_every_category_gives_its_level(sent, label, level):
    found = sent([["CSP", *B3], [label, 1, 2, 0]])
    assert counts(found) == [f"{level} 25_34 inconnu 2", f"{level} moins_25 inconnu 1"]
    assert faults(found) == ([("S10", 2, "csp")] if level == "inconnu" else [])


# Matrices

TITLES = ["Nom", "Prénom", "Soudure MIG", "Soudure TIG", "Pliage", "Laser"]
PEOPLE = [
    ["DURAND", "Luc", 4, 3, 0, None],
    ["PETIT", "Ida", 2, None, 1, 3],
    ["BLANC", "Noé", 3, 3, None, None],
]
SKILLS = {
    "Soudure MIG": (None, 0, 0, 1, 1, 1, 0),
    "Soudure TIG": (None, 0, 0, 0, 2, 0, 1),
    "Pliage": (None, 1, 1, 0, 0, 0, 1),
    "Laser": (None, 0, 0, 0, 1, 0, 2),
}
TARGET = ["Niveau requis", None, 3, 3, 2, None]
REQUIRED = {name: (requis, *row[1:]) for (name, row), requis in zip(SKILLS.items(), [3, 3, 2, None], strict=True)}


@pytest.mark.parametrize(
    "label", ["Niveau requis", "CIBLE", "Cible 2026", "Niveau attendu", "Objectif", "Niv. requis", "Niveaux cibles"]
)
@pytest.mark.parametrize("place", [0, 1, 3, 4])
def test_targets_at_any_row_of_a_matrix(sent, label, place):
    rows = [TITLES, *PEOPLE]
    rows.insert(place, [label, *TARGET[1:]])
    assert skills_of(sent(rows)) == REQUIRED


ASIDE = {
    "targets not yet chosen": [["Niveau requis", "2026", None, "-", "NC", None]],
    "counts": [["Nb de personnes formées", None, 3, 2, 2, 1], ["Nombre ≥ 3", None, 2, 2, 0, 1], ["Total", None, 9, 6, 1, 3], ["Moyenne", None, 3, 3, 0.5, 3]],
    "shares": [["Taux de polyvalence", None, "75 %", 0.5, 0.1, 0.2], ["% autonomes", None, 66, 66, 0, 33]],
    "a legend": [[], ["Légende", None], [0, "ne sait pas faire"], [1, "débutant"], [2, "sous contrôle"], [3, "autonome"], [4, "formateur"]],
    "titles again": [TITLES],
    "a section": [["Atelier 2"]],
}  # fmt: skip


@pytest.mark.parametrize("aside", ASIDE.values(), ids=ASIDE.keys())
def test_what_surrounds_the_people_of_a_matrix_is_nobody(sent, aside):
    assert skills_of(sent([["Matrice de polyvalence – mise à jour 01/2026"], TITLES, *PEOPLE, *aside])) == SKILLS


LEVELS = {
    "texts": ["4", "3", "0", ""], "decimals": ["4,0", 3.0, "0.0", "-"], "letters": ["N4", "Niv. 3", "niveau 0", "NC"], "spaces": [" 4 ", "3 ", " 0", " "],
    "explained": ["4 - formateur", "3 : autonome", "0 (débutant)", "N/A"], "unsaid": [4, 3, 0, "non évalué"], "not concerned": [4, 3, 0, "sans objet"],
}  # fmt: skip


@pytest.mark.parametrize("levels", LEVELS.values(), ids=LEVELS.keys())
def test_every_way_to_write_a_level(sent, levels):
    found = sent([TITLES, ["DURAND", "Luc", *levels], *PEOPLE[1:]])
    assert skills_of(found) == SKILLS
    assert faults(found) == []


def test_columns_that_are_no_skills(sent):
    titles = [
        "Matricule",
        "Nom",
        "Service",
        "Poste",
        "MIG",
        "Date éval.",
        "TIG",
        "Évalué le",
        "Total points",
        "Polyvalence",
        "Visa",
    ]
    day = dt.date(2025, 3, 12)
    found = sent([titles, ["007", "DURAND", "Atelier", "Soudeur", 3, day, 2, "12/03/2025", 5, "50 %", "LD"],
                  ["008", "PETIT", "Atelier", "Tôlier", 1, day, None, None, 1, "25 %", None]])  # fmt: skip
    assert skills_of(found) == {"MIG": (None, 0, 1, 0, 1, 0, 0), "TIG": (None, 0, 0, 1, 0, 0, 1)}


def test_a_level_and_its_date_under_each_skill(sent):
    rows = [["Nom", "Soudure MIG", None, "Pliage", None], [None, "Niveau", "Date", "Niveau", "Date"], ["DURAND", 4, dt.date(2025, 1, 6), 0, None],
            ["PETIT", 2, dt.date(2025, 1, 6), 1, dt.date(2024, 9, 2)]]  # fmt: skip
    for merged in (["B1:C1", "D1:E1", "A1:A2"], []):
        assert skills_of(sent(rows, merged=merged)) == {
            "Soudure MIG": (None, 0, 0, 1, 0, 1, 0),
            "Pliage": (None, 1, 1, 0, 0, 0, 0),
        }


def test_a_level_required_beside_each_level_reached_is_no_skill(sent):
    rows = [
        ["Nom", "MIG", None, "TIG", None],
        [None, "Requis", "Acquis", "Requis", "Acquis"],
        ["A", 3, 2, 2, 2],
        ["B", 3, 4, 2, 1],
    ]
    found = sent(rows, merged=["B1:C1", "D1:E1", "A1:A2"])
    assert skills_of(found) == {"MIG": (None, 0, 0, 1, 0, 1, 0), "TIG": (None, 0, 1, 1, 0, 0, 0)}
    assert faults(found) == []


def test_a_matrix_for_each_workshop_in_its_sheet_adds_up_the_shared_skills(sent):
    found = sent(
        ("Soudure", [["Opérateur", "MIG", "Pontier"], ["A", 4, 2], ["B", 3, None], ["Cible", 3, 1]]),
        ("Pliage", [["Opérateur", "Presse", "Pontier"], ["C", 1, 3], ["D", 0, 4], ["Cible", 2, 2]]),
        ("Légende", [["Niveau", "Signification"], [0, "ne sait pas"], [4, "formateur"]]),
    )
    assert skills_of(found) == {
        "MIG": (3, 0, 0, 0, 1, 1, 0),
        "Pontier": (2, 0, 0, 1, 1, 1, 1),
        "Presse": (2, 1, 1, 0, 0, 0, 0),
    }


def test_matrices_one_under_the_other_are_each_read(sent):
    found = sent(
        [["Atelier soudure"], ["Nom", "MIG", "TIG"], ["Requis", 3, 2], ["A", 4, 2], ["B", 3, "NC"], [], ["Atelier pliage"],
         ["Nom", "Presse", "Cisaille"], ["Requis", 2, 2], ["C", 1, 3], ["D", 0, 4]]
    )  # fmt: skip
    assert skills_of(found) == {
        "MIG": (3, 0, 0, 0, 1, 1, 0),
        "TIG": (2, 0, 0, 1, 0, 0, 1),
        "Presse": (2, 1, 1, 0, 0, 0, 0),
        "Cisaille": (2, 0, 0, 0, 1, 1, 0),
    }
    assert faults(found) == []


def test_a_wide_matrix_may_give_the_date_of_entry(sent):
    titles = ["Nom", "Date d'entrée", "Contrat", *(f"Compétence {letter}" for letter in "ABCDEF")]
    found = sent([titles, ["DURAND", dt.date(2015, 9, 1), "CDI", 1, 2, 3, 4, 0, None]])
    assert len(skills_of(found)) == 6
    assert figures(found)[0] == "inconnu: 0 p, 0 c, 0 etp, 0 th"


@pytest.mark.parametrize(
    "title",
    [
        "Opérateur",
        "Nom de l'opérateur",
        "Opérateurs / Compétences",
        "Salarié \\ Poste",
        "NOM Prénom",
        "Collaborateur",
    ],
)
def test_the_column_of_people_under_any_title(sent, title):
    found = sent([[title, "MIG", "TIG"], ["DURAND Luc", 3, 2], ["PETIT Ida", 1, None]])
    assert skills_of(found) == {"MIG": (None, 0, 1, 0, 1, 0, 0), "TIG": (None, 0, 0, 1, 0, 0, 1)}


def test_a_matrix_in_a_text_beside_a_list_of_the_same_company(read_bytes):
    matrix = lines("SIREN 000 100 115", "Matricule;MIG;TIG", "7;3;2", "8;1;", "Cible;2;2")
    staff = lines("SIRET 000 100 115 00013", "Matricule;Né(e) le;Emploi;Entrée", "7;03/02/1987;Soudeur;01/09/2015")
    found = read_bytes({"matrice.csv": matrix, "registre.csv": staff})
    assert found["entreprises"][SIREN]["personnes"] == 1
    assert skills_of(found["entreprises"][SIREN]) == {"MIG": (2, 0, 1, 0, 1, 0, 0), "TIG": (2, 0, 0, 1, 0, 0, 1)}

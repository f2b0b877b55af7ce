"""Registers and HR exports as companies send them: each file, then the figures it must give on 31 January 2026."""

import datetime as dt

import pytest

from factories.sheets import OTHER_SIRET, SIREN, SIRET, faults, figures, workbook

A, B, C = dt.date(1987, 2, 3), dt.date(1979, 8, 8), dt.date(1966, 5, 1)  # 38, 46 and 59 years old on the day
D15, D04 = dt.date(2015, 9, 1), dt.date(2004, 3, 1)
TITLES = ["Matricule", "Nom", "Prénom", "Sexe", "Né(e) le", "Emploi", "Date d'entrée", "Date de sortie", "Contrat"]
ANNE = [1, "LEFÈVRE", "Anne", "F", A, "Soudeuse", D15, None, "CDI"]
LUC = [2, "NUÑEZ", "Luc", "H", B, "Tôlier", D04, None, "CDD"]
IDA = [3, "OUVRARD", "Ida", "F", C, "Cadre", D04, None, "CDI"]


@pytest.fixture
def sent(read_bytes):
    def run(*sheets, name="registre.xlsx", options=None, **how):
        return read_bytes({name: workbook(*sheets, **how).getvalue()}, **(options or {}))

    return run


def cells(found):
    """The cells alone, for files whose company and establishment are not what is at stake."""
    return [line.strip() for line in figures(found) if " × " in line]


ANNE_CELL, LUC_CELL, IDA_CELL = "inconnu 35_44 F CDI × 1", "inconnu 45_54 H CDD × 1", "inconnu 55_59 F CDI × 1"


# Titles


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_legal_register_with_grouped_titles_in_either_date_system(sent, is_1904):
    found = sent(
        [
            ["REGISTRE UNIQUE DU PERSONNEL (art. L. 1221-13)"],
            ["Établissement : Usine de Dole", None, None, "SIRET", "000 100 115 00013"],
            ["Situation au", None, None, dt.date(2026, 1, 31)],
            [],
            ["Identité", None, None, "Naissance", None, "Emploi", None, "Entrée", "Sortie", "Observations"],
            ["Nom", "Prénom", "Sexe", "Date", "Lieu", "Intitulé", "Qualification", "Date", "Date", None],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"],
            ["Lefèvre", "Anne", "F", A, "Dole", "Soudeuse", "P3", D15, None, "salariée à temps partiel 28/35"],
            ["Nuñez", "Luc", "M", B, "Oran", "Tôlier", "P1", dt.date(2025, 9, 1), dt.date(2026, 2, 28), "contrat à durée déterminée"],
            ["Ouvrard", "Ida", "F", C, "Lyon", "Directrice", "Cadre", D04, dt.date(2025, 12, 31), None],
            ["Petit", "Noé", "M", dt.date(2008, 6, 15), "Dole", "Tôlier", None, dt.date(2025, 9, 1), None, "Apprenti"],
            ["Fait à Dole, le", None, None, dt.date(2026, 2, 1)],
        ],
        is_1904=is_1904,
        merged=["A1:J1", "A5:C5", "D5:E5", "F5:G5", "J5:J6"],
    )  # fmt: skip
    assert figures(found) == [
        f"{SIREN}: 3 p, 3 c, 2.8 etp, 0 th",
        "  inconnu 35_44 F CDI × 1",
        "  inconnu 45_54 H CDD × 1",
        "  inconnu moins_25 H APPRENTISSAGE × 1",
        f"  @{SIRET}: 3 p, 3 c, 2.8 etp, 0 th",
    ]
    assert faults(found) == []


def test_bare_serial_numbers_of_a_1904_workbook(sent):
    # 1904 system: 3 February 1987 is 30349, 1 September 2015 is 40786, 31 December 2025 is 44560.
    rows = [TITLES, [*ANNE[:4], 30349, "Soudeuse", 40786, None, "CDI"], [*LUC[:4], "27248", "Tôlier", 36585, 44560, "CDD"]]  # fmt: skip
    assert cells(sent(rows, is_1904=True)) == [ANNE_CELL]


BILINGUAL = ["Matricule / Employee ID", "Nom / Last name", "Prénom\nFirst name", "Sexe (Gender)", "Date de naissance\nDate of birth",
             "Emploi - Job title", "Date d'entrée | Hire date", "Date de sortie / Exit date", "Type de contrat / Contract"]  # fmt: skip
NAMES_OF_TITLES = {
    "upper case, accents lost": ["MATRICULE", "NOM", "PRENOM", "SEXE", "DATE DE NAISSANCE", "EMPLOI OCCUPE", "DATE D ENTREE", "DATE DE SORTIE", "TYPE CONTRAT"],
    "accents turned into question marks": ["Matricule", "Nom", "Pr?nom", "Genre", "N?(e) le", "M?tier", "Date d'entr?e", "D?part", "Nature du contrat"],
    "accents turned into replacement characters": ["Matricule", "Nom", "Pr\ufffdnom", "Civilit\ufffd", "Date naiss.", "M\ufffdtier", "Entr\ufffde", "Date d\ufffdpart", "Contrat"],
    "UTF-8 read as Windows-1252": ["Matricule", "Nom", "PrÃ©nom", "CivilitÃ©", "NÃ©(e) le", "MÃ©tier", "Date dâ€™entrÃ©e", "DÃ©part", "Contrat"],
    "two languages": BILINGUAL,
    "line breaks": ["Matri-\ncule", "Nom", "Prénom", "S", "Né(e)\nle", "Emploi\noccupé", "Date\nd'entrée", "Date de\nsortie", "Type de\ncontrat"],
    "no spaces": ["IdSalarie", "NomUsuel", "Prenom", "Sexe", "DateNaissance", "LibelleEmploi", "DateEntree", "DateSortie", "TypeContrat"],
    "underscores": ["ID_SALARIE", "NOM_USUEL", "PRENOM", "SEXE", "DATE_NAISSANCE", "LIB_EMPLOI", "DATE_ENTREE", "DATE_SORTIE", "NATURE_CONTRAT"],
    "abbreviations": ["Mat.", "Nom", "Prénom", "S.", "DDN", "Poste", "Dt entrée", "Dt sortie", "Type ctr"],
}  # fmt: skip


@pytest.mark.parametrize("titles", NAMES_OF_TITLES.values(), ids=NAMES_OF_TITLES.keys())
def test_the_same_people_under_any_titles(sent, titles):
    gone = [9, "PARTI", "Guy", "H", A, "Tôlier", D04, dt.date(2025, 6, 30), "CDI"]
    found = sent([titles, ANNE, LUC, gone])
    assert cells(found) == [ANNE_CELL, LUC_CELL]
    assert faults(found) == []


@pytest.mark.parametrize(
    "under",
    [
        ["Employee ID", "Last name", "First name", "Gender", "Birth date", "Job title", "Hire date", "Exit date", "Contract"],
        ["texte", "texte", "texte", "H/F", "JJ/MM/AAAA", "texte", "JJ/MM/AAAA", "JJ/MM/AAAA", "CDI/CDD"],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
    ],
    ids=["English titles", "formats", "numbers", "numbers in brackets"],
)  # fmt: skip
def test_a_row_that_explains_the_titles_is_nobody(sent, under):
    found = sent([TITLES, under, ANNE, LUC])
    assert cells(found) == [ANNE_CELL, LUC_CELL]
    assert faults(found) == []


def test_somebody_without_any_date_under_the_titles_is_still_somebody(sent):
    found = sent([TITLES, ["A", "DUPONT", "Jean", "H", "inconnue", "Tôlier", "inconnue", None, "CDI"]])
    assert cells(found) == ["inconnu inconnu H CDI × 1"]
    assert faults(found) == [("E04", 2, "entree"), ("E04", 2, "naissance")]


# Around and between the rows


def test_a_printed_register_repeats_its_titles_and_its_pages(sent):
    rows = [["Registre du personnel", None, None, "Page 1"], TITLES]
    for rank in range(100):
        if rank and rank % 40 == 0:
            rows += [
                ["Page", rank // 40 + 1],
                ["Registre du personnel", None, None, None, "Édité le 02/02/2026"],
                TITLES,
            ]
        rows.append([rank, f"NOM{rank}", "Ada", "F", A, "Soudeuse", D15, None, "CDI"])
    rows += [["Page 3/3", None, None, None, "Édité le", None, dt.date(2026, 2, 2)]]
    found = sent(rows)
    assert cells(found) == ["inconnu 35_44 F CDI × 100"]
    assert faults(found, but=("S07", "N07", "S03")) == []


def test_a_printed_register_repeats_both_rows_of_grouped_titles(sent):
    upper = ["Salarié", None, None, "Contrat", None, "Dates", None]
    lower = ["Matricule", "Nom", "Né(e) le", "Nature", "Emploi", "Entrée", "Sortie"]
    found = sent(
        [
            upper,
            lower,
            [1, "A", A, "CDI", "Soudeur", D15, None],
            upper,
            lower,
            [2, "B", B, "CDD", "Tôlier", D04, None],
        ]
    )
    assert cells(found) == ["inconnu 35_44 inconnu CDI × 1", "inconnu 45_54 inconnu CDD × 1"]


@pytest.mark.parametrize(
    "total",
    [
        ["TOTAL GÉNÉRAL", None, None, None, 3],
        [None, None, None, None, "Sous-total atelier", None, 2],
        [None, "Effectif :", None, None, 3, None, 3],
        ["Effectifs présents", None, None, None, 3],
        [None, None, "Nombre de salariés", None, 3],
        ["Nb", None, None, None, None, "3 salariés"],
        [None, None, None, "Ensemble", 3],
        ["Moyenne d'âge", None, None, None, 47],
        ["À reporter", None, None, None, 47],
        ["Signature de l'employeur", None, None, None, "Cachet"],
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("place", [1, 2, 3])
def test_totals_in_odd_places_are_nobody(sent, total, place):
    rows = [TITLES, ANNE, LUC]
    rows.insert(place, total)
    assert cells(sent(rows)) == [ANNE_CELL, LUC_CELL]


def test_people_whose_names_look_like_totals_are_people(sent):
    found = sent([TITLES, [1, "TOTAL", *ANNE[2:]], ["Pages", "NOMBRE", *LUC[2:]], [3, "ENSEMBLE", *IDA[2:]]])
    assert cells(found) == [ANNE_CELL, LUC_CELL, IDA_CELL]


def test_sections_name_the_establishment_of_the_rows_below(sent):
    found = sent(
        [
            ["Société Alpha – SIREN 000 100 115"],
            TITLES,
            ["Usine de Dole – SIRET 000 100 115 00013"],
            ANNE,
            LUC,
            ["Dépôt de Lyon – SIRET 00010011500021"],
            IDA,
        ]
    )
    assert figures(found) == [
        f"{SIREN}: 3 p, 3 c, 3 etp, 0 th",
        f"  {ANNE_CELL}", f"  {LUC_CELL}", f"  {IDA_CELL}",
        f"  @{SIRET}: 2 p, 2 c, 2 etp, 0 th",
        f"  @{OTHER_SIRET}: 1 p, 1 c, 1 etp, 0 th",
    ]  # fmt: skip


def test_a_second_table_under_the_first_may_order_its_columns_otherwise(sent):
    second = [
        "Nom",
        "Né(e) le",
        "Matricule",
        "Contrat",
        "Sexe",
        "Date d'entrée",
        "Emploi",
        "Date de sortie",
        "Prénom",
    ]
    found = sent(
        [["SIRET 00010011500013"], TITLES, ANNE, [], ["SIRET 00010011500021"], second,
         ["NUÑEZ", B, 2, "CDD", "H", D04, "Tôlier", None, "Luc"]]
    )  # fmt: skip
    assert figures(found) == [
        f"{SIREN}: 2 p, 2 c, 2 etp, 0 th", f"  {ANNE_CELL}", f"  {LUC_CELL}",
        f"  @{SIRET}: 1 p, 1 c, 1 etp, 0 th", f"  @{OTHER_SIRET}: 1 p, 1 c, 1 etp, 0 th",
    ]  # fmt: skip


def test_a_part_for_interns_and_officers_is_outside_the_headcount(sent):
    found = sent([TITLES, ANNE, ["STAGIAIRES"], [*LUC[:-1], None], ["Intérimaires"], [*IDA[:-1], None]])
    assert cells(found) == [ANNE_CELL, "inconnu 55_59 F INTERIM × 1"]


def test_data_may_start_far_from_the_corner(sent):
    away = [None] * 5
    found = sent([*[[]] * 28, [*away, "Registre au 31/01/2026"], [*away, *TITLES], [*away, *ANNE], [*away, *LUC]])
    assert cells(found) == [ANNE_CELL, LUC_CELL]


def test_merged_cells_everywhere(sent):
    titles = ["Site", "Matricule", "Nom", None, "Sexe", "Né(e) le", "Emploi", "Date d'entrée", "Taux d'activité"]
    rows = [["REGISTRE"], titles, [SIRET, 1, "LEFÈVRE Anne", None, "F", A, "Soudeuse", D15, 50],
            [None, None, None, None, None, None, "Formatrice", D15, 30], [None, 2, "NUÑEZ Luc", None, "H", B, "Tôlier", D04, 100],
            [OTHER_SIRET, 3, "OUVRARD Ida", None, "F", C, "Cadre", D04, 80]]  # fmt: skip
    found = sent(rows, merged=["A1:I1", "A3:A5", "B3:B4", "C3:D4", "C2:D2", "E3:E4", "F3:F4", "C5:D5", "C6:D6"])
    assert figures(found) == [
        f"{SIREN}: 3 p, 4 c, 2.6 etp, 0 th",
        "  inconnu 35_44 F CDI × 1", "  inconnu 45_54 H CDI × 1", "  inconnu 55_59 F CDI × 1",
        f"  @{SIRET}: 2 p, 3 c, 1.8 etp, 0 th", f"  @{OTHER_SIRET}: 1 p, 1 c, 0.8 etp, 0 th",
    ]  # fmt: skip


# Values


DATES = {
    "date": A, "date and time": dt.datetime.combine(A, dt.time(12, 30)), "serial": 31811, "serial as text": "31811", "French": "03/02/1987",
    "short": "3-2-87", "dots": "03.02.1987", "ISO": "1987-02-03", "words": "3 février 1987", "abbreviation": "03-févr.-87",
    "digits": "03021987", "padded": " 03/02/1987 ", "no-break space": "3\u00a0février\u00a01987",
    "apostrophe": "'03/02/1987", "with time": "03/02/1987 00:00:00", "weekday": "mardi 3 février 1987", "lost accent": "3 f?vrier 1987",
}  # fmt: skip


def test_dates_of_every_kind_in_one_column(sent):
    rows = [[rank, f"NOM{rank}", "Ada", "F", date, "Soudeuse", date, None, "CDI"] for rank, date in enumerate(DATES.values())]  # fmt: skip
    found = sent([TITLES, *rows])
    assert cells(found) == [f"inconnu 35_44 F CDI × {len(DATES)}"]
    assert faults(found) == []


def test_a_zero_under_a_date_format_is_no_date(sent):
    # « =RECHERCHEV(…) » over an empty cell gives 0, which a spreadsheet shows as 00/01/1900.
    found = sent([TITLES, [*ANNE[:7], dt.time(0, 0), "CDI"], [*LUC[:7], 0, "CDD"]])
    assert cells(found) == [ANNE_CELL, LUC_CELL]
    assert faults(found) == []


def test_the_false_29th_of_february_1900_loses_nobody(sent):
    found = sent([TITLES, [*ANNE[:6], 60, None, "CDI"]])
    assert cells(found) == [ANNE_CELL]


SEXES = {"M": "H", "Monsieur": "H", "M.": "H", "MR": "H", "Homme": "H", "masculin": "H", "1": "H", 1: "H", "Mme": "F", "MADAME": "F",
         "Mlle": "F", "Féminin": "F", "FEMININ": "F", "f": "F", "2": "F", 2: "F"}  # fmt: skip


@pytest.mark.parametrize("title", ["S", "Civilité", "H/F", "SEXE", "Genre"])
def test_every_way_to_say_a_sex_under_every_title(sent, title):
    titles = [title if one == "Sexe" else one for one in TITLES]
    rows = [[rank, f"NOM{rank}", "X", said, A, "Tôlier", D15, None, "CDI"] for rank, said in enumerate(SEXES)]
    assert cells(sent([titles, *rows])) == ["inconnu 35_44 F CDI × 8", "inconnu 35_44 H CDI × 8"]


MARKS = {
    "yes": ["Oui", "OUI", "O", "x", "X", "✓", "✔", "☑", "1", 1, True, "RQTH", "Oui (jusqu'au 31/12/2028)", "cat. B"],
    "no": ["Non", "NON", "N", "", None, "-", "0", 0, False, "Non concerné", "N/A", "N.C.", "néant", "Pas de reconnaissance", "☐", "✗",
           "Demande en cours", "non renseigné"],
}  # fmt: skip


@pytest.mark.parametrize("title", ["RQTH", "TH", "Travailleur handicapé (O/N)", "BOETH"])
def test_every_way_to_mark_a_disabled_worker(sent, title):
    marks = [*MARKS["yes"], *MARKS["no"]]
    rows = [[rank, f"NOM{rank}", A, "Tôlier", D15, mark] for rank, mark in enumerate(marks)]
    found = sent([["Matricule", "Nom", "Né(e) le", "Emploi", "Entrée", title], *rows])
    assert figures(found)[0] == f"inconnu: {len(marks)} p, {len(marks)} c, {len(marks)} etp, {len(MARKS['yes'])} th"


@pytest.mark.parametrize(
    ("cells_of_the_column", "etp", "lines_told"),
    [
        (["Oui", "Non", "x", None], 4, [2, 4]),
        (["Oui (80 %)", "Non", "28h", "24,5/35"], 0.8 + 1 + 0.8 + 0.7, []),
        ([80, None, 50, 60], 0.8 + 1 + 0.5 + 0.6, []),
        ([28, None, 17.5, 35], 0.8 + 1 + 0.5 + 1, []),
        ([1, 0, 1, 0], 4, [2, 4]),
        (["0,8", "0,5", "1", "0"], 0.8 + 0.5 + 1 + 1, [4]),
        (["mi-temps", "Temps plein", "temps partiel", "✓"], 0.5 + 1 + 1 + 1, [4, 5]),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("title", ["Temps partiel", "À temps partiel (O/N)", "TP"])
def test_a_column_that_says_who_works_part_time(sent, title, cells_of_the_column, etp, lines_told):
    rows = [[rank, A, "Tôlier", D15, cell] for rank, cell in enumerate(cells_of_the_column)]
    found = sent([["Matricule", "Né(e) le", "Emploi", "Entrée", title], *rows])
    assert figures(found)[0] == f"inconnu: 4 p, 4 c, {etp:g} etp, 0 th"
    assert [line for code, line, _ in faults(found) if code == "S05"] == lines_told


WORKING_TIMES = {
    "ETP": ["1,00", 0.8, "0.50"], "Temps de travail (%)": [100, "80 %", "50,0"], "Taux d'activité": [1, 0.8, 0.5],
    "Horaire hebdo": [35, "28h", "17,5"], "Heures mois": ["151,67", "121,336", 75.835], "Temps de travail": ["Temps plein", "28/35", "mi-temps"],
    "Quotité": ["100%", "80%", "50%"], "Durée hebdomadaire": ["35h00", "28:00", dt.timedelta(hours=17.5)],
}  # fmt: skip


@pytest.mark.parametrize(("title", "times"), WORKING_TIMES.items(), ids=WORKING_TIMES.keys())
def test_working_times_in_every_unit(sent, title, times):
    rows = [[rank, A, "Tôlier", D15, time] for rank, time in enumerate(times)]
    found = sent([["Matricule", "Né(e) le", "Emploi", "Entrée", title], *rows])
    assert figures(found)[0] == "inconnu: 3 p, 3 c, 2.3 etp, 0 th"
    assert faults(found, but=("S07", "N07", "E11")) == []


def test_a_matricule_that_lost_its_zeros_is_the_same_person(sent):
    titles = ["Matricule", "Né(e) le", "Emploi", "Entrée", "ETP"]
    found = sent(
        ("Usine", [titles, ["00412", A, "Soudeuse", D15, 0.5], ["00413", B, "Tôlier", D04, 1]]),
        ("Dépôt", [titles, [412, A, "Cariste", D15, 0.3]]),
    )
    assert figures(found)[0] == "inconnu: 2 p, 3 c, 1.8 etp, 0 th"


def test_nirs_with_spaces_keys_and_corsica_tell_who_is_who(sent):
    titles = ["N° de sécurité sociale", "Nom", "Né(e) le", "Emploi", "Entrée", "ETP"]
    # 71 and 97 are the keys of 2 85 03 2A 004 123 and 1 68 10 01 991 001.
    found = sent(
        [titles, ["2 85 03 2A 004 123 71", "COLONNA", dt.date(1985, 3, 1), "Soudeuse", D15, 0.5],
         ["285032a004123", "COLONNA-DUPONT", dt.date(1985, 3, 1), "Formatrice", D15, 0.4],
         [1681001991001, "PETIT", dt.date(1968, 10, 1), "Tôlier", D04, 1], ["1 68 10 01 991 001 97", "PETIT", dt.date(1968, 10, 1), "Tôlier", D04, 1],
         ["1 68 10 01 991 001 96", "BLANC", dt.date(1968, 10, 1), "Tôlier", D04, 1]]
    )  # fmt: skip
    assert figures(found)[:4] == [
        "inconnu: 3 p, 4 c, 2.9 etp, 0 th", "  inconnu 35_44 F CDI × 1", "  inconnu 55_59 H CDI × 1", "  inconnu 55_59 inconnu CDI × 1",
    ]  # fmt: skip
    assert faults(found, but=("S07", "N07", "E11")) == [("S02", 5, ""), ("E09", 6, "nir")]


def test_sirets_in_every_state(sent):
    titles = ["Matricule", "Né(e) le", "Emploi", "Entrée", "SIRET"]
    sirets = [
        "000 100 115 00013",
        "00010011500013",
        10011500013,
        1.00115e10,
        "1,00115E+10",
        10011500000,
        "00010011500014",
        None,
    ]
    found = sent([titles, *([rank, A, "Tôlier", D15, siret] for rank, siret in enumerate(sirets))])
    # Rounded and scientific ones stay unknown, a wrong key is kept as written, an empty one says nothing.
    assert [line for line in figures(found) if not line.startswith("  inconnu")] == [
        f"{SIREN}: 8 p, 8 c, 8 etp, 0 th",
        f"  @{SIRET}: 3 p, 3 c, 3 etp, 0 th",
        "  @00010011500014: 1 p, 1 c, 1 etp, 0 th",
        "  @inconnu: 4 p, 4 c, 4 etp, 0 th",
    ]
    assert [fault for fault in faults(found) if fault[0] == "E08"] == [
        ("E08", line, "siret") for line in (5, 6, 7, 8)
    ]


def test_the_end_of_a_fixed_term_is_an_end(sent):
    found = sent([[*TITLES[:7], "Date fin CDD", "Contrat"], ANNE, [*LUC[:7], dt.date(2025, 12, 31), "CDD"]])
    assert cells(found) == [ANNE_CELL]


# Workbooks with more than a list


def test_a_summary_beside_the_list_is_not_counted(sent):
    found = sent(
        ("TCD", [["Étiquettes de lignes", "Nombre de Matricule"], ["CDI", 1], ["CDD", 1], ["Total général", 2]]),
        ("Synthèse", [["Type de contrat", "Sexe", "Emploi", "Nombre"], ["CDI", "F", "Soudeuse", 1], ["CDD", "H", "Tôlier", 1]]),
        ("Liste", [TITLES, ANNE, LUC]),
    )  # fmt: skip
    assert cells(found) == [ANNE_CELL, LUC_CELL]


def test_an_age_table_beside_the_list_gives_way_to_the_list(sent):
    ages = [["CSP", "Moins de 25 ans", "25-34 ans", "35-44 ans"], ["Ouvriers", 4, 5, 6]]
    found = sent(("Liste", [TITLES, ANNE, LUC]), ("Pyramide", ages))
    assert cells(found) == [ANNE_CELL, LUC_CELL]
    assert ("N02", 0, "") in faults(found)
    other = sent(("Liste", [TITLES, ANNE, LUC]), ("Pyramide", ages), options={"prefer": "aggregated"})
    assert figures(other)[0] == "inconnu: 15 p, 0 c, 0 etp, 0 th"


@pytest.mark.parametrize("name", ["Récapitulatif", "SYNTHÈSE PAR CSP", "Répartition hommes / femmes", "Légende"])
def test_a_summary_under_the_list_is_nobody(sent, name):
    counts = [["Catégorie", "Hommes", "Femmes", "Écart", "Total"], ["Ouvriers", 3, 4, 1, 7], ["Cadres", 1, 0, 1, 1]]
    found = sent([TITLES, ANNE, [], [name], *counts, [], ["Sortis"], TITLES, LUC])
    assert cells(found) == [ANNE_CELL, LUC_CELL]
    assert faults(found) == []


def test_of_sheets_named_by_year_the_latest_counts(sent):
    gone = [7, "PARTIE", "Zoé", "F", C, "Cadre", D04, None, "CDI"]
    found = sent(("2023", [TITLES, ANNE, gone]), ("2024", [TITLES, ANNE, LUC, gone]), ("2025", [TITLES, ANNE, LUC]))
    assert figures(found)[0] == "inconnu: 2 p, 2 c, 2 etp, 0 th"
    assert faults(found) == [("N14", 0, ""), ("N14", 0, "")]


def test_of_files_at_several_dates_the_latest_not_after_the_day_counts(read_bytes):
    def at(day, *people):
        return workbook([["SIRET 00010011500013", f"Situation au {day}"], TITLES, *people]).getvalue()

    files = {
        "a.xlsx": at("31/12/2026", ANNE),
        "b.xlsx": at("31/12/2025", ANNE, LUC),
        "c.xlsx": at("31/12/2024", ANNE, LUC, IDA),
    }
    found = read_bytes(files)
    assert figures(found)[0] == f"{SIREN}: 2 p, 2 c, 2 etp, 0 th"
    told = [(a["fichier"], a["code"]) for a in found["anomalies"] if a["code"] not in {"S07", "N12"}]
    assert told == [("a.xlsx", "N14"), ("c.xlsx", "N14")]


def test_a_register_cut_by_year_of_entry_is_one_register(sent):
    found = sent(("2004", [TITLES, LUC]), ("2015", [TITLES, ANNE]))
    assert cells(found) == [ANNE_CELL, LUC_CELL]


def test_each_establishment_may_have_its_sheet(sent):
    found = sent(
        ("Dole", [["SIRET 00010011500013"], TITLES, ANNE, LUC]), ("Lyon", [["SIRET 00010011500021"], TITLES, IDA])
    )
    assert [line for line in figures(found) if "@" in line] == [
        f"  @{SIRET}: 2 p, 2 c, 2 etp, 0 th",
        f"  @{OTHER_SIRET}: 1 p, 1 c, 1 etp, 0 th",
    ]

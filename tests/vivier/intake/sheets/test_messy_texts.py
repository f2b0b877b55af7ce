"""Texts in columns as software and spreadsheets write them: one same staff, every way to spoil its file."""

import codecs

import pytest

from factories.sheets import SIREN, SIRET, faults, figures, lines

# On 31 January 2026: 38, 46 and 59 years old, and 0.8 + 1 + 0.5 full-time equivalents.
TITLES = [
    "Matricule",
    "Nom",
    "Né(e) le",
    "Sexe",
    "Emploi",
    "Date d'entrée",
    "Type de contrat",
    "Taux d'activité",
    "SIRET",
]
STAFF = [
    ["007", "LEFÈVRE", "03/02/1987", "F", "Soudeuse", "01/09/2015", "CDI", "0,80", "000 100 115 00013"],
    ["008", "ŒUVRARD", "08/08/1979", "H", "Tôlier", "01/03/2004", "CDD", "1,00", "000 100 115 00013"],
    ["009", "PETIT", "01/05/1966", "F", "Cadre", "01/03/2004", "CDI", "0,50", "000 100 115 00013"],
]
EXPECTED = [
    f"{SIREN}: 3 p, 3 c, 2.3 etp, 0 th",
    "  inconnu 35_44 F CDI × 1",
    "  inconnu 45_54 H CDD × 1",
    "  inconnu 55_59 F CDI × 1",
    f"  @{SIRET}: 3 p, 3 c, 2.3 etp, 0 th",
]


def joined(separator, quoted=False):
    """The staff, row by row, with one separator; decimal commas are quoted where they would separate."""

    def cell(text):
        return f'"{text}"' if quoted or separator in text else text

    return [separator.join(map(cell, row)) for row in [TITLES, *STAFF]]


SEMICOLON = joined(";")
FILES = {
    "semicolons, Windows": lines(*SEMICOLON),
    "semicolons, Unix": lines(*SEMICOLON, encoding="utf-8", end="\n"),
    "semicolons, old Macintosh": lines(*SEMICOLON, encoding="utf-8", end="\r"),
    "UTF-8 with its mark": lines(*SEMICOLON, encoding="utf-8-sig"),
    "UTF-8 with its mark and sep=": lines("sep=;", *SEMICOLON, encoding="utf-8-sig"),
    "sep= and carriage returns alone": lines("sep=;", *SEMICOLON, end="\r"),
    "quoted sep=": lines('"sep=;"', *SEMICOLON),
    "sep= that is rare": lines("sep=#", *joined("#")),
    "tabs, UTF-16 (Unicode text)": lines(*joined("\t"), encoding="utf-16"),
    "tabs, UTF-16 big endian": codecs.BOM_UTF16_BE + lines(*joined("\t"), encoding="utf-16-be"),
    "tabs, Windows": lines(*joined("\t")),
    "bars": lines(*joined("|")),
    "commas, decimal commas quoted": lines(*joined(",")),
    "everything quoted": lines(*joined(";", quoted=True)),
    "no last line end": lines(*SEMICOLON)[:-2],
    "trailing separators": lines(*(f"{line};;;" for line in SEMICOLON)),
    "a leading empty column": lines(*(f";{line}" for line in SEMICOLON)),
    "empty lines": lines("", SEMICOLON[0], "", ";;;;;;;;", *SEMICOLON[1:], "", "", ""),
    "padded cells": lines(*(line.replace(";", " ; ") for line in SEMICOLON)),
    "no-break spaces": lines(*(line.replace(" ", "\u00a0") for line in SEMICOLON)),
    "each line quoted whole": lines(*(f'"{line}"' for line in SEMICOLON)),
    "each line quoted whole, its cells too": lines(
        *('"' + ";".join(f'""{cell}""' for cell in line.split(";")) + '"' for line in SEMICOLON)
    ),
    "zeros guarded by a formula": lines(SEMICOLON[0], *(";".join(f'="{c}"' for c in row) for row in STAFF)),
    "UTF-8 read as Windows-1252 and saved again": lines(*(line.encode().decode("cp1252") for line in SEMICOLON if "Œ" not in line),
                                                        SEMICOLON[2], encoding="utf-8"),
    "one broken byte in UTF-8": lines(*SEMICOLON, encoding="utf-8") + b";;Total \xe9;;;;;;\n",
    "preamble and totals": lines("Société Alpha, 12, rue des Prés, 39100 Dole", "Édité par Paie+;v. 4,2,1", "", *SEMICOLON,
                                 "Total;;;;3 salariés;;;2,30;", "Fin de l'édition"),
    "titles with line breaks": lines('Matricule;Nom;"Né(e)', 'le";Sexe;Emploi;"Date', "d'entrée\";Type de contrat;\"Taux d'activité\";SIRET",
                                     *SEMICOLON[1:]),
    "separators, quotes and line breaks inside": lines(
        SEMICOLON[0], '007;"LEFÈVRE; ép. ""BLANC""";03/02/1987;F;"Soudeuse', '(TIG ; MIG)";01/09/2015;CDI;0,80;000 100 115 00013', *SEMICOLON[2:]
    ),
    "end-of-file mark of old software": lines(*SEMICOLON) + b"\x1a",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_same_staff_however_its_text_is_written(read_bytes, name):
    found = read_bytes({"export.csv": FILES[name]})
    assert figures(found) == EXPECTED
    assert faults(found) == []


@pytest.mark.parametrize("name", ["export.txt", "export.xlsx", "export", "EXPORT.CSV"])
def test_the_extension_of_a_text_never_matters(read_bytes, name):
    assert figures(read_bytes({name: FILES["semicolons, Windows"]})) == EXPECTED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lines("Nom", "LEFÈVRE", "PETIT"), "R09"),
        (lines("Date de naissance", "03/02/1987"), "R09"),
        (lines("Bonjour,", "ci-joint notre registre.", "Cordialement"), "R09"),
        (lines("Nom;Prénom;Téléphone;Adresse", "A;B;0102030405;Dole"), "R09"),
        (lines(*SEMICOLON, encoding="utf-16-le"), "R02"),
    ],
    ids=["one column of names", "one column of dates", "a letter", "an address book", "UTF-16 without its mark"],
)
def test_a_text_that_is_no_staff_list_is_left_out_and_the_good_one_kept(read_bytes, content, code):
    found = read_bytes({"a.csv": content, "b.csv": FILES["bars"]})
    assert figures(found) == EXPECTED
    assert [(a["fichier"], a["code"]) for a in found["anomalies"] if a["code"] != "S07"] == [("a.csv", code)]


def test_a_list_of_titles_without_people_counts_nobody(read_bytes):
    assert figures(read_bytes({"a.csv": lines(SEMICOLON[0])})) == ["inconnu: 0 p, 0 c, 0 etp, 0 th"]


def test_decimal_commas_never_split_a_semicolon_file(read_bytes):
    titles = "Coef;Taux d'activité;ETP;Né(e) le;Emploi;Indice"
    found = read_bytes({"a.csv": lines(titles, *["1,5;80,0;0,80;03/02/1987;Soudeur;2,75"] * 30)})
    assert figures(found)[0] == "inconnu: 30 p, 30 c, 24 etp, 0 th"


def test_thousands_with_every_space_are_one_number(read_bytes):
    hours = ["1 820", "1\u00a0820", "151,67", "151.67"]
    rows = [f"{rank};03/02/1987;Soudeur;{hour}" for rank, hour in enumerate(hours)]
    found = read_bytes({"a.csv": lines("N°;Né(e) le;Emploi;Heures mois", *rows)})
    assert figures(found)[0] == "inconnu: 4 p, 4 c, 4 etp, 0 th"


def test_a_dsn_kept_under_a_spreadsheet_name_is_not_taken_for_one(read_bytes):
    found = read_bytes({"a.csv": b"S10.G00.00.001,'Paie'\r\nS10.G00.00.002,'Editeur'\r\n"})
    assert [anomaly["code"] for anomaly in found["anomalies"]] == ["R07"]

"""Make the spreadsheets that members send (real bytes), and read them."""

import datetime as dt
import io

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from vivier.intake.anomalies import Log
from vivier.intake.counting import count
from vivier.intake.identity import Chains, Pseudonyms
from vivier.intake.sheets import Reading, read_sheets

ON = dt.date(2026, 1, 31)
SIREN, SIRET, OTHER_SIRET = "000100115", "00010011500013", "00010011500021"
TITLES = ["Matricule", "Nom", "Prénom", "Né(e) le", "Sexe", "Emploi", "Entrée", "Sortie"]
ANNE = ["1", "Lefèvre", "Anne", "03/02/1987", "F", "Soudeuse", "01/09/2015", ""]
HERVE = ["2", "Nuñez", "Hervé", "08/08/1979", "H", "Tôlier", "01/03/2004", ""]


def reading(*, on=ON, siren=None):
    return Reading(Log(), Pseudonyms(), on, siren)


def workbook(*sheets, is_1904=False, merged=(), hidden=()):
    """Write sheets, each `(title, rows)` or its rows alone; `merged` are areas of the first one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    for rank, sheet in enumerate(sheets):
        title, rows = sheet if isinstance(sheet, tuple) else (f"Feuil{rank + 1}", sheet)
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
        if title in hidden:
            page.sheet_state = "hidden"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def text(rows, *, separator=";", encoding="utf-8", end="\r\n"):
    """Write rows as a text in columns, as they are (no quotes are added)."""
    lines = [
        row if isinstance(row, str) else separator.join("" if c is None else str(c) for c in row) for row in rows
    ]
    return io.BytesIO((end.join(lines) + end).encode(encoding))


def read(stream, *, kind="xlsx", name="registre.xlsx", **how):
    """Read a stream; give its contents and its anomalies."""
    said = reading(**how)
    contents = read_sheets(stream, name, kind, reading=said)
    return contents, said.log.sorted()


def read_text(rows, *, separator=";", encoding="utf-8", end="\r\n", **how):
    return read(text(rows, separator=separator, encoding=encoding, end=end), kind="text", name="registre.csv", **how)


def only(rows, **how):
    """Read rows that hold one staff list (by CSV, then by XLSX: both must agree) and give it."""
    (one,), _ = read_text(rows, **how)
    return one


def counted(staff, *, on=ON):
    return count(staff.positions, on, Chains(), single_ages=False)


def codes(anomalies):
    return [anomaly.code for anomaly in anomalies]


def told(anomalies):
    """Give what each anomaly is about, without its sentence."""
    return [(anomaly.code, anomaly.line, anomaly.rubric) for anomaly in anomalies]


def lines(*rows, encoding="cp1252", end="\r\n"):
    """Write rows, each a text already in columns, as the bytes of a file."""
    return (end.join(rows) + end).encode(encoding)


def figures(found):
    """Write what a read found as lines a person can check: the counts of each company, then its cells and sites.

    The JSON's own sums are checked on the way: the cells add up to the people, of the company and of each site.
    """
    said = []
    for siren, company in found["entreprises"].items():
        for one in (company, *company["etablissements"].values()):
            assert sum(cell["n"] for cell in one["cellules"]) == one["personnes"]
        said.append(f"{siren}: {_head(company)}")
        said += [f"  {c['pcs']} {c['age']} {c['sexe']} {c['contrat']} × {c['n']}" for c in company["cellules"]]
        said += [f"  @{siret}: {_head(site)}" for siret, site in company["etablissements"].items()]
    return said


def _head(counts):
    return f"{counts['personnes']} p, {counts['contrats']} c, {counts['etp']:g} etp, {counts['boeth']} th"


def skills_of(found):
    """Write the skills a read found: required level, then the number of people at 0, 1, 2, 3, 4 and not assessed."""
    return {
        name: (skill["requis"], *skill["niveaux"].values()) for name, skill in found.get("competences", {}).items()
    }


def faults(found, *, but=("S07", "N07")):
    """Give the code, line and rubric of each anomaly, save those every such file has (no PCS, no SIREN)."""
    return [(a["code"], a["ligne"], a["rubrique"]) for a in found["anomalies"] if a["code"] not in but]

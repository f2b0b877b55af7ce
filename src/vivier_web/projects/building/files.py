"""A grid as a file and back: titles on the first line, then one line a category and nature, a column a partner."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from vivier import french
from vivier.aid.data import CATEGORIES, NATURES
from vivier.vocabulary import InputError
from vivier_web.members.search import folded
from vivier_web.projects.building.grid import Cells, Looked, decimal_of, key_of, read_cents, totals_by

HEAD = ("Catégorie", "Nature")
TOTAL = "Total"
MOST_TROUBLES = 20


class TableError(InputError):
    """Say why a table was not taken, with every line that is wrong."""

    def __init__(self, words: str, problems: Sequence[tuple[int, str]] = ()) -> None:
        super().__init__(words)
        self.problems = tuple(problems)


def rows_of(cells: Cells, looked: Looked) -> list[list[Any]]:
    """Give the lines of a file: titles, one line a category and nature, then the totals; only what one may read."""
    shown = [each for each in looked.members if each.pk in looked.reads]
    rows: list[list[Any]] = [[*HEAD, *(each.name for each in shown), TOTAL]]
    for category in looked.categories:
        for nature in NATURES:
            amounts = [cells.get(key_of(each.pk, category, nature), 0) for each in shown]
            said = [decimal_of(each) for each in amounts]
            rows.append([CATEGORIES[category], NATURES[nature], *said, decimal_of(sum(amounts))])
    by_partner = totals_by(cells, 0)
    last = [by_partner.get(each.pk, 0) for each in shown]
    rows.append([TOTAL, "", *map(decimal_of, last), decimal_of(sum(last))])
    return rows


def as_csv(cells: Cells, looked: Looked) -> bytes:
    """Write the grid as a CSV that French spreadsheets open as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for number, row in enumerate(rows_of(cells, looked)):
        words = row if number == 0 else row[:2]
        figures = [] if number == 0 else [f"{each:.2f}".replace(".", ",") for each in row[2:]]
        writer.writerow([*(french.harmless(each) for each in words), *figures])
    return ("\ufeff" + text.getvalue()).encode()


def as_workbook(cells: Cells, looked: Looked) -> bytes:
    """Write the grid as an XLSX, amounts as numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    page: Any = book.active
    page.title = "Budget"
    for number, row in enumerate(rows_of(cells, looked)):
        words = [french.harmless(each) for each in (row if number == 0 else row[:2])]
        page.append([*words, *([] if number == 0 else [float(each) for each in row[2:]])])
    for line in page.iter_rows(min_row=2, min_col=3):
        for cell in line:
            cell.number_format = "#,##0.00"
    for cell in page[1]:
        cell.font = Font(bold=True)
    for letter, width in (("A", 26), ("B", 26)):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_rows(header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]], looked: Looked) -> dict[str, int]:
    """Read a table back into cells, for the columns one may write; totals are worked out, never read.

    Raises:
        TableError: no column is one of a partner, or a line is wrong; every wrong line is told, and nothing is taken.
    """
    columns = _columns(header, looked)
    kinds, natures = _names(CATEGORIES), _names(NATURES)
    found: dict[str, int] = {}
    problems: list[tuple[int, str]] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in lines:
        said = [*cells, "", ""]
        if folded(said[0]) == folded(TOTAL):
            continue
        category, nature = kinds.get(folded(said[0])), natures.get(folded(said[1]))
        if category is None or nature is None:
            words = said[0] if category is None else said[1]
            known = ", ".join((CATEGORIES if category is None else NATURES).values())
            problems.append((number, f"« {words[:30]} » n’est pas connu : écrivez {known}."))
            continue
        if (category, nature) in seen:
            words = f"{CATEGORIES[category]}, {NATURES[nature]}"
            problems.append((number, f"« {words} » est déjà plus haut : une seule ligne pour chaque nature."))
            continue
        seen.add((category, nature))
        for rank, partner in columns.items():
            try:
                found[key_of(partner, category, nature)] = read_cents(said[rank] if rank < len(cells) else "")
            except InputError as why:
                problems.append((number, f"{header[rank]} : {why}"))
    if problems:
        words = french.counted(len({number for number, _ in problems}), "ligne est fausse", "lignes sont fausses")
        raise TableError(
            f"{words} : rien n’a été pris. Corrigez-les et redonnez le tableau.", problems[:MOST_TROUBLES]
        )
    return found


def _columns(header: Sequence[str], looked: Looked) -> dict[int, int]:
    known = {folded(each.name): each.pk for each in looked.members}
    named = {rank: known[folded(head)] for rank, head in enumerate(header) if folded(head) in known and rank >= 2}
    writable = {rank: pk for rank, pk in named.items() if pk in looked.writes}
    if not writable:
        names = ", ".join(each.name for each in looked.members if each.pk in looked.writes)
        raise TableError(
            "Aucune colonne ne porte le nom d’un partenaire que vous pouvez remplir : mettez « Catégorie », "
            f"« Nature », puis {names or 'son nom'} sur la première ligne."
        )
    if len(set(writable.values())) < len(writable):
        raise TableError("Une colonne porte deux fois le nom du même partenaire : gardez-en une.")
    return writable


def _names(words: dict[str, str]) -> dict[str, str]:
    return {folded(each): key for key, label in words.items() for each in (key, label)}

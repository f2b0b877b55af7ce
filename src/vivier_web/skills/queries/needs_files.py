"""Returns and their sums as files: a workbook, a CSV that a spreadsheet opens, a JSON; a member's own document."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from django.utils import timezone

from vivier.french import harmless, long_date
from vivier.report.wordprocessing import docx
from vivier_web.skills.models import NeedsReturn
from vivier_web.skills.needs.sums import Board, Sum
from vivier_web.skills.needs.told import Told, told
from vivier_web.skills.queries.needs import asked_of

Table = tuple[str, Sequence[str], Iterable[Sequence[str | float]]]
SECRET = "secret statistique"  # noqa: S105 (the word shown where a figure may not be)


def tables_of(sent: NeedsReturn) -> tuple[Told, ...]:
    """Say a return in tables."""
    asked, first_year = asked_of(sent.call)
    return told(asked, sent.answers, first_year=first_year)


def return_workbook(sent: NeedsReturn) -> bytes:
    """Give a member's return as a workbook."""
    return _workbook((one.title, one.heads, one.rows) for one in tables_of(sent))


def return_csv(sent: NeedsReturn) -> bytes:
    """Give a member's return as a CSV: one line an answer."""
    lines = (
        (one.title, str(rank), head, said)
        for one in tables_of(sent)
        for rank, row in enumerate(one.rows, 1)
        for head, said in zip(one.heads, row, strict=True)
    )
    return _csv(("rubrique", "ligne", "champ", "valeur"), lines)


def return_json(sent: NeedsReturn) -> bytes:
    """Give a member's return as it is kept, with what it answers to."""
    said = {
        "questionnaire": sent.call.schema,
        "collecte": sent.call.wave.name,
        "version": sent.version,
        "envoye_le": sent.at.isoformat(timespec="seconds"),
        "secondes": sent.seconds,
        "sha256": sent.sha256,
        "reponses": sent.answers,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def return_document(sent: NeedsReturn, pole: str) -> bytes:
    """Give a member's return as a document for its own use."""
    lines = [
        "# Besoins en emplois et en compétences",
        _first_line(sent, pole),
        "> Le pôle en voit des sommes sur plusieurs membres, jamais cette page, sauf si vous le permettez.",
    ]
    for one in tables_of(sent):
        lines += [f"## {one.title}", _row(one.heads), *(_row(row) for row in one.rows)]
    lines.append(f"Empreinte de ces réponses : {sent.sha256}")
    return docx("\n".join(lines))


def _first_line(sent: NeedsReturn, pole: str) -> str:
    day = long_date(timezone.localdate(sent.at).isoformat())
    wave = _cell(sent.call.wave.name)
    return (
        f"{_cell(sent.organisation.name)}, retour du {day} (version {sent.version}), "
        f"collecte « {wave} » de {_cell(pole)}."
    )


def board_workbook(board: Board) -> bytes:
    """Give the sums of a call as a workbook: each figure with the number of members that gave it."""
    return _workbook(
        (
            one.title,
            ("", "Code", *(head for each in one.heads for head in (each, "membres (n)"))),
            [(row.label, row.code, *_flat(row.figures)) for row in one.rows],
        )
        for one in board.tables
    )


def board_csv(board: Board) -> bytes:
    """Give the sums of a call as a CSV: one line a figure, a hidden one said hidden."""
    lines = (
        (one.name, row.label, row.code, head, *_said(figure))
        for one in board.tables
        for row in one.rows
        for head, figure in zip(one.heads, row.figures, strict=True)
    )
    return _csv(("tableau", "ligne", "code", "colonne", "valeur", "unite", "n"), lines)


def _flat(figures: Iterable[Sum | None]) -> Iterable[str | float]:
    for figure in figures:
        yield from (SECRET, "") if figure is None else (figure.value, figure.n)


def _said(figure: Sum | None) -> tuple[str, str, str]:
    if figure is None:
        return SECRET, "", ""
    return f"{figure.value:.12g}".replace(".", ","), figure.unit, str(figure.n)


def _workbook(tables: Iterable[Table]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    assert book.active is not None  # noqa: S101 (a new workbook has one sheet)
    book.remove(book.active)
    for title, heads, rows in tables:
        sheet = book.create_sheet(_sheet_name(title, book.sheetnames))
        sheet.append([harmless(head) for head in heads])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in rows:
            sheet.append([harmless(said) if isinstance(said, str) else said for said in row])
        sheet.freeze_panes = "A2"
        for rank in range(1, len(heads) + 1):
            sheet.column_dimensions[get_column_letter(rank)].width = 18 if rank > 1 else 44
    if not book.sheetnames:
        book.create_sheet("Rien à montrer")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    name = "".join(" " if letter in r"[]:*?/\'" else letter for letter in title)[:28].strip()
    return name if name not in taken else f"{name} 2"


def _csv(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(said) for said in line] for line in lines)
    return ("\ufeff" + written.getvalue()).encode()


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(said: str) -> str:
    return " ".join(said.replace("|", " ").split())

"""A plan of shared training as files: a workbook, a CSV, a calendar."""

import csv
import datetime as dt
import io
from collections.abc import Iterable

from vivier.french import harmless
from vivier_web.skills.queries.training_plans import PlanTold
from vivier_web.skills.training.periods import days

HEADS = ("Session", "Formation", "Lieu", "Période", "Places prises", "Places au plus", "Prix (€)", "Économie (€)",
         "Membres d’accord", "Membres qui déclinent")  # fmt: skip
SEATS = ("Session", "Membre", "Personnes", "Distance (km, aller)")
Cell = str | int | float


def _sessions(told: PlanTold) -> Iterable[tuple[Cell, ...]]:
    for one in told.sessions:
        yield (
            one.key, one.course, one.place, one.period_words, one.seats, one.most, round(one.cost_eur, 2),
            round(one.saved_eur, 2), one.agreed, one.declined,
        )  # fmt: skip


def _seats(told: PlanTold) -> Iterable[tuple[Cell, ...]]:
    for one in told.sessions:
        for each in one.going:
            yield one.key, each.company, each.people, round(each.km, 1)


def plan_csv(told: PlanTold) -> bytes:
    """Give the sessions of a plan as a CSV."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([_cell(each) for each in row] for row in _sessions(told))
    return ("\ufeff" + written.getvalue()).encode()


def _cell(value: Cell) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else str(harmless(value))


def plan_workbook(told: PlanTold) -> bytes:
    """Give the sessions of a plan, and who sends how many people, as a workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    assert book.active is not None  # noqa: S101 (a new workbook has one sheet)
    book.remove(book.active)
    for title, heads, rows in (("Sessions", HEADS, _sessions(told)), ("Places par membre", SEATS, _seats(told))):
        sheet = book.create_sheet(title)
        sheet.append(list(heads))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in rows:
            sheet.append([harmless(each) if isinstance(each, str) else each for each in row])
        sheet.freeze_panes = "A2"
        for rank in range(len(heads)):
            sheet.column_dimensions[chr(ord("A") + rank)].width = 32 if 0 < rank < 3 else 18
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def plan_calendar(told: PlanTold) -> bytes:
    """Give the sessions that have a quarter as a calendar: each to be placed within it, none is a firm date.

    Members are not named there: a calendar is shared easily.
    """
    stamp = (told.plan.finished_at or told.plan.queued_at).astimezone(dt.UTC)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vivier//Formations//FR", "CALSCALE:GREGORIAN"]
    for one in told.sessions:
        between = days(one.period)
        if between is None:
            continue
        first, after = between
        lines += [
            "BEGIN:VEVENT",
            f"UID:plan-{told.plan.pk}-{one.key}@vivier",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{after:%Y%m%d}",
            f"SUMMARY:{_escaped(f'{one.course}, {one.place}')}",
            f"DESCRIPTION:{_escaped(f'{one.seats} places prises. Date à fixer dans le trimestre.')}",
            f"LOCATION:{_escaped(one.place)}",
            "STATUS:TENTATIVE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join(piece for line in [*lines, "END:VCALENDAR", ""] for piece in _folded(line)).encode()


def _escaped(text: str) -> str:
    bare = " ".join(text.split())
    return bare.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterable[str]:
    """Cut a line in pieces of at most 75 bytes (RFC 5545), without cutting a letter."""
    piece, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > 74:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + length
    yield piece

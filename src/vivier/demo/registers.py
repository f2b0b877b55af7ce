"""Staff registers (registre unique du personnel) as small companies keep them: one workbook, typed by hand."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from vivier.demo.data import ON, Member
from vivier.demo.deposits import File
from vivier.demo.lines import QUALIFICATIONS, Line, lines_of, long_date, spaced_siret
from vivier.demo.workbooks import Value, content_of, new_workbook

_GROUPS = ("Identité", "", "", "", "", "", "Emploi", "", "Mouvements", "", "")
_HEADERS = (
    "N°", "Nom", "Prénoms", "Sexe", "Né(e) le", "Nationalité", "Emploi occupé", "Qualification", "Date\nd'entrée",
    "Date de sortie", "Observations",
)  # fmt: skip
_REMARKS = {
    "CDD": "contrat à durée déterminée", "APPRENTISSAGE": "apprenti",
    "PROFESSIONNALISATION": "contrat de professionnalisation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Habit:
    """Say how a company keeps its register: how it writes dates, whether it knows occupation codes and its SIRET."""

    write_date: Callable[[dt.date], Value]
    has_pcs: bool = False
    has_siret: bool = True
    is_1904: bool = False


def _real(day: dt.date) -> Value:
    return day


def _dotted(day: dt.date) -> Value:
    return f"{day:%d.%m.%Y}"


HABITS = {
    "registre": Habit(_real, has_pcs=True),
    "registre_texte": Habit(long_date),
    "registre_1904": Habit(_real, has_pcs=True, is_1904=True),
    "registre_abime": Habit(_dotted, has_siret=False),
}


def register_file(member: Member) -> File:
    """Make the register of a member: titles, a header on two rows, a section for the shop, one for the offices."""
    habit = HABITS[member.source]
    book, sheet = new_workbook("Registre")
    if habit.is_1904:
        book.epoch = CALENDAR_MAC_1904
    _write_top(sheet, member, habit)
    lines = lines_of(member)
    for section, is_shop in (("Ateliers", True), ("Bureaux", False)):
        chosen = [line for line in lines if (line.contract.trade.status == "07") == is_shop]
        _write_section(sheet, section, chosen, habit)
    sheet.append(["Effectif total", None, sum(line.is_there for line in lines)])
    return File("registre_unique_du_personnel.xlsx", content_of(book))


def _write_top(sheet: Worksheet, member: Member, habit: Habit) -> None:
    sheet.append(["REGISTRE UNIQUE DU PERSONNEL"])
    sheet.append([f"{member.name} (entreprise fictive)"])
    if habit.has_siret:
        sheet.append([f"SIRET : {spaced_siret(member.sites[0].siret)}"])
    sheet.append([f"Situation au {ON:%d/%m/%Y}"])
    sheet.append([])
    sheet.append(list(_GROUPS))
    row = sheet.max_row
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=6)
    sheet.merge_cells(start_row=row, start_column=7, end_row=row, end_column=8)
    sheet.merge_cells(start_row=row, start_column=9, end_row=row, end_column=10)
    extra = ["Code PCS"] * habit.has_pcs + ["SIRET"] * (not habit.has_siret)
    sheet.append([*_HEADERS, *extra])


def _write_section(sheet: Worksheet, section: str, lines: Iterable[Line], habit: Habit) -> None:
    sheet.append([section])
    for line in lines:
        sheet.append(_row(line, habit))


def _row(line: Line, habit: Habit) -> list[Value]:
    person, trade = line.person, line.contract.trade
    row: list[Value] = [
        int(person.number), person.surname, person.name, "M" if person.sex == "H" else "F",
        habit.write_date(person.born), "fictive", line.title, QUALIFICATIONS[trade.status],
        habit.write_date(line.entry), None if line.exit is None else habit.write_date(line.exit), _remark(line),
    ]  # fmt: skip
    if habit.has_pcs:
        row.append(trade.pcs)
    if not habit.has_siret:
        row.append(_destroyed(line.contract.site))
    return row


def _remark(line: Line) -> str | None:
    outside = {"29": "stagiaire", "80": "mandataire social"}.get(line.contract.nature, "")
    parts = [outside or _REMARKS.get(line.contract.group, "")]
    if line.percent < 100:
        parts.append(f"salarié à temps partiel {line.percent} %")
    return ", ".join(part for part in parts if part) or None


def _destroyed(siret: str) -> str:
    # What a spreadsheet leaves of fourteen digits typed in a narrow column.
    return f"{int(siret):.5E}".replace(".", ",")

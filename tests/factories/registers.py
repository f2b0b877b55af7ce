"""Registers of members as people have them: numbers that pass their key, lines, files."""

import io

from openpyxl import Workbook
from stdnum import luhn


def siren(rank: int) -> str:
    """Give a valid SIREN of no company we know."""
    base = f"{90_000_000 + rank:08d}"
    return base + luhn.calc_check_digit(base)


def siret(rank: int, site: int = 1) -> str:
    """Give the SIRET of a site of this company."""
    base = siren(rank) + f"{site:04d}"
    return base + luhn.calc_check_digit(base)


def csv_of(*rows: tuple[object, ...], header: str = "SIRET;Raison sociale;Commune;Code postal;Collège") -> bytes:
    """Write a register as a French spreadsheet saves it."""
    return "\r\n".join([header, *(";".join(map(str, row)) for row in rows)]).encode("cp1252")


def xlsx_of(*rows: tuple[object, ...]) -> bytes:
    """Write a register as a workbook, its first row being its titles."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

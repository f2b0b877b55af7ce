"""Staff registers, HR exports, BDESE cross-tables and polyvalence matrices (XLSX, CSV, TXT)."""

from vivier.intake.sheets.reading import Reading
from vivier.intake.sheets.recognising import read_sheets

__all__ = ["Reading", "read_sheets"]

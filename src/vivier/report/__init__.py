"""A study as a page, a workbook and a data file: one chart definition for all."""

from vivier.report.writing import Written, write

__all__ = ["Written", "write"]

"""A study as a page, a workbook and a data file: one chart definition for all."""

"""From the files members already have (payroll DSN, HR spreadsheets) to headcount cells, nobody's name."""

from vivier.intake.data import Anomaly, Cell, Company, Count, Headcount, Site

__all__ = ["Anomaly", "Cell", "Company", "Count", "Headcount", "Site"]

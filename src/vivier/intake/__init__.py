"""From the files members already have (payroll DSN, HR spreadsheets) to headcount cells, nobody's name."""

from vivier.intake.data import Anomaly, Cell, Company, Headcount
from vivier.intake.read import Options, read

__all__ = ["Anomaly", "Cell", "Company", "Headcount", "Options", "read"]

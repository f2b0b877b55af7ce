"""The permission matrix: one table a room, put together here.

A new URL is written in the table of its room, a new rule in `permissions`.
"""

from factories.matrix import (
    accounts,
    acting,
    anyone,
    company,
    deciding,
    desks,
    evaluating,
    forecasting,
    instructing,
    knowing,
)
from factories.matrix.columns import EVERYONE, Row

TABLES = (
    accounts.ROWS,
    acting.ROWS,
    anyone.ROWS,
    company.ROWS,
    deciding.ROWS,
    desks.ROWS,
    evaluating.ROWS,
    forecasting.ROWS,
    instructing.ROWS,
    knowing.ROWS,
)
EXPECTED: dict[str, Row] = {name: row for table in TABLES for name, row in table.items()}

__all__ = ["EVERYONE", "EXPECTED", "TABLES", "Row"]

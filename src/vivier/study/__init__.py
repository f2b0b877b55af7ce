"""The chain, from the cells of a read to a study a pôle can put on the table."""

from vivier.study.data import Figure, Row, Study, Table
from vivier.study.run import Parameters, run

__all__ = ["Figure", "Parameters", "Row", "Study", "Table", "run"]

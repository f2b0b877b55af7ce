"""The chain, from the cells of a read to a study a pôle can put on the table."""

from vivier.study.data import Assumption, Fact, Figure, Row, Study, Table
from vivier.study.run import Parameters, run

__all__ = ["Assumption", "Fact", "Figure", "Parameters", "Row", "Study", "Table", "run"]

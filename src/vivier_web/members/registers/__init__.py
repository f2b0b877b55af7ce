"""Registers of members as people have them (XLSX, CSV, SIRENE stock file), from bytes to checked entries."""

from vivier_web.members.registers.columns import FIELDS, REQUIRED, guessed
from vivier_web.members.registers.entries import Entry, Problem, entry_of
from vivier_web.members.registers.tables import Table, opened, streamed

__all__ = ["FIELDS", "REQUIRED", "Entry", "Problem", "Table", "entry_of", "guessed", "opened", "streamed"]

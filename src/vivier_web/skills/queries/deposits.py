"""Reads of what members deposited: the engine's alone."""

import datetime as dt
from typing import Any

from vivier.intake import Cell, Company, Headcount
from vivier.intake.data import Count, Source
from vivier_web.skills.models import Deposit, Wave


def current_deposits(wave: Wave) -> list[Deposit]:
    """Give the deposits of a wave that none replaced, in a lasting order."""
    return list(Deposit.objects.filter(wave=wave, replaced_at=None).order_by("organisation_id"))


def headcount_of(wave: Wave) -> Headcount:
    """Give what was deposited in a wave, all members together."""
    deposits = [each for each in current_deposits(wave) if each.cells is not None]
    return Headcount(
        wave.on,
        tuple(_company(each.cells) for each in deposits),
        sources=tuple(Source("", "liste", each.sha256) for each in deposits),
    )


def _company(said: Any) -> Company:
    cells = tuple(Cell(c["pcs"], c["age"], c["sexe"], c["contrat"], c["n"]) for c in said["cellules"])
    count = Count(sum(cell.n for cell in cells), outside=said.get("hors_effectif", 0), cells=cells)
    return Company(said["siren"], dt.date.fromisoformat(said["date"]), said.get("source", "liste"), count)

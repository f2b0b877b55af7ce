"""What one file turns out to hold: people, counts of people, or skills."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from vivier.intake.data import UNKNOWN, Cell
from vivier.intake.positions import Position


@dataclass(slots=True)
class StaffList:
    """Hold the people of one company in one file (register, HR export), one position a line.

    `siren` is `inconnu` when neither the file nor the caller says it; `dated` is the date written in the file.
    """

    file: str
    siren: str = UNKNOWN
    dated: dt.date | None = None
    positions: list[Position] = field(default_factory=list)


@dataclass(slots=True)
class CrossTable:
    """Hold counts of people by PCS level 1, age band and sex (a BDESE table): nobody in particular."""

    file: str
    siren: str = UNKNOWN
    site: str = UNKNOWN
    dated: dt.date | None = None
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class SkillTable:
    """Hold a polyvalence matrix: per skill, the level required and the number of people at each level."""

    file: str
    siren: str = UNKNOWN
    required: dict[str, int | None] = field(default_factory=dict)
    levels: dict[str, Counter[str]] = field(default_factory=dict)


Content = StaffList | CrossTable | SkillTable

"""What one file turns out to hold: people, counts of people, or skills."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Assessed:
    """Hold the levels of one person by skill; `person` is a pseudonym without its scope, `age` a band."""

    person: bytes
    levels: Mapping[str, str]
    age: str = UNKNOWN


@dataclass(slots=True)
class SkillTable:
    """Hold a polyvalence matrix: per skill, the level required and the number of people at each level.

    `people` is the same, person by person: in memory only, to give each an age that another file knows.
    """

    file: str
    siren: str = UNKNOWN
    required: dict[str, int | None] = field(default_factory=dict)
    levels: dict[str, Counter[str]] = field(default_factory=dict)
    people: list[Assessed] = field(default_factory=list, repr=False)


Content = StaffList | CrossTable | SkillTable

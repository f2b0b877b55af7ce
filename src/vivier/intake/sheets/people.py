"""Who the rows of a file are about: pseudonyms from the best identifier they have, nothing else kept."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from vivier.intake.data import UNKNOWN
from vivier.intake.identity import Pseudonyms, folded
from vivier.intake.positions import Position
from vivier.intake.sheets.grid import Value, text_of
from vivier.intake.sheets.reading import Reading
from vivier.intake.sources import StaffList


@dataclass(slots=True)
class People:
    """Give pseudonyms to the people of one file; a person known by NIR on one row and matricule on another is one.

    Companies are never matched with one another, nor files whose company is unknown.
    """

    file: str
    pseudonyms: Pseudonyms
    _nirs: dict[bytes, set[bytes]] = field(default_factory=dict)

    def by_nir(self, siren: str, nir: bytes, matricule: bytes | None) -> bytes:
        """Give the pseudonym of a NIR, and remember the matricule that goes with it."""
        person = self._of(siren, b"nir", nir)
        if matricule:
            self._nirs.setdefault(self._of(siren, b"matricule", matricule), set()).add(person)
        return person

    def by_matricule(self, siren: str, matricule: bytes) -> bytes:
        """Give the pseudonym of a matricule."""
        return self._of(siren, b"matricule", matricule)

    def by_name(self, siren: str, names: str, born: dt.date | None) -> bytes:
        """Give the pseudonym of names and a birth date, however they are spelled."""
        return self._of(siren, b"nom", f"{folded(names)} {born or ''}".encode())

    def by_row(self, place: str) -> bytes:
        """Give a pseudonym to a row that nothing identifies."""
        return self._of(UNKNOWN, b"ligne", place.encode())

    def _of(self, siren: str, kind: bytes, value: bytes) -> bytes:
        return self.pseudonyms.of(self.file if siren == UNKNOWN else siren, kind, value)

    def settle(self, positions: Iterable[Position]) -> None:
        """Name by their NIR the people that other rows name by their matricule alone, once all rows are read."""
        for position in positions:
            # A matricule given to two NIRs says nothing: those rows keep their own person.
            if len(nirs := self._nirs.get(position.person, ())) == 1:
                position.person = next(iter(nirs))


def matricule_of(value: Value) -> bytes | None:
    """Fold a matricule (case, spaces, leading zeros that a spreadsheet drops); None when there is none.

    >>> matricule_of("00 412"), matricule_of(412), matricule_of("A-07"), matricule_of("-")
    (b'412', b'412', b'a07', None)
    """
    text = folded(text_of(value))
    return (re.sub(r"^0+(?=\d)", "", text)).encode() or None


@dataclass(slots=True)
class StaffBook:
    """Gather the people of one file by company and date, each identical row once."""

    file: str
    reading: Reading
    people: People = field(init=False)
    _lists: dict[tuple[str, dt.date | None], StaffList] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.people = People(self.file, self.reading.pseudonyms)

    def open(self, siren: str, dated: dt.date | None) -> StaffList:
        """Give the list of a company at a date, empty the first time."""
        return self._lists.setdefault((siren, dated), StaffList(self.file, siren, dated))

    def add(self, siren: str, dated: dt.date | None, position: Position, words: tuple[str, ...]) -> bool:
        """Add a position; tell whether it is new (`words` tell apart rows that give like positions)."""
        p = position
        said = hash((siren, dated, p.person, p.site, p.start, p.end, p.pcs, p.sex, p.born, p.age, p.group, p.ratio,
                     p.has_boeth, words))  # fmt: skip
        if said in self._seen:
            return False
        self._seen.add(said)
        self.open(siren, dated).positions.append(position)
        return True

    def closed(self) -> list[StaffList]:
        """Give the lists that have people, or the empty ones when there are none."""
        lists = list(self._lists.values())
        for one in lists:
            self.people.settle(one.positions)
        return [one for one in lists if one.positions] or lists[:1]

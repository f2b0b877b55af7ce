"""Who the rows of a file are about: pseudonyms from the best identifier they have, nothing else kept."""

import datetime as dt
import re
from dataclasses import dataclass, field

from vivier.intake.data import UNKNOWN
from vivier.intake.identity import Pseudonyms, folded
from vivier.intake.positions import Position
from vivier.intake.sheets.grid import Value, text_of
from vivier.intake.sheets.reading import Reading
from vivier.intake.sources import StaffList


@dataclass(slots=True)
class People:
    """Give pseudonyms to the people of one file, before it is known to which company each row belongs."""

    pseudonyms: Pseudonyms

    def by_nir(self, nir: bytes) -> bytes:
        """Give the pseudonym of a NIR."""
        return self.pseudonyms.bare(b"nir", nir)

    def by_matricule(self, matricule: bytes) -> bytes:
        """Give the pseudonym of a matricule."""
        return self.pseudonyms.bare(b"matricule", matricule)

    def by_name(self, names: str, born: dt.date | None) -> bytes:
        """Give the pseudonym of names and a birth date, however they are spelled."""
        return self.pseudonyms.bare(b"nom", f"{folded(names)} {born or ''}".encode())

    def by_row(self, place: str) -> bytes:
        """Give a pseudonym to a row that nothing identifies."""
        return self.pseudonyms.bare(b"ligne", place.encode())


def matricule_of(value: Value) -> bytes | None:
    """Fold a matricule (case, spaces, leading zeros that a spreadsheet drops); None when there is none.

    >>> matricule_of("00 412"), matricule_of(412), matricule_of("A-07"), matricule_of("-")
    (b'412', b'412', b'a07', None)
    """
    text = folded(text_of(value))
    return (re.sub(r"^0+(?=\d)", "", text)).encode() or None


@dataclass(slots=True)
class StaffBook:
    """Gather the people of one file by company and date, each identical row once.

    A person known by NIR on one row and by matricule alone on another is one; companies are never matched with one
    another, nor files whose company is unknown.
    """

    file: str
    reading: Reading
    people: People = field(init=False)
    _lists: dict[tuple[str, dt.date | None], StaffList] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)
    _nirs: dict[tuple[str, bytes], set[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(self.reading.pseudonyms)

    @property
    def is_empty(self) -> bool:
        """Whether no list was opened yet."""
        return not self._lists

    def open(self, siren: str, dated: dt.date | None) -> StaffList:
        """Give the list of a company at a date, empty the first time."""
        return self._lists.setdefault((siren, dated), StaffList(self.file, siren, dated))

    def know(self, siren: str, nir: bytes, matricule: bytes) -> None:
        """Remember that a matricule of the company goes with a NIR."""
        self._nirs.setdefault((siren, self.people.by_matricule(matricule)), set()).add(self.people.by_nir(nir))

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
        self._join_unknown()
        for one in self._lists.values():
            self._settle(one)
        lists = list(self._lists.values())
        return [one for one in lists if one.positions] or lists[:1]

    def _join_unknown(self) -> None:
        """Put the rows whose company is unknown with the others, when the file names one company and only one.

        Their establishment stays unknown: a destroyed SIRET is never repaired, but an export is of its company.
        """
        named = {siren for siren, _ in self._lists} - {UNKNOWN}
        if len(named) != 1:
            return
        (only,) = named
        for siren, dated in [key for key in self._lists if key[0] == UNKNOWN]:
            self.open(only, dated).positions.extend(self._lists.pop((siren, dated)).positions)
        for siren, matricule in [key for key in self._nirs if key[0] == UNKNOWN]:
            self._nirs.setdefault((only, matricule), set()).update(self._nirs.pop((siren, matricule)))

    def _settle(self, one: StaffList) -> None:
        """Name by their NIR the people whom other rows name by matricule alone, and give pseudonyms their scope."""
        scope = self.file if one.siren == UNKNOWN else one.siren
        for position in one.positions:
            nirs = self._nirs.get((one.siren, position.person), set())
            # A matricule given to two NIRs says nothing: those rows keep their own person.
            person = next(iter(nirs)) if len(nirs) == 1 else position.person
            position.person = self.reading.pseudonyms.within(scope, person)

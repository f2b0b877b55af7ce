"""The second pass: the people of one declaration, as positions without identifiers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from vivier.intake.anomalies import Log
from vivier.intake.data import UNKNOWN
from vivier.intake.dsn.index import Declaration
from vivier.intake.dsn.lines import Block, blocks
from vivier.intake.dsn.norm import label
from vivier.intake.identity import Chains, Pseudonyms, folded, is_siren, is_siret
from vivier.intake.job_titles import Job, Titles
from vivier.intake.positions import OUTSIDE, Position, completed_years

_SCHEMES = {"64": "APPRENTISSAGE", "65": "APPRENTISSAGE", "81": "APPRENTISSAGE", "61": "PROFESSIONNALISATION",
            "71": "INSERTION"}  # fmt: skip
_NATURES = {
    **dict.fromkeys(("01", "07", "09", "82", "91"), "CDI"),
    **dict.fromkeys(("02", "10", "92"), "CDD"),
    **dict.fromkeys(("03", "08"), "INTERIM"),
    **dict.fromkeys(("50", "20", "21"), "PUBLIC"),
}
_QUALIFICATIONS = {"03": "9", "04": "9"}  # the other statuses stand for several qualifications
_SEXES = {"01": "H", "02": "F"}
_MANDATORY = {"S21.G00.30": (6,), "S21.G00.40": (1, 4, 6, 7, 9)}
_END_CANCELLED = "099"

ContractKey = tuple[bytes, str, str, dt.date | None]  # person, establishment, number, start
SeenKey = tuple[bytes, str, dt.date | None]  # person, number, start


def group(nature: object, scheme: object) -> str:
    """Give the contract group of a nature and a public employment scheme; the first rule that fits.

    >>> group("02", "64"), group("01", "99"), group("29", "99") == OUTSIDE, group(None, None)
    ('APPRENTISSAGE', 'CDI', True, 'inconnu')
    """
    by_scheme = _SCHEMES.get(str(scheme))
    if by_scheme is not None:
        return by_scheme
    return UNKNOWN if nature is None else _NATURES.get(str(nature), OUTSIDE)


@lru_cache(maxsize=5_000)
def working_ratio(reference: object, contract: object, modality: object) -> float:
    """Give the working-time ratio of a contract, from 0 to 1.

    >>> round(working_ratio(151.67, 121.34, "20"), 4), working_ratio(None, None, "10")
    (0.8, 1.0)
    """
    if isinstance(reference, float) and isinstance(contract, float) and reference > 0 and contract > 0:
        return min(1.0, contract / reference)
    return 1.0 if modality == "10" else 0.0


@dataclass(slots=True)
class Staff:
    """Gather the positions of a company over the declarations of one month.

    `replaced` holds the contracts that others say they continue (renumbered, restarted or transferred).
    """

    positions: list[Position] = field(default_factory=list)
    replaced: set[ContractKey] = field(default_factory=set)

    def current(self, chains: Chains) -> list[Position]:
        """Give the positions that no other one continues, each once whatever the numbers its person went by."""
        if not self.replaced and not chains.has_links:  # the reader already took each contract once
            return self.positions
        replaced = {(chains.root(person), *contract) for person, *contract in self.replaced}
        found: dict[ContractKey, Position] = {}
        for one in self.positions:
            key = (chains.root(one.person), one.site, one.number, one.start)
            if key not in replaced:
                found.setdefault(key, one)
        return list(found.values())


@dataclass(slots=True)
class Reading:
    """Hold what lasts as long as the read of one company: who is who, and where anomalies go."""

    scope: str
    pseudonyms: Pseudonyms
    chains: Chains
    log: Log
    on: dt.date  # the reference day: the one E15 is judged on
    titles: Titles | None = None  # when job titles are carried


class DeclarationReader:
    """Turn the blocks of one declaration into positions, attaching each to the nearest open ancestor.

    `seen` holds the contracts already read in the other fractions of the same establishment: they stand.
    """

    def __init__(self, declaration: Declaration, reading: Reading, staff: Staff, seen: set[SeenKey]) -> None:
        self._declaration, self._reading, self._staff, self._seen = declaration, reading, staff, seen
        self._site = declaration.site
        month = declaration.month
        self._last = month.last if month is not None else reading.on
        self._is_reference = month is not None and month.first <= reading.on <= month.last
        self._here: set[SeenKey] = set()
        self._naf = ""
        self._person: Block | None = None
        self._changes: list[Block] = []
        self._contracts: list[list[Block]] = []

    def read(self, lines: Iterable[bytes]) -> None:
        """Read every line of the declaration."""
        for block in blocks(lines, self._declaration.line, self._declaration.file, self._reading.log):
            kind = block.name[8:]
            if kind == "30":
                self._end_person()
                self._person = block
            elif kind == "40" and self._person is not None:
                self._contracts.append([block])
            elif kind == "31" and self._person is not None:
                self._changes.append(block)
            elif kind in ("41", "62") and self._contracts:
                self._contracts[-1].append(block)
            elif kind == "11":
                self._check_siret(block)
            elif kind not in ("05", "06"):
                self._tell("E03", block.line, block.name)
        self._end_person()
        self._seen |= self._here

    def _tell(self, code: str, line: int, rubric: str) -> None:
        self._reading.log.add(code, self._declaration.file, line, rubric, label=label(rubric))

    def _check_siret(self, block: Block) -> None:
        self._naf = str(block.values.get(2) or "")
        if is_siren(self._declaration.siren) and self._site != UNKNOWN and not is_siret(self._site):
            self._tell("E08", block.lines.get(1, block.line), "S21.G00.11.001")

    def _require(self, block: Block) -> None:
        for number in _MANDATORY[block.name]:
            if number not in block.values:
                self._tell("E11", block.line, f"{block.name}.{number:03d}")

    def _end_person(self) -> None:
        person = self._person
        if person is None:
            return
        self._require(person)
        key = self._key(person)
        born, sex = self._born(person), self._sex(person)
        if self._reading.titles is not None:
            self._reading.titles.hear(*self._texts(person))
        for contract, *details in self._contracts:
            self._require(contract)
            self._position(Position(key, self._site, born=born, sex=sex), contract, details)
        self._person, self._changes, self._contracts = None, [], []

    def _key(self, person: Block) -> bytes:
        """Give the pseudonym of a person: NIR, else temporary number, else names and birth date."""
        of, scope = self._reading.pseudonyms.of, self._reading.scope
        nir, temporary = person.values.get(1), person.values.get(20)
        numbers = [of(scope, b"nir", value) for value in (nir, temporary) if isinstance(value, bytes)]
        if not numbers:
            if 1 not in person.values and 20 not in person.values:
                self._tell("E11", person.line, "S21.G00.30.001")
            numbers = [of(scope, b"nom", self._names(person))]
        for change in self._changes:
            old = change.values.get(8)
            if isinstance(old, bytes):  # empty for a placeholder: under it, names recognised the person
                numbers.append(of(scope, b"nir", old) if old else of(scope, b"nom", self._names(person)))
        for other in numbers[1:]:
            self._reading.chains.link(numbers[0], other)
        return numbers[0]

    def _names(self, person: Block) -> bytes:
        texts = self._texts(person, numbers=(2, 4))
        if not texts:  # nothing to recognise this person by: nobody else may be taken for them
            return f"{self._declaration.file} {person.line}".encode()
        names = [folded(text) for text in texts]
        return "\x00".join([*names, str(person.values.get(6))]).encode()

    @staticmethod
    def _texts(person: Block, *, numbers: tuple[int, ...] = (2, 3, 4)) -> list[str]:
        """Give the names of a person as written: family name, name in use, first names."""
        values = (person.values.get(number) for number in numbers)
        return [_decoded(value) for value in values if isinstance(value, bytes)]

    def _born(self, person: Block) -> dt.date | None:
        born = person.values.get(6)
        if not isinstance(born, dt.date):
            return None
        if not 14 <= completed_years(born, self._last) <= 80:
            self._tell("E20", person.lines[6], "S21.G00.30.006")
            return None
        return born

    @staticmethod
    def _sex(person: Block) -> str:
        known = _SEXES.get(str(person.values.get(5)))
        nir = person.values.get(1)
        first = nir[:1].decode() if isinstance(nir, bytes) else str(nir)
        return known or {"1": "H", "2": "F"}.get(first, UNKNOWN)

    def _position(self, position: Position, contract: Block, details: list[Block]) -> None:
        values = contract.values
        position.start = _date(values.get(1))
        position.pcs = str(values.get(4) or UNKNOWN)
        position.group = group(values.get(7), values.get(8))
        position.ratio = working_ratio(values.get(12), values.get(13), values.get(14))
        position.number = str(values.get(9) or "")
        position.has_boeth = values.get(72) is not None
        if self._reading.titles is not None:
            position.job = self._job(values, self._reading.titles)
        self._end(position, contract, [block for block in details if block.name[8:] == "62"])
        key = (position.person, position.number, position.start)
        if key in self._here:
            self._tell("E14", contract.line, "S21.G00.40.009")
            return
        self._here.add(key)
        self._chain(position, [block for block in details if block.name[8:] == "41"])
        if key not in self._seen:
            self._staff.positions.append(position)

    def _job(self, values: dict[int, object], titles: Titles) -> Job:
        # A text comes byte for byte as Latin-1: only here does its true encoding matter.
        title = _decoded(str(values.get(6) or "").encode("latin-1"))
        return titles.job(title, qualification=_QUALIFICATIONS.get(str(values.get(2)), ""), naf=self._naf)

    def _end(self, position: Position, contract: Block, ends: list[Block]) -> None:
        for block in ends:
            motive, day = str(block.values.get(2) or ""), _date(block.values.get(1))
            if motive == _END_CANCELLED:
                position.end, position.motive = None, ""
            elif day is not None and position.start is not None and day < position.start:
                self._tell("E13", block.lines[1], "S21.G00.62.001")
            elif day is not None:
                position.end, position.motive = day, motive
        planned = _date(contract.values.get(10))
        if self._is_reference and not ends and planned is not None and planned < self._reading.on:
            self._tell("E15", contract.lines[10], "S21.G00.40.010")

    def _chain(self, position: Position, changes: list[Block]) -> None:
        """Remember the contract that this one continues, under any of its old establishments, numbers and starts.

        Changes may come in one block or in several: every combination of old and new is the same contract.
        """
        old = [[change.values[number] for change in changes if change.values.get(number)] for number in (12, 14, 21)]
        if not any(old):
            return
        position.is_continued = True
        current = (position.person, position.site, position.number, position.start)
        sites, numbers = ([mine, *map(str, before)] for mine, before in zip(current[1:3], old, strict=False))
        starts = [position.start, *(day for day in old[2] if isinstance(day, dt.date))]
        self._staff.replaced |= {(position.person, *each) for each in product(sites, numbers, starts)} - {current}


def _date(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", errors="replace")

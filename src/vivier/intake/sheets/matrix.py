"""Read a polyvalence matrix: people in rows, skills in columns, a level from 0 to 4 in each cell."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from vivier.intake.data import UNKNOWN
from vivier.intake.identity import folded
from vivier.intake.positions import band, completed_years
from vivier.intake.sheets.dates import UnreadableError, read_date
from vivier.intake.sheets.fields import IDENTITY, LABELS, field_of
from vivier.intake.sheets.grid import Row, heading, heading_of, text_of
from vivier.intake.sheets.headers import repeats_titles
from vivier.intake.sheets.identifiers import read_company
from vivier.intake.sheets.levels import NOT_ASSESSED, level_of
from vivier.intake.sheets.people import People, matricule_of
from vivier.intake.sheets.reading import Reading
from vivier.intake.sheets.rows import first_filled, is_total
from vivier.intake.sheets.shapes import letter_of
from vivier.intake.sheets.titles import Title, company_of
from vivier.intake.sheets.values import read_age
from vivier.intake.sources import Assessed, SkillTable

# Under a skill, the titles of its level and of what goes with it.
_ITS_LEVEL = re.compile(
    r"(niveaux?|niv|n|note|cotation|acquis|reel|constate|actuel|evaluation)( (actuel|acquis|reel|evalue))?"
)
_TARGET = re.compile(r"(niv(eau)?x? )?(requis|cibles?|attendus?|objectifs?|vise|mini(mum|mal)?|exige)\b")
_COUNT = re.compile(r"(nb|nbre|nombre|total|somme|moyenne|effectif|taux|pourcent|ensemble|score|polyvalen\w+)\b")
_LEGEND = re.compile(r"(legende|signification|echelle|niveaux? :?$|definition|cotation)\b")
# With one of these a table is a staff list, unless it says which levels are required.
_STAFF_ONLY = frozenset(
    {"nir", "naissance", "age", "entree", "sortie", "contrat", "taux", "etp", "hebdo", "mois", "pcs"}
)
_AGES = ("naissance", "age")
_PLACES = ("siret", "siren")
_Key = tuple[str, bytes]  # a company, a person
_LOOKED_AT, _SAMPLE = 40, 60  # rows


@dataclass(slots=True)
class Skills:
    """Hold where the levels are: the row of titles, the columns that name people, those that are skills."""

    index: int
    last: int
    line: int
    people: dict[str, int]
    columns: dict[int, str]
    ages: dict[str, int] = field(default_factory=dict)  # where ages or births stand
    places: dict[str, int] = field(default_factory=dict)  # where the company of each row stands


def find_skills(rows: Sequence[Row]) -> Skills | None:
    """Find a row that titles people and skills, with levels under the skills."""
    for index in range(min(len(rows), _LOOKED_AT)):
        if (skills := _skills_at(rows, index)) is not None:
            return skills
    return None


def _skills_at(rows: Sequence[Row], index: int) -> Skills | None:
    fields = {column: known[0] for column, cell in enumerate(rows[index].cells)
              if isinstance(cell, str) and (known := field_of(cell))}  # fmt: skip
    people = {name: column for column, name in reversed(fields.items()) if name in IDENTITY}
    ages = {name: column for column, name in reversed(fields.items()) if name in _AGES}
    if not people:
        return None
    titles, last = _titles(rows, index, min(people.values()))
    written = (rows[index].cells, rows[last].cells)
    body = [row for row in rows[last + 1 : last + 1 + _SAMPLE] if row.filled > 1 and row.cells not in written]
    has_target = any(is_target(row) for row in (*body, *rows[:index]))
    columns = _skill_columns(titles, fields.keys(), body)
    is_wide = len(columns) > max(4, len(fields))  # a staff list has no such crowd of small numbers
    if (_STAFF_ONLY & {*fields.values()} and not (has_target or is_wide)) or len(columns) < (1 if has_target else 2):
        return None
    places = {name: column for column, name in reversed(fields.items()) if name in _PLACES}
    return Skills(index, last, rows[index].line, people, columns, ages, places)


def _titles(rows: Sequence[Row], index: int, identity: int) -> tuple[list[str], int]:
    """Read the titles, on a second row too when families of skills stand above their skills."""
    upper = [text_of(cell) if isinstance(cell, str) else "" for cell in rows[index].cells]
    below = rows[index + 1] if index + 1 < len(rows) else None
    if below is None or (is_target(below) and _has_levels(below)) or not _is_second(rows[index], below, identity):
        return upper, index
    lower = [text_of(cell) if isinstance(cell, str) else "" for cell in below.cells]
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    alone = Counter(heading(title) for title in lower if title)
    titles, family = [], ""
    for above, title in zip(upper, lower, strict=True):
        family = above or family
        if family and _ITS_LEVEL.fullmatch(heading(title)):
            titles.append(family)
            continue
        if family != title and _TARGET.match(heading(title)):
            titles.append("")  # a level required of each person, beside the level reached
            continue
        shared = alone[heading(title)] > 1 and family != title
        titles.append(f"{family} – {title}" if title and shared else title or above)
    return titles, index + 1


def _has_levels(row: Row) -> bool:
    return any(level_of(cell) not in {None, NOT_ASSESSED} for cell in row.cells)


def _is_second(row: Row, below: Row, identity: int) -> bool:
    texts = sum(isinstance(cell, str) and level_of(cell) is None for cell in below.cells)
    return below.at(identity) in {None, row.at(identity)} and texts >= 2


def _skill_columns(titles: Sequence[str], known: Iterable[int], body: Sequence[Row]) -> dict[int, str]:
    """Keep the unknown titles over columns of levels; among them, one nobody was assessed on is a skill too."""
    known, columns, empty = set(known), {}, {}
    for column, title in enumerate(titles):
        if not title or column in known or field_of(title) or _COUNT.match(heading(title)):
            continue
        levels = [level_of(row.at(column)) for row in body if not _is_apart(row)]
        graded = sum(level is not None and level != NOT_ASSESSED for level in levels)
        if graded > 2 * levels.count(None):
            columns[column] = title
        elif not levels.count(None):
            empty[column] = title
    if columns:
        columns |= {column: title for column, title in empty.items() if column > min(columns)}
    return dict(sorted(columns.items()))


def is_target(row: Row) -> bool:
    """Tell whether a row gives the levels required."""
    return any(_TARGET.match(heading_of(cell)) for cell in row.cells if isinstance(cell, str))


def _is_apart(row: Row) -> bool:
    """Tell whether a row counts people, or explains levels, instead of being somebody."""
    first = heading_of(first_filled(row))
    return bool(_COUNT.match(first)) or any(is_total(cell) for cell in row.cells)


@dataclass(slots=True)
class MatrixReader:
    """Read the people of one matrix, each once, then count them by level; `end` is the index of its last row."""

    file: str
    reading: Reading
    skills: Skills
    people: People
    siren: str
    lines: tuple[int, ...] = ()  # of what were rows, when the table was turned over
    end: int = 0
    _levels: dict[_Key, list[str]] = field(default_factory=dict)
    _ages: dict[_Key, str] = field(default_factory=dict)
    _required: dict[int, int | None] = field(default_factory=dict)

    def read(self, rows: Iterable[Row]) -> list[SkillTable]:
        """Read every row: targets, people, and nothing of the counts and legends around them; a table a company."""
        self._tell_repeated()
        for index, row in enumerate(rows):
            self.end = index
            if self.skills.index <= index <= self.skills.last or row.filled < 2:
                if _LEGEND.match(heading_of(first_filled(row))) and index > self.skills.last:
                    break
                continue
            if is_target(row):
                self._read_target(row)
            elif index > self.skills.last and not self._read_person(row):
                break
        companies = dict.fromkeys(company for company, _ in self._levels) or [self.siren]
        return [self._table(company) for company in companies]

    def _read_target(self, row: Row) -> None:
        for column in self.skills.columns:
            level = level_of(row.at(column))
            if level is not None and level != NOT_ASSESSED:
                self._required.setdefault(column, int(level))

    def _read_person(self, row: Row) -> bool:
        """Read one row; tell whether the matrix goes on after it."""
        if _LEGEND.match(heading_of(first_filled(row))) or self._is_next(row):
            return False
        if _is_apart(row) or self._is_legend(row) or repeats_titles(row, self.skills.columns):
            return True
        found = self._person(row)
        if found is None:
            return True
        person = self._company(row), found
        levels = [self._level(row, column) for column in self.skills.columns]
        if self._ages.get(person, UNKNOWN) == UNKNOWN:
            self._ages[person] = self._age(row)
        if (before := self._levels.get(person)) is None:
            self._levels[person] = levels
            return True
        self._tell("S02", row.line, "")
        # One person on two rows keeps the better level, so that the order of the rows does not matter.
        self._levels[person] = [max(pair, key=_rank) for pair in zip(before, levels, strict=True)]
        return True

    def _is_next(self, row: Row) -> bool:
        """Tell whether a row titles another matrix: the people again, over other skills."""
        if repeats_titles(row, self.skills.columns):
            return False
        titles = [row.at(column) for column in self.skills.people.values()]
        return any(isinstance(t, str) and (known := field_of(t)) is not None and known[0] in IDENTITY for t in titles)

    def _level(self, row: Row, column: int) -> str:
        if (level := level_of(row.at(column))) is None:
            line, at = (self.lines[column], row.line) if self.lines else (row.line, column + 1)
            self._tell("E07", line, "niveau", place=f", colonne {letter_of(at)}")
            return NOT_ASSESSED
        return level

    def _age(self, row: Row) -> str:
        """Give the age band that the row itself says, on the day of the read."""
        on = self.reading.on
        age = read_age(row.at(self.skills.ages.get("age")))
        born = read_date(row.at(self.skills.ages.get("naissance")), year=on.year, is_birth=True)
        return band(age if born is None else completed_years(born, on))

    def _is_legend(self, row: Row) -> bool:
        """Tell whether a row without any level explains one (« 3 | autonome »)."""
        if any(row.at(column) is not None for column in self.skills.columns):
            return False
        first = heading(text_of(first_filled(row))[:40])
        return re.match(r"(n|niv|niveau)? ?[0-4]\b", first) is not None or row.filled < min(
            2, len(self.skills.people)
        )

    def _person(self, row: Row) -> bytes | None:
        at = {name: row.at(column) for name, column in self.skills.people.items()}
        if self.reading.titles is not None:  # to know the skills whose wording holds one of these names
            self.reading.titles.hear(*(text_of(at.get(name)) for name in ("nom", "prenom", "nom_prenom")))
        if matricule := matricule_of(at.get("matricule")):
            return self.people.by_matricule(matricule)
        names = text_of(at.get("nom")) + text_of(at.get("prenom")) or text_of(at.get("nom_prenom"))
        if folded(names):
            return self.people.by_name(names, None)
        return self.people.by_row(f"{self.file}\0{row.line}") if at.get("numero") is not None else None

    def _company(self, row: Row) -> str:
        """Give the company of a row, its own first: the people of another one are never counted as this one's."""
        siret, siren = (row.at(self.skills.places.get(name)) for name in _PLACES)
        try:
            said = read_company(siret, siren)
        except UnreadableError as fault:
            self._tell(fault.code, row.line, "siret" if text_of(siret) else "siren")
            return self.siren
        if said is not None and self.siren not in (said, UNKNOWN):
            self._tell("S11", row.line, "siren")
        return said or self.siren

    def _tell_repeated(self) -> None:
        seen: set[str] = set()
        for column, title in list(self.skills.columns.items()):
            if heading(title) in seen:
                del self.skills.columns[column]
                self._tell("S01", self.skills.line, "competence")
            seen.add(heading(title))

    def _tell(self, code: str, line: int, rubric: str, *, place: str = "") -> None:
        label = LABELS.get(rubric, "compétence" if rubric else "") + place
        self.reading.log.add(code, self.file, line, rubric, label=label)

    def _table(self, siren: str) -> SkillTable:
        table = SkillTable(self.file, siren)
        mine = {person: levels for (company, person), levels in self._levels.items() if company == siren}
        names = [" ".join(title.split()) for title in self.skills.columns.values()]
        for rank, (column, name) in enumerate(zip(self.skills.columns, names, strict=True)):
            table.required[name] = self._required.get(column)
            table.levels[name] = Counter(levels[rank] for levels in mine.values())
        table.people = [
            Assessed(person, dict(zip(names, levels, strict=True)), self._ages[siren, person])
            for person, levels in mine.items()
        ]
        return table


def _rank(level: str) -> int:
    return -1 if level == NOT_ASSESSED else int(level)


def read_matrices(
    rows: Sequence[Row], title: Title, reading: Reading, file: str, lines: tuple[int, ...] = ()
) -> Iterator[SkillTable]:
    """Read the matrices of a sheet one under the other, the rows of their titles included in `rows`.

    `lines` are the lines of what were rows, when the table was turned over.
    """
    skills = find_skills(rows)
    company = company_of(title, reading)
    while skills is not None:
        reader = MatrixReader(file, reading, skills, People(reading.pseudonyms), company, lines)
        yield from reader.read(rows)
        rows = rows[max(reader.end, skills.last + 1) :]
        skills = find_skills(rows)

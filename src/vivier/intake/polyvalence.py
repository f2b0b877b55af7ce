"""From polyvalence matrices to how many people hold each skill, by level and age band; nobody's name."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from vivier.intake.companies import Dossier
from vivier.intake.data import LEVELS, UNKNOWN, Anomaly, Source
from vivier.intake.identity import Pseudonyms
from vivier.intake.positions import Position, band
from vivier.intake.read import Options, Progress, opened
from vivier.intake.sheets.levels import NOT_ASSESSED
from vivier.intake.sources import Assessed, SkillTable
from vivier.vocabulary import InputError

ALL_AGES = "tous"


@dataclass(frozen=True, slots=True)
class Holders:
    """Count the people of one company at one level of a skill (`LEVELS`), of one age band or of all of them."""

    company: str
    skill: str
    level: str
    people: int
    age: str = ALL_AGES

    def __post_init__(self) -> None:
        if self.level not in LEVELS or isinstance(self.people, bool) or self.people < 1:
            raise InputError("Une case de compétence compte au moins une personne, à un niveau connu.")


@dataclass(frozen=True, slots=True)
class Polyvalence:
    """Hold what matrices say: holders by company, skill, age and level; levels required; people assessed.

    `required` are (company, skill, level); `people` counts each person of a company once, whatever their matrices;
    `assessed` gives them by company. `named` are the skills whose wording holds a name that was read, where
    `Options.titles` asked for it.
    """

    holders: tuple[Holders, ...]
    required: tuple[tuple[str, str, int], ...]
    people: int
    anomalies: tuple[Anomaly, ...] = ()
    sources: tuple[Source, ...] = ()
    named: frozenset[str] = field(default=frozenset(), repr=False)
    assessed: tuple[tuple[str, int], ...] = ()

    def few(self, fewest: int) -> int:
        """Count the cells that hold fewer people than this: they may betray somebody."""
        return sum(each.people < fewest for each in self.holders)


def read_polyvalence(
    paths: Iterable[Path | str],
    *,
    on: dt.date,
    options: Options | None = None,
    ages: bool = False,
    progress: Progress | None = None,
) -> Polyvalence:
    """Read polyvalence matrices (XLSX, CSV), and the staff lists given with them, which may know ages.

    Args:
        paths: files or folders, in any order.
        on: the day ages are reckoned on.
        options: how to read; see `Options`.
        ages: count by age band: that of the matrix, else of the staff list of the same company and matricule.
        progress: called as the read goes on.

    Raises:
        InputError: no matrix was found.
    """
    state = opened(paths, on=on, options=options or Options(), progress=progress)
    dossiers = [each for _, each in sorted(state.dossiers.items())]
    if not any(each.skills for each in dossiers):
        why = next((told.message for told in state.log.sorted() if told.code.startswith("R")), "")
        raise InputError(why or "Aucune matrice de polyvalence parmi ces fichiers : donnez un tableau de niveaux.")
    counts: Counter[tuple[str, str, str, str]] = Counter()
    assessed: list[tuple[str, int]] = []
    for dossier in dossiers:
        everyone = _people(dossier, on, state.pseudonyms) if dossier.skills else []
        if everyone:
            assessed.append((dossier.siren, len(everyone)))
        for levels, age in everyone:
            told = age if ages else ALL_AGES
            counts.update((dossier.siren, skill, told, level) for skill, level in levels.items())
    holders = tuple(
        Holders(company, skill, level, n, age) for (company, skill, age, level), n in sorted(counts.items())
    )
    sources = tuple(sorted(state.sources, key=lambda source: source.file))
    skills = {skill for each in dossiers for table in each.skills for skill in table.levels}
    named = frozenset(filter(state.titles.is_named, skills)) if state.titles is not None else frozenset[str]()
    people = sum(n for _, n in assessed)
    return Polyvalence(holders, _required(dossiers), people, state.log.sorted(), sources, named, tuple(assessed))


def _people(dossier: Dossier, on: dt.date, pseudonyms: Pseudonyms) -> list[tuple[dict[str, str], str]]:
    """Give the levels and age band of each person of a company, all its matrices together."""
    known = _ages(dossier, on)
    found: dict[bytes, tuple[dict[str, str], str]] = {}
    for table in dossier.skills:
        for person in table.people:
            key = pseudonyms.within(dossier.siren if dossier.siren != UNKNOWN else table.file, person.person)
            levels, age = found.get(key, ({}, UNKNOWN))
            for skill, level in person.levels.items():
                levels[skill] = max(levels.get(skill, NOT_ASSESSED), level, key=_rank)
            found[key] = levels, _known(person, age, known.get(key, UNKNOWN))
    return list(found.values())


def _known(person: Assessed, before: str, listed: str) -> str:
    return next((age for age in (before, person.age, listed) if age != UNKNOWN), UNKNOWN)


def _rank(level: str) -> int:
    return -1 if level == NOT_ASSESSED else int(level)


def _ages(dossier: Dossier, on: dt.date) -> dict[bytes, str]:
    """Give the age band of the people of staff lists; two ages for one person are none."""
    found: defaultdict[bytes, set[str]] = defaultdict(set)
    positions: Iterable[Position] = (position for one in dossier.lists for position in one.positions)
    for position in positions:
        found[position.person].add(band(position.age_on(on)))
    return {person: next(iter(bands)) for person, bands in found.items() if len(bands) == 1}


def _required(dossiers: Iterable[Dossier]) -> tuple[tuple[str, str, int], ...]:
    """Give the level required of each skill in each company, the highest when its matrices differ."""
    found: dict[tuple[str, str], int] = {}
    tables: Iterable[tuple[str, SkillTable]] = ((each.siren, table) for each in dossiers for table in each.skills)
    for company, table in tables:
        for skill, level in table.required.items():
            if level is not None:
                found[company, skill] = max(level, found.get((company, skill), 0))
    return tuple((company, skill, level) for (company, skill), level in sorted(found.items()))

"""What a read gives: headcount cells, flows and skills, and nobody's name."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vivier.vocabulary import InputError, Period

UNKNOWN = "inconnu"
BANDS = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")
LEVELS = ("0", "1", "2", "3", "4", "non_evalue")
CONTRACTS = (
    "CDI", "CDD", "INTERIM", "APPRENTISSAGE", "PROFESSIONNALISATION", "INSERTION", "PUBLIC", UNKNOWN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """Count the people who share an occupation, an age, a sex and a contract group.

    `age` is one of `BANDS`, completed years (an int, single ages) or `inconnu`; `pcs` a PCS-ESE code of four
    characters (one digit from a cross-table); `sex` is `H`, `F` or `inconnu`.
    """

    pcs: str
    age: str | int
    sex: str
    contract: str
    n: int

    def __post_init__(self) -> None:
        if self.n < 1:
            raise InputError("Une case d’effectif compte au moins une personne.")

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the cell is about, in the order cells are sorted."""
        return (self.pcs, str(self.age), self.sex, self.contract)


@dataclass(frozen=True, slots=True)
class TitleCell:
    """Count the people of one cell who bear the same job title, as it was written.

    A title is personal until it is coded: it stays in memory, and no layout of a read writes it. `pcs`, `age`, `sex`
    and `contract` are those of the `Cell` that counts these people; `qualification` (0–9) and `naf` are empty when
    no file gives them.
    """

    title: str
    pcs: str
    age: str | int
    sex: str
    contract: str
    n: int
    qualification: str = ""
    naf: str = ""

    def __post_init__(self) -> None:
        if self.n < 1 or not self.title:
            raise InputError("Une case d’intitulé compte au moins une personne, sous un intitulé qui n’est pas vide.")

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The key of the cell that counts these people."""
        return (self.pcs, str(self.age), self.sex, self.contract)


@dataclass(frozen=True, slots=True)
class Count:
    """Count people, contracts and full-time equivalents (ETP) present on a day, once per person.

    `boeth` counts the disabled workers; `outside` the people present outside the salaried headcount
    (interns, corporate officers…): they are in no other figure.
    """

    people: int = 0
    contracts: int = 0
    fte: float = 0.0
    boeth: int = 0
    outside: int = 0
    cells: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        if sum(cell.n for cell in self.cells) != self.people:
            raise InputError("Le total des cases doit être le nombre de personnes.")


@dataclass(frozen=True, slots=True)
class Site:
    """Describe one establishment: its SIRET (or `inconnu`), its count, its contracts begun and ended in the month."""

    siret: str
    count: Count
    hires: int = 0
    exits: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """Count the people who joined or left a company between the ends of two consecutive declared months.

    `direction` is `entree` or `sortie`; `motive` a group of end motives (`retraite`, `demission`…) or, for those
    who join, `embauche`.
    """

    month: Period
    direction: str
    pcs: str
    age: str | int
    sex: str
    contract: str
    motive: str
    n: int

    @property
    def key(self) -> tuple[str, ...]:
        """What the flow is about, in the order flows are sorted."""
        return (
            str(self.month),
            self.direction,
            self.pcs,
            str(self.age),
            self.sex,
            self.contract,
            self.motive,
        )


@dataclass(frozen=True, slots=True)
class Skill:
    """Count the people at each level of one skill (`LEVELS`) against the level required."""

    name: str
    required: int | None
    levels: Mapping[str, int]

    @property
    def below(self) -> int:
        """The number of assessed people below the level required."""
        if self.required is None:
            return 0
        return sum(n for level, n in self.levels.items() if level.isdigit() and int(level) < self.required)


@dataclass(frozen=True, slots=True)
class Company:
    """Describe one company (SIREN, or `inconnu` and then one per file) on the day `on` its count was taken.

    `months` are the months its payroll files cover up to `on`; `exposed` counts person-months: the people whose flows
    were watched, added over the months; `kind` says where its count comes from
    (`dsn`, `liste`, `tableau`, or `competences` when only a skills matrix was given). `titles`, there only when they
    were asked for, count again the people of `count` whose job title is known; they are never shown with the rest.
    """

    siren: str
    on: dt.date
    kind: str
    count: Count
    sites: tuple[Site, ...] = ()
    flows: tuple[Flow, ...] = ()
    exposed: tuple[Cell, ...] = ()
    skills: tuple[Skill, ...] = ()
    months: tuple[Period, ...] = ()
    titles: tuple[TitleCell, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.titles:
            left = Counter({cell.key: cell.n for cell in self.count.cells})
            left.subtract(_people_by_key(self.titles))
            if min(left.values()) < 0:
                raise InputError("Les intitulés d’une entreprise ne portent jamais plus de personnes que ses cases.")


def _people_by_key(titles: Iterable[TitleCell]) -> Counter[tuple[str, str, str, str]]:
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for cell in titles:
        counted[cell.key] += cell.n
    return counted


@dataclass(frozen=True, slots=True, order=True)
class Anomaly:
    """Tell what is wrong in a file, where, and what was done about it, without quoting a personal value."""

    file: str
    line: int
    rubric: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """Name one file given, what it was recognised as, and the sha256 of its bytes (hexadecimal).

    `kind` is `dsn`, `liste`, `tableau`, `competences`, or `refuse` for a file that was left out.
    """

    file: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Headcount:
    """Hold all that one read gives: companies, anomalies and sources; no identifier and no pay.

    `dated` is the latest day the files themselves are about (the end of a declared month, or a date written in a
    list), whatever the reference day `on`; None when they do not say. `named_titles` are the job titles in which a
    name of one of the files was found: told apart so that they stay with their member, never the name itself.
    """

    on: dt.date
    companies: tuple[Company, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    sources: tuple[Source, ...] = ()
    dated: dt.date | None = None
    named_titles: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def people(self) -> int:
        """The number of people present, all companies together."""
        return sum(company.count.people for company in self.companies)

    @property
    def refused(self) -> tuple[str, ...]:
        """The files that were left out whole."""
        return tuple(source.file for source in self.sources if source.kind == "refuse")

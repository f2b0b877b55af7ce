"""The rows of the board, filtered and sorted: one skill each, with its figures or the reason why it has none."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from vivier.report.figures import figure, figure_bounds
from vivier.report.reading import label
from vivier.study import Figure, Study
from vivier_web.members.search import folded

FEW, LEAVING, BARELY = "few", "leaving", "barely_known"
REASONS = {FEW: "peu de titulaires", LEAVING: "départs à venir", BARELY: "à évaluer davantage"}
SORTS = {
    "manque": "Personnes qui manquent",
    "heures": "Heures de formation",
    "risque": "Fragilité",
    "nom": "Nom",
}
CRITICAL = frozenset({FEW, LEAVING})
COLUMNS = {
    "postes": "Postes",
    "titulaires": "Titulaires",
    "restants": "Resteront",
    "manque": "Manque",
    "heures": "Heures",
    "formateurs": "Peuvent former",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Hold one skill of the board; `figures` by measure, empty where holders may not be shown."""

    skill: str
    figures: dict[str, Figure] = field(default_factory=dict)
    risk: Figure | None = None
    reasons: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()

    @property
    def tags(self) -> list[tuple[str, str]]:
        """The words of its reasons, each with its tone."""
        return [(REASONS[one], "hot" if one in CRITICAL else "warm") for one in self.reasons if one in REASONS]

    @property
    def is_critical(self) -> bool:
        """Whether few hold it, or too few may remain."""
        return bool(CRITICAL & {*self.reasons})

    @property
    def n(self) -> int:
        """How many people were assessed."""
        return max((one.n for one in self.figures.values()), default=0)

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """The title, figure and interval of each column, empty where a figure may not be shown."""
        shown = [(title, self.figures.get(name)) for name, title in COLUMNS.items()]
        return [(title, figure(one) if one else "", figure_bounds(one) if one else "") for title, one in shown]

    @property
    def coverage(self) -> str:
        """The share of the people concerned who were assessed, in words; nothing without figures."""
        return f"{figure(self.figures['couverture'])} des personnes" if "couverture" in self.figures else ""

    def value(self, measure: str) -> float:
        """Give a figure to sort by, below any other where there is none."""
        return self.figures[measure].value if measure in self.figures else -1.0


def gaps_of(study: Study) -> list[Gap]:
    """Give every skill told on the board, those missing most first."""
    found: dict[str, Gap] = {}
    for row in study.table("competences_fragiles").rows:
        skill, reason = row.keys
        before = found.get(skill, Gap(skill))
        found[skill] = replace(before, risk=row.figure, reasons=(*before.reasons, reason))
    for row in study.table("competences").rows:
        skill, measure = row.keys
        if row.figure is not None:
            found[skill].figures[measure] = row.figure
    trades: dict[str, list[str]] = {}
    for row in study.table("competences_metiers").rows:
        trades.setdefault(row.keys[0], []).append(row.keys[1])
    rows = [replace(one, trades=tuple(trades.get(one.skill, ()))) for one in found.values()]
    return sorted(rows, key=_KEYS["manque"])


_KEYS: dict[str, Callable[[Gap], tuple[float, str]]] = {
    "manque": lambda one: (-one.value("manque"), one.skill),
    "heures": lambda one: (-one.value("heures"), one.skill),
    "risque": lambda one: (-(one.is_critical + (one.risk.value if one.risk else 0.5)), one.skill),
    "nom": lambda one: (0.0, folded(one.skill)),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Hold what the reader asks to see."""

    words: str = ""
    trade: str = ""
    only_critical: bool = False
    sort: str = "manque"

    @property
    def query(self) -> str:
        """What follows a page number, so that the filters stay."""
        said = {
            "q": self.words,
            "metier": self.trade,
            "fragiles": "oui" if self.only_critical else "",
            "tri": self.sort,
        }
        return "&" + urlencode({name: value for name, value in said.items() if value})


def kept(rows: list[Gap], filters: Filters) -> list[Gap]:
    """Keep the rows that answer the filters, in the order asked."""
    words = folded(filters.words).split()
    found = [
        one
        for one in rows
        if all(word in folded(one.skill) for word in words)
        and (not filters.trade or filters.trade in one.trades)
        and (not filters.only_critical or one.is_critical)
    ]
    return sorted(found, key=_KEYS[filters.sort])


def trades_of(study: Study) -> list[tuple[str, str]]:
    """Give the occupations that ask for the skills of the board, by label."""
    codes = {row.keys[1] for row in study.table("competences_metiers").rows}
    return sorted(((code, label(study, code)) for code in codes), key=lambda one: one[1])


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """Hold what members declare of one skill: to gain and to pass on (None: secret or nobody)."""

    skill: str
    gain: Figure | None
    pass_on: Figure | None
    members: int | None  # that can pass it on, three at least

    @property
    def sides(self) -> tuple[tuple[str, Figure | None], ...]:
        """Both sides, each with its title."""
        return ("À acquérir", self.gain), ("À transmettre", self.pass_on)


def declared_rows(study: Study) -> list[DeclaredRow]:
    """Give what members declare, in the order of the table."""
    figures = {row.keys: row.figure for row in study.table("competences_declarees").rows}
    can = {row.keys[0]: row.figure.n for row in study.table("competences_transmises").rows if row.figure}
    names = dict.fromkeys(keys[0] for keys in figures)
    return [
        DeclaredRow(name, figures.get((name, "a_acquerir")), figures.get((name, "a_transmettre")), can.get(name))
        for name in names
    ]


def held_rows(study: Study) -> list[tuple[str, Figure | None, Figure | None]]:
    """Give the skills held without a gap: assessed, and working alone."""
    figures = {row.keys: row.figure for row in study.table("competences_detenues").rows}
    names = dict.fromkeys(keys[0] for keys in figures)
    return [(name, figures.get((name, "evaluees")), figures.get((name, "autonomes"))) for name in names]


def counts_of(study: Study) -> dict[str, int]:
    """Give the counts of the coverage table."""
    rows = study.table("competences_couverture").rows
    return {row.keys[0]: round(row.figure.value) for row in rows if row.figure is not None}

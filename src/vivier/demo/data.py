"""The people of the fictional pôle: one life each, contract after contract, and nothing about files."""

import datetime as dt
from dataclasses import dataclass

from vivier.demo.sectors import Sector, Trade
from vivier.vocabulary import Period

FULL_TIME = 151.67  # hours a month: 35 a week
FULL_YEAR = 218.0  # days a year: forfait jours
LAST = Period(2026, 1)
MONTHS = tuple(LAST.previous(back) for back in reversed(range(24)))  # 2024-02 … 2026-01
ON = LAST.last


@dataclass(frozen=True, slots=True)
class Site:
    """Describe one establishment: its SIRET and where it is."""

    siret: str
    town: str
    postcode: str

    @property
    def nic(self) -> str:
        """The five digits that name the establishment inside its company."""
        return self.siret[9:]


@dataclass(frozen=True, slots=True)
class Contract:
    """Hold one contract as it stands between two days, `since` and `last` (None: it still runs).

    `nature`, `scheme`, `reason` and `motive` are DSN codes (40.007, 40.008, 40.021, 62.002). A contract that
    changes (establishment, occupation, nature) is followed by another that holds it as `before`: only the last
    of a chain has a `motive`, because only that one really ends.
    """

    number: str
    site: str
    trade: Trade
    start: dt.date
    since: dt.date
    nature: str = "01"
    scheme: str = "99"
    reason: str = ""
    term: dt.date | None = None
    worked: float = FULL_TIME
    reference: float = FULL_TIME
    lent_to: str = ""
    last: dt.date | None = None
    motive: str = ""
    withdrawn: dt.date | None = None  # an end that was declared, then cancelled (motive 099)
    before: "Contract | None" = None

    @property
    def group(self) -> str:
        """The contract group people are counted in; empty outside the salaried headcount."""
        schemes = {"64": "APPRENTISSAGE", "61": "PROFESSIONNALISATION", "71": "INSERTION"}
        return schemes.get(self.scheme) or {"01": "CDI", "02": "CDD"}.get(self.nature, "")

    @property
    def ratio(self) -> float:
        """The working-time ratio, between 0 and 1."""
        return min(1.0, self.worked / self.reference)

    @property
    def is_new(self) -> bool:
        """Whether this is the first state of its contract."""
        return self.before is None

    def runs_on(self, day: dt.date) -> bool:
        """Tell whether the contract runs on that day; its last day counts."""
        return self.since <= day and (self.last is None or self.last >= day)

    def runs_in(self, month: Period) -> bool:
        """Tell whether the contract runs on one day of the month at least."""
        return self.since <= month.last and (self.last is None or self.last >= month.first)


@dataclass(frozen=True, slots=True)
class Person:
    """Hold one person and all their contracts, in order.

    `nir` is the right number. Until `nir_on` (excluded) the files carry another: `former_nir` when it was mistyped,
    or `ntt`, a temporary number, when it was not known yet.
    """

    nir: str
    number: str
    sex: str
    born: dt.date
    surname: str
    name: str
    diploma: str
    has_boeth: bool = False
    ntt: str = ""
    former_nir: str = ""
    nir_on: dt.date | None = None
    contracts: tuple[Contract, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Hold one company of the fictional pôle, its establishments, its people and the way it sends its files."""

    rank: int
    name: str
    siren: str
    sector: Sector
    source: str
    sites: tuple[Site, ...]
    people: tuple[Person, ...]
    has_matrix: bool = False
    missing: frozenset[Period] = frozenset()
    declared: tuple[tuple[str, int], ...] = ()

    @property
    def months(self) -> tuple[Period, ...]:
        """The months the company declares."""
        return tuple(month for month in MONTHS if month not in self.missing)

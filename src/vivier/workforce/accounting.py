"""The accounting of the Dares: who is there, who leaves, who starts, what is left to fill; rolled up without loss."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, fields

from vivier.reference import Statistic
from vivier.vocabulary import InputError

YEARS = 11  # « Les métiers en 2030 » counts from 2019 to 2030
JOINED = ";"  # between the families of a merged row: « C2Z;D6Z;E2Z;F5Z »
# Families of FAP-2009 that the regional table never tells apart: their headcounts and labels say so.
GROUPED = {
    "D0Z": "D0A", "D3Z": "D0A", "F0Z": "F0A", "F1Z": "F0A", "F2Z": "F2A", "F3Z": "F2A", "K0Z": "XK_", "X0Z": "XK_",
}  # fmt: skip
Place = tuple[str, str]  # region (Insee code), family


@dataclass(frozen=True, slots=True)
class Account:
    """Hold the account of an occupation over a period: its people at the start, and the flows until the end.

    All in the same unit (people, or thousands). `departures` are definitive, at the end of a career; `starters` are
    the young people who begin, counted negatively as the Dares does; `mobility` is the balance between regions.

    >>> engineers = Account(43.536, creations=9.828, departures=12.022, starters=-16.983, mobility=-0.867)
    >>> round(engineers.openings, 3), round(engineers.imbalance, 3)
    (21.85, 4.0)
    >>> round(engineers.departure_rate, 4)
    0.0251
    """

    headcount: float
    creations: float = 0.0
    departures: float = 0.0
    starters: float = 0.0
    mobility: float = 0.0

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, astuple(self))):
            raise InputError("Un compte de métier ne contient que des nombres : un de ses chiffres est indéfini.")
        if self.headcount < 0 or self.departures < 0 or self.starters > 0:
            raise InputError(
                "Dans un compte de métier, l’effectif et les départs sont positifs ou nuls, les jeunes débutants "
                "négatifs ou nuls : corrigez le signe."
            )

    @property
    def openings(self) -> float:
        """The posts to fill: net creations + end-of-career departures."""
        return self.creations + self.departures

    @property
    def imbalance(self) -> float:
        """What would lack: openings + starters (negative) + mobility; below zero, people would be too many."""
        return self.openings + self.starters + self.mobility

    @property
    def departure_rate(self) -> float:
        """End-of-career departures for each head at the start and each year."""
        return self.a_year(self.departures)

    @property
    def opening_rate(self) -> float:
        """Openings for each head at the start and each year."""
        return self.a_year(self.openings)

    @property
    def imbalance_rate(self) -> float:
        """Imbalance for each head at the start and each year."""
        return self.a_year(self.imbalance)

    @property
    def growth_rate(self) -> float:
        """The constant yearly growth that leads to the headcount plus its creations; 0 when nobody is there.

        >>> round(Account(100, creations=10).growth_rate, 6)
        0.008702
        """
        if not self.headcount:
            return 0.0
        return float(max(0.0, 1 + self.creations / self.headcount) ** (1 / YEARS) - 1)

    def a_year(self, flow: float) -> float:
        """Give a flow for each head at the start and each of the eleven years; 0 when nobody is there."""
        return flow / self.headcount / YEARS if self.headcount else 0.0

    def __add__(self, other: "Account") -> "Account":
        """Add two accounts, figure by figure."""
        return total((self, other))

    def scaled(self, share: float) -> "Account":
        """Give a share (0–1) of the account, the same of each figure.

        >>> Account(40, 4, 12, -6, -1).scaled(0.25)
        Account(headcount=10.0, creations=1.0, departures=3.0, starters=-1.5, mobility=-0.25)
        """
        return Account(*(share * value for value in astuple(self)))


def total(accounts: Iterable[Account]) -> Account:
    """Add accounts up exactly: their order changes nothing.

    >>> total([Account(10, 1, 2), Account(5, -1, 1)])
    Account(headcount=15.0, creations=0.0, departures=3.0, starters=0.0, mobility=0.0)
    """
    columns = list(zip(*map(astuple, accounts), strict=True)) or [()] * len(fields(Account))
    return Account(*map(math.fsum, columns))


@dataclass(frozen=True)
class RollUp:
    """Hold the sums of accounts: for all, by region, by family; each adds up to the total.

    `by_code` shares merged rows out between their families; `shared` is that part of it, by family, so that a
    reader sees how much of a figure is a guess.
    """

    total: Account
    by_region: Mapping[str, Account] = field(default_factory=dict)
    by_code: Mapping[str, Account] = field(default_factory=dict)
    shared: Mapping[str, Account] = field(default_factory=dict)

    @property
    def ambiguous_share(self) -> float:
        """The share (0–1) of people who come from merged rows."""
        return total(self.shared.values()).headcount / self.total.headcount if self.total.headcount else 0.0


def roll_up(accounts: Mapping[Place, Account], *, weights: Mapping[Place, float] | None = None) -> RollUp:
    """Sum the accounts of (region, family), losing and counting twice nobody.

    A merged row (« C2Z;D6Z ») counts once in the total and in its region. By family, it is shared out as `weights`
    do (employment of that region and family, see `employment_weights`); failing that, as the headcounts of its
    families in the other rows; failing that, equally.

    >>> rows = {("84", "C2Z"): Account(30, 3, 9), ("84", "D6Z"): Account(10, 1, 2)}
    >>> found = roll_up(rows | {("94", "C2Z;D6Z"): Account(4, 0, 1)})
    >>> found.total.openings, found.by_region["94"].openings, found.by_code["C2Z"].headcount
    (16.0, 1.0, 33.0)
    >>> found.shared["C2Z"].departures, round(found.ambiguous_share, 3)
    (0.75, 0.091)

    Raises:
        InputError: a weight is negative or undefined.
    """
    if not all(math.isfinite(weight) and weight >= 0 for weight in (weights or {}).values()):
        raise InputError("Les poids d’une ligne regroupée sont des nombres positifs ou nuls : corrigez-les.")
    known = _headcounts(accounts)
    regions: dict[str, list[Account]] = defaultdict(list)
    codes: dict[str, list[Account]] = defaultdict(list)
    shared: dict[str, list[Account]] = defaultdict(list)
    for (region, code), account in sorted(accounts.items()):
        regions[region].append(account)
        parts = code.split(JOINED)
        if len(parts) == 1:
            codes[code].append(account)
            continue
        for part, share in _shares(region, parts, weights or {}, known).items():
            shared[part].append(account.scaled(share))
    merged = {code: total(found) for code, found in sorted(shared.items())}
    by_code = {code: total([*codes[code], *shared[code]]) for code in sorted({*codes, *shared})}
    by_region = {region: total(found) for region, found in regions.items()}
    return RollUp(total(accounts.values()), by_region, by_code, merged)


def _headcounts(accounts: Mapping[Place, Account]) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for (_, code), account in accounts.items():
        found[code].append(account.headcount)
    return {code: math.fsum(values) for code, values in found.items()}


def _shares(
    region: str, parts: list[str], weights: Mapping[Place, float], known: Mapping[str, float]
) -> dict[str, float]:
    """Give the share of each family of a merged row."""
    local = {part: weights.get((region, part), 0.0) for part in parts}
    elsewhere = {part: known.get(part, 0.0) for part in parts}
    chosen = next((each for each in (local, elsewhere) if sum(each.values()) > 0), dict.fromkeys(parts, 1.0))
    whole = math.fsum(chosen.values())
    return {part: value / whole for part, value in chosen.items()}


def accounts_of(statistic: Statistic) -> dict[Place, Account]:
    """Read the accounts of « Les métiers en 2030 » (`dares-2030`), in thousand people, by (region, family)."""
    found: dict[Place, dict[str, float]] = defaultdict(dict)
    names = {each.name for each in fields(Account)}
    for row in statistic.rows:
        if row.measure in names:
            found[row.region, row.code][row.measure] = row.low
    return {place: Account(**figures) for place, figures in found.items() if "headcount" in figures}


def employment_weights(statistic: Statistic) -> dict[Place, float]:
    """Read employment (`dares-employment`) by (region, family as « Les métiers en 2030 » groups them), in people."""
    found: dict[Place, list[float]] = defaultdict(list)
    for row in statistic.rows:
        found[row.region, GROUPED.get(row.code, row.code)].append(row.low)
    return {place: math.fsum(values) for place, values in found.items()}

"""One regime of aid as data: conditions, rates, ceilings, caps, allowance, funders, letters; no code of its own."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from vivier.aid.result import Citation
from vivier.vocabulary import InputError

CEILING = Decimal(-1)  # a rate that is « the ceiling itself »


@dataclass(frozen=True, slots=True)
class Condition:
    """Hold one test: a measure of the project, its bound (`sign`: at_least, above, at_most), what excuses it."""

    measure: str
    sign: str
    bound: Decimal
    rule: Citation
    unless: str = ""
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Rate:
    """Hold one rate and the lines it is for; an empty tuple means any. The first that fits a line is its rate."""

    rate: Decimal
    rule: Citation
    kinds: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bonus:
    """Hold points added to a ceiling: for whom, and when; of one family of bonuses the greatest counts, alone."""

    family: str
    points: Decimal
    rule: Citation
    categories: tuple[str, ...]
    sizes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Hold the most State aid may be: a rate by category, bonuses, the most they lead to; whom it does not bind."""

    base: dict[str, tuple[Decimal, Citation]]
    bonuses: tuple[Bonus, ...]
    most: Decimal
    most_rule: Citation
    exempt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """Hold a limit: of a partner's aid to a share of its full costs (`share`), or of the whole aid (`most_eur`)."""

    rule: Citation
    kinds: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    share: Decimal | None = None
    most_eur: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """Hold what one single undertaking may get over the years that end today, this aid included."""

    most_eur: Decimal
    years: int
    rule: Citation


@dataclass(frozen=True, slots=True)
class Funder:
    """Hold one funder and its weight in the split."""

    name: str
    weight: int
    rule: Citation


@dataclass(frozen=True, slots=True)
class Template:
    """Hold a text to fill; `needs_aid`: it grants something, and is not written when there is nothing to grant."""

    title: str
    body: str
    needs_aid: bool = False


@dataclass(frozen=True, slots=True)
class Regime:
    """Hold one regime of aid: name, family, validity (both ends included; None: open), and all that it says."""

    name: str
    family: str
    title: str
    valid_from: dt.date
    valid_to: dt.date | None
    validity: Citation
    conditions: tuple[Condition, ...]
    rates: tuple[Rate, ...]
    ceiling: Ceiling | None
    caps: tuple[Cap, ...] = ()
    allowance: Allowance | None = None
    funders: tuple[Funder, ...] = ()
    letters: tuple[Template, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise InputError(f"Les règles « {self.name} » finissent avant de commencer : corrigez leurs dates.")

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the regime is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every rule it rests on."""
        found = [self.validity, *(each.rule for each in self.conditions), *(each.rule for each in self.rates)]
        found += [*(each.rule for each in self.caps), *(each.rule for each in self.funders)]
        if self.allowance is not None:
            found.append(self.allowance.rule)
        if self.ceiling is not None:
            found += [rule for _, rule in self.ceiling.base.values()]
            found += [self.ceiling.most_rule, *(each.rule for each in self.ceiling.bonuses)]
        return tuple(found)

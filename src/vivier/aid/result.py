"""What an award says: conditions with their reasons, lines in cents with their rule, cuts, shares, notes, letters."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce


@dataclass(frozen=True, slots=True)
class Citation:
    """Hold the rule behind a value: what it says, its source, how sure ([V] read, [S] one source, [M] memory)."""

    says: str
    source: str
    certainty: str

    def __str__(self) -> str:
        return f"{self.says} — {self.source} {self.certainty}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold one condition: met, not met, or unknown (None: to be checked), with the measure that says so.

    `is_required` conditions decide eligibility; the others orient.
    """

    is_met: bool | None
    reason: str
    rule: Citation
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class AidLine:
    """Hold the aid to one line of costs, with the rate of the call and the ceiling of State aid (None: none applies).

    `bound` says which of the two decided: `rate`, `ceiling`, or `silent` when the rules give no rate.
    """

    partner: str
    nature: str
    category: str
    cost_eur: Decimal
    rate: Decimal
    ceiling_rate: Decimal | None
    aid_eur: Decimal
    bound: str
    rule: Citation
    ceiling: Citation | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Hold one reduction of what lines gave: of whom, from how much to how much, by which rule."""

    subject: str
    before_eur: Decimal
    after_eur: Decimal
    rule: Citation


@dataclass(frozen=True, slots=True)
class Share:
    """Hold what one funder pays; the funder « non financé » is what nobody pays within the caps given."""

    funder: str
    amount_eur: Decimal
    rule: Citation


@dataclass(frozen=True, slots=True)
class Letter:
    """Hold one text to sign or to send, filled."""

    title: str
    undertaking: str
    body: str


@dataclass(frozen=True, slots=True)
class Award:
    """Hold who may get what under one regime on one day.

    Amounts are what the rules give *if every condition is met*; `is_eligible` says whether they are. When the rules
    are not in force that day (`is_in_force`), the first note says so.
    """

    project: str
    rules: str
    title: str
    today: dt.date
    verdicts: tuple[Verdict, ...]
    lines: tuple[AidLine, ...]
    cuts: tuple[Cut, ...] = ()
    shares: tuple[Share, ...] = ()
    notes: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()
    is_in_force: bool = True

    @property
    def is_eligible(self) -> bool | None:
        """Whether every required condition is met; None when none fails but some cannot be told."""
        states = [each.is_met for each in self.verdicts if each.is_required]
        return False if False in states else None if None in states else True

    @property
    def total_eur(self) -> Decimal:
        """The whole aid."""
        return _total([line.aid_eur for line in self.lines])

    @property
    def base_eur(self) -> Decimal:
        """The whole of the costs."""
        return _total([line.cost_eur for line in self.lines])

    def of(self, partner: str) -> Decimal:
        """Give the aid of one partner, in euros."""
        return _total([line.aid_eur for line in self.lines if line.partner == partner])


def _total(amounts: list[Decimal]) -> Decimal:
    return reduce(Decimal.__add__, amounts, Decimal("0.00"))

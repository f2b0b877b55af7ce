"""Costs that an amendment moves between partners, and what its agreement would then grant: to the cent, both ways."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from vivier.vocabulary import InputError
from vivier_web.projects.building.grid import Cells, euros, key_of, merged, parted

NEWCOMER = 0  # the partner that enters, before it has a number
_CENT = Decimal("0.01")
Grant = tuple[str, int]  # the name of a funder, an organisation


@dataclass(frozen=True, slots=True)
class Move:
    """Hold cents moved on one line of the budget from a partner to another."""

    giver: int
    taker: int
    category: str
    nature: str
    cents: int


def moved(cells: Cells, moves: Iterable[Move]) -> dict[str, int]:
    """Give a grid once costs were moved; its total is the same.

    >>> moved({"1:industrial:staff": 500}, [Move(1, 2, "industrial", "staff", 200)])
    {'1:industrial:staff': 300, '2:industrial:staff': 200}

    Raises:
        InputError: a partner would give more than it has on a line, or to itself.
    """
    found = dict(cells)
    for each in moves:
        here, there = (key_of(one, each.category, each.nature) for one in (each.giver, each.taker))
        if here == there or each.cents <= 0:
            raise InputError("Un déplacement va d’un partenaire à un autre, d’un montant plus grand que zéro.")
        held = found.get(here, 0)
        if each.cents > held:
            raise InputError(f"Cette ligne n’a que {euros(held)} à déplacer : réduisez le montant.")
        found[here], found[there] = held - each.cents, found.get(there, 0) + each.cents
    return merged({}, found)


def everything_of(cells: Cells, giver: int, taker: int) -> list[Move]:
    """Give the moves that hand all that a partner has left to another one.

    >>> everything_of({"1:industrial:staff": 500, "3:industrial:staff": 7}, 1, 2)
    [Move(giver=1, taker=2, category='industrial', nature='staff', cents=500)]
    """
    return [Move(giver, taker, *parted(key)[1:], amount) for key, amount in cells.items() if parted(key)[0] == giver]


def without(cells: Cells, partner: int | None) -> dict[str, int]:
    """Give a grid without the costs of a partner that left."""
    return {key: amount for key, amount in cells.items() if parted(key)[0] != partner}


@dataclass(frozen=True, slots=True)
class Shift:
    """Hold what an amendment does to who is aided: who leaves, who takes after them, each one's aid before and after.

    Organisations all; `before` and `after` are cents worked out by the rules, empty where none were.
    """

    leaver: int | None
    heir: int | None
    before: Mapping[int, int]
    after: Mapping[int, int]


def suggested(granted: Mapping[Grant, Decimal], asked: Mapping[Grant, Decimal], shift: Shift) -> dict[Grant, Decimal]:
    """Propose what each funder grants each partner after an amendment; nobody has less than it already asked.

    Whoever leaves keeps what it asked; what is left goes to who takes after it, else to nobody. The others follow the
    aid that the rules give them, in proportion.

    >>> shift = Shift(1, 3, {}, {})
    >>> suggested({("Région", 1): Decimal(100), ("Région", 2): Decimal(50)}, {("Région", 1): Decimal(30)}, shift)
    {('Région', 1): Decimal('30.00'), ('Région', 2): Decimal('50.00'), ('Région', 3): Decimal('70.00')}
    """
    found: dict[Grant, Decimal] = {}
    freed: dict[str, Decimal] = {}
    for (funder, who), amount in granted.items():
        kept = asked.get((funder, who), Decimal())
        if who == shift.leaver:
            found[funder, who], freed[funder] = kept, amount - kept
        else:
            found[funder, who] = max(kept, _scaled(amount, shift.before.get(who, 0), shift.after.get(who, 0)))
    if shift.heir is not None:
        _give(found, shift.heir, _inherited(granted, freed, shift))
    return {cell: amount.quantize(_CENT, ROUND_DOWN) for cell, amount in found.items() if amount}


def _scaled(amount: Decimal, before: int, after: int) -> Decimal:
    return amount * after / before if before else amount


def _give(found: dict[Grant, Decimal], who: int, shares: Mapping[str, Decimal]) -> None:
    for funder, amount in shares.items():
        found[funder, who] = max(found.get((funder, who), Decimal()), amount)


def _inherited(granted: Mapping[Grant, Decimal], freed: Mapping[str, Decimal], shift: Shift) -> dict[str, Decimal]:
    """Give what goes to whoever takes after: what was freed, over what it has; a newcomer alone follows the rules."""
    heir = shift.heir or 0
    if freed:
        return {name: granted.get((name, heir), Decimal()) + amount for name, amount in freed.items()}
    due, whole = Decimal(shift.after.get(heir, 0)) / 100, sum(granted.values())
    if any(who == heir for _, who in granted) or not whole:
        return {}
    return {name: due * sum(a for (n, _), a in granted.items() if n == name) / whole for name, _ in granted}

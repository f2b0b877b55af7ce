"""A slow, obvious carrier of cells: plain loops over exact fractions, one person's share at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

LOST = "inconnu"
Table = Mapping[tuple[str, str], Mapping[str, Fraction]]


def carried(cells: Iterable[tuple[str, str, float]], table: Table) -> dict[str, Fraction]:
    """Share each cell between the targets of its code and qualification, else of its code, else nowhere."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for code, qualification, value in cells:
        row = table.get((code, qualification), table.get((code, ""), {}))
        whole = sum(row.values(), Fraction(0))
        if not whole:
            found[LOST] += Fraction(value)
        for target, amount in row.items():
            if amount:
                found[target] += Fraction(value) * amount / whole
    return {target: value for target, value in found.items() if value}


def ambiguous(cells: Iterable[tuple[str, str, float]], table: Table) -> Fraction:
    """Give the people whose code leads to several targets."""
    found = Fraction(0)
    for code, qualification, value in cells:
        row = table.get((code, qualification), table.get((code, ""), {}))
        if sum(amount > 0 for amount in row.values()) > 1:
            found += Fraction(value)
    return found

"""Sums of money to the cent, never a float; `vivier.french` reads and writes them."""

from collections.abc import Iterable
from decimal import Decimal

NOTHING = Decimal("0.00")


def total(values: Iterable[Decimal]) -> Decimal:
    """Add amounts, to the cent.

    >>> total([Decimal("0.10"), Decimal("0.20")])
    Decimal('0.30')
    """
    return sum(values, NOTHING)

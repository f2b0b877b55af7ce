"""Owners and assumptions for the tests of the transmissions."""

import datetime as dt

from vivier.reference import retirement_law
from vivier.workforce.transmission import Owner, OwnerAssumptions

ON = dt.date(2026, 1, 31)
CERTAIN = {"pace_sd": 0.0}


def assumed(law="2025-1403", **given):
    return OwnerAssumptions(retirement_law(law), **given)


def village():
    """Thirty fictional craft businesses: bakers, masons, hairdressers; most work alone, two have partners."""
    trades = ("boulanger", "maçon", "coiffeur")
    plans = ("none", "sought", "successor", "unknown", "closing")
    alone = [
        Owner(
            f"entreprise {rank:02d}",
            age=38 + rank,
            employees=(0, 0, 0, 2, 6)[rank % 5],
            occupation=trades[rank % 3],
            plan=plans[rank % 5 if rank > 14 else 0],
            year=2028 if rank in (20, 25) else None,
        )
        for rank in range(28)
    ]
    partners = [
        Owner("entreprise 28", 63, 4, "maçon", "none"),
        Owner("entreprise 28", 41, 4, "maçon", "unknown"),
        Owner("entreprise 29", 66, 1, "boulanger", "closing"),
        Owner("entreprise 29", 64, 1, "coiffeur", "successor", 2027),
    ]
    return (*alone, *partners)

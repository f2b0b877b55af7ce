"""Sectors and their occupations, read from `sectors.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Trade:
    """Hold one occupation of a sector: its PCS-ESE code, its title and status, the share of women, its pay."""

    pcs: str
    title: str
    status: str
    women: float
    eur: int
    weight: float = 0.0
    older: int = 0
    leads_to: str = ""
    is_in_days: bool = False
    is_aided: bool = False


@dataclass(frozen=True, slots=True)
class Sector:
    """Hold one sector: its NAF (as a DSN writes it), its agreement, its ages, its trades."""

    key: str
    naf: str
    idcc: str
    age: tuple[float, float]
    apprentices: float
    quits: float
    trades: tuple[Trade, ...]
    lends: bool = False

    def draw_trade(self, rng: Random) -> Trade:
        """Draw an occupation, as often as its weight says."""
        return rng.choices(self.trades, [trade.weight for trade in self.trades])[0]

    def draw_vacancy(self, rng: Random) -> Trade:
        """Draw the occupation of a vacancy: like the stock, but aided places turn over much faster than others."""
        aided = [trade for trade in self.trades if trade.is_aided]
        if aided and rng.random() < 0.9:
            return rng.choices(aided, [trade.weight for trade in aided])[0]
        return self.draw_trade(rng)

    def draw_first_trade(self, rng: Random) -> Trade:
        """Draw an occupation that one may learn: not one that people reach late."""
        early = [trade for trade in self.trades if trade.older < 5]
        return rng.choices(early, [trade.weight for trade in early])[0]

    def trade(self, pcs: str) -> Trade:
        """Give the occupation of that code."""
        return next(trade for trade in self.trades if trade.pcs == pcs)


def _trade(row: Mapping[str, Any]) -> Trade:
    return Trade(
        pcs=row["pcs"], title=row["title"], status=row["status"], women=row["women"], eur=row["eur"],
        weight=row["w"], older=row.get("older", 0), leads_to=row.get("next", ""),
        is_in_days=row.get("days", False), is_aided=row.get("aided", False),
    )  # fmt: skip


@cache
def sectors() -> Mapping[str, Sector]:
    """Give every sector by its key.

    >>> sectors()["usinage"].trade("623f").title
    'TOURNEUR FRAISEUR CN'
    """
    text = (files("vivier.demo") / "sectors.toml").read_text(encoding="utf-8")
    return {
        key: Sector(
            key=key, naf=row["naf"], idcc=row["idcc"], age=(row["age"][0], row["age"][1]),
            apprentices=row["apprentices"], quits=row["quits"], trades=tuple(map(_trade, row["trades"])),
            lends=row.get("lends", False),
        )
        for key, row in tomllib.loads(text).items()
    }  # fmt: skip

"""Small DSN files, written from a model so that a test knows what must be counted."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

SIREN = "000100115"
NIC, OTHER_NIC = "00013", "00021"
Lines = list[tuple[str, str]]


def day(date: dt.date) -> str:
    return date.strftime("%d%m%Y")


@dataclass(frozen=True)
class Contract:
    """One contract; `extra` holds other rubrics of block 40, `blocks` the lines of its sub-blocks."""

    number: str = "00001"
    start: str = "01092015"
    pcs: str = "623f"
    title: str = "OPÉRATEUR RÉGLEUR, 2X8"
    nature: str = "01"
    scheme: str = "99"
    reference: str = "151.67"
    hours: str = "151.67"
    modality: str = "10"
    extra: tuple[tuple[str, str], ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()

    def ended(self, on: str, motive: str = "059") -> "Contract":
        return replace(self, blocks=(*self.blocks, ("S21.G00.62.001", on), ("S21.G00.62.002", motive)))

    def lines(self) -> Lines:
        known = {
            "001": self.start,
            "002": "07",
            "004": self.pcs,
            "006": self.title,
            "007": self.nature,
            "008": self.scheme,
            "009": self.number,
            "012": self.reference,
            "013": self.hours,
            "014": self.modality,
            **dict(self.extra),
        }
        return [(f"S21.G00.40.{number}", value) for number, value in sorted(known.items()) if value] + list(
            self.blocks
        )


@dataclass(frozen=True)
class Person:
    """One person; an empty NIR leaves the rubric out."""

    nir: str = "1681001991001"
    name: str = "D'ANGÉLO"
    first: str = "Hervé"
    sex: str = "01"
    born: str = "28101968"
    ntt: str = ""
    contracts: tuple[Contract, ...] = (Contract(),)
    changes: tuple[tuple[str, str], ...] = ()
    pay: bool = True

    def lines(self) -> Lines:
        known = {
            "001": self.nir,
            "002": self.name,
            "004": self.first,
            "005": self.sex,
            "006": self.born,
            "019": "M00042",
            "020": self.ntt,
        }
        out = [(f"S21.G00.30.{number}", value) for number, value in known.items() if value]
        out += self.changes
        for contract in self.contracts:
            out += contract.lines()
        if self.pay:
            out += [("S21.G00.50.001", "31012026"), ("S21.G00.50.002", "1987.65"), ("S21.G00.51.013", "2543.21")]
        return out


def people(count: int, **common: object) -> tuple[Person, ...]:
    """Give so many distinct people, of both sexes and several ages."""
    return tuple(
        Person(
            nir=f"{1 + i % 2}{60 + i % 40:02d}{1 + i % 12:02d}38{990 + i % 10}{1 + i:03d}",
            name=f"DURAND-{'ABCDEFGHIJ'[i % 10]}{i}",
            sex="01" if i % 2 == 0 else "02",
            born=f"{1 + i % 28:02d}{1 + i % 12:02d}{1960 + i % 40}",
            contracts=(Contract(number=f"{i:05d}", pcs=("623f", "628a", "474b")[i % 3]),),
            **common,
        )
        for i in range(count)
    )


@dataclass(frozen=True)
class Declaration:
    """One S20.G00.05 declaration of one establishment for one month."""

    staff: tuple[Person, ...] = (Person(),)
    month: str = "01012026"
    siren: str = SIREN
    nic: str = NIC
    nature: str = "01"
    kind: str = "01"
    fraction: str = "11"
    order: str = "1"
    made: str = "03022026"
    cancels: str = ""
    private: bool = False

    @property
    def identity(self) -> str:
        return self.made + self.order

    def lines(self) -> Lines:
        header = {
            "001": self.nature,
            "002": self.kind,
            "003": self.fraction,
            "004": self.order,
            "005": self.month,
            "006": self.cancels,
            "007": self.made,
            "008": "01",
        }
        out = [(f"S20.G00.05.{number}", value) for number, value in header.items() if value]
        out += [("S20.G00.07.001", "GESTIONNAIRE FICTIVE")]
        out += [("S20.G00.96.902", "1")] if self.private else []
        out += [("S21.G00.06.001", self.siren)] if self.siren else []
        out += [("S21.G00.06.003", "2562B")]
        out += [("S21.G00.06.903", "RAISON FICTIVE")] if self.private else []
        out += [("S21.G00.11.001", self.nic), ("S21.G00.11.005", "L'ISLE D'ABEAU")]
        for person in self.staff:
            out += person.lines()
        return out


@dataclass(frozen=True)
class Sending:
    """One S10…S90 sending, as bytes."""

    declarations: tuple[Declaration, ...] = field(default_factory=lambda: (Declaration(),))
    norm: str = "P26V01"
    real: str = "02"
    private: bool = False
    total: int | None = None
    end: str = "\r\n"

    def text(self) -> str:
        lines = [("S10.G00.00.001", "PAIEFICTIVE"), ("S10.G00.00.005", self.real), ("S10.G00.00.006", self.norm)]
        lines += [("S10.G00.00.008", "01"), ("S10.G00.01.001", "000100008")]
        lines += [("S10.G00.95.001", "RELAIS"), ("S10.G00.95.900", "ABC")] if self.private else []
        for declaration in self.declarations:
            lines += declaration.lines()
        total = len(lines) + 2 if self.total is None else self.total
        lines += [("S90.G00.90.001", str(total)), ("S90.G00.90.002", str(len(self.declarations)))]
        return "".join(f"{name},'{value}'{self.end}" for name, value in lines)

    def encoded(self, encoding: str = "iso-8859-1") -> bytes:
        return self.text().encode(encoding)


def lot(*sendings: Sending, encoding: str = "cp1252") -> bytes:
    """Wrap sendings as a relay gives them back."""
    before = "S05.G51.00.001,'LOT'\r\nS06.G51.00.001,'1'\r\n"
    after = "S96.G51.00.001,'1'\r\nS95.G51.00.001,'1'\r\n"
    return (before + "".join(sending.text() for sending in sendings) + after).encode(encoding)


def sent(*declarations: Declaration, **how: Any) -> bytes:
    """Write declarations in one sending."""
    return Sending(declarations, **how).encoded()


def edited(content: bytes, *edits: tuple[str, str]) -> bytes:
    """Replace lines (by what they start with) and keep the total right."""
    lines = content.decode("iso-8859-1").split("\r\n")
    for start, instead in edits:
        rank = next(rank for rank, line in enumerate(lines) if line.startswith(start))
        lines[rank : rank + 1] = instead.split("\n") if instead else []
    total = next(rank for rank, line in enumerate(lines) if line.startswith("S90.G00.90.001"))
    lines[total] = f"S90.G00.90.001,'{len([line for line in lines if line.strip()])}'"
    return "\r\n".join(lines).encode("iso-8859-1")


def line_of(content: bytes, start: str) -> int:
    lines = content.decode("iso-8859-1").split("\r\n")
    return next(rank for rank, line in enumerate(lines, 1) if line.startswith(start))

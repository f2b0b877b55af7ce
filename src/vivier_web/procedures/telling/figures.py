"""A figure and how sure it is: verified, second-hand, from memory, proposed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vivier.french import counted, number
from vivier_web.procedures.definition.words import CERTAINTIES

SHORT = {"V": "vérifié", "S": "source secondaire", "M": "de mémoire", "P": "proposé"}


@dataclass(frozen=True, slots=True)
class Sure:
    """Hold how sure a figure is: in a word, in a phrase, and its source."""

    code: str
    source: str

    @property
    def word(self) -> str:
        """One word or two, for a tag."""
        return SHORT[self.code]

    @property
    def phrase(self) -> str:
        """The whole phrase, then the source."""
        said = CERTAINTIES[self.code]
        return f"{said[0].upper()}{said[1:]}{f' ({self.source})' if self.source else ''}"

    @property
    def is_verified(self) -> bool:
        """Whether a source was read."""
        return self.code == "V"


def sure(thing: Any) -> Sure:
    """Give how sure the figures of a part of a procedure are."""
    return Sure(thing.certainty, thing.source)


def plain(value: Decimal | int) -> str:
    """Write a mark, a weight or a threshold: 3, 0,5, 12,5.

    >>> plain(Decimal("12.50")), plain(Decimal("3"))
    ('12,5', '3')
    """
    return number(int(value)) if value == int(value) else f"{Decimal(value).normalize():f}".replace(".", ",")


def percent(share: Decimal) -> str:
    """Write a share of 0 to 1 as a percentage: 0.8 → 80 %."""
    return f"{plain(share * 100)}\u00a0%"


def months(n: int) -> str:
    """Write a duration in months as one says it: « 2 ans », « 18 mois »."""
    return f"{n}\u00a0mois" if n % 12 or n == 0 else counted(n // 12, "an")

"""An interval around a figure."""

from dataclasses import dataclass

from vivier.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True)
class Interval:
    """Hold the two ends of an interval, in the unit of its figure.

    >>> Interval(1090, 1330).width
    240
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:  # also refuses NaN
            raise InputError("Les bornes d’un intervalle doivent être deux nombres rangés par ordre croissant.")

    @property
    def width(self) -> float:
        """The distance between the two ends."""
        return self.high - self.low

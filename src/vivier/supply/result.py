"""What an adaptation gives: for each place declared, whether to open, keep or close, and what nobody declares."""

from dataclasses import dataclass

from vivier.vocabulary import InputError, Interval

OPEN, KEEP, CLOSE = "open", "keep", "close"
WITHIN, PARTIAL, UNLISTED = "within", "partial", "unlisted"


@dataclass(frozen=True, slots=True)
class Yearly:
    """Hold an amount a year: its mean, and what it lies between at least 8 times out of 10."""

    value: float
    interval: Interval

    def __post_init__(self) -> None:
        if not self.value == self.value:  # NaN differs from itself
            raise InputError("Un besoin de places doit être un nombre : le calcul a produit une valeur indéfinie.")

    def over(self, rates: Interval) -> "Yearly":
        """Divide by a rate that lies between two others.

        >>> Yearly(10, Interval(8, 12)).over(Interval(0.5, 1.0)).interval
        Interval(low=8.0, high=24.0)
        """
        middle = (rates.low + rates.high) / 2
        return Yearly(self.value / middle, Interval(self.interval.low / rates.high, self.interval.high / rates.low))


@dataclass(frozen=True, slots=True)
class Advice:
    """Hold what is expected of the places of one speciality in one zone, at one level (empty: all its levels).

    `entrants` are people to train a year who would start in the occupations of the openings; `required` the places
    this takes. The verdict is `open` when even the lower end exceeds the `places`, `close` when the places exceed
    even the higher end, `keep` otherwise; a keep says why: `within` the interval, `partial` (openings are not those
    of the whole zone), `unlisted` (no portrait names the speciality). `seekers` are jobseekers for one job.
    """

    zone: str
    speciality: str
    level: str
    entrants: Yearly
    required: Yearly
    places: float
    filled: float | None
    verdict: str
    reason: str = ""
    seekers: float | None = None

    @property
    def gap(self) -> Yearly:
        """The places required less those there are."""
        ends = self.required.interval
        return Yearly(self.required.value - self.places, Interval(ends.low - self.places, ends.high - self.places))

    @property
    def is_unfilled(self) -> bool:
        """Whether more than one place in ten stays empty: filling comes before opening."""
        return self.filled is not None and self.filled < 0.9 * self.places


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold people to train a year in a speciality of which a zone declares no place: absent is not none."""

    zone: str
    speciality: str
    entrants: Yearly
    seekers: float | None = None


@dataclass(frozen=True, slots=True)
class Adaptation:
    """Hold the advice by zone, speciality and level; what nobody declares; what the portraits do not say.

    `elsewhere` are entrants of other specialities, without diploma or who do not say; `unread` the posts over the
    horizon of occupations that have no portrait.
    """

    years: int
    advice: tuple[Advice, ...]
    undeclared: tuple[Wanted, ...] = ()
    elsewhere: Yearly = Yearly(0.0, Interval(0.0, 0.0))
    unread: tuple[tuple[str, float], ...] = ()

    def of(self, verdict: str) -> tuple[Advice, ...]:
        """Give the advice of one verdict, all levels together."""
        return tuple(each for each in self.advice if each.verdict == verdict and not each.level)

"""What an adaptation takes: openings by occupation, portraits of who holds them, the declared supply of places."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vivier.vocabulary import InputError, Interval

NONE, STUDYING = "none", "studying"
DIPLOMAS = ("cap", "bac", "bac2", "bac3")  # CAP-BEP, baccalauréat, two years after it, three years or more
ANY = ""  # every level together
UNSAID = Interval(0.4, 0.9)  # of an insertion nobody declares: `reference.hypothesis("supply", "insertion")`
_ROUNDING = 1e-6


def check_name(what: str, name: object) -> None:
    """Refuse a name that is not a text or is blank."""
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"{what} doit porter un nom.")


def check_number(what: str, value: object, high: float = 1e7, *, above: bool = False) -> None:
    """Refuse what is not a number from 0 to `high`, NaN included; 0 too when it must be `above`."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and 0 <= float(str(value)) <= high) or (above and value == 0):
        more = "supérieur à 0, au plus" if above else "de 0 à"
        raise InputError(f"{what} doit être un nombre {more} {high:g}.")


def _check_shares(what: str, shares: Mapping[str, float]) -> None:
    for name, share in shares.items():
        check_name(what, name)
        check_number(f"{what} : la part de « {name} »", share, 1)
    if sum(shares.values()) > 1 + _ROUNDING:
        raise InputError(f"{what} : les parts dépassent le tout.")


@dataclass(frozen=True, slots=True)
class Opening:
    """Hold the posts to fill in an occupation over the horizon: their mean, and 8 chances out of 10."""

    occupation: str
    posts: float
    interval: Interval
    zone: str = ""

    def __post_init__(self) -> None:
        check_name("Le métier de postes à pourvoir", self.occupation)
        what = f"Les postes à pourvoir de « {self.occupation} »"
        check_number(what, max(self.posts, 0) if isinstance(self.posts, int | float) else self.posts)
        if not max(-self.posts, abs(self.interval.low), abs(self.interval.high)) <= 1e7:
            raise InputError(f"{what} ont des bornes hors de mesure.")


@dataclass(frozen=True, slots=True)
class Portrait:
    """Hold who works in an occupation: shares (0–1) of its young people by speciality, of its people by level.

    `specialities` do not add up to 1: the rest are people of other specialities, without diploma, or who do not say.
    `levels` (`none`, `studying`, `DIPLOMAS`) do. `answers` is how many answers of the survey specialities rest on,
    `starters` the share of openings that people leaving initial training fill, `seekers` the jobseekers for one job
    (absent: not published).

    >>> welders = Portrait("D2Z", {"254": 0.5}, {"none": 0.2, "cap": 0.6, "bac": 0.2}, answers=66)
    >>> round(welders.elsewhere, 2), round(welders.graduates, 2)
    (0.5, 0.8)
    """

    occupation: str
    specialities: Mapping[str, float]
    levels: Mapping[str, float] = field(default_factory=dict)
    answers: float = 1e6
    starters: float = 1.0
    seekers: float | None = None

    def __post_init__(self) -> None:
        check_name("Le métier d’un portrait", self.occupation)
        what = f"Le portrait de « {self.occupation} »"
        _check_shares(what, self.specialities)
        _check_shares(what, self.levels)
        check_number(f"{what} : le nombre de réponses", self.answers, 1e9)
        check_number(f"{what} : la part des débutants", self.starters, 1)
        if self.seekers is not None:
            check_number(f"{what} : les demandeurs pour un emploi", self.seekers)
        if unknown := set(self.levels) - {NONE, STUDYING, *DIPLOMAS}:
            raise InputError(f"{what} a un niveau inconnu, « {min(unknown)} ».")

    @property
    def elsewhere(self) -> float:
        """The share that no speciality of the portrait says."""
        return max(0.0, 1 - sum(self.specialities.values()))

    @property
    def graduates(self) -> float:
        """The share of people who have a diploma, hence possibly a speciality; all where levels are not told."""
        return sum(self.levels.get(each, 0.0) for each in DIPLOMAS) if self.levels else 1.0


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold one line of the declared supply: places a year of a speciality and level in a zone.

    `filled` places and the `insertion_rate` (share of those trained who take a job, 0–1) are absent when nobody says.
    """

    zone: str
    speciality: str
    level: str
    places: float
    filled: float | None = None
    insertion_rate: float | None = None

    def __post_init__(self) -> None:
        check_name("La zone d’une formation", self.zone)
        check_name("La spécialité d’une formation", self.speciality)
        what = f"L’offre « {self.speciality} » de « {self.zone} »"
        if self.level not in (ANY, *DIPLOMAS):
            raise InputError(f"{what} a un niveau inconnu ; niveaux connus : {', '.join(DIPLOMAS)}, ou vide.")
        check_number(f"{what} : le nombre de places", self.places)
        if self.filled is not None:
            check_number(f"{what} : le nombre de places pourvues", self.filled)
        if self.insertion_rate is not None:
            check_number(f"{what} : le taux d’insertion", self.insertion_rate, 1, above=True)


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold how places are judged.

    Openings are over `years`. Only when they are those of the whole zone (`is_whole`), and not of the pôle's members
    alone, may places be more than needed. `insertion` holds where the supply says nothing.
    """

    years: int
    is_whole: bool = False
    insertion: Interval = UNSAID

    def __post_init__(self) -> None:
        if isinstance(self.years, bool) or not isinstance(self.years, int) or not 1 <= self.years <= 50:
            raise InputError("L’horizon doit être un nombre entier d’années, entre 1 et 50.")
        if not 0 < self.insertion.low <= self.insertion.high <= 1:
            raise InputError("Le taux d’insertion supposé doit aller de plus de 0 à 1.")

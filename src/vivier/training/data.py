"""What a plan is asked: needs of companies, courses, places, and the terms they must hold to."""

import math
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from vivier.vocabulary import InputError

QUESTIONS = ("balance", "everyone", "most")


def check_name(what: str, name: str) -> None:
    """Refuse a name that is not a text or is blank."""
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"{what} doit porter un nom.")


def check_whole(what: str, value: int, low: int) -> None:
    """Refuse what is not a whole number of at least `low`."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= 1_000_000:
        raise InputError(f"{what} doit être un nombre entier, au moins {low} et au plus un million.")


def check_amount(what: str, value: float) -> None:
    """Refuse what is not a positive amount, NaN and infinity included."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e12:
        raise InputError(f"{what} doit être un nombre positif ou nul.")


def _check_spot(what: str, lat: float, lon: float) -> None:
    known = all(isinstance(each, int | float) and math.isfinite(each) for each in (lat, lon))
    if not known or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InputError(f"{what} doit avoir une latitude de −90 à 90 et une longitude de −180 à 180, en degrés.")


@dataclass(frozen=True, slots=True)
class Need:
    """Hold how many people of one company want one course, where they are, and what each costs if left out.

    `periods` are those at which they can go (none: any); `max_km` how far, one way; `on_the_job` how many of them
    could be trained at work instead (AFEST), when the course allows it.

    >>> Need("Fonderie du Gier", 45.53, 4.62, "Soudage TIG", people=3, priority_eur=1500).people
    3
    """

    company: str
    lat: float
    lon: float
    course: str
    people: int
    priority_eur: float = 0.0
    periods: tuple[str, ...] = ()
    max_km: float | None = None
    on_the_job: int = 0

    def __post_init__(self) -> None:
        check_name("L’entreprise d’un besoin", self.company)
        check_name("La formation d’un besoin", self.course)
        what = f"Le besoin de « {self.company} » pour « {self.course} »"
        _check_spot(what, self.lat, self.lon)
        check_whole(f"{what} : le nombre de personnes", self.people, 0)
        check_amount(f"{what} : le coût d’une personne non formée", self.priority_eur)
        check_whole(f"{what} : le nombre de personnes formables en AFEST", self.on_the_job, 0)
        if self.max_km is not None:
            check_amount(f"{what} : la distance acceptée", self.max_km)


@dataclass(frozen=True, slots=True)
class Course:
    """Hold one course: seats of a session (least and most), prices, and how often one place may hold it.

    `periods` are those at which it may be held (none: any); `funders` those who may pay for it (none: all);
    `on_the_job_eur` what training one person at work costs, when that is possible.

    >>> Course("Soudage TIG", 6, 12, session_eur=2900, hours=21).session_eur
    2900
    """

    course: str
    min_seats: int
    max_seats: int
    session_eur: float
    seat_eur: float = 0.0
    hours: float = 0.0
    max_sessions_per_place: int = 1_000
    periods: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    on_the_job_eur: float | None = None

    def __post_init__(self) -> None:
        check_name("Une formation", self.course)
        what = f"La formation « {self.course} »"
        check_whole(f"{what} : le nombre minimal de places", self.min_seats, 0)
        check_whole(f"{what} : le nombre maximal de places", self.max_seats, 1)
        if self.min_seats > self.max_seats:
            raise InputError(f"{what} demande plus de places au minimum qu’elle n’en offre au maximum.")
        check_amount(f"{what} : le prix d’une session", self.session_eur)
        check_amount(f"{what} : le prix d’une place", self.seat_eur)
        check_amount(f"{what} : la durée", self.hours)
        check_whole(f"{what} : le nombre de sessions par lieu", self.max_sessions_per_place, 0)
        if self.on_the_job_eur is not None:
            check_amount(f"{what} : le prix de l’AFEST", self.on_the_job_eur)


@dataclass(frozen=True, slots=True)
class Place:
    """Hold one place, how many sessions it takes in all, and the periods when it is open (none: always).

    >>> Place("Lycée de Givors", 45.59, 4.77, max_sessions=20).max_sessions
    20
    """

    place: str
    lat: float
    lon: float
    max_sessions: int
    periods: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_name("Un lieu", self.place)
        _check_spot(f"Le lieu « {self.place} »", self.lat, self.lon)
        check_whole(f"Le lieu « {self.place} » : le nombre de sessions", self.max_sessions, 0)


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold what the plan must hold to.

    `question` is `balance` (least cost, a person left out costing its priority), `everyone` (least cost for all
    needs) or `most` (most people for the budget, then least cost). Travel is paid both ways, for each seat. A company
    goes to its `nearest` places only. `funders` and `releases` are pairs: a funder and the most it pays, a company
    and how many of its people it can release in one period.
    """

    travel_eur_per_km: float = 0.0
    nearest: int = 6
    question: str = "balance"
    funders: tuple[tuple[str, float], ...] = ()
    releases: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        check_amount("Le prix du kilomètre", self.travel_eur_per_km)
        check_whole("Le nombre de lieux proches", self.nearest, 1)
        if self.question not in QUESTIONS:
            raise InputError(f"« {self.question} » n’est pas une question ; questions : {', '.join(QUESTIONS)}.")
        for name, cap in self.funders:
            check_name("Un financeur", name)
            check_amount(f"Le plafond du financeur « {name} »", cap)
        for company, people in self.releases:
            check_whole(f"Le nombre de personnes que « {company} » peut libérer", people, 0)
        for what, names in (
            ("Un même financeur est donné", self.funders),
            ("Une même entreprise est donnée", self.releases),
        ):
            if len({name for name, _ in names}) < len(names):
                raise InputError(f"{what} deux fois dans les conditions du plan.")
        if len(self.funders) > 8:
            raise InputError("Le plan accepte huit financeurs au plus : regroupez-en quelques-uns.")


def _never() -> bool:
    return False


def _silent(_what: str, _done: int, _steps: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """Hold how good the best plan so far is: its cost, what is proven, the gap between, sessions and people."""

    cost_eur: float
    bound_eur: float
    gap: float
    sessions: int
    people: int


def _unseen(_found: Found) -> None:
    return None


@dataclass(frozen=True)
class Effort:
    """Hold how long to search, where, and who is told.

    Searching ends at `seconds`, when the proven gap is at most `gap`, or as soon as `stop()` is true; the best plan
    so far is given each time. `show` is told how good it is, each time it is looked at. `executor` takes the courses
    in parallel. Bounds of work inside are counted in steps, so that a search that ends by itself gives the same
    bytes every time.
    """

    seconds: float = 60.0
    gap: float = 1e-4
    executor: Executor | None = None
    stop: Callable[[], bool] = field(default=_never)
    tell: Callable[[str, int, int], None] = field(default=_silent)
    show: Callable[[Found], None] = field(default=_unseen)

    def __post_init__(self) -> None:
        if not 0 < self.seconds <= 1e7:
            raise InputError("Le temps de recherche doit être un nombre de secondes, plus grand que 0.")
        if not 0 <= self.gap < 1:
            raise InputError("L’écart visé doit être une part entre 0 et 1.")

"""What a measure of gaps takes: skills required and held, people in post, what the outlook says of them, terms."""

from dataclasses import dataclass

from vivier.vocabulary import InputError

LEVELS = (0, 1, 2, 3, 4)  # of polyvalence matrices: cannot, learning, with help, alone, can train others
UNKNOWN = ""  # an age band that nobody says


def check_name(what: str, name: object) -> None:
    """Refuse a name that is not a text or is blank."""
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"{what} doit porter un nom.")


def check_people(what: str, people: object) -> None:
    """Refuse what is not a whole number of people."""
    if isinstance(people, bool) or not isinstance(people, int) or not 0 <= people <= 10_000_000:
        raise InputError(f"{what} doit être un nombre entier de personnes, positif ou nul.")


def check_between(what: str, value: object, low: float, high: float) -> None:
    """Refuse what is not a number between two others, NaN included."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InputError(f"{what} doit être un nombre entre {low:g} et {high:g}.")


def check_level(what: str, level: object) -> None:
    """Refuse what is not a level of `LEVELS`."""
    if isinstance(level, bool) or not isinstance(level, int) or level not in LEVELS:
        raise InputError(f"{what} doit être un niveau de 0 (ne sait pas faire) à 4 (peut former).")


@dataclass(frozen=True, slots=True)
class Required:
    """Hold one skill that an occupation calls for: at what level, in what share of its posts.

    `hours` are those that take one person one level up: to 1, 2, 3 and 4; `weight` says how much the skill tells this
    occupation from others (it ranks, and enters no figure); `core` whether it is the heart of the occupation.

    >>> Required("H2902", "Tracer les développés", level=3, hours=(14, 35, 70, 35)).hours_between(1, 3)
    105
    """

    occupation: str
    skill: str
    level: int = 3
    share: float = 1.0
    hours: tuple[float, ...] = (14, 35, 70, 35)
    weight: float = 1.0
    core: bool = False

    def __post_init__(self) -> None:
        check_name("Le métier d’une compétence requise", self.occupation)
        check_name("Une compétence requise", self.skill)
        what = f"La compétence « {self.skill} » de « {self.occupation} »"
        check_level(f"{what} : le niveau requis", self.level)
        check_between(f"{what} : la part des postes", self.share, 0, 1)
        check_between(f"{what} : le poids", self.weight, 0, 1e6)
        if len(self.hours) != len(LEVELS) - 1:
            raise InputError(f"{what} demande quatre durées, une par échelon.")
        for each in self.hours:
            check_between(f"{what} : les heures d’un échelon", each, 0, 1e5)

    def hours_between(self, low: int, high: int) -> float:
        """Give the hours that take one person from a level to another; none downwards."""
        return sum(self.hours[low:high])


@dataclass(frozen=True, slots=True)
class Held:
    """Hold how many people of one group (a company) were found at one level of a skill.

    They are people of the occupations that call for it. `age` is a band, or empty when nobody says. With `is_whole`
    the group names all its holders (a declaration): its other people of these occupations are at level 0. Otherwise
    (a matrix) the levels of those it does not cover are unknown.
    """

    skill: str
    level: int
    people: int
    group: str = ""
    age: str = UNKNOWN
    is_whole: bool = False

    def __post_init__(self) -> None:
        check_name("Une compétence détenue", self.skill)
        check_level(f"La compétence « {self.skill} » : le niveau détenu", self.level)
        check_people(f"La compétence « {self.skill} » : le nombre de titulaires", self.people)


@dataclass(frozen=True, slots=True)
class Staff:
    """Hold how many people of one group are in an occupation today, by age band where the bands are known."""

    occupation: str
    people: int
    group: str = ""
    age: str = UNKNOWN

    def __post_init__(self) -> None:
        check_name("Le métier d’un effectif", self.occupation)
        check_people(f"L’effectif de « {self.occupation} »", self.people)


def _check_draws(what: str, draws: tuple[float, ...], high: float) -> None:
    if draws and not all(0 <= each <= high for each in draws):
        raise InputError(f"{what} : chaque tirage doit être un nombre entre 0 et {high:g}.")


@dataclass(frozen=True, slots=True)
class Retention:
    """Hold the share of the people in post who will still be there at the horizon, as an outlook says it.

    `rate` is its mean and `sd` its standard deviation **over all the people of the row**, chance included; or `draws`
    give it path by path. Without rows by age, the row without an age holds for every age.

    >>> Retention("H2902", 0.72, sd=0.05, age="55_59").rate
    0.72
    """

    occupation: str
    rate: float
    sd: float = 0.0
    age: str = UNKNOWN
    draws: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_name("Le métier d’un maintien", self.occupation)
        what = f"Le maintien en poste de « {self.occupation} »"
        check_between(what, self.rate, 0, 1)
        check_between(f"{what} : l’écart-type", self.sd, 0, 1)
        _check_draws(what, self.draws, 1)


@dataclass(frozen=True, slots=True)
class Needed:
    """Hold how many posts of an occupation there will be at the horizon: those who stay, plus the openings."""

    occupation: str
    posts: float
    sd: float = 0.0
    draws: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_name("Le métier d’un besoin", self.occupation)
        what = f"Les postes de « {self.occupation} »"
        check_between(what, self.posts, 0, 1e7)
        check_between(f"{what} : l’écart-type", self.sd, 0, 1e7)
        _check_draws(what, self.draws, 1e7)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Hold what lies ahead: people in post, how many stay, how many posts there will be, in how many years."""

    years: int
    staff: tuple[Staff, ...] = ()
    retention: tuple[Retention, ...] = ()
    needed: tuple[Needed, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.years, bool) or not isinstance(self.years, int) or not 1 <= self.years <= 50:
            raise InputError("L’horizon doit être un nombre entier d’années, entre 1 et 50.")


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold how gaps are measured.

    A skill is fragile when fewer than `fewest` people hold it, or when the chance that fewer remain at the horizon
    reaches `risk`. Recruits are counted as arriving at level `newcomers`. `draws` is how many paths are drawn.
    """

    fewest: int = 3
    risk: float = 0.2
    newcomers: int = 0
    draws: int = 2_000

    def __post_init__(self) -> None:
        if isinstance(self.fewest, bool) or not isinstance(self.fewest, int) or not 1 <= self.fewest <= 1_000:
            raise InputError("Le nombre de titulaires à garder doit être un nombre entier, au moins 1.")
        check_between("Le risque toléré", self.risk, 0, 1)
        check_level("Le niveau des recrues", self.newcomers)
        if isinstance(self.draws, bool) or not isinstance(self.draws, int) or not 1 <= self.draws <= 100_000:
            raise InputError("Le nombre de tirages doit être un nombre entier, de 1 à 100 000.")

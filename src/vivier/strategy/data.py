"""What a strategy is made of: findings of the engines, the members they concern, and the rules to hold to."""

import math
from dataclasses import dataclass

from vivier.vocabulary import InputError, Interval

KINDS = ("departure", "opening", "gap", "need", "mobility", "project", "perception")
FEW = ("refuse", "hide")
WEIGHTINGS = ("equal", "critic", "entropy")
SHARED = "shared"  # the criterion that is worked out here: the share of members concerned
MOST_AXES = 4  # « at most four »: more would be a list, not a strategy


def check_text(what: str, text: str) -> None:
    """Refuse what is not a text or is blank."""
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{what} doit être un texte non vide.")


def check_number(what: str, value: float, low: float, high: float) -> None:
    """Refuse what is not a number between two bounds, NaN included."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        bounds = f"entre {low:g} et {high:g}" if math.isfinite(high) else f"d’au moins {low:g}"
        raise InputError(f"{what} doit être un nombre {bounds}.")


def check_whole(what: str, value: int, low: int) -> None:
    """Refuse what is not a whole number of at least `low`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise InputError(f"{what} doit être un nombre entier, au moins {low}.")


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one figure: its unit (« part » for a 0–1 share), the people or answers it rests on, where it is from.

    >>> Figure(42, "départs", n=310, interval=Interval(35, 50), provenance="Étude 2026, calcul 12").value
    42
    """

    value: float
    unit: str
    n: int
    provenance: str
    interval: Interval | None = None

    def __post_init__(self) -> None:
        check_number("Le chiffre d’un constat", self.value, -1e15, 1e15)
        check_text("L’unité d’un chiffre", self.unit)
        check_text("La provenance d’un chiffre", self.provenance)
        check_whole("Le nombre de personnes ou de réponses derrière un chiffre", self.n, 0)
        if self.unit == "part":
            check_number("Une part", self.value, 0, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one finding of an engine: what it is about, which members it touches and how much, its figure.

    `subject` is an occupation, a skill or a theme; findings of one subject go together. `members` pairs an opaque
    identifier with an intensity of 0 or more (0 or 1, people, hours), `None` where the member did not answer;
    a member left out is not concerned. `criteria` are scores from 0 to 1 (volume, urgency, gravity, feasibility…).

    >>> departures = Figure(42, "départs", 310, "Étude 2026, calcul 12")
    >>> members = (("m1", 4), ("m2", 0), ("m3", None))
    >>> Finding("d1", "departure", "J0B40", "Soudeurs", members, departures).holders
    1
    """

    key: str
    kind: str
    subject: str
    label: str
    members: tuple[tuple[str, float | None], ...]
    figure: Figure | None = None
    criteria: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        check_text("La clé d’un constat", self.key)
        what = f"Le constat « {self.key} »"
        check_text(f"{what} : son sujet", self.subject)
        check_text(f"{what} : son libellé", self.label)
        if self.kind not in KINDS:
            raise InputError(f"{what} est d’une sorte inconnue ; sortes connues : {', '.join(KINDS)}.")
        for member, intensity in self.members:
            check_text(f"{what} : l’identifiant d’un membre", member)
            if intensity is not None:
                check_number(f"{what} : l’intensité d’un membre", intensity, 0, 1e12)
        for name, score in self.criteria:
            check_text(f"{what} : le nom d’un critère", name)
            check_number(f"{what} : le critère « {name} »", score, 0, 1)
        for words, names in (("le même membre", self.members), ("le même critère", self.criteria)):
            if len({name for name, _ in names}) < len(names):
                raise InputError(f"{what} donne deux fois {words}.")
        if any(name == SHARED for name, _ in self.criteria):
            raise InputError(f"{what} donne le critère « {SHARED} » : il est calculé, ne le donnez pas.")

    @property
    def holders(self) -> int:
        """How many members are concerned."""
        return sum(1 for _, intensity in self.members if intensity)

    @property
    def largest_share(self) -> float:
        """The share of the whole intensity that one member brings, 0 when nobody is concerned."""
        brought = [intensity for _, intensity in self.members if intensity]
        return max(brought) / sum(brought) if brought else 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold what the search must hold to.

    A finding of fewer than `min_members` members is refused (`few="refuse"`) or shown without its figure (`"hide"`);
    one of which a member brings more than `share` is shown without its figure. Axes never name their members unless
    `name_members`. `weighting` derives the weight of criteria when none is given. `risk` is the chance of seeing
    something in noise; `flips` and `resamples` how many times chance and members are drawn; an axis found again with
    a mean Jaccard under `least_stability` is left out.

    >>> Rules(few="hide").min_members
    3
    """

    most_axes: int = MOST_AXES
    min_members: int = 3
    few: str = "refuse"
    share: float = 0.85
    name_members: bool = False
    weighting: str = "critic"
    risk: float = 0.02
    flips: int = 149
    resamples: int = 100
    least_stability: float = 0.5
    link_weight: float = 1.0

    def __post_init__(self) -> None:
        check_whole("Le nombre d’axes", self.most_axes, 0)
        if self.most_axes > MOST_AXES:
            raise InputError(f"Une stratégie a {MOST_AXES} axes au plus.")
        check_whole("Le nombre minimal de membres d’un constat", self.min_members, 1)
        check_number("La part d’un seul membre", self.share, 0, 1)
        check_number("Le risque de voir un axe dans le bruit", self.risk, 0.001, 0.5)
        check_whole("Le nombre de tirages du hasard", self.flips, math.ceil(1 / self.risk) - 1)
        check_whole("Le nombre de rééchantillonnages", self.resamples, 1)
        check_number("La stabilité minimale d’un axe", self.least_stability, 0, 1)
        check_number("Le poids des liens entre sujets", self.link_weight, 0, 10)
        if self.few not in FEW:
            raise InputError(f"« {self.few} » n’est pas une règle des petits nombres ; règles : {', '.join(FEW)}.")
        if self.weighting not in WEIGHTINGS:
            raise InputError(f"« {self.weighting} » n’est pas une pondération ; choix : {', '.join(WEIGHTINGS)}.")

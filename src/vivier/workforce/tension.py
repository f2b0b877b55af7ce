"""How hard an occupation is to fill: official signals against fixed points, and what members declare against them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from statistics import NormalDist

import numpy as np
from scipy.special import betaincinv

from vivier.reference.hypotheses import hypotheses, hypothesis
from vivier.vocabulary import InputError, Interval

SIGNALS = ("difficulty", "supply", "exit_rate", "ageing")
MARKET = ("difficulty", "supply")  # without one of these, nothing is said of the market: no level
QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
FARTHEST = 2.5  # standard deviations: no single signal can say more
LEVELS = tuple(NormalDist().inv_cdf(rank / 5) for rank in range(1, 5))
VERDICTS = ("harder", "alike", "easier", "too_few", "unknown")
WORDS = {
    "difficulty": "de projets de recrutement jugés difficiles",
    "supply": "de demandeurs d’emploi pour un poste",
    "exit_rate": "de départs hors fin de carrière",
    "ageing": "de personnes de 55 ans ou plus",
}
NAMES = {
    "difficulty": "difficulté de recruter",
    "supply": "demandeurs d’emploi",
    "exit_rate": "départs",
    "ageing": "âges",
}


@dataclass(frozen=True, slots=True)
class Signals:
    """Hold what is known of one occupation; `None` where nothing is.

    `difficulty`: share of hiring projects judged difficult (BMO, 0–1); `exit_rate`: exits a year other than end of
    career, for each person in post; `ageing`: share of people of 55 or over; `supply`: jobseekers (category A) for
    each person in post, fewer being tenser. `declared_hard` of `declared_hires` hiring projects are judged difficult
    by the `n` members who answered.

    >>> Signals("J0B40", difficulty=0.7, declared_hard=9, declared_hires=10, n=6).declared_hires
    10
    """

    occupation: str
    difficulty: float | None = None
    exit_rate: float | None = None
    ageing: float | None = None
    supply: float | None = None
    declared_hard: int | None = None
    declared_hires: int | None = None
    n: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.occupation, str) or not self.occupation:
            raise InputError("Chaque ligne de signaux doit nommer son métier.")
        for name, highest in (("difficulty", 1), ("ageing", 1), ("exit_rate", 10), ("supply", 1000)):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= highest:  # also refuses NaN
                raise InputError(f"Le signal « {NAMES[name]} » doit être un nombre entre 0 et {highest}.")
        self._check_declared()

    def _check_declared(self) -> None:
        if (self.declared_hard is None) != (self.declared_hires is None):
            raise InputError(
                "Donnez ensemble les projets déclarés et ceux qui sont jugés difficiles, ou aucun des deux."
            )
        for value in (self.declared_hard, self.declared_hires, self.n):
            if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
                raise InputError("Projets déclarés et réponses sont des nombres entiers, positifs ou nuls.")
        if (self.declared_hard or 0) > (self.declared_hires or 0):
            raise InputError("Il ne peut y avoir plus de projets jugés difficiles que de projets déclarés.")
        if self.declared_hires and not self.n:
            raise InputError(
                "Dites combien d’adhérents ont répondu : sans leur nombre, leurs projets ne valent rien."
            )


@dataclass(frozen=True, slots=True)
class Component:
    """Hold one signal against its fixed points: its `value`, the `usual` one (median), its normal `score`, its level.

    A score of 0 is the median of French professional families, 1.64 is that of the tensest twentieth.
    """

    name: str
    value: float
    usual: float
    score: float
    level: int


@dataclass(frozen=True, slots=True)
class Declared:
    """Hold what members declare against the official share: `gap` is declared − official, with its 95 % interval.

    `share` is the declared share of hard projects, `interval` its 95 % Jeffreys interval, `hires` the projects and
    `n` the members who answered; `verdict` is `harder`, `alike`, `easier`, `too_few` or `unknown` (nothing official).
    """

    share: float
    interval: Interval
    gap: float | None
    gap_interval: Interval | None
    hires: int
    n: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Tension:
    """Hold the tension of one occupation: `level` from 1 (low) to 5, or `None`, and the French sentence why.

    `score` is the composite on a normal scale, `components` the signals known, by weight, `missing` the others.
    """

    occupation: str
    level: int | None
    score: float | None
    components: tuple[Component, ...]
    missing: tuple[str, ...]
    declared: Declared | None
    reason: str


def tensions(signals: Sequence[Signals]) -> tuple[Tension, ...]:
    """Give the tension of each occupation, in alphabetical order, whatever the others of the pôle are.

    >>> (found,) = tensions([Signals("D2Z42", difficulty=0.78, supply=0.05, declared_hard=9, declared_hires=9, n=7)])
    >>> found.level, found.declared.verdict, round(found.declared.gap_interval.low, 2)
    (5, 'alike', -0.05)
    """
    names = [each.occupation for each in signals]
    if len(set(names)) < len(names):
        raise InputError("Un même métier a plusieurs lignes de signaux : n’en gardez qu’une par métier.")
    return tuple(_tension(each) for each in sorted(signals, key=lambda each: each.occupation))


def score(name: str, value: float) -> float:
    """Give the place of one signal among French professional families, on a normal scale (positive: tenser).

    Linear between the published quantiles and beyond the outer ones, within 2.5 standard deviations.

    >>> round(score("ageing", 0.2121), 2), round(score("supply", 0.0106), 2), score("ageing", 1.0)
    (0.67, 1.64, 2.5)
    """
    points = hypothesis("tension", name).values
    xs = [points[quantile] for quantile in QUANTILES]
    zs = [NormalDist().inv_cdf(rank) for rank in QUANTILES.values()]
    rank = min(max(int(np.searchsorted(xs, value)), 1), len(xs) - 1)
    slope = (zs[rank] - zs[rank - 1]) / (xs[rank] - xs[rank - 1])
    found = min(max(zs[rank - 1] + slope * (value - xs[rank - 1]), -FARTHEST), FARTHEST)
    return -found if name == "supply" else found


def level(score: float) -> int:
    """Give the level, from 1 to 5: each is a fifth of French professional families.

    >>> [level(each) for each in (-2, -0.5, 0, 0.5, 2)]
    [1, 2, 3, 4, 5]
    """
    return 1 + sum(score > bound for bound in LEVELS)


def composite(scores: dict[str, float]) -> float:
    """Give the weighted mean of the scores known, over its standard deviation among French families.

    So an occupation of which two signals are known is as likely to be « 5 » as one of which four are.

    >>> round(composite({"difficulty": 1.0}), 2), round(composite({"difficulty": 1.0, "supply": 1.0}), 2)
    (1.0, 1.28)
    """
    weights = {name: hypothesis("tension", name).values["weight"] for name in scores}
    variance = sum(weight**2 for weight in weights.values())
    variance += 2 * sum(weights[a] * weights[b] * _correlations()[a, b] for a, b in combinations(weights, 2))
    return sum(weights[name] * scores[name] for name in scores) / math.sqrt(variance)


@cache
def _correlations() -> dict[tuple[str, str], float]:
    table = hypothesis("tension", "correlation").values
    pairs = {(a, b): table[f"{a}_{b}"] for a, b in combinations(SIGNALS, 2)}
    return pairs | {(b, a): value for (a, b), value in pairs.items()}


def _tension(signals: Signals) -> Tension:
    values = {name: getattr(signals, name) for name in SIGNALS}
    known = tuple(_component(name, value) for name, value in values.items() if value is not None)
    missing = tuple(name for name, value in values.items() if value is None)
    is_market_known = any(each.name in MARKET for each in known)
    whole = composite({each.name: each.score for each in known}) if is_market_known else None
    rank = None if whole is None else level(whole)
    declared = _declared(signals)
    reason = "".join((_opening(rank, known), _missing(missing), _said(declared, signals.difficulty), "."))
    return Tension(signals.occupation, rank, whole, known, missing, declared, reason)


def _component(name: str, value: float) -> Component:
    place = score(name, value)
    return Component(name, value, hypothesis("tension", name).values["p50"], place, level(place))


def _declared(signals: Signals) -> Declared | None:
    """Weigh the declared projects: those of one company are alike, so they count for less than as many companies.

    The design effect of a cluster sample, 1 + (projects by company − 1) × correlation, divides the projects before a
    Jeffreys interval, Beta(hard + ½, others + ½), is taken.
    """
    hires, hard, n = signals.declared_hires, signals.declared_hard, signals.n
    if not hires or hard is None:
        return None
    table = hypothesis("tension", "declared").values
    size = hires / (1 + max(hires / n - 1, 0) * table["alike"])
    a, b = size * hard / hires + 0.5, size * (1 - hard / hires) + 0.5
    low = 0.0 if hard == 0 else float(betaincinv(a, b, 0.025))
    high = 1.0 if hard == hires else float(betaincinv(a, b, 0.975))
    share, interval, official = hard / hires, Interval(low, high), signals.difficulty
    if official is None:
        return Declared(share, interval, None, None, hires, n, "too_few" if n < table["fewest"] else "unknown")
    gap = Interval(low - official, high - official)
    verdict = "harder" if gap.low > 0 else "easier" if gap.high < 0 else "alike"
    verdict = "too_few" if n < table["fewest"] else verdict
    return Declared(share, interval, share - official, gap, hires, n, verdict)


def _opening(rank: int | None, known: Sequence[Component]) -> str:
    said = ", ".join(_phrase(each) for each in known)
    if rank is not None:
        return f"Tension {rank} sur 5 : {said}"
    start = "Tension inconnue, faute de difficulté de recrutement ou de demandeurs d’emploi publiés"
    return start + (f" : {said}" if said else "")


def _phrase(component: Component) -> str:
    """Say one signal; a high score is much of everything, but few jobseekers."""
    words, distance = WORDS[component.name], abs(component.level - 3)
    amount = "beaucoup" if component.value > component.usual else "peu"
    said = (f"autant {words} que d’ordinaire", f"plutôt {amount} {words}", f"{amount} {words}")[distance]
    value, usual = (_number(component.name, each) for each in (component.value, component.usual))
    return f"{said} ({value}, médiane des métiers {usual})"


def _number(name: str, value: float) -> str:
    if name == "supply":
        return f"{value:.2f}".replace(".", ",")
    return f"{100 * value:.0f}\u00a0%"


def _missing(names: Sequence[str]) -> str:
    return f" ; non connus : {', '.join(NAMES[name] for name in names)}" if names else ""


def _said(declared: Declared | None, official: float | None) -> str:
    if declared is None:
        return ""
    answers = f"{declared.n} réponse" + ("s" if declared.n > 1 else "")
    if declared.verdict == "too_few":
        return f" ; trop peu de réponses d’adhérents pour conclure ({declared.n})"
    share = _number("difficulty", declared.share)
    if official is None:
        return f" ; les adhérents jugent difficiles {share} de leurs projets ({answers}), sans chiffre officiel"
    words = {"harder": "plus difficile que", "easier": "moins difficile que", "alike": "à peu près comme"}
    against = f"{share} contre {_number('difficulty', official)}, {answers}"
    return f" ; les adhérents le jugent {words[declared.verdict]} l’enquête officielle ({against})"


def listed() -> Iterator[tuple[str, str, str, str]]:
    """Give every fixed point as (name, French title, French value, source), for the sheet of assumptions.

    >>> next(listed())[0]
    'tension.difficulty.p05'
    """
    for table in hypotheses("tension").values():
        for name, value in table.values.items():
            yield (
                f"tension.{table.name}.{name}",
                f"{table.title} : {name}",
                f"{value:g}".replace(".", ","),
                table.origin,
            )

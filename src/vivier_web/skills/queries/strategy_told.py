"""What the workshop says of a proposal: its axes with their figures, how they were found, what was left out."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vivier import french
from vivier.vocabulary import InputError
from vivier_web.skills.queries.strategy import Opened
from vivier_web.skills.strategy.findings import CRITERIA
from vivier_web.skills.strategy.starting import short_name

if TYPE_CHECKING:
    from vivier.strategy.result import Axis, Evidence

LEVELS = {"sure": ("sûr", "ok"), "likely": ("probable", "ok"), "fragile": ("fragile", "warm")}
KINDS = {
    "departure": "Départs", "opening": "Postes à pourvoir", "gap": "Compétence à acquérir", "need": "Formation",
    "mobility": "Mobilité", "project": "Projet", "perception": "Difficulté déclarée",
}  # fmt: skip
WHY = {
    "everyone": "touchent tous les membres de la même façon : un thème de tous, pas un axe",
    "noise": "ne se rapprochent des autres pas plus que le hasard ne le ferait",
    "unstable": "forment un groupe qui ne se retrouve pas quand on change les membres interrogés",
    "beyond": "viennent après les axes proposés",
    "few": "touchent trop peu de membres",
}
WEIGHED = {"given": "choisis par le pôle", "critic": "tirés des constats eux-mêmes (méthode CRITIC)"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Hold one axis as the machine made it, ready to be read."""

    rank: int
    name: str
    evidence: tuple[tuple[str, str, str, str], ...]  # kind, label, figure, members
    level: str
    tone: str
    sentence: str
    members: str
    first_rate: str


@dataclass(frozen=True, slots=True)
class Told:
    """Hold all that is said of a proposal."""

    headline: str
    axes: tuple[Proposed, ...]
    criteria: tuple[tuple[str, str, str], ...]  # name, weight, what it is
    weighed: str
    order: str
    chance: str
    counts: str
    left_out: tuple[tuple[str, str], ...]  # why, which
    gaps: tuple[dict[str, Any], ...]


def told(held: Opened) -> Told:
    """Say a proposal."""
    axes = tuple(_axis(held, axis, rank) for rank, axis in enumerate(held.axes.axes, 1))
    method = held.axes.method
    return Told(
        _headline(len(axes)),
        axes,
        tuple(
            (CRITERIA[one.name][0], french.percent(one.weight), CRITERIA[one.name][1])
            for one in sorted(held.axes.criteria, key=lambda one: -one.weight)
        ),
        WEIGHED.get(method.weighting, method.weighting),
        _order(method.same_order_rate, len(axes)),
        _chance(method.p_value, bool(axes)),
        f"{french.counted(method.subjects, 'sujet')} et {french.counted(method.members, 'membre')} comparés",
        _left_out(held),
        tuple(_gap(each) for each in held.gaps),
    )


def _headline(axes: int) -> str:
    if not axes:
        return "Rien ne se détache du hasard"
    return "Un axe se détache" if axes == 1 else f"{axes} axes se détachent"


def _axis(held: Opened, axis: "Axis", rank: int) -> Proposed:
    level, tone = LEVELS[axis.stability.level]
    members = "" if axis.members is None else f"{french.counted(axis.members, 'membre')} au cœur de cet axe"
    evidence = tuple(_evidence(held, each) for each in axis.chain.evidence)
    first = f"premier pour {french.percent(axis.ranks[0])} des pondérations possibles" if axis.ranks else ""
    return Proposed(rank, short_name(axis), evidence, level, tone, axis.stability.sentence, members, first)


def _evidence(held: Opened, each: "Evidence") -> tuple[str, str, str, str]:
    try:
        figure = held.shown(each.figure.provenance) if each.figure is not None else "un membre en fait l’essentiel"
    except InputError:
        figure = "chiffre illisible"
    return KINDS[each.kind], each.label, figure, french.counted(each.members or 0, "membre") if each.members else ""


def _order(rate: float, axes: int) -> str:
    if axes < 2:
        return ""
    share = french.percent(rate)
    if rate >= 0.6:
        return f"L’ordre des axes tient pour {share} des pondérations possibles : les poids y changent peu de chose."
    return f"L’ordre des axes ne tient que pour {share} des pondérations possibles : c’est à vous de le choisir."


def _chance(p_value: float, has_axes: bool) -> str:
    if has_axes:
        return (
            "Les mêmes réponses, remises au sort, donnent autant de structure moins "
            f"{'d’une fois' if p_value < 0.01 else 'de deux fois'} sur cent : ce n’est pas le hasard."
        )
    return (
        "Les mêmes réponses, remises au sort, donnent autant de structure "
        f"{french.whole(p_value * 100)} fois sur cent : en tirer des axes serait lire dans le marc de café."
    )


def _left_out(held: Opened) -> tuple[tuple[str, str], ...]:
    said: dict[str, list[str]] = {}
    for each in held.axes.left_out:
        said.setdefault(each.reason, []).append(held.labels[each.finding])
    return tuple((WHY[reason], _once(labels)) for reason, labels in said.items())


def _once(labels: list[str]) -> str:
    """Name each subject once, with how many findings it had."""
    return french.listed([label if n == 1 else f"{label} ({n} constats)" for label, n in Counter(labels).items()])


def _gap(each: dict[str, Any]) -> dict[str, Any]:
    first, second = each["first"], each["second"]
    return {
        "label": each["label"],
        "sides": [(one["college"], one["yes"], one["n"]) for one in (first, second)],
        "interval": f"de {_points(each['low'])} à {_points(each['high'])} points",
        "is_proven": each["is_proven"],
        "p": french.probability(each["p"]),
    }


def _points(value: float) -> str:
    sign = "+" if value > 0 else ""
    return f"{sign}{french.number(value * 100)}"

"""What a search for axes gives: axes with their chains, how they were found, and what was left out."""

from dataclasses import dataclass

from vivier.strategy.data import Figure


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold one finding as evidence: its sentence; its figure and members when they may be shown, else `None`."""

    finding: str
    kind: str
    subject: str
    label: str
    sentence: str
    figure: Figure | None
    members: int | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Hold the chain constat → preuve → risque → décision proposée → action → indicateur, in French sentences.

    `sources` says where the generic answers come from and how far to trust them: a human edits them.
    """

    observation: str
    evidence: tuple[Evidence, ...]
    risk: str
    decision: str
    action: str
    indicator: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """Hold how an axis stands when members are drawn again: mean Jaccard, share of draws that find it, a level.

    `found_rate` counts draws in which three quarters of the axis are found; `level` is `sure`, `likely` or `fragile`.
    """

    jaccard: float
    found_rate: float
    level: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Hold one axis: its subjects (the most typical first), its chain, its score, how stable it is.

    `ranks` is the share of all weights of criteria for which the axis comes first, second…; `criteria` its scores;
    `members` how many are at its heart (touched by half its subjects or more; `None`: too few), `member_ids` who,
    only when it was asked.
    """

    name: str
    subjects: tuple[str, ...]
    findings: tuple[str, ...]
    chain: Chain
    score: float
    criteria: tuple[tuple[str, float], ...]
    ranks: tuple[float, ...]
    stability: Stability
    members: int | None
    member_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Hold one finding that no axis holds, and why: `few`, `everyone`, `noise`, `unstable` or `beyond`."""

    finding: str
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """Hold one criterion and its weight; weights add up to 1."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Method:
    """Hold how the axes were found: what was compared, against what chance, with which parameters.

    `strength` is the first eigenvalue, `chance` the one that noise alone passes with the risk accepted, `p_value` the
    chance of as much structure in noise; `dimensions` how many directions stand out of it. `same_order_rate` is the
    share of all weights of criteria that would leave the order of axes unchanged.
    """

    subjects: int
    members: int
    missing_rate: float
    strength: float
    chance: float
    p_value: float
    dimensions: int
    weighting: str
    same_order_rate: float
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Axes:
    """Hold the axes by decreasing score, what was left out, the weights, the method and one sentence that sums up."""

    axes: tuple[Axis, ...]
    left_out: tuple[LeftOut, ...]
    criteria: tuple[Criterion, ...]
    method: Method
    sentence: str

"""The people of one occupation as the simulation needs them: by age, and by risk."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import AGES, FIRST_AGE, LAST_AGE, UNKNOWN, ages_of
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.data import Cell, Stock
from vivier.workforce.frailty import node_weights
from vivier.workforce.pooling import Pool
from vivier.workforce.profiles import national_profile, within

Floats = npt.NDArray[np.float64]
Ages = npt.NDArray[np.int64]
MIN_KNOWN = 5  # fewer known ages than that say nothing about the ages not known
CAREER_STEPS = (0.5, 0.63, 0.8, 1.0, 1.25, 1.6, 2.0)  # a factor between two of them counts for the nearest


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """Hold the people of one occupation: `counts` by single age (62), then by band.

    `bands` (bands, 62) gives the chances of each age of someone known by band only, independently of the others: that
    doubt widens the intervals by itself. `risks` gives,
    for each (company, factor of other exits), its number of people. `career` is the factor of the ends of careers,
    `growth` the yearly growth believed.
    """

    occupation: str
    counts: npt.NDArray[np.int64]
    bands: Floats
    risks: tuple[tuple[str, float, int], ...]
    career: float
    growth: float

    @property
    def people(self) -> int:
        """The number of people."""
        return int(self.counts.sum())

    @property
    def ages(self) -> Floats:
        """The expected number of people by age, shape (62,)."""
        return np.asarray(self.counts[:AGES] + self.counts[AGES:] @ self.bands)

    def node_weights(self, pool: Pool, rng: np.random.Generator) -> Floats:
        """Give the weights of the nodes of risk on each path, shape (nodes, draws), averaged over its people."""
        own = pool.occupation(self.occupation, rng)
        factors = np.array([factor * pool.company(group) * own for group, factor, _ in self.risks])
        shares = np.array([n for *_, n in self.risks]) / self.people
        return np.asarray(np.einsum("r,nrd->nd", shares, node_weights(factors)))


def units_of(stock: Stock, assumptions: Assumptions) -> tuple[Unit, ...]:
    """Give the units of the permanent stock, in alphabetical order of occupations."""
    by_occupation: dict[str, list[Cell]] = defaultdict(list)
    for cell in stock.cells:
        if cell.n and cell.is_permanent:
            by_occupation[cell.occupation].append(cell)
    known = {name: _known_ages(cells) for name, cells in by_occupation.items()}
    everyone = np.sum([*known.values(), np.zeros(AGES, np.int64)], axis=0)
    return tuple(
        _unit(name, by_occupation[name], (known[name], everyone), assumptions) for name in sorted(by_occupation)
    )


def _known_ages(cells: list[Cell]) -> Ages:
    known = [0] * AGES
    for cell in cells:
        if isinstance(cell.age, int):
            known[min(cell.age, LAST_AGE) - FIRST_AGE] += cell.n
    return np.array(known)


def _unit(occupation: str, cells: list[Cell], known: tuple[Ages, Ages], assumptions: Assumptions) -> Unit:
    belief = assumptions.belief(occupation)
    bands: Counter[str] = Counter()
    risks: Counter[tuple[str, float]] = Counter()
    for cell in cells:
        if isinstance(cell.age, str):
            bands[cell.age] += cell.n
        risks[cell.group, _factor(cell, assumptions.exit_factors) * belief.exit_factor] += cell.n
    profile = np.array(belief.ages) if belief.ages is not None else national_profile()
    unknown: Floats = next((one.astype(float) for one in known if one.sum() >= MIN_KNOWN), profile)
    names = sorted(bands)
    return Unit(
        occupation,
        np.concatenate([known[0], [bands[band] for band in names]]).astype(np.int64),
        np.array([_chances(band, profile, unknown) for band in names]).reshape(-1, AGES),
        tuple((group, factor, n) for (group, factor), n in sorted(risks.items())),
        min(CAREER_STEPS, key=lambda step: abs(math.log(step / belief.career_end_factor))),
        belief.growth_rate,
    )


def _factor(cell: Cell, factors: Mapping[str, float]) -> float:
    return factors.get(cell.sex, 1.0) * factors.get(cell.contract, 1.0) if factors else 1.0


def _chances(band: str, profile: Floats, unknown: Floats) -> Floats:
    return np.asarray(unknown / unknown.sum()) if band == UNKNOWN else within(ages_of(band), profile)


def alike(scenarios: Sequence[tuple[Unit, ...]], size: int) -> Iterator[tuple[tuple[Unit, ...], ...]]:
    """Cut the units of each scenario into batches of at most that many, the same occupations in all of them.

    In a batch, the units of one scenario have one factor of the ends of careers.
    """
    careers: dict[tuple[float, ...], list[tuple[Unit, ...]]] = defaultdict(list)
    for same in zip(*scenarios, strict=True):
        careers[tuple(unit.career for unit in same)].append(same)
    for _, units in sorted(careers.items()):
        for low in range(0, len(units), size):
            yield tuple(zip(*units[low : low + size], strict=True))

"""The people of one occupation as the simulation needs them: by age, and by risk."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import AGES, FIRST_AGE, LAST_AGE, UNKNOWN, ages_of
from vivier.workforce.assumptions import Assumptions
from vivier.workforce.columns import Columns, columns_of
from vivier.workforce.data import Stock
from vivier.workforce.frailty import single_weights
from vivier.workforce.pooling import Pool
from vivier.workforce.profiles import national_profile, within

Floats = npt.NDArray[np.float64]
Ages = npt.NDArray[np.int64]
Risk = tuple[str, float, int]  # company, factor of other exits, people
MIN_KNOWN = 5  # fewer known ages than that say nothing about the ages not known
CAREER_STEPS = (0.5, 0.63, 0.8, 1.0, 1.25, 1.6, 2.0)  # a factor between two of them counts for the nearest
_NO_BAND = np.zeros((0, AGES))


@dataclass(frozen=True, eq=False)
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
    risks: tuple[Risk, ...]
    career: float
    growth: float

    @cached_property
    def people(self) -> int:
        """The number of people."""
        return int(self.counts.sum())

    @cached_property
    def ages(self) -> Floats:
        """The expected number of people by age, shape (62,)."""
        return np.asarray(self.counts[:AGES] + self.counts[AGES:] @ self.bands)

    def node_weights(self, pool: Pool, rng: np.random.Generator) -> npt.NDArray[np.float32]:
        """Give the weights of the nodes of risk on each path, shape (nodes, draws), averaged over its people."""
        own = pool.occupation(self.occupation, rng)
        factors = np.array([factor * pool.company(group) * own for group, factor, _ in self.risks])
        shares = np.array([n / self.people for *_, n in self.risks], np.float32)
        return np.asarray(np.einsum("r,nrd->nd", shares, single_weights(factors)))


def units_of(stock: Stock, assumptions: Assumptions) -> tuple[Unit, ...]:
    """Give the units of the permanent stock, in alphabetical order of occupations."""
    held = columns_of(stock).permanent
    present = np.flatnonzero(np.bincount(held.occupation.codes, minlength=len(held.occupation.names)))
    names = {str(held.occupation.names[code]): code for code in present.tolist()}
    rank = np.zeros(len(held.occupation.names), np.intp)
    rank[[names[name] for name in sorted(names)]] = np.arange(len(names))
    unit = rank[held.occupation.codes]
    counts, bands = _by_age(held, unit, len(names))
    everyone = counts[:, :AGES].sum(axis=0)
    risks = _risks(held, unit, len(names), assumptions.exit_factors)
    return tuple(
        _unit(name, (counts[row], everyone), bands, risks[row], assumptions) for row, name in enumerate(sorted(names))
    )


def _by_age(held: Columns, unit: npt.NDArray[np.intp], units: int) -> tuple[Ages, list[str]]:
    """Count people by unit and single age (62), then by band; give the names of the bands."""
    bands = sorted(age for age in held.age.names if isinstance(age, str))
    place = [
        min(age, LAST_AGE) - FIRST_AGE if isinstance(age, int) else AGES + bands.index(str(age))
        for age in held.age.names
    ]
    width = AGES + len(bands)
    where = unit * width + np.array(place, np.intp)[held.age.codes]
    counts = np.bincount(where, held.n, minlength=units * width)
    return counts.astype(np.int64).reshape(units, width), bands


def _risks(held: Columns, unit: npt.NDArray[np.intp], units: int, factors: Mapping[str, float]) -> list[list[Risk]]:
    """Give the (company, factor, people) of each unit, in order, before what is believed of its occupation."""
    groups = sorted(map(str, held.group.names))
    by_kind = [
        [_factor(str(sex), str(contract), factors) for contract in held.contract.names] for sex in held.sex.names
    ]
    steps = sorted({factor for row in by_kind for factor in row})
    step = np.searchsorted(steps, by_kind).reshape(len(held.sex.names), -1)[held.sex.codes, held.contract.codes]
    group = np.array([groups.index(str(name)) for name in held.group.names], np.intp)[held.group.codes]
    # One number for each (unit, company, factor), in the order in which they are wanted.
    found, which = np.unique((unit * len(groups) + group) * len(steps) + step, return_inverse=True)
    people = np.bincount(which, held.n, minlength=found.size)
    risks: list[list[Risk]] = [[] for _ in range(units)]
    for key, n in zip(found.tolist(), people.tolist(), strict=True):
        row, rest = divmod(key, len(groups) * len(steps))
        company, kind = divmod(rest, len(steps))
        risks[row].append((groups[company], steps[kind], int(n)))
    return risks


def _unit(
    occupation: str, known: tuple[Ages, Ages], names: list[str], risks: list[Risk], assumptions: Assumptions
) -> Unit:
    belief = assumptions.belief(occupation)
    counts, everyone = known
    held = [rank for rank in range(len(names)) if counts[AGES + rank]]
    bands = _NO_BAND
    if held:
        profile = np.array(belief.ages) if belief.ages is not None else national_profile()
        enough = (one.astype(float) for one in (counts[:AGES], everyone) if one.sum() >= MIN_KNOWN)
        unknown: Floats = next(enough, profile)
        bands = np.array([_chances(names[rank], profile, unknown) for rank in held])
        counts = counts[[*range(AGES), *(AGES + rank for rank in held)]]
    own = tuple((group, factor * belief.exit_factor, n) for group, factor, n in risks)
    return Unit(
        occupation, counts[: AGES + len(held)], bands, own, _career(belief.career_end_factor), belief.growth_rate
    )


@cache
def _career(factor: float) -> float:
    return min(CAREER_STEPS, key=lambda step: abs(math.log(step / factor)))


def _factor(sex: str, contract: str, factors: Mapping[str, float]) -> float:
    return factors.get(sex, 1.0) * factors.get(contract, 1.0)


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

"""Fictional pôles with the true levels of everybody, of which matrices show a part."""

from dataclasses import dataclass

import numpy as np

from vivier.gaps import Ahead, Held, Required
from vivier.gaps.data import Needed, Retention, Staff


@dataclass(frozen=True)
class Pole:
    """Hold what is given to a measure, and the truth by skill: holders today, holders who remain, people short."""

    required: list[Required]
    held: list[Held]
    ahead: Ahead
    truth: dict[str, tuple[int, int, int]]


def drawn_pole(seed: int, *, companies: int = 12, skills: int = 8, covered: float = 0.5) -> Pole:
    """Draw companies more or less alike, of which about `covered` have a matrix for each skill."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(3, 25, companies)
    people, company = int(sizes.sum()), np.repeat(np.arange(companies), sizes)
    likeness = rng.choice([2, 8, 30])
    stays = np.zeros(people, bool)
    stays[rng.permutation(people)[: rng.binomial(people, rng.beta(30, 10))]] = True
    held, truth = [], {}
    for skill in (f"C{rank}" for rank in range(skills)):
        pole, levels = rng.dirichlet([0.8] * 5), np.empty(people, int)
        for each in range(companies):
            here = company == each
            levels[here] = rng.choice(5, sizes[each], p=rng.dirichlet(likeness * pole + 1e-9))
            if rng.random() < covered:
                held += [Held(skill, level, int((levels[here] == level).sum()), f"E{each}") for level in range(5)]
        remaining = int((levels[stays] >= 3).sum())
        truth[skill] = (int((levels >= 3).sum()), remaining, people - remaining)
    spread = 0.75 * 0.25 * (1 / 41 * (1 - 1 / people) + 1 / people)  # of a beta-binomial share
    ahead = Ahead(
        5,
        tuple(Staff("H2913", int(size), f"E{rank}") for rank, size in enumerate(sizes)),
        (Retention("H2913", 0.75, float(spread**0.5)),),
        (Needed("H2913", float(people)),),
    )
    return Pole([Required("H2913", skill, 3) for skill in truth], held, ahead, truth)

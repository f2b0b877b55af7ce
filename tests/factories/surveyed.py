"""A population of companies whose answers are known, and surveys drawn from it in which some do not answer."""

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Population:
    """Hold what is true: size last year, answer this year, stratum of each company."""

    before: np.ndarray
    answers: np.ndarray
    strata: list[tuple[str, str]]


def population(seed: int, n: int = 400) -> Population:
    """Draw companies of two regions and two sectors, whose answers grow by sector and scatter as the root of size."""
    rng = np.random.default_rng(seed)
    region, sector = rng.integers(0, 2, n), rng.integers(0, 2, n)
    before = np.round(rng.lognormal(4, 0.8, n)) + 1
    answers = before * (1 + 0.15 * sector) + rng.normal(0, 2, n) * np.sqrt(before)
    strata = [("84" if r else "11", "C" if s else "J") for r, s in zip(region, sector, strict=True)]
    return Population(before, answers, strata)


def surveyed(whole: Population, seed: int, share: float = 1.0) -> dict[str, list]:
    """Ask a share of all by simple random sampling; industry answers four times in five, services half the time."""
    rng = np.random.default_rng(seed)
    n = len(whole.before)
    asked = np.sort(rng.choice(n, round(share * n), replace=False))
    chance = [0.8 if whole.strata[at][1] == "C" else 0.5 for at in asked]
    answered = rng.random(len(asked)) < chance
    return {
        "values": [float(whole.answers[at]) if told else math.nan for at, told in zip(asked, answered, strict=True)],
        "known": [float(whole.before[at]) for at in asked],
        "strata": [whole.strata[at] for at in asked],
        "weights": [n / len(asked)] * len(asked),
    }

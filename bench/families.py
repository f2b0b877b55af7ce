"""Twenty-five ways for a yearly series to live, far from the worlds that the trend supposes: each a short recipe.

A recipe takes a random generator and a number of years, and gives a positive or zero figure a year. None was drawn
from the engine's own worlds; what they break (a constant law, a smooth level, a noise of one size) is said by name.
"""

from collections.abc import Callable
from itertools import accumulate

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Recipe = Callable[[np.random.Generator, int], Floats]
SHORT = "courte et bruitée (8 à 15 ans)"
EACH = 40  # series of a family


def grown(paces: npt.ArrayLike, start: float = 100.0) -> Floats:
    """Give the level that so many yearly paces make, from `start`."""
    return np.asarray(start * np.exp(np.cumsum(paces)))


def counted(level: Floats, rng: np.random.Generator, error: float) -> Floats:
    """Give a level as a survey of that relative error counts it."""
    return np.asarray(np.maximum(level * (1 + error * rng.standard_normal(level.size)), 0.0))


def walk(rng: np.random.Generator, years: int) -> Floats:
    """Wander without any drift, some 4 % a year."""
    return grown(rng.normal(0, 0.04, years))


def drifting_walk(rng: np.random.Generator, years: int) -> Floats:
    """Wander around a drift of its own, up or down."""
    return grown(rng.normal(rng.normal(0, 0.02), 0.03, years))


def heavy_walk(rng: np.random.Generator, years: int) -> Floats:
    """Wander by steps of which a few are huge (Student, three degrees)."""
    return grown(0.005 + 0.02 * rng.standard_t(3, years))


def wandering_slope(rng: np.random.Generator, years: int) -> Floats:
    """Let the slope itself wander, with no noise at all."""
    return grown(rng.normal(0, 0.015) + np.cumsum(rng.normal(0, 0.004, years)))


def logistic(rng: np.random.Generator, years: int) -> Floats:
    """Rise to a ceiling that comes early or late."""
    middle, pace = rng.uniform(0.2, 1.1) * years, rng.uniform(0.1, 0.4)
    return counted(10 + 100 / (1 + np.exp(-pace * (np.arange(years) - middle))), rng, 0.02)


def bell(rng: np.random.Generator, years: int) -> Floats:
    """Rise then fall, as a trade that a technique brings and another takes away."""
    middle, width = rng.uniform(0.3, 0.9) * years, rng.uniform(8, 20)
    return counted(15 + 100 * np.exp(-(((np.arange(years) - middle) / width) ** 2)), rng, 0.03)


def growing(rng: np.random.Generator, years: int) -> Floats:
    """Grow by a constant 2 to 7 % a year."""
    return counted(grown(np.full(years, rng.uniform(0.02, 0.07))), rng, 0.03)


def declining(rng: np.random.Generator, years: int) -> Floats:
    """Decline by a constant 2 to 8 % a year."""
    return counted(grown(np.full(years, -rng.uniform(0.02, 0.08))), rng, 0.03)


def straight(rng: np.random.Generator, years: int) -> Floats:
    """Follow a straight line, up or down."""
    slope = rng.uniform(-0.015, 0.04)
    return counted(100 * np.maximum(1 + slope * np.arange(years), 0.02), rng, 0.03)


def broken_level(rng: np.random.Generator, years: int) -> Floats:
    """Jump once or twice to another level, for good."""
    jumps = np.where(rng.random(years) < 1.5 / years, rng.normal(0, 0.3, years), 0)
    return counted(grown(rng.normal(0.005, 0.01, years) + jumps), rng, 0.02)


def stopped(rng: np.random.Generator, years: int) -> Floats:
    """Grow or decline, then stop."""
    moving = np.arange(years) < rng.uniform(0.3, 0.9) * years
    return counted(grown(rng.choice([-1, 1]) * rng.uniform(0.02, 0.06) * moving), rng, 0.02)


def reversed_trend(rng: np.random.Generator, years: int) -> Floats:
    """Turn round once: what grew declines, what declined grows."""
    before = np.arange(years) < rng.uniform(0.3, 0.9) * years
    first, second = rng.choice([-1, 1]) * rng.uniform(0.01, 0.05, 2)
    return counted(grown(np.where(before, first, -second)), rng, 0.02)


def staircase(rng: np.random.Generator, years: int) -> Floats:
    """Stay still for years, then climb or fall a step (a plant opens, another closes)."""
    return grown(np.where(rng.random(years) < 0.2, rng.normal(0.02, 0.12, years), 0))


def short(rng: np.random.Generator, years: int) -> Floats:
    """Be known for 8 to 15 years only, by a survey."""
    years = 8 + years % 8
    return counted(grown(rng.normal(rng.normal(0, 0.02), 0.02, years)), rng, rng.uniform(0.05, 0.15))


def small(rng: np.random.Generator, years: int) -> Floats:
    """Count few people, whose chance alone makes most of the noise."""
    return rng.poisson(grown(rng.normal(rng.normal(0, 0.02), 0.02, years), rng.uniform(3, 20))).astype(float)


def tiny(rng: np.random.Generator, years: int) -> Floats:
    """Count nobody, one or two people."""
    return rng.poisson(np.full(years, rng.uniform(0.3, 1.5))).astype(float)


def few_growing(rng: np.random.Generator, years: int) -> Floats:
    """Be born from a handful of people and grow fast."""
    return rng.poisson(grown(rng.normal(0.1, 0.05, years), 4.0)).astype(float)


def cycle(rng: np.random.Generator, years: int) -> Floats:
    """Swing around a slow drift, eight to twelve years a swing."""
    swing = rng.uniform(0.05, 0.15) * np.sin(2 * np.pi * (np.arange(years) / rng.uniform(8, 12) + rng.random()))
    return counted(grown(np.full(years, rng.normal(0.005, 0.01))) * np.exp(swing), rng, 0.02)


def returning(rng: np.random.Generator, years: int) -> Floats:
    """Come back to a usual level, after a few years."""
    states = accumulate(rng.normal(0, 0.05, years), lambda state, luck: 0.6 * state + luck)
    return np.asarray(100 * np.exp(list(states)))


def crisis(rng: np.random.Generator, years: int) -> Floats:
    """Fall by a fifth in some years, and recover in four."""
    falls = np.where(rng.random(years) < 0.06, 0.2, 0)
    states = accumulate(falls, lambda state, fall: 0.6 * state + fall)
    return grown(np.full(years, 0.01)) * np.exp(-np.array(list(states))) * np.exp(rng.normal(0, 0.01, years))


def constant(rng: np.random.Generator, years: int) -> Floats:
    """Hardly move, and be rounded to the unit."""
    return np.round(rng.uniform(20, 200) + rng.normal(0, 1, years))


def survey(rng: np.random.Generator, years: int) -> Floats:
    """Move slowly under a survey that is wrong by 15 %."""
    return counted(grown(rng.normal(rng.normal(0, 0.015), 0.01, years)), rng, 0.15)


def averaged(rng: np.random.Generator, years: int) -> Floats:
    """Be published as the mean of three years of a survey wrong by 8 %."""
    return np.convolve(counted(drifting_walk(rng, years + 2), rng, 0.08), np.ones(3) / 3, "valid")


def calmer(rng: np.random.Generator, years: int) -> Floats:
    """Be wild, then calm, or the other way round."""
    sizes = np.where(np.arange(years) < years / 2, 0.06, 0.01)
    return grown(0.005 + sizes[:: rng.choice([-1, 1])] * rng.standard_normal(years))


def mixed(rng: np.random.Generator, years: int) -> Floats:
    """Sum two series of two other families, whatever they are."""
    one, other = (RECIPES[name](rng, years) for name in rng.choice([*RECIPES][:13], 2, replace=False))
    return np.asarray(one / one.mean() + other / other.mean())


RECIPES: dict[str, Recipe] = {
    "marche au hasard": walk,
    "marche avec dérive": drifting_walk,
    "marche à grands pas rares": heavy_walk,
    "pente vagabonde": wandering_slope,
    "logistique": logistic,
    "essor puis déclin": bell,
    "croissance régulière": growing,
    "déclin régulier": declining,
    "droite": straight,
    "ruptures de niveau": broken_level,
    "arrêt d’une tendance": stopped,
    "retournement": reversed_trend,
    "escalier": staircase,
    SHORT: short,
    "petits comptes (3 à 20)": small,
    "très petits comptes (0 à 2)": tiny,
    "naissance d’un métier": few_growing,
    "cycle de 8 à 12 ans": cycle,
    "retour au niveau usuel": returning,
    "crises et reprises": crisis,
    "presque constante": constant,
    "enquête à 15 %": survey,
    "moyenne de trois ans d’enquête": averaged,
    "calme après tempête, ou l’inverse": calmer,
    "mélange de deux": mixed,
}


def family(name: str, seed: int) -> list[Floats]:
    """Draw the series of one family, 20 to 40 years long (8 to 15 for the short one)."""
    rng = np.random.default_rng([seed, list(RECIPES).index(name)])
    return [RECIPES[name](rng, int(rng.integers(20, 41))) for _ in range(EACH)]

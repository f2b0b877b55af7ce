"""What no stock can be is refused with one French sentence; exact moments agree with every path, one by one."""

import datetime as dt
import itertools
import math

import numpy as np
import pytest

from vivier.vocabulary import InputError
from vivier.workforce import Stock, moments
from vivier.workforce.data import MOST, Cell

HALF = [[0.5, 0.25], [0.0, 0.8]]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cell("623f", 50, "Z", 1),
        lambda: Cell("623f", 50, "", 1),
        lambda: Cell("623f", 50, "H", MOST + 1),
        lambda: Cell("623f", 50, "H", 10**400),
        lambda: Stock("2026-01-31"),
        lambda: moments(["douze"], [[0.9]], [1], 1),
        lambda: moments([1, 2], [[0.9], [0, 0.5]], [1, 1], 2),
        lambda: moments(None, [[0.9]], [1], 1),
        lambda: moments([math.inf, 1], HALF, [1, 1], 2),
    ],
)
def test_nonsense_is_refused_with_one_french_sentence(make) -> None:
    with pytest.raises(InputError, match=r"^[A-ZÉ«][^\n]*\.$"):
        make()


def test_the_largest_cell_is_accepted() -> None:
    assert Stock(dt.date(2026, 1, 31), (Cell("623f", 50, "inconnu", MOST),)).people == MOST


def whole(people: list[int], moves: list[list[float]], years: int) -> tuple[np.ndarray, np.ndarray]:
    """Give mean and covariance by listing every path of every person: a path is a class, or out, each year."""
    k = len(people)
    ends = []
    for start, n in enumerate(people):
        chances = np.zeros(k)
        for path in itertools.product(range(k), repeat=years):
            steps = zip((start, *path), path, strict=False)
            chances[path[-1] if path else start] += math.prod(moves[a][b] for a, b in steps)
        ends += [chances] * n
    mean = sum(ends, np.zeros(k))
    return mean, sum((np.diag(p) - np.outer(p, p) for p in ends), np.zeros((k, k)))


@pytest.mark.parametrize(
    ("people", "moves"),
    [
        ([7, 3], HALF),
        ([0, 5], HALF),
        ([4, 4, 2], [[0.6, 0.2, 0.1], [0.1, 0.7, 0.2], [0.0, 0.0, 1.0]]),
        ([9], [[0.0]]),
        ([3, 2], [[0.0, 1.0], [1.0, 0.0]]),
    ],
)
@pytest.mark.parametrize("years", [1, 2, 4])
def test_exact_moments_agree_with_every_path_of_every_person(people, moves, years) -> None:
    found = moments(people, moves, [0] * len(people), years)
    mean, covariance = whole(people, moves, years)
    assert found.mean == pytest.approx(mean, abs=1e-12)
    assert found.covariance == pytest.approx(covariance, abs=1e-12)


def test_recruits_of_each_year_keep_the_variance_of_a_poisson_law() -> None:
    found = moments([0, 0], HALF, [12, 5], 6)
    assert found.sd**2 == pytest.approx(found.mean, abs=1e-12)
    assert found.covariance[0, 1] == pytest.approx(0, abs=1e-12)

"""The exact moments against published figures, hand computation, and a simulation of the same process."""

import numpy as np
import pytest

from vivier.vocabulary import InputError
from vivier.workforce import moments

STOCK = (100, 60, 30)
MOVES = ((0.70, 0.15, 0), (0, 0.75, 0.10), (0, 0, 0.85))
RECRUITS = (20, 5, 1)


def test_the_published_case_is_reproduced_to_the_last_digit():
    after = moments(STOCK, MOVES, RECRUITS, 5)
    assert after.mean == pytest.approx((72.269000, 66.923469, 41.535953), abs=5e-7)
    assert after.sd == pytest.approx((8.333322, 7.696139, 5.710708), abs=5e-7)
    assert after.total == pytest.approx((180.728422, 11.971729), abs=5e-7)


def test_the_steady_state_is_the_published_one():
    assert moments(STOCK, MOVES, RECRUITS, 1000).mean == pytest.approx((66.666667, 60, 46.666667), abs=5e-7)


def test_one_class_by_hand():
    # 10 people, each stays with probability 0.9: mean 9, variance 10 × 0.9 × 0.1, plus the variance of Poisson recruits.
    after = moments([10], [[0.9]], [2], 1)
    assert after.mean == pytest.approx([11])
    assert after.covariance == pytest.approx(np.array([[2.9]]))


def test_zero_years_leave_the_stock_known():
    after = moments(STOCK, MOVES, RECRUITS, 0)
    assert after.mean.tolist() == [100, 60, 30]
    assert not after.covariance.any()


def test_inputs_are_untouched():
    given = [np.array(rows, dtype=float) for rows in (STOCK, MOVES, RECRUITS)]
    before = [array.copy() for array in given]
    moments(*given, 7)
    assert all((array == copy).all() for array, copy in zip(given, before, strict=True))


def test_a_simulation_of_the_same_process_agrees_within_three_standard_errors():
    rng, runs = np.random.default_rng(4), 20_000
    people = np.tile(STOCK, (runs, 1))
    rows = [[*row, 1 - sum(row)] for row in MOVES]
    for _ in range(5):
        moved = sum(rng.multinomial(people[:, i], row) for i, row in enumerate(rows))
        people = moved[:, :3] + rng.poisson(RECRUITS, (runs, 3))
    after = moments(STOCK, MOVES, RECRUITS, 5)
    assert np.all(np.abs(people.mean(axis=0) - after.mean) < 3 * after.sd / runs**0.5)
    assert np.cov(people.T) == pytest.approx(after.covariance, rel=0.05, abs=0.8)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (([1, -1], np.eye(2), [0, 0], 1), "positifs ou nuls"),
        (([1, float("nan")], np.eye(2), [0, 0], 1), "positifs ou nuls"),
        (([1, 1], [[0.7, 0.4], [0, 1]], [0, 0], 1), "dépasser 1"),
        (([1, 1], np.eye(3), [0, 0], 1), "une ligne et une colonne"),
        (([1, 1], np.eye(2), [0, 0], -1), "nombre d’années"),
        (([1, 1], np.eye(2), [0, 0], 1.5), "nombre d’années"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(given, words):
    with pytest.raises(InputError, match=words):
        moments(*given)

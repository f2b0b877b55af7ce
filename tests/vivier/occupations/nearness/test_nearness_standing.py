"""How codes stand among all the others: by hand, and against a slow obvious reading."""

import math

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.occupations.nearness.standing import COMPANY, CROWD, NAMES, standing

THREE = sp.csr_matrix(np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32))


def rows(size, seed):
    drawn = np.random.default_rng(seed).random((size, 6)) + 0.01
    return sp.csr_matrix((drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32))


def compared(given):
    every = np.arange(given.shape[0])
    return dict(zip(NAMES, standing(given).traits(every, every), strict=True))


def test_the_nearest_comes_first_and_oneself_before_all():
    assert standing(THREE).ranks.tolist() == [[0, 1, 2], [2, 0, 1], [2, 1, 0]]


def test_ranks_are_seen_from_either_end():
    found = compared(THREE)
    assert found["rank"][0, 1] == pytest.approx(math.log(2) / math.log(3))
    assert found["rank_back"][0, 1] == pytest.approx(1)
    np.testing.assert_array_equal(found["rank_back"], found["rank"].T)


def test_likeness_is_eased_by_what_is_usual_around_both():
    crowds = [0.6 / CROWD, 1.4 / CROWD, 0.8 / CROWD]
    found = compared(THREE)
    assert found["eased"][0, 1] == pytest.approx(0.6 / math.sqrt(crowds[0] * crowds[1] + 1e-6), abs=1e-4)
    assert found["crowd"][0].tolist() == pytest.approx(crowds)


@settings(deadline=None, max_examples=20)
@given(size=st.integers(2, 50), seed=st.integers(0, 99))
def test_company_is_the_cosine_of_the_nearest_only(size, seed):
    given = rows(size, seed)
    alike = (given @ given.T).toarray()
    np.fill_diagonal(alike, 1)
    kept = [
        {int(place): float(alike[row, place]) for place in np.argsort(-alike[row])[:COMPANY]} for row in range(size)
    ]

    def cosine(left, right):
        product = sum(left[place] * right[place] for place in left.keys() & right.keys())
        return product / math.sqrt(sum(v * v for v in left.values()) * sum(v * v for v in right.values()))

    obvious = [[cosine(left, right) for right in kept] for left in kept]
    np.testing.assert_allclose(compared(given)["company"], obvious, atol=1e-4)


@settings(deadline=None, max_examples=20)
@given(size=st.integers(2, 40), seed=st.integers(0, 99))
def test_a_few_codes_are_compared_as_all_are(size, seed):
    held = standing(rows(size, seed))
    every = np.arange(size)
    whole, part = held.traits(every, every), held.traits(every[:1], every[-2:])
    for one, other in zip(whole, part, strict=True):
        np.testing.assert_allclose(one[:1, -2:], other, atol=1e-6)


def test_a_code_that_says_nothing_still_stands_somewhere():
    found = compared(sp.csr_matrix(np.array([[1, 0], [0, 0], [0, 1]], np.float32)))
    assert all(np.isfinite(each).all() for each in found.values())


def test_rows_are_untouched():
    before = THREE.toarray().copy()
    standing(THREE)
    np.testing.assert_array_equal(THREE.toarray(), before)

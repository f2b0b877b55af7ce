"""Products of matrices: what a row gives does not depend on how many others are multiplied with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vivier.workforce.products import product


def matrices(rows, seed, shape):
    rng = np.random.default_rng(seed)
    ages = np.zeros((rows, 62), np.float32)
    first, last = sorted(rng.choice(63, 2, replace=False))
    ages[:, first:last] = rng.random((rows, last - first))
    ages[rows // 2 :, last - (last - first) // 3 : last] = 0  # some units have nobody so old
    return ages, rng.random((62, *shape), dtype=np.float32)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 70), st.integers(0, 999), st.integers(1, 4), st.integers(1, 6), st.integers(2, 250))
def test_a_row_has_the_same_bytes_whatever_the_company_it_keeps(rows, seed, flows, steps, draws):
    ages, table = matrices(rows, seed, (flows, steps, draws))
    together = product(ages, table)
    assert together.shape == (rows, flows, steps, draws)
    for few in (slice(1), slice(rows - 1, rows), slice(rows // 2, rows), slice(0, rows // 2)):
        assert product(ages[few], table).tobytes() == together[few].tobytes()
    assert together == pytest.approx(np.tensordot(ages.astype(float), table.astype(float), axes=1), rel=1e-5)


def test_rows_and_table_are_untouched_and_nobody_gives_nothing():
    ages, table = matrices(3, 1, (2, 5))
    before = ages.tobytes(), table.tobytes()
    product(ages, table)
    assert (ages.tobytes(), table.tobytes()) == before
    assert not product(np.zeros((2, 62), np.float32), table).any()

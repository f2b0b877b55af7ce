"""Published tables under a stranger who shares nothing with the engine: sums from codes, holdings by dictionaries."""

import numpy as np
import pytest

from factories.tabled import LINKED, NESTED, register
from oracles.stranger import bounds, sums
from oracles.stranger_tables import attacked, heads_of
from vivier.disclosure import suppression


@pytest.mark.parametrize("spec", [NESTED, LINKED])
@pytest.mark.parametrize("most_patient", [15_000, 0])  # 0: as the largest tables, boxes first
def test_a_stranger_finds_nothing_in_what_is_published(spec, most_patient, monkeypatch) -> None:
    monkeypatch.setattr(suppression, "MOST_PATIENT", most_patient)
    for seed in (3, 17):
        texts = register(seed, 40)
        texts["turnover"][::9] = ["0"] * len(texts["turnover"][::9])  # companies that sold nothing
        found = attacked(texts, spec)
        assert found.pop("attacked")
        assert found == {"exact": [], "narrow": [], "alone": []}


def test_the_stranger_sees_a_cell_hidden_alone_and_what_one_insider_sees() -> None:
    codes = [("T",), ("11",), ("84",), ("93",)]
    rows = sums(codes, [(0,)])
    assert rows.tolist() == [[1, -1, -1, -1]]
    assert bounds(rows, np.array([90, np.nan, 30, 40]), 1, {}) == pytest.approx((20, 20))
    assert bounds(rows, np.array([90, np.nan, np.nan, 40]), 1, {}) == pytest.approx((0, 50))
    assert bounds(rows, np.array([90, np.nan, np.nan, 40]), 1, {2: 30.0}) == pytest.approx((20, 20))


def test_holdings_are_summed_before_they_are_counted() -> None:
    texts = register(1, 3) | {"holding": ["g", "g", ""], "turnover": ["5", "7", "11"]}
    assert heads_of(texts, NESTED)["T", "T", "T", "T", "T"] == {"g": 12.0, "2": 11.0}

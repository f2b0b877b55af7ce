"""Panels against a checker and a search by hand, on tiny requests with every kind of condition."""

import pytest

from factories.panels import small_request
from oracles.panels import best, violations
from vivier.panels import assign
from vivier.vocabulary import InputError

REQUESTS = 400  # `bench/panels.py` tries ten thousand


@pytest.mark.parametrize("block", range(8))
def test_tiny_panels_are_the_best_there_are_and_break_nothing(block) -> None:
    refused = 0
    for seed in range(block * REQUESTS // 8, (block + 1) * REQUESTS // 8):
        asked = small_request(seed)
        expected = best(**asked)
        if expected is None:
            refused += 1
            with pytest.raises(InputError):
                assign(**asked)
            continue
        panel = assign(**asked)
        assert violations(panel, **asked) == [], seed
        assert (panel.worst, panel.total) == pytest.approx(expected, abs=1e-5), seed
        assert panel.worst_bound >= panel.worst
        assert panel.worst_bound == pytest.approx(panel.worst, abs=1e-5), seed
        assert panel.total_bound == pytest.approx(panel.total, abs=1e-4), seed
    assert 0 < refused < REQUESTS // 8


def test_the_sentence_of_an_impossible_request_names_conditions() -> None:
    for seed in range(60):
        asked = small_request(seed)
        if best(**asked) is None:
            with pytest.raises(InputError) as refused:
                assign(**asked)
            assert str(refused.value).endswith(".")
            assert str(refused.value).count(". ") == 0

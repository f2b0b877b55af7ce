"""What appeared already told a cell too nearly: nothing more is told of it, and the rest may be published."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from factories.overlapping import GROUPS, alone, companies, ends, owed, shown_in, tables
from vivier.disclosure import protect
from vivier.disclosure.attack import intervals
from vivier.disclosure.suppression import UnprotectableError, suppress
from vivier.disclosure.system import System

# A total that appeared, its part a of one company, the rest b; b and c have a total that appeared too.
ROW = System(np.array([100.0, 40, 60, 65, 5]), csr_array([[1.0, -1, -1, 0, 0], [0, 0, -1, 1, -1]]))
ONE = np.array([False, True, False, False, False])
COST = np.array([np.inf, 40, 60, np.inf, 5])


def hidden(width, **choices):
    nothing = np.zeros(5)
    return suppress(
        ROW, sensitive=ONE, lower=nothing, upper=nothing, width=width * ONE, cost=COST, **choices
    ).tolist()


def test_all_the_doubt_that_was_left_is_kept_and_no_more_is_asked():
    with pytest.raises(UnprotectableError):
        hidden(80.0)
    found = hidden(80.0, has_appeared=True)
    assert found == [False, True, True, False, True]
    assert intervals(ROW, np.array(found), np.array([1])).tolist() == [[35, 100]]


@pytest.mark.parametrize("width", [61.0, 64.9])
def test_a_doubt_that_takes_both_ways_at_once_is_given_whole(width):
    low, high = intervals(ROW, np.array(hidden(width, has_appeared=True)), np.array([1]))[0]
    assert high - low >= width


def test_what_appeared_exactly_is_refused_whatever_is_hidden():
    told = System(np.array([40.0, 40]), csr_array([[1.0, -1]]))
    nothing, one, cost = np.zeros(2), np.array([False, True]), np.array([np.inf, 1.0])
    with pytest.raises(UnprotectableError):
        suppress(told, sensitive=one, lower=nothing, upper=nothing, width=9.0 * one, cost=cost, has_appeared=True)


@pytest.mark.parametrize(("seed", "number", "regions", "shared"), [(99, 40, 8, 0.4), (0, 30, 3, 0.7)])
def test_groups_whose_files_bound_what_they_share_are_put_together_and_it_is_said(seed, number, regions, shared):
    rows = companies(seed, number, regions, shared)
    past = [alone(rows, group) for group in GROUPS]
    made = protect(tables(rows), history=past)
    assert made.audit.known == 1
    assert "déjà 1\xa0case de trop près" in made.audit.sentence
    before = [cell for each in past for cell in shown_in(each)]
    after, narrow = before + shown_in(made.published), 0
    for codes, width in owed(rows).items():
        (low, high), (least, most) = ends(rows, before, codes), ends(rows, after, codes)
        assert most - least >= min(width, high - low) * (1 - 1e-4), codes
        narrow += high - low < width * (1 - 1e-5)
    assert narrow >= 1, "something was told too nearly before"


def test_where_a_cell_was_already_told_exactly_nothing_is_published():
    rows = companies(53, 30, 3, 0.7)
    with pytest.raises(UnprotectableError):
        protect(tables(rows), history=[alone(rows, group) for group in GROUPS])


@pytest.mark.parametrize("seed", [23, 30, 4])
def test_attackers_who_know_too_much_together_are_answered_one_by_one(seed):
    rows = companies(seed, 30, 4, 0.25)
    made = protect(tables(rows), history=[alone(rows, group) for group in GROUPS])
    assert made.audit.is_passed
    assert made.audit.known == 0

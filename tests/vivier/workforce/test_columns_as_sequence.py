"""Columns are a sequence of cells as a tuple is; labels keep the order in which they were first told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.workforce import ON
from vivier.vocabulary import InputError
from vivier.workforce import Stock
from vivier.workforce.columns import Columns, Labels, columns_of
from vivier.workforce.data import Cell

CELLS = st.lists(
    st.builds(
        Cell, st.sampled_from("abc"), st.sampled_from([14, 80, "25_34", "inconnu"]), st.sampled_from("HF"),
        st.integers(0, 3), st.sampled_from(["CDI", "CDD", "PUBLIC", "inconnu"]), st.sampled_from(["", "g"]),
    ),
    max_size=8,
)  # fmt: skip


def held(cells):
    return columns_of(Stock(ON, tuple(cells)))


@given(CELLS, st.data())
def test_every_way_to_look_at_a_tuple_gives_the_same(cells, data):
    columns = held(cells)
    assert (len(columns), list(columns), list(reversed(columns))) == (len(cells), cells, cells[::-1])
    cut = data.draw(st.slices(len(cells)))
    assert list(columns[cut]) == cells[cut]
    for place in range(-len(cells), len(cells)):
        assert columns[place] == cells[place]
    for cell in cells:
        assert columns.index(cell) == cells.index(cell)
        assert columns.count(cell) == cells.count(cell)
    for outside in (len(cells), -len(cells) - 1):
        with pytest.raises(IndexError):
            columns[outside]


@given(CELLS, st.data())
def test_rows_are_kept_by_mask_as_one_by_one(cells, data):
    mask = data.draw(st.lists(st.booleans(), min_size=len(cells), max_size=len(cells)))
    wanted = [cell for cell, kept in zip(cells, mask, strict=True) if kept]
    assert list(held(cells).of_rows(np.array(mask, bool))) == wanted


@given(st.lists(st.one_of(st.text(max_size=3), st.integers())))
def test_labels_read_back_as_what_was_told(values):
    labels = Labels.of(values)
    assert [labels.names[code] for code in labels.codes] == values
    assert labels.names == tuple(dict.fromkeys(values))
    assert labels.of_rows(slice(None, None, -1)).codes.tolist() == labels.codes.tolist()[::-1]


@pytest.mark.parametrize("codes", [[-1], [0, 2], [0, -1, 1], [5]])
def test_a_rank_that_names_nothing_is_refused(codes):
    assert Labels(("a", "b"), np.array([0, 1])).codes.tolist() == [0, 1]
    with pytest.raises(InputError, match="liste de noms"):
        Labels(("a", "b"), np.array(codes))


def test_names_may_be_said_of_no_row():
    assert Labels((), np.array([], np.intp)).codes.size == Labels.same("a", 0).codes.size == 0
    with pytest.raises(InputError, match="liste de noms"):
        Labels((), np.array([0]))


def test_people_told_by_occupation_and_age_only_are_permanent_and_of_unknown_sex():
    made = Columns.counted(Labels.of(["a", "b"]), Labels.of([30, "inconnu"]), np.array([2, 0]))
    assert list(made) == [Cell("a", 30, "inconnu", 2), Cell("b", "inconnu", "inconnu", 0)]
    assert list(made.permanent) == [Cell("a", 30, "inconnu", 2)]
    assert type(made[0].n) is int  # not one of numpy: it is written in JSON

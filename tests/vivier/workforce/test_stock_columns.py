"""A stock held as columns is the stock of its cells: same rules, same people, same forecast."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.workforce import ON, uncertain
from vivier.vocabulary import InputError
from vivier.workforce import Stock, forecast
from vivier.workforce.assumptions import Belief
from vivier.workforce.columns import Columns, Labels, columns_of
from vivier.workforce.data import PERMANENT, PROGRAMMES, Cell

CELLS = st.lists(
    st.builds(
        Cell,
        st.sampled_from(["623f", "474b", "628a"]),
        st.one_of(st.integers(14, 80), st.sampled_from(["25_34", "60_plus", "inconnu"])),
        st.sampled_from(["H", "F", "inconnu"]),
        st.integers(0, 30),
        st.sampled_from([*PERMANENT, *PROGRAMMES]),
        st.sampled_from(["", "a", "b"]),
    ),
    max_size=12,
)


def counted(names, ages, n):
    return Columns.counted(Labels.of(names), Labels.of(ages), np.array(n))


@given(CELLS)
def test_cells_put_in_columns_are_read_again_as_they_were(cells):
    columns = columns_of(Stock(ON, tuple(cells)))
    assert list(columns) == cells
    assert list(columns[1:4]) == cells[1:4]
    assert list(columns.permanent) == [cell for cell in cells if cell.n and cell.is_permanent]
    assert columns_of(Stock(ON, columns)) is columns


@given(CELLS)
def test_a_stock_of_columns_counts_the_same_people(cells):
    plain = Stock(ON, tuple(cells))
    held = Stock(ON, columns_of(plain))
    assert (held.people, held.left_out) == (plain.people, plain.left_out)


@settings(max_examples=10, deadline=None)
@given(CELLS)
def test_the_forecast_of_columns_is_that_of_their_cells_to_the_last_byte(cells):
    beliefs = {cell.occupation: Belief(exit_factor=1.3) for cell in cells[:1]}
    assumptions = uncertain(exit_factors={"F": 0.8, "PUBLIC": 0.5}, beliefs=beliefs)
    plain = Stock(ON, tuple(cells))
    first, second = (
        forecast(one, assumptions=assumptions, horizon=2, draws=100) for one in (plain, Stock(ON, columns_of(plain)))
    )
    assert first == second


def test_labels_say_each_row_once_and_are_read_by_rank():
    labels = Labels.of(["b", "a", "b"])
    assert (labels.names, labels.codes.tolist()) == (("b", "a"), [0, 1, 0])
    assert labels.of_rows(np.array([False, True, True])).codes.tolist() == [1, 0]
    assert Labels.same("CDI", 2).codes.tolist() == [0, 0]


def test_columns_without_a_row_are_an_empty_stock():
    empty = counted([], [], [])
    assert (len(empty), list(empty), Stock(ON, empty).people) == (0, [], 0)
    assert forecast(Stock(ON, empty), assumptions=uncertain(), horizon=2, draws=100).occupations == ()


@pytest.mark.parametrize(
    ("names", "ages", "n", "sentence"),
    [
        (["623f", ""], [30, 40], [1, 1], "nommer son métier"),
        (["623f", "a"], [30, 400], [1, 1], "Un âge est un nombre entier"),
        (["623f", "a"], [30, "trente"], [1, 1], "n’est pas une tranche d’âge"),
        (["623f", "a"], [30, 40], [1, -1], "positif ou nul"),
        (["623f", "a"], [30, 40], [1, float("nan")], "nombre entier de personnes"),
        (["623f", "a"], [30, 40], [1.5, 2.5], "nombre entier de personnes"),
        (["623f", "a"], [30, 40], [1], "même nombre de lignes"),
    ],
)
def test_nonsense_in_columns_is_refused_with_the_sentence_of_a_cell(names, ages, n, sentence):
    with pytest.raises(InputError, match=sentence):
        counted(names, ages, n)


def test_a_contract_not_known_and_a_rank_without_a_name_are_refused():
    one = Labels.same("623f", 1)
    with pytest.raises(InputError, match="contrat connu"):
        Columns(
            one,
            Labels.same(30, 1),
            Labels.same("H", 1),
            Labels.same("BÉNÉVOLE", 1),
            Labels.same("", 1),
            np.ones(1, int),
        )
    with pytest.raises(InputError, match="liste de noms"):
        Labels(("a",), np.array([0, 1]))

"""Words, pairs and letters as sparse counts, worked by hand."""

import math

import numpy as np
import pytest
import scipy.sparse as sp

from vivier.occupations.nearness.counting import (
    Vocabulary,
    latent,
    letters,
    rarity,
    summed,
    sums,
    unit,
    weighed,
    word_pairs,
    words,
)


def rows(*lists):
    return sp.csr_matrix(np.array(lists, np.float32))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("à la, de l’", []),
        ("Œuvrer en forêt", ["oeuvrer", "foret"]),
        ("MAÎTRISER\nles procédés", ["maitrise", "procedes"]),
        ("CN 5 axes", ["cn", "5", "axes"]),
        ("Électricien / Électricienne", ["electric", "electric"]),
    ],
)
def test_words_are_plain_cut_and_without_empty_ones(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Souder", []),
        ("Souder le zinc", ["souder zinc"]),
        ("Souder le zinc épais", ["souder zinc", "zinc epais"]),
    ],
)
def test_pairs_pass_over_empty_words(text, found):
    assert word_pairs(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("TIG", []),
        ("zinc", ["zinc"]),
        ("le zinc x", ["zinc", "inc ", "nc x"]),
    ],
)
def test_runs_of_letters_go_across_words(text, found):
    assert letters(text) == found


def test_a_vocabulary_counts_each_text_in_its_row_and_shares_columns():
    vocabulary = Vocabulary()
    first, second = vocabulary.count(["zinc zinc tuile", ""]), vocabulary.count(["tuile ardoise"])
    assert vocabulary.rows(first).toarray().tolist() == [[2, 1, 0], [0, 0, 0]]
    assert vocabulary.rows(second).toarray().tolist() == [[0, 1, 1]]


def test_a_vocabulary_of_letters_counts_letters():
    vocabulary = Vocabulary(letters)
    assert vocabulary.rows(vocabulary.count(["zinc", "zinc"])).toarray().tolist() == [[1], [1]]


def test_rows_are_added_by_owner_and_an_owner_may_have_none():
    added = summed([2, 0, 2], rows([1, 0], [0, 1], [1, 5]), 3)
    assert added.toarray().tolist() == [[0, 1], [0, 0], [2, 5]]


def test_rarity_is_the_log_of_how_few_have_it_and_nothing_where_nobody_has():
    found = rarity(rows([1, 1, 0], [1, 0, 0], [2, 0, 0]))
    assert found == pytest.approx([0, math.log(3), 0])


def test_counts_are_dampened_then_weighed_by_rarity():
    found = weighed(rows([3, 0], [0, 1])).toarray()
    assert found[0] == pytest.approx([(1 + math.log(3)) * math.log(2), 0])
    assert found[1] == pytest.approx([0, math.log(2)])


def test_weighing_leaves_its_counts_untouched():
    counts = rows([3, 0], [0, 1])
    weighed(counts)
    assert counts.toarray().tolist() == [[3, 0], [0, 1]]


def test_rows_come_to_length_one_and_empty_ones_stay_empty():
    found = unit(rows([3, 4], [0, 0])).toarray()
    assert found[0] == pytest.approx([0.6, 0.8])
    assert found[1].tolist() == [0, 0]
    assert sums(rows([3, 4], [0, 0])).tolist() == [7, 0]


def test_with_every_axis_the_latent_space_keeps_every_cosine():
    given = unit(rows([3, 4, 0], [1, 0, 2], [0, 1, 1], [5, 0, 0]))
    placed = latent(given, 9)
    np.testing.assert_allclose(placed @ placed.T, (given @ given.T).toarray(), atol=1e-6)


def test_the_first_axis_of_the_latent_space_is_the_one_that_says_most():
    given = unit(rows([1, 0, 0], [1, 0.1, 0], [1, 0, 0.1], [0, 1, 0]))
    placed = latent(given, 2)
    assert placed.shape == (4, 2)
    assert (placed[:, 0] ** 2).sum() > (placed[:, 1] ** 2).sum()

"""Affinities by words: what counts as a word, who is near to whom, and why."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vivier.panels import affinity
from vivier.panels.data import Affinity, Dossier, Expert
from vivier.panels.words import terms_of
from vivier.vocabulary import InputError

WORDS = {
    "L’Éco-conception des œuvres": ["eco", "conception", "oeuvre"],
    "les DÉCHETS, et le réseau": ["dechet", "reseau"],
    "d'une à l'autre": [],
    "": [],
    "5G et H2": ["5g", "h2"],
    "process": ["process"],
}


@pytest.mark.parametrize("text", WORDS)
def test_words_are_folded_and_stop_words_left_out(text) -> None:
    assert terms_of(text) == WORDS[text]


def test_a_rare_word_shared_counts_more_than_a_word_of_everybody() -> None:
    experts = [Expert("A", "projet hydrogène"), Expert("B", "projet bâtiment"), Expert("C", "projet textile")]
    near = affinity(experts, [Dossier("D", "projet hydrogène propre")])
    assert near.of("A", "D") > near.of("B", "D") > 0
    assert [word for word, _ in near.words["A", "D"]] == ["hydrogene", "projet"]
    assert sum(weight for _, weight in near.words["A", "D"]) == pytest.approx(near.of("A", "D"))


def test_the_same_text_is_as_near_as_can_be_and_no_text_is_near_to_nothing() -> None:
    near = affinity([Expert("A", "soudage laser"), Expert("B")], [Dossier("D", "Soudages lasers")])
    assert near.of("A", "D") == pytest.approx(1)
    assert near.of("B", "D") == 0


@given(st.lists(st.text(alphabet="abcdé ", max_size=12), max_size=5), st.randoms())
def test_affinities_are_shares_whatever_the_texts_and_their_order(texts, random) -> None:
    experts = [Expert(f"E{at}", text) for at, text in enumerate(texts)]
    dossiers = [Dossier(f"D{at}", text) for at, text in enumerate(reversed(texts))]
    near = affinity(experts, dossiers)
    assert ((near.table >= 0) & (near.table <= 1)).all()
    shuffled = random.sample(experts, len(experts))
    again = affinity(shuffled, dossiers)
    for expert in experts:
        for dossier in dossiers:
            assert again.of(expert.name, dossier.name) == pytest.approx(near.of(expert.name, dossier.name))


def test_nothing_gives_an_empty_table() -> None:
    assert affinity([], []).table.shape == (0, 0)
    assert affinity([Expert("A")], []).table.shape == (1, 0)


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (lambda: affinity([Expert("A"), Expert("A")], []), "deux fois"),
        (lambda: Affinity(("A",), ("D",), [[float("nan")]]), "doit être un nombre"),
        (lambda: Affinity(("A",), ("D",), [["x"]]), "doit être un nombre"),
        (lambda: Affinity(("A",), ("D", "E"), [[1.0]]), "une ligne par expert"),
        (lambda: Affinity(("",), ("D",), [[1.0]]), "doit porter un nom"),
        (lambda: Expert(" "), "doit porter un nom"),
        (lambda: Dossier(" "), "doit porter un nom"),
    ],
)
def test_slips_are_said(slip, said) -> None:
    with pytest.raises(InputError, match=said):
        slip()


def test_the_table_given_is_untouched() -> None:
    values = np.ones((1, 1))
    Affinity(("A",), ("D",), values).table[0, 0] = 5
    assert values[0, 0] == 1

"""The parts of the coder one by one: classifiers against slow judges, look-up, spelling, arbitration."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from vivier.occupations.coder.grams import character_grams, learn_grammar, word_grams
from vivier.occupations.coder.hinge import train_hinge
from vivier.occupations.coder.lookup import learn_lookup, question
from vivier.occupations.coder.spelling import Spelling, deletions, is_one_typo
from vivier.occupations.coder.stack import softmax
from vivier.occupations.coder.titles import canonical

WORDS = st.text("abcde", min_size=1, max_size=6)


def separable(titles=60, columns=12, classes=3):
    draw = np.random.default_rng(5)
    targets = np.arange(titles) % classes
    rows = draw.random((titles, columns)) * (draw.random((titles, columns)) < 0.4)
    rows[np.arange(titles), targets] += 1
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32), targets


def loss(weights, bias, rows, signs):
    return 0.5 * weights @ weights + (np.maximum(0, 1 - signs * (rows @ weights + bias)) ** 2).sum()


def test_the_classifiers_reach_the_minimum_that_a_general_solver_finds():
    rows, targets = separable()
    weights, bias = train_hinge(sp.csr_matrix(rows), targets, 3, steps=4000)
    for each in range(3):
        signs = np.where(targets == each, 1, -1)
        best = minimize(lambda w, signs=signs: loss(w[:-1], w[-1], rows, signs), np.zeros(13), method="BFGS").fun
        assert loss(weights[:, each].astype(float), bias[each], rows, signs) == pytest.approx(best, rel=1e-3)


def test_the_classifiers_agree_with_scikit_learn():
    svm = pytest.importorskip("sklearn.svm", reason="scikit-learn is not installed: only an oracle here")
    rows, targets = separable()
    weights, bias = train_hinge(sp.csr_matrix(rows), targets, 3, steps=2000)
    judge = svm.LinearSVC(C=1.0, loss="squared_hinge", tol=1e-8, max_iter=100000, intercept_scaling=100).fit(
        rows, targets
    )
    assert (np.argmax(rows @ weights + bias, axis=1) == judge.predict(rows)).mean() > 0.97


def test_rows_have_length_one_and_unseen_grams_are_left_out():
    grammar = learn_grammar(["soudeur arc", "soudeur tig"], word_grams)
    rows = grammar.rows(["soudeur arc", "plombier", "soudeur soudeur"])
    assert np.linalg.norm(rows.toarray(), axis=1).tolist() == pytest.approx([1, 0, 1])


def test_rare_grams_weigh_more_and_those_too_rare_have_no_column():
    grammar = learn_grammar(["soudeur arc", "soudeur tig"], word_grams)
    assert grammar.weights[grammar.columns["arc"]] > grammar.weights[grammar.columns["soudeur"]]
    assert set(learn_grammar(["soudeur arc", "soudeur tig"], word_grams, fewest=2).columns) == {
        "^soudeur",
        "soudeur",
        "soude*",
    }


@given(WORDS)
def test_character_grams_have_three_to_five_characters(text):
    assert all(3 <= len(gram) <= 5 and gram in f" {text} " for gram in character_grams(text))


def one_edit(word):
    letters = "abcde"
    for i in range(len(word) + 1):
        yield from (word[:i] + letter + word[i:] for letter in letters)
        if i < len(word):
            yield word[:i] + word[i + 1 :]
            yield from (word[:i] + letter + word[i + 1 :] for letter in letters)
        if i + 1 < len(word):
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


@given(WORDS, WORDS)
def test_one_typo_is_what_listing_every_edit_says(left, right):
    assert is_one_typo(left, right) == (right in {left, *one_edit(left)})


@given(WORDS)
def test_words_one_typo_apart_share_a_deletion(word):
    assert all(deletions(word) & deletions(near) for near in one_edit(word))


def test_spelling_proposes_the_most_frequent_word_first_and_leaves_short_words():
    spelling = Spelling([("monteur", 5), ("menteur", 1), ("arc", 3)])
    assert spelling.writings("Mnteur") == ["monteur", "menteur"]
    assert spelling.writings("arx") == spelling.writings("monteur") == spelling.writings("boulanger") == []


def test_the_look_up_knows_whole_titles_both_forms_and_heads_of_several_codes():
    lookup = learn_lookup(
        (("Sage-femme / Maïeuticien", 0), ("Abatteur / Abatteuse de carrière", 1), ("Abatteur d'arbres", 2))
    )
    assert lookup.find("sage femme") == lookup.find("maieuticien") == (0,)
    assert lookup.find("abatteur") == (1, 2)
    assert lookup.find(canonical("abatteuse de carrière")) == (1,)
    assert lookup.find("plombier") == ()


def test_a_question_names_six_occupations_at_most():
    assert question("Agent", ["A", "B"]) == "« Agent » : A ou B ?"
    assert question("Agent", [f"L{i}" for i in range(9)]) == "« Agent » : L0, L1, L2, L3, L4, L5 ou autre chose ?"


def test_shares_sum_to_one():
    assert softmax(np.array([[0.0, 1000.0, -1000.0], [1.0, 1.0, 1.0]])).sum(axis=1).tolist() == pytest.approx([1, 1])

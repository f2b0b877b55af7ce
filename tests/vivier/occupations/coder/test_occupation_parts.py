"""The parts of the coder one by one: classifiers against slow judges, look-up, spelling, arbitration."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, minimize

from vivier.occupations.coder.grams import learn_grammar, word_grams
from vivier.occupations.coder.judge import HIDDEN, _slopes, scaling, together, train_judge
from vivier.occupations.coder.lookup import learn_lookup, question
from vivier.occupations.coder.margins import train_margins
from vivier.occupations.coder.runs import SIGNS, learn_runs, runs
from vivier.occupations.coder.spelling import Spelling, deletions, is_one_typo
from vivier.occupations.coder.titles import canonical
from vivier.occupations.coder.traits import softmax

WORDS = st.text("abcde", min_size=1, max_size=6)


def separable(titles=60, columns=12, classes=3):
    draw = np.random.default_rng(5)
    targets = np.arange(titles) % classes
    rows = draw.random((titles, columns)) * (draw.random((titles, columns)) < 0.4)
    rows[np.arange(titles), targets] += 1
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32), targets


def loss(weights, rows, signs, cost=1.0, offset=2.2):
    return 0.5 * weights @ weights + cost * (np.maximum(0, 1 - signs * (rows @ weights - offset)) ** 2).sum()


@pytest.mark.parametrize(("cost", "offset"), [(1.0, 2.2), (3.0, 2.2), (0.4, 1.7), (3.0, 0.9)])
def test_the_classifiers_reach_the_minimum_that_a_general_solver_finds(cost, offset):
    rows, targets = separable()
    found = train_margins(sp.csr_matrix(rows), targets, 3, cost=cost, offset=offset).toarray().astype(float)
    for each in range(3):
        signs = np.where(targets == each, 1, -1)
        best = minimize(loss, np.zeros(12), args=(rows, signs, cost, offset), method="BFGS", options={"gtol": 1e-8})
        assert loss(found[:, each], rows, signs, cost, offset) == pytest.approx(best.fun, rel=1e-3)


def test_a_code_without_a_title_has_no_weight():
    rows, targets = separable()
    assert train_margins(sp.csr_matrix(rows), targets, 4, cost=1.0, offset=2.2)[:, 3].nnz == 0


def test_the_judge_finds_the_trait_that_tells_and_orders_by_it():
    draw = np.random.default_rng(4)
    told = draw.normal(size=(400, 6, 5)).astype(np.float32)
    is_right = np.eye(6, dtype=bool)[draw.integers(0, 6, 400)]
    told[..., 2] += 4 * is_right
    judge = train_judge(told[:300], is_right[:300], scaling(told), draw)
    other = train_judge(told[:300], is_right[:300], scaling(told), draw)
    mean = (judge.odds(told) + other.odds(told)) / 2
    assert together([judge, other]).odds(told) == pytest.approx(mean, abs=1e-3)
    found = judge.odds(told[300:]).argmax(axis=1)
    assert (found == is_right[300:].argmax(axis=1)).mean() > 0.95


def test_the_slopes_of_the_judge_are_those_of_its_loss():
    draw = np.random.default_rng(6)
    scaled, wanted = draw.normal(size=(8, 4, 3)), np.eye(4)[draw.integers(0, 4, 8)]
    weights = [draw.normal(size=shape) for shape in ((3, HIDDEN), HIDDEN, HIDDEN, 3)]

    def lost(flat):
        inner, bias, outer, straight = np.split(flat, np.cumsum([3 * HIDDEN, HIDDEN, HIDDEN]))
        odds = np.maximum(scaled @ inner.reshape(3, HIDDEN) + bias, 0) @ outer + scaled @ straight
        return -(np.log(softmax(odds)) * wanted).sum() / len(wanted)

    flat = np.concatenate([each.ravel() for each in weights])
    found = np.concatenate([each.ravel() for each in _slopes(weights, scaled, wanted)])
    assert found == pytest.approx(approx_fprime(flat, lost, 1e-7), abs=1e-5)


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


def slow_runs(texts):
    padded = [(place, f" {text} ") for place, text in enumerate(texts)]
    return [(place, text[i : i + n]) for place, text in padded for n in (3, 4, 5) for i in range(len(text) - n + 1)]


@given(st.lists(st.text(SIGNS, max_size=9), min_size=1, max_size=5))
def test_runs_are_those_that_cutting_each_title_gives(texts):
    places, keys = runs(texts)
    assert list(zip(places.tolist(), keys.tolist(), strict=True)) == [
        (place, key) for place, run in slow_runs(texts) for key in [as_key(run)]
    ]


def as_key(run):
    key = 0
    for sign in run:
        key = key * 64 + SIGNS.index(sign) + 1
    return key


def test_runs_have_rows_of_length_one_and_those_never_seen_are_left_out():
    learned = learn_runs(["soudeur arc", "soudeur tig", "lad"], fewest=2)
    rows = learned.rows(["soudeur", "xyz", "", "soudeur arc"])
    assert np.linalg.norm(rows.toarray(), axis=1).tolist() == pytest.approx([1, 0, 0, 1])
    assert learned.keys.tolist() == sorted({as_key(run) for _, run in slow_runs(["soudeur"])})
    assert learn_runs(["lad"], fewest=2).rows(["lad"]).nnz == 0


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


def test_a_word_alone_belongs_to_the_codes_of_every_title_that_holds_it_heads_first():
    lookup = learn_lookup((("Conducteur d'abatteuse", 0), ("Abatteur de carrière", 1), ("Carrier", 2)))
    assert lookup.find("abatteur") == (1, 0)
    assert lookup.find("carriere") == ()  # one code only: the model judges, nothing says it is the occupation


def test_a_question_names_six_occupations_at_most():
    assert question("Agent", ["A", "B"]) == "« Agent » : A ou B ?"
    assert question("Abatteur", ["Carrier / Carrière", "ATSEM"]) == "« Abatteur » : carrier / carrière ou ATSEM ?"
    assert question("Agent", [f"L{i}" for i in range(9)]) == "« Agent » : L0, L1, L2, L3, L4, L5 ou autre chose ?"


def test_shares_sum_to_one():
    assert softmax(np.array([[0.0, 1000.0, -1000.0], [1.0, 1.0, 1.0]])).sum(axis=1).tolist() == pytest.approx([1, 1])

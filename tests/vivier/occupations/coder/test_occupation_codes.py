"""Titles into codes on a small nomenclature: worked examples, what never changes a code, storage, refusals."""

import dataclasses
import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.occupations import LABELS, TITLES, lexicon
from vivier.occupations.coder import Codings, Lexicon, Model, Title, code, train
from vivier.occupations.coder.coding import propose
from vivier.occupations.coder.data import Coding
from vivier.occupations.coder.titles import forms, plain
from vivier.vocabulary import InputError

MODEL = train(lexicon(), seed=3)
OFFICIAL = [(text, each) for each, texts in TITLES.items() for text in texts]
ANY = st.one_of(st.sampled_from([text for text, _ in OFFICIAL]), st.text(max_size=30))


def ask(*texts, model=MODEL):
    return list(code([Title(text) for text in texts], model=model))


@pytest.mark.parametrize(("text", "expected"), OFFICIAL)
def test_an_official_title_is_coded_in_every_writing(text, expected):
    writings = [text, text.upper(), plain(text), *forms(text), f"{text} (H/F)", f"{text} CDI 2x8"]
    assert {(row.code, row.decision) for row in ask(*writings)} == {(expected, "coded")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soudeuse semi-automatique", "X02"), ("opérateur régleur CN 2x8", "X03"), ("DAF", "X05"), ("RRH", "X06"),
        ("technicienne maintenance des machines", "X04"), ("couvreur ardoisier", "X01"), ("bûcheron élagueur", "X08"),
    ],
)  # fmt: skip
def test_a_title_never_seen_is_coded_from_what_is_like_it(text, expected):
    assert ask(text)[0].code == expected


@pytest.mark.parametrize("text", ["Souduer à l'arc", "Soudeurr TIG", "Fraseur", "Controleur de gestoin", "Bucherpn"])
def test_one_typo_does_not_change_the_code(text):
    expected = {"S": "X02", "F": "X03", "C": "X05", "B": "X08"}[text[0]]
    (row,) = ask(text)
    assert row.code == expected
    assert row.probability < 0.995


def test_a_head_of_several_codes_is_asked_about():
    (row,) = ask("Abatteur")
    assert row.decision == "ask"
    assert {row.code, *row.alternatives} == {"X07", "X08"}
    assert row.question == "« Abatteur » : bûcheronnage et élagage ou extraction de carrière ?"
    assert ask("ABATTEUSE (H/F)")[0].decision == "ask"


def test_a_head_that_is_a_whole_title_is_coded():
    assert ask("Comptable")[0].decision == ask("Couvreur")[0].decision == "coded"


def test_a_title_without_a_word_has_no_code():
    assert ask("", " ", "—") == [Coding("", 0.0, "review")] * 3


def test_empty_in_gives_empty_out():
    assert code([], model=MODEL) == Codings()
    assert Codings().share("coded") == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(ANY, max_size=8), st.randoms())
def test_order_and_company_do_not_change_an_answer(texts, draw):
    together = dict(zip(texts, ask(*texts), strict=True))
    shuffled = random.Random(draw.random()).sample(texts, len(texts))
    assert ask(*shuffled) == [together[text] for text in shuffled]


@settings(deadline=None, max_examples=100)
@given(ANY)
def test_probabilities_are_shares_and_alternatives_never_repeat(text):
    (row,) = ask(text)
    assert 0 <= row.probability <= 1
    assert len(row.alternatives) <= 5
    assert len({row.code, *row.alternatives}) == 1 + len(row.alternatives)
    assert {row.code, *row.alternatives} <= {*LABELS, ""}
    assert (row.decision == "ask") == bool(row.question)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([text for text, _ in OFFICIAL]), st.sampled_from(["bois", "nuit", "zzz", "atelier"]))
def test_case_accents_and_gender_do_not_change_a_learned_code(text, word):
    masculine, feminine = forms(text)[0], forms(text)[-1]
    answers = ask(f"{masculine} {word}", f"{feminine} {word}", f"{feminine} {word}".upper(), f"{text} {word}")
    assert len(set(answers)) == 1


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_the_lexicon():
    whole = lexicon()
    turned = dataclasses.replace(whole, titles=whole.titles[::-1])
    for name, value in train(turned, seed=3).arrays().items():
        mine = MODEL.arrays()[name]
        assert value.tobytes() == mine.tobytes() if isinstance(value, np.ndarray) else value == mine, name


def test_a_model_survives_a_folder_of_arrays_and_json(tmp_path):
    kept = MODEL.arrays()
    for name, value in kept.items():
        if isinstance(value, np.ndarray):
            np.save(tmp_path / f"{name}.npy", value)
    lists = json.loads(json.dumps({name: value for name, value in kept.items() if not isinstance(value, np.ndarray)}))
    mapped = {path.stem: np.load(path, mmap_mode="r") for path in tmp_path.glob("*.npy")}
    again = Model.from_arrays(lists | mapped)
    texts = ["Soudeur semi-auto", "Abatteur", "agent de production", "Comptabel"]
    assert ask(*texts, model=again) == ask(*texts)


def test_a_model_of_another_version_is_refused():
    with pytest.raises(InputError, match="autre version"):
        Model.from_arrays({**MODEL.arrays(), "format": 0})


def test_training_tells_its_progress():
    seen = []
    train(
        Lexicon((("Couvreur", "X01"), ("Soudeur", "X02")), LABELS), seed=1, progress=lambda *step: seen.append(step)
    )
    assert seen == [(step, 6) for step in range(1, 7)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_tiny_lexicon_still_codes(number):
    small = train(Lexicon(tuple(OFFICIAL[::7][:number]), LABELS), seed=1)
    assert ask(OFFICIAL[0][0], model=small)[0].code == "X01"
    assert 0 <= ask("gardien de phare", model=small)[0].probability <= 1


def test_hints_are_carried_without_changing_the_code():
    assert list(code([Title("Fraiseuse", pcs="623a", naf="25.62B")], model=MODEL)) == ask("Fraiseuse")


@pytest.mark.parametrize(
    "values",
    [("X01", 1.2, "coded"), ("X01", float("nan"), "coded"), ("X01", 0.5, "sure"), ("X01", 0.5, "coded", ("X01",)),
     ("X01", 0.5, "ask"), ("X01", 0.5, "coded", (), "Lequel ?"), ("X01", 0.5, "coded", tuple("abcdef"))],
)  # fmt: skip
def test_a_coding_that_makes_no_sense_is_refused(values):
    with pytest.raises(InputError):
        Coding(*values)


def test_a_lexicon_without_titles_or_labels_is_refused():
    with pytest.raises(InputError, match="sans intitulé"):
        Lexicon((), {})
    with pytest.raises(InputError, match="X09"):
        Lexicon((("Pilote", "X09"),), LABELS)


def test_a_word_that_begins_one_title_and_ends_another_is_asked_about_both_counted():
    titles = (("Conducteur d'abatteuse", "X02"), ("Abatteur de carrière", "X01"), ("Soudeur", "X03"))
    found = propose(["Abatteur"], model=train(Lexicon(titles, {each: LABELS[each] for _, each in titles}), seed=1))
    chances = found.row(0).chances
    assert list(chances) == ["X01", "X02"]
    assert chances["X01"] == pytest.approx(2 * chances["X02"], rel=0.1)

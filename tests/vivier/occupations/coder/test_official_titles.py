"""On a part of the official titles (they are not in the repository): exact forms, typos, what is held out."""

import csv
import gzip

import numpy as np
import pytest

from vivier.occupations.coder import Lexicon, Title, code, train
from vivier.occupations.coder.titles import forms, plain

pytestmark = pytest.mark.xdist_group("official-titles")
FILE = "rome-v3-347/unix_referentiel_appellation_v347_utf8.csv.gz"


@pytest.fixture(scope="module")
def split(official):
    with gzip.open(official / FILE, "rt", encoding="utf-8", newline="") as file:
        rows = [
            (row["libelle_appellation_long"].replace("''", "'"), row["code_rome"]) for row in csv.DictReader(file)
        ]
    rows = [row for row in rows if row[1].startswith("H2")]  # production: quick to learn
    order = np.random.default_rng(11).permutation(len(rows))
    return [rows[place] for place in order[300:]], [rows[place] for place in order[:300]]


@pytest.fixture(scope="module")
def model(split):
    kept, _ = split
    return train(Lexicon(tuple(kept), {each: each for _, each in kept}), seed=1)


def right(model, titles, truth):
    return np.mean(
        [row.code == true for row, true in zip(code([Title(t) for t in titles], model=model), truth, strict=True)]
    )


def test_official_titles_are_found_in_both_forms_and_without_accents(model, split):
    texts, truth = zip(*split[0], strict=True)
    for write in (lambda text: forms(text)[0], lambda text: forms(text)[-1], lambda text: plain(text).upper()):
        assert right(model, map(write, texts), truth) >= 0.995


def test_titles_held_out_are_coded_and_the_surest_are_righter(model, split):
    texts, truth = zip(*split[1], strict=True)
    answers = list(code([Title(text) for text in texts], model=model))
    good = np.array([row.code == true for row, true in zip(answers, truth, strict=True)])
    surest = np.argsort([-row.probability for row in answers], kind="stable")[:150]
    assert good.mean() > 0.6
    assert good[surest].mean() > good.mean() + 0.1

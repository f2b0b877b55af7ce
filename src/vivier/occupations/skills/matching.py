"""Texts of skills against official labels: alike by their words and their letters, with a calibrated chance."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from vivier.occupations.nearness.counting import Vocabulary, letters, unit, words
from vivier.vocabulary import InputError

_PLURAL = re.compile(r"(?<=[a-zà-ÿA-ZÀ-Ý]{3})[sxSX](?![\w’'])")
_REFERENCE = re.compile(r"\b([A-Z]) (?=\d)")
SURE, DOUBT, NONE = "sure", "doubt", "none"
SURE_FROM, DOUBT_FROM = 0.8, 0.3
_PROPOSED = 5
# Chance that the first skill is the right one: logit = constant + first likeness + its lead over the second one.
# Fitted on skills that the ROME reworded from its version 3 to its version 4 (METHODE.md); to be fitted again if
# likeness changes.
_CONSTANT, _FIRST, _LEAD = -3.12, 3.58, 7.71


@dataclass(frozen=True, slots=True)
class Match:
    """Hold what a text names: the likeliest skill and the chance that it is right, then other proposals.

    `decision` is `sure` (to be used as it is), `doubt` (to ask a human) or `none` (nothing looks like it; `skill` is
    then empty). `others` are (identifier, likeness from 0 to 1), best first, the likeliest included.
    """

    text: str
    skill: str
    chance: float
    decision: str
    others: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.chance <= 1:
            raise InputError("La chance d’un rapprochement doit être un nombre entre 0 et 1.")


def match(texts: Iterable[str], *, among: Mapping[str, str]) -> tuple[Match, ...]:
    """Give, for each text, the skill that it names among some (identifier → label), or a doubt.

    The fewer skills it is sought among (those of the company's occupations), the better.

    Raises:
        InputError: a text is not a text.

    >>> rome = {"100007": "Techniques de soudage", "121308": "Ponts roulants", "113245": "Normes qualité"}
    >>> [(each.skill, each.decision) for each in match(["Technique de soudage", "Jardinage"], among=rome)]
    [('100007', 'sure'), ('', 'none')]
    """
    asked = tuple(texts)
    for text in asked:
        if not isinstance(text, str):
            raise InputError("Une compétence à rapprocher doit être un texte.")
    names = sorted(among)
    if not asked or not names:
        return tuple(Match(text, "", 0.0, NONE) for text in asked)
    likeness = likenesses(asked, [among[name] for name in names])
    return tuple(_match(text, row, names) for text, row in zip(asked, likeness, strict=True))


def likenesses(texts: Iterable[str], labels: Iterable[str]) -> np.ndarray:
    """Give how alike each text and each label are, from 0 to 1, shape (texts, labels).

    It is the mean of two cosines, of their words and of their runs of letters, those rare among the labels weighing
    more: a text is told the same whatever else is asked with it.
    """
    texts, labels = [singular(each) for each in texts], [singular(each) for each in labels]
    found = np.zeros((len(texts), len(labels)), np.float32)
    for grams in (words, letters):
        vocabulary = Vocabulary(grams)
        counted = vocabulary.count([*labels, *texts])
        rows = unit(_weighed(vocabulary.rows(counted), len(labels)))
        found += (sp.csr_matrix(rows[len(labels) :]) @ rows[: len(labels)].T).toarray() / 2
    return np.clip(found, 0.0, 1.0)


def _weighed(counts: sp.csr_matrix, labels: int) -> sp.csr_matrix:
    """Weigh counts, the labels first: 1 + ln(count), times ln((labels + 2) / (labels that have it + 1)).

    With one more on each side, what every label has weighs little rather than nothing, and what none has is rare.
    """
    counts.sum_duplicates()
    counts.sort_indices()
    held = np.bincount(sp.csr_matrix(counts[:labels]).indices, minlength=counts.shape[1])
    rarity = np.log((labels + 2) / (held + 1))
    counts.data = ((1 + np.log(counts.data)) * rarity[counts.indices]).astype(np.float32)
    return counts


def singular(text: str) -> str:
    """Drop the marks of plural, and the blank inside a reference, which everybody writes as they like.

    >>> singular("Ponts roulants (R 318)")
    'Pont roulant (R318)'
    """
    return _PLURAL.sub("", _REFERENCE.sub(r"\1", text))


def chance_of(first: float, second: float) -> float:
    """Give the chance that the likeliest skill is the right one."""
    return 1 / (1 + math.exp(-(_CONSTANT + _FIRST * first + _LEAD * (first - second))))


def _match(text: str, row: np.ndarray, names: list[str]) -> Match:
    best = np.argsort(-row, kind="stable")[:_PROPOSED]
    first, second = float(row[best[0]]), float(row[best[1]]) if len(best) > 1 else 0.0
    others = tuple((names[at], round(float(row[at]), 4)) for at in best if row[at] > 0)
    chance = chance_of(first, second) if first > 0 else 0.0
    decision = SURE if chance >= SURE_FROM else DOUBT if chance >= DOUBT_FROM else NONE
    return Match(text, names[best[0]] if decision != NONE else "", chance, decision, others)

"""What speaks for each code: thirteen scores of a title, each blind where another sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from vivier.occupations.coder.counts import learn_bayes, learn_centroids, learn_heads, present
from vivier.occupations.coder.grams import Grammar, character_grams, learn_grammar, word_grams
from vivier.occupations.coder.latent import directions, learn_latent
from vivier.occupations.coder.margins import train_margins

# What is compared with the words of a title, code by code; then what is looked up by its words alone.
WEIGHED = ("svm_words", "centroid", "text", "label", "definition", "knowledge")
PRESENT = ("bayes", "head")
SCORES = (*WEIGHED, *PRESENT, "svm_characters", "latent", "nearest", "near")
ABOUT = ("text", "label", "definition", "knowledge")
SVM_COST, SVM_OFFSET, SVM_SCALE = 3.0, 2.2, np.float32(np.sqrt(2))
NEAR_POWER = 3
CANDIDATES = 60
CHUNK = 256  # titles scored at a time: what fits in the processor's own memory
# A first blend that only chooses which codes are looked at more closely.
FIRST = dict.fromkeys(SCORES, 0.0) | {
    "svm_words": 0.4, "svm_characters": 0.4, "nearest": 0.5, "near": 0.2, "bayes": 0.04, "text": 0.5, "latent": 0.5,
}  # fmt: skip
BLEND = np.array([FIRST[name] for name in SCORES], np.float32)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Hold the candidates of titles: their codes (titles × candidates), their scores (× `SCORES`).

    `familiarity` tells how much of each title the evidence knows (titles × 4).
    """

    codes: np.ndarray
    scores: np.ndarray
    familiarity: np.ndarray

    @staticmethod
    def together(parts: Sequence["Weighed"]) -> "Weighed":
        """Put titles weighed apart one after the other."""
        fields = ("codes", "scores", "familiarity")
        return Weighed(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))

    def some(self, rows: np.ndarray) -> "Weighed":
        """Keep some titles."""
        return Weighed(self.codes[rows], self.scores[rows], self.familiarity[rows])


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what was learned from the titles of a lexicon.

    `weighed` and `present` lay the scores of their kind side by side: grams × (scores × codes).
    """

    words: Grammar
    characters: Grammar
    weighed: sp.csr_matrix
    present: sp.csr_matrix
    bayes_rest: np.ndarray
    svm_characters: sp.csr_matrix
    latent: np.ndarray
    centres: np.ndarray
    titles: sp.csr_matrix
    targets: np.ndarray

    @property
    def classes(self) -> int:
        """The number of codes."""
        return len(self.bayes_rest)

    def weigh(self, texts: Sequence[str]) -> "Weighed":
        """Keep, for each canonical title, the codes that a first blend puts ahead, and their scores."""
        found = self._scores(texts)
        count = min(CANDIDATES, self.classes)
        blend = np.einsum("nsk,s->nk", found, BLEND)
        chosen = np.sort(np.argpartition(-blend, count - 1, axis=1)[:, :count], axis=1)
        kept = np.take_along_axis(found, chosen[:, None], 2)
        return Weighed(chosen, np.ascontiguousarray(kept.transpose(0, 2, 1)), self._familiarity(texts))

    def _familiarity(self, texts: Sequence[str]) -> np.ndarray:
        """Tell how long titles are and what of them is known: length, share of words, first word, last word."""
        known = self.words.columns
        told = np.zeros((len(texts), 4), np.float32)
        for row, text in enumerate(texts):
            seen = [word in known for word in text.split()] or [False]
            told[row] = np.log1p(len(seen)), sum(seen) / len(seen), seen[0], seen[-1]
        return told

    def _scores(self, texts: Sequence[str]) -> np.ndarray:
        """Score every code for canonical titles: an array of titles × `SCORES` × codes."""
        words, characters = self.words.rows(texts), self.characters.rows(texts)
        found = np.empty((len(texts), len(SCORES), self.classes), np.float32)
        at = len(WEIGHED)
        found[:, :at] = (words @ self.weighed).toarray().reshape(len(texts), at, -1)
        held = (present(words) @ self.present).toarray().reshape(len(texts), len(PRESENT), -1)
        lengths = np.maximum(np.diff(words.indptr), 1)[:, None]
        held[:, 0] = (held[:, 0] + lengths * self.bayes_rest) / np.sqrt(lengths)
        found[:, at : at + len(PRESENT)] = held
        found[:, -4] = (characters @ self.svm_characters).toarray()
        found[:, -3] = directions(words @ self.latent) @ self.centres
        found[:, -2], found[:, -1] = self._near(words)
        return found

    def _near(self, words: sp.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
        """Give the cosine of the nearest official title of each code, and a soft count of near titles."""
        cosines = (words @ self.titles.T).tocsr()
        shape = (cosines.shape[0], self.classes)
        rows = np.repeat(np.arange(shape[0]), np.diff(cosines.indptr))
        cells = rows * self.classes + self.targets[cosines.indices]
        nearest = np.zeros(shape[0] * self.classes, np.float32)
        np.maximum.at(nearest, cells, cosines.data)
        soft = np.bincount(cells, cosines.data.astype(np.float64) ** NEAR_POWER, minlength=len(nearest))
        return nearest.reshape(shape), np.log1p(soft).astype(np.float32).reshape(shape)


def learn_evidence(texts: Sequence[str], targets: np.ndarray, about: Mapping[str, Sequence[str]]) -> Evidence:
    """Learn from canonical titles, the number of the code of each, and what is written about each code (`ABOUT`)."""
    classes = len(about["label"])
    words = learn_grammar(texts, word_grams, about=about["text"])
    characters = learn_grammar(texts, character_grams, fewest=2)
    rows, runs = words.rows(texts), characters.rows(texts)
    svm_words, svm_characters = (
        train_margins(each * SVM_SCALE, targets, classes, cost=SVM_COST, offset=SVM_OFFSET) for each in (rows, runs)
    )
    written = [words.rows(about[name]) for name in ABOUT]
    bayes, rest = learn_bayes(rows, targets, classes)
    latent, centres = learn_latent(rows, written[0], targets)
    return Evidence(
        words, characters,
        side_by_side([svm_words, learn_centroids(rows, targets, classes), *(each.T for each in written)]),
        side_by_side([bayes, learn_heads(words, rows, targets, classes)]),
        rest, svm_characters, latent, centres, rows, targets,
    )  # fmt: skip


def side_by_side(blocks: Sequence[sp.spmatrix]) -> sp.csr_matrix:
    """Lay matrices of the same grams side by side."""
    return sp.hstack(blocks, format="csr", dtype=np.float32)

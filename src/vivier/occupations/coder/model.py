"""What training leaves: plain arrays and lists, which a folder of .npy and .json files can hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import scipy.sparse as sp

from vivier.occupations.coder.evidence import PRESENT, WEIGHED, Evidence, side_by_side
from vivier.occupations.coder.grams import Grammar, character_grams, word_grams
from vivier.occupations.coder.judge import Judge
from vivier.occupations.coder.lookup import Lookup
from vivier.occupations.coder.spelling import Spelling
from vivier.occupations.coder.stack import Stack
from vivier.vocabulary import InputError

FORMAT = 2
SPARSE = ("svm_characters", "titles")  # as they are
LAID = {"weighed": WEIGHED, "present": PRESENT}  # scores laid side by side, each kept on its own scale
DENSE = {
    "targets": np.int32,
    "bayes_rest": np.float32,
    "latent": np.float16,
    "centres": np.float32,
}
LEVELS = 127  # eight bits, sign included
Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Model:
    """Hold a trained coder: `arrays` gives it as NumPy arrays and JSON values, `from_arrays` takes them back."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    lookup: Lookup
    spelling: Spelling
    vocabulary: tuple[tuple[str, int], ...]
    evidence: Evidence
    stack: Stack

    def arrays(self) -> dict[str, Any]:
        """Give what must be kept: NumPy arrays (to be written as .npy) and JSON values (lists and dictionaries)."""
        kept: dict[str, Any] = {
            "format": FORMAT, "codes": list(self.codes), "labels": list(self.labels),
            "whole": _listed(self.lookup.whole), "heads": _listed(self.lookup.heads),
            "vocabulary": [list(pair) for pair in self.vocabulary],
            "words": list(self.evidence.words.columns), "characters": list(self.evidence.characters.columns),
            "word_weights": self.evidence.words.weights, "character_weights": self.evidence.characters.weights,
            "calibration": self.stack.calibration,
        }  # fmt: skip
        kept |= {f"judge_{each.name}": getattr(self.stack.judge, each.name) for each in fields(Judge)}
        for name, kind in DENSE.items():
            kept[name] = getattr(self.evidence, name).astype(kind)
        for name in SPARSE:
            kept |= _packed(name, getattr(self.evidence, name))
        for laid, names in LAID.items():
            whole = getattr(self.evidence, laid).tocsc()
            for place, name in enumerate(names):
                first = place * self.evidence.classes
                kept |= _packed(name, whole[:, first : first + self.evidence.classes].tocsr())
        return kept

    @staticmethod
    def from_arrays(kept: Stored) -> "Model":
        """Build the model from what `arrays` gave; arrays may be memory-mapped."""
        if kept.get("format") != FORMAT:
            raise InputError(
                "Ce modèle de codage vient d’une autre version : reconstruisez-le depuis le référentiel."
            )
        words = _grammar(kept["words"], kept["word_weights"], word_grams)
        characters = _grammar(kept["characters"], kept["character_weights"], character_grams)
        dense = {name: _dense(kept[name], kind) for name, kind in DENSE.items()}
        sparse = {name: _unpacked(name, kept) for name in SPARSE}
        for laid, names in LAID.items():
            sparse[laid] = side_by_side([_unpacked(name, kept) for name in names])
        vocabulary = tuple((word, count) for word, count in kept["vocabulary"])
        return Model(
            codes=tuple(kept["codes"]),
            labels=tuple(kept["labels"]),
            lookup=Lookup(_looked_up(kept["whole"]), _looked_up(kept["heads"])),
            spelling=Spelling(vocabulary),
            vocabulary=vocabulary,
            evidence=Evidence(words=words, characters=characters, **dense, **sparse),
            stack=Stack(
                Judge(*(np.asarray(kept[f"judge_{each.name}"]) for each in fields(Judge))),
                np.asarray(kept["calibration"]),
            ),
        )


def _listed(found: Mapping[str, tuple[int, ...]]) -> dict[str, list[int]]:
    return {text: list(codes) for text, codes in found.items()}


def _looked_up(found: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {text: tuple(codes) for text, codes in found.items()}


def _grammar(grams: list[str], weights: np.ndarray, cut: Callable[[str], list[str]]) -> Grammar:
    return Grammar({gram: column for column, gram in enumerate(grams)}, np.asarray(weights), cut)


def _dense(array: np.ndarray, kind: type) -> np.ndarray:
    return np.asarray(array, np.float32 if kind is np.float16 else kind)


def _packed(name: str, matrix: sp.csr_matrix) -> dict[str, Any]:
    """Store a sparse matrix on eight bits a value; the largest keeps its size."""
    scale = float(np.abs(matrix.data).max(initial=0)) / LEVELS or 1.0
    values = np.rint(matrix.data / scale).astype(np.int8)
    columns = matrix.indices.astype(np.uint16 if matrix.shape[1] <= 1 << 16 else np.int32)
    return {
        f"{name}.values": values,
        f"{name}.columns": columns,
        f"{name}.ends": matrix.indptr.astype(np.int32),
        f"{name}.size": [*map(int, matrix.shape), scale],
    }


def _unpacked(name: str, kept: Stored) -> sp.csr_matrix:
    rows, columns, scale = kept[f"{name}.size"]
    values = np.asarray(kept[f"{name}.values"]).astype(np.float32) * np.float32(scale)
    indices = np.asarray(kept[f"{name}.columns"]).astype(np.int32)
    return sp.csr_matrix((values, indices, np.asarray(kept[f"{name}.ends"])), shape=(int(rows), int(columns)))

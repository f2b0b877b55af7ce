"""From a lexicon to a model: titles in one order, scores learned apart from what judges them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from vivier.occupations.coder.data import Lexicon
from vivier.occupations.coder.evidence import CHUNK, Evidence, Weighed, learn_evidence
from vivier.occupations.coder.lookup import learn_lookup
from vivier.occupations.coder.model import Model
from vivier.occupations.coder.spelling import Spelling
from vivier.occupations.coder.stack import Stack, fit_stack
from vivier.occupations.coder.titles import canonical, forms, plain, spelled, words

FOLDS = 4
LABEL_COUNTS = 3
Progress = Callable[[int, int], None]


def train(lexicon: Lexicon, *, seed: int, progress: Progress | None = None) -> Model:
    """Learn to code titles from a lexicon; the same lexicon and seed give the same model.

    `progress(step, steps)` is called after each of the five steps (four folds, then the whole).
    """
    codes = lexicon.codes
    number = {code: place for place, code in enumerate(codes)}
    titles = tuple((text, number[code]) for text, code in sorted(set(lexicon.titles)))
    texts = [canonical(text) for text, _ in titles]
    targets = np.array([code for _, code in titles], np.int32)
    about = _about(lexicon, codes)
    tell = progress or (lambda _step, _steps: None)
    stack = _stack(texts, targets, about, np.random.default_rng(seed), tell)
    evidence = learn_evidence(texts, targets, about)
    vocabulary = tuple(sorted(Counter(_words(text for text, _ in titles)).items()))
    labels = tuple(lexicon.labels[code] for code in codes)
    # What is kept on disk is what answers: the model goes through its own storage before it is handed over.
    model = Model(codes, labels, learn_lookup(titles), Spelling(vocabulary), vocabulary, evidence, stack)
    model = Model.from_arrays(model.arrays())
    tell(FOLDS + 1, FOLDS + 1)
    return model


def _words(titles: Iterable[str]) -> list[str]:
    """List the plain words of every form of every title: what spelling is checked against."""
    return [word for title in titles for form in forms(title) for word in spelled(form)]


def _about(lexicon: Lexicon, codes: Sequence[str]) -> dict[str, list[str]]:
    """Write what is known of each code, in plain folded words; in the whole text the label counts three times."""
    written = {
        "label": [_folded(lexicon.labels[code]) for code in codes],
        "definition": [_folded(lexicon.definitions.get(code, "")) for code in codes],
        "knowledge": [_folded(lexicon.knowledge.get(code, "")) for code in codes],
    }
    skills = [_folded(lexicon.skills.get(code, "")) for code in codes]
    lines = zip(*(written["label"],) * LABEL_COUNTS, written["definition"], skills, strict=True)
    return written | {"text": [" ".join(line) for line in lines]}


def _folded(text: str) -> str:
    return " ".join(words(plain(text)))


def _stack(
    texts: list[str], targets: np.ndarray, about: dict[str, list[str]], draw: np.random.Generator, tell: Progress
) -> Stack:
    """Fit the stack on scores that each title gets from models that did not see it."""
    folds = draw.permutation(len(texts)) % FOLDS
    parts: list[Weighed] = []
    places: list[np.ndarray] = []
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if len(inside) and len(outside):
            evidence = learn_evidence([texts[place] for place in inside], targets[inside], about)
            parts += _in_chunks(evidence, [texts[place] for place in outside])
            places.append(outside)
        tell(fold + 1, FOLDS + 1)
    if not parts:
        return Stack.untrained()
    return fit_stack(Weighed.together(parts), targets[np.concatenate(places)], draw)


def _in_chunks(evidence: Evidence, texts: list[str]) -> list[Weighed]:
    return [evidence.weigh(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]

"""From titles to distributions over codes: what the nomenclature says first, then what was learned."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vivier.occupations.coder.data import Codings, Title
from vivier.occupations.coder.deciding import decided
from vivier.occupations.coder.evidence import CHUNK
from vivier.occupations.coder.heads import head_chances
from vivier.occupations.coder.model import Model
from vivier.occupations.coder.proposals import ASKED, EXACT, LEARNED, NEAR, NOTHING, Proposals
from vivier.occupations.coder.titles import canonical

IN_INDEX = 0.995  # a title that the nomenclature holds: measured on its own forms, accents and typos
ONE_TYPO, ONE_TYPO_WORD = 0.9, 0.75  # one typo corrected: in several words; in a single one, maybe another word


@dataclass(frozen=True, slots=True)
class _Found:
    """Hold what the nomenclature says of a title: the numbers of its codes, how sure, and where it comes from."""

    places: tuple[int, ...]
    chance: float
    origin: int
    head: str = ""


def code(titles: Sequence[Title], *, model: Model) -> Codings:
    """Propose a code for each title, with its probability, other codes, and a question where one must ask.

    Titles are coded one by one in effect: neither their order nor their company changes an answer. Hints are carried
    along: it takes a store to weigh them (`vivier.occupations.code`).
    """
    texts = list(dict.fromkeys(title.text for title in titles))
    rows = decided(propose(texts, model=model), texts, dict(zip(model.codes, model.labels, strict=True)))
    answers = dict(zip(texts, rows, strict=True))
    return Codings(tuple(answers[title.text] for title in titles))


def propose(texts: Sequence[str], *, model: Model) -> Proposals:
    """Propose for each title a distribution over the codes of a model."""
    written = [canonical(text) for text in texts]
    found = [_look_up(text, writing, model) for text, writing in zip(texts, written, strict=True)]
    unknown = sorted({each for each, look in zip(written, found, strict=True) if each and look is None})
    at = {writing: number for number, writing in enumerate(unknown)}
    places, chances = _learned(unknown, model)
    width = max([places.shape[1], *(len(each.places) for each in found if each is not None)])
    rows = Proposals(
        model.codes,
        np.zeros((len(texts), width), np.int32),
        np.zeros((len(texts), width), np.float32),
        np.array([_origin(*pair) for pair in zip(written, found, strict=True)], np.int8),
        np.zeros(len(texts), bool),
    )
    learned = np.flatnonzero(rows.origins == LEARNED)
    source = [at[written[number]] for number in learned]
    rows.places[learned, : places.shape[1]], rows.chances[learned, : places.shape[1]] = (
        places[source],
        chances[source],
    )
    for number, each in enumerate(found):
        if each is not None:
            count = len(each.places)
            rows.places[number, :count], rows.chances[number, :count] = _said(each, model)
    return rows


def _origin(writing: str, found: _Found | None) -> int:
    if found is not None:
        return found.origin
    return LEARNED if writing else NOTHING


def _look_up(text: str, writing: str, model: Model) -> _Found | None:
    """Find a title as written, else with one typo corrected; give nothing where it is unknown."""
    places, head = model.lookup.find(writing), writing
    if len(places) == 1:
        return _Found(places, IN_INDEX, EXACT)
    if not places:
        corrected = (canonical(each) for each in model.spelling.writings(text))
        places, head = next(((found, each) for each in corrected if (found := model.lookup.find(each))), ((), ""))
        if len(places) == 1:
            return _Found(places, ONE_TYPO if " " in writing else ONE_TYPO_WORD, NEAR)
    return _Found(places, IN_INDEX, ASKED, head) if places else None


def _said(found: _Found, model: Model) -> tuple[np.ndarray, np.ndarray]:
    if found.origin == ASKED and found.head not in model.lookup.whole:
        return head_chances(found.head, found.places, model)
    # A whole title that the nomenclature puts under several codes: nothing tells which.
    return np.array(found.places), np.full(len(found.places), found.chance / len(found.places))


def _learned(writings: list[str], model: Model) -> tuple[np.ndarray, np.ndarray]:
    """Give the candidates of canonical titles, best first, and their chances.

    The first has its calibrated probability; the others share the rest as the judge shares it, none above the first:
    what is left is the chance that the code is not among the candidates.
    """
    parts = [
        model.stack.rank(model.evidence.weigh(writings[start : start + CHUNK]))
        for start in range(0, len(writings), CHUNK)
    ]
    if not parts:
        return np.zeros((0, 1), np.int32), np.zeros((0, 1), np.float32)
    places, shares, sure = (np.concatenate(each) for each in zip(*parts, strict=True))
    first = np.minimum(sure, IN_INDEX)
    second = shares[:, 1] if shares.shape[1] > 1 else np.zeros(len(shares))
    rest = np.maximum(1 - shares[:, 0], 1e-9)
    scale = np.minimum((1 - first) / rest, first / np.maximum(second, 1e-9))
    chances = shares * scale[:, None]
    chances[:, 0] = first
    return places, chances

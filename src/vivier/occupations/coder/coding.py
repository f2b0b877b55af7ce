"""From titles to codes: what the nomenclature says first, then what was learned, and what must be asked."""

from collections.abc import Sequence

import numpy as np

from vivier.occupations.coder.data import MOST_ALTERNATIVES, Coding, Codings, Title
from vivier.occupations.coder.evidence import CHUNK
from vivier.occupations.coder.lookup import question
from vivier.occupations.coder.model import Model
from vivier.occupations.coder.titles import canonical

SURE = 0.7  # above it a title is coded; the method note says what share of them is right
EXACT = 0.995  # a title that the nomenclature holds: measured on its own forms, accents and typos
NEAR, NEAR_WORD = 0.9, 0.75  # one typo corrected: in several words; in a single word, which may be another word
NOTHING = Coding("", 0.0, "review")


def code(titles: Sequence[Title], *, model: Model) -> Codings:
    """Propose a code for each title, with its probability, other codes, and a question where one must ask.

    Titles are coded one by one in effect: neither their order nor their company changes an answer.
    """
    written = {title.text: canonical(title.text) for title in titles}
    looked_up = {text: _look_up(text, writing, model) for text, writing in written.items()}
    unknown = sorted({written[text] for text, found in looked_up.items() if written[text] and found is None})
    learned = _learned(unknown, model)
    return Codings(tuple(looked_up[title.text] or learned.get(written[title.text], NOTHING) for title in titles))


def _look_up(text: str, writing: str, model: Model) -> Coding | None:
    """Find a title as written, else with one typo corrected; give nothing where it is unknown."""
    found = model.lookup.find(writing)
    if len(found) == 1:
        return Coding(model.codes[found[0]], EXACT, "coded")
    if not found:
        tried = (model.lookup.find(canonical(corrected)) for corrected in model.spelling.writings(text))
        found = next((each for each in tried if each), ())
        if len(found) == 1:
            return Coding(model.codes[found[0]], NEAR if " " in writing else NEAR_WORD, "coded")
    return _asked(text, found, model) if found else None


def _asked(text: str, found: tuple[int, ...], model: Model) -> Coding:
    """Ask which of several codes is meant; the most frequent comes first, sure in proportion."""
    named = [model.codes[place] for place in found]
    asked = question(text, [model.labels[place] for place in found])
    return Coding(named[0], 1 / len(named), "ask", tuple(named[1 : 1 + MOST_ALTERNATIVES]), asked)


def _learned(writings: list[str], model: Model) -> dict[str, Coding]:
    """Code canonical titles by what was learned."""
    answers: dict[str, Coding] = {}
    for start in range(0, len(writings), CHUNK):
        chunk = writings[start : start + CHUNK]
        candidates, _, sure = model.stack.rank(model.evidence.weigh(chunk))
        shown = candidates[:, : 1 + MOST_ALTERNATIVES].tolist()
        for writing, places, probability in zip(
            chunk, shown, np.round(np.minimum(sure.astype(np.float64), EXACT), 4).tolist(), strict=True
        ):
            first, *others = (model.codes[place] for place in places)
            decision = "coded" if probability >= SURE else "review"
            answers[writing] = Coding(first, probability, decision, tuple(others))
    return answers

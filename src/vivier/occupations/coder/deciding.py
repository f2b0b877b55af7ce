"""From a distribution over codes to a decision: coded, to review, or a question."""

from collections.abc import Mapping, Sequence

import numpy as np

from vivier.occupations.coder.data import MOST_ALTERNATIVES, Coding
from vivier.occupations.coder.lookup import question
from vivier.occupations.coder.proposals import ASKED, Proposals

SURE = 0.7  # above it a title is coded; the method note says what share of them is right
NAMED = 0.02  # a code that unlikely beside the first is not worth a place in a question
OTHER = "Autre chose"
NO_CODE = Coding("", 0.0, "review")


def decided(proposals: Proposals, texts: Sequence[str], labels: Mapping[str, str]) -> list[Coding]:
    """Decide for each title; `labels` name the codes in questions.

    A title that needed a question is asked about unless it is settled; any other is coded when its first code is sure
    enough, and reviewed when not.
    """
    codes = np.array(proposals.codes, dtype=object)
    shown = codes[proposals.places[:, : 1 + MOST_ALTERNATIVES]].tolist()
    chances = np.round(proposals.chances[:, : 1 + MOST_ALTERNATIVES].astype(np.float64), 4).tolist()
    counts = (proposals.chances > 0).sum(axis=1).tolist()
    asked = ((proposals.origins == ASKED) & ~proposals.settled).tolist()
    rows: list[Coding] = []
    for text, named, sure, count, is_asked in zip(texts, shown, chances, counts, asked, strict=True):
        if not count:
            rows.append(NO_CODE)
            continue
        first, *others = named[:count]
        decision = "coded" if sure[0] >= SURE else "review"
        said = _asked(text, named[:count], sure, count, labels) if is_asked else ""
        rows.append(Coding(first, sure[0], "ask" if is_asked else decision, tuple(others), said))
    return rows


def _asked(text: str, codes: list[str], sure: list[float], count: int, labels: Mapping[str, str]) -> str:
    """Ask which of the codes that stand a chance is meant."""
    named = [
        labels[code] for code, chance in zip(codes, sure[: len(codes)], strict=True) if chance >= NAMED * sure[0]
    ]
    return question(text, [*named, OTHER] if len(named) < count else named)

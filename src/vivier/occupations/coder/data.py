"""What coding takes and gives: titles with their hints, a lexicon to learn from, codes with their doubt."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vivier.vocabulary import InputError

DECISIONS = ("coded", "review", "ask")
MOST_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Title:
    """Hold one job title as it was written, and what is known beside it.

    `pcs`, `naf` and `qualification` are carried along for those who read the answer; this version does not use them.
    """

    text: str
    pcs: str = ""
    naf: str = ""
    qualification: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """Hold what is proposed for one title.

    `code` is always the best guess and `probability` the chance that it is right; `decision` is `coded` (sure
    enough), `review` (a human should look) or `ask` (the title alone cannot decide: `question` says what to ask);
    `alternatives` are at most five other codes, best first. A title without a word has no code.
    """

    code: str
    probability: float
    decision: str
    alternatives: tuple[str, ...] = ()
    question: str = ""

    def __post_init__(self) -> None:
        if self.decision not in DECISIONS:
            raise InputError(f"« {self.decision} » n’est pas une décision : {', '.join(DECISIONS)}.")
        if not (math.isfinite(self.probability) and 0 <= self.probability <= 1):
            raise InputError("Une probabilité est un nombre entre 0 et 1.")
        if len({self.code, *self.alternatives}) != 1 + len(self.alternatives) or len(self.alternatives) > 5:
            raise InputError("Les autres codes proposés sont cinq au plus, tous différents du premier.")
        if (self.decision == "ask") != bool(self.question):
            raise InputError("Une question accompagne la décision « ask », et elle seule.")


@dataclass(frozen=True, slots=True)
class Codings:
    """Hold the codings of titles, in the order in which they were given."""

    rows: tuple[Coding, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Coding]:
        return iter(self.rows)

    def share(self, decision: str) -> float:
        """Give the share of titles (0–1) that met one decision.

        >>> Codings((Coding("F1402", 0.97, "coded"), Coding("A1201", 0.4, "review"))).share("coded")
        0.5
        """
        return sum(row.decision == decision for row in self.rows) / max(len(self.rows), 1)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Hold what a coder learns from: official titles with their codes, and what is written about each code.

    `titles` are (text, code) pairs; `labels` gives the label of each code, used in questions; `definitions`, `skills`
    and `knowledge` what is written of each code, where something is; `parents` the code one level up (kept for
    readers, not used here). Order is irrelevant.

    >>> Lexicon((("Couvreur / Couvreuse", "F1610"),), {"F1610": "Couverture"}).codes
    ('F1610',)
    """

    titles: tuple[tuple[str, str], ...]
    labels: Mapping[str, str]
    definitions: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, str] = field(default_factory=dict)
    knowledge: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.titles:
            raise InputError("Un lexique sans intitulé n’apprend rien : donnez au moins un intitulé et son code.")
        missing = sorted({code for _, code in self.titles} - set(self.labels))
        if missing:
            raise InputError(f"Il manque le libellé du code « {missing[0]} » ({len(missing)} codes sans libellé).")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that at least one title bears, in alphabetical order."""
        return tuple(sorted({code for _, code in self.titles}))

"""The plain state of one dossier, as its procedure looks at it: no table, no person's name."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from vivier.vocabulary import InputError
from vivier_web.procedures.definition.words import END, OUTCOMES

Mark = int | float | Decimal | None  # None: « sans avis »
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Opinion:
    """Hold one evaluator's marks on a grid, and the version of the content it judged.

    `confirmed` is a later version that its author declared it still holds for. `evaluator` is an opaque key.
    """

    evaluator: str
    grid: str
    content: int
    marks: Mapping[str, Mark]
    recommendation: str = ""
    confirmed: int = 0

    def is_stale(self, content: int) -> bool:
        """Tell whether the content has changed since it was judged or confirmed."""
        return max(self.content, self.confirmed) < content


@dataclass(frozen=True)
class HeldCondition:
    """Hold a condition of a decision, the day it is due and the day it was proven."""

    text: str
    due_on: dt.date
    proven_on: dt.date | None = None


@dataclass(frozen=True)
class Pause:
    """Hold a time when the clock is stopped: corrections were asked of the applicant."""

    asked_on: dt.date
    answered_on: dt.date | None = None


@dataclass(frozen=True)
class Passed:
    """Hold one stage that was left, when and by which outcome."""

    stage: str
    entered_on: dt.date
    left_on: dt.date
    outcome: str


@dataclass(frozen=True)
class Dossier:
    """Hold where a dossier is and what is known of it.

    `values` are the answers by field key: a consortium is a list of rows, a budget a list of rows with an `amount`.
    `invited` are the evaluators who must judge, `recused` those who withdrew, `present` those who sit to decide.
    `ahead` are the stages whose form was filed at the same time as an earlier one.
    """

    stage: str
    entered_on: dt.date
    content: int = 1
    values: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    opinions: tuple[Opinion, ...] = ()
    invited: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    conditions: tuple[HeldCondition, ...] = ()
    passed: tuple[Passed, ...] = ()
    pauses: tuple[Pause, ...] = ()
    ahead: tuple[str, ...] = ()
    outcome: str = ""

    def __post_init__(self) -> None:
        if self.content < 1:
            raise InputError("Un dossier a une version, à partir de 1.")
        if (self.stage == END) != bool(self.outcome) or (self.outcome and self.outcome not in OUTCOMES):
            raise InputError("Un dossier fermé, et lui seul, a une issue.")

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.stage == END

    def opinions_on(self, grid: str) -> tuple[Opinion, ...]:
        """Give the opinions that count on a grid: one an evaluator, the last; none of who is recused."""
        last = {each.evaluator: each for each in self.opinions if each.grid == grid}
        return tuple(each for key, each in last.items() if key not in self.recused)

    def sitting(self) -> int:
        """Count those who sit and are not recused."""
        return len(set(self.present) - set(self.recused))

    def missing_proofs(self) -> tuple[HeldCondition, ...]:
        """Give the conditions without proof."""
        return tuple(each for each in self.conditions if each.proven_on is None)

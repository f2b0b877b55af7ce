"""What pôle and State ask twice, what a shared key saves, and where their judgements agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.marking import Note, Sheet

CLOSE = Fraction(1, 4)  # two bodies agree on a criterion within a quarter of its scale


@dataclass(frozen=True, slots=True)
class Question:
    """Hold one question that a side asks: a field of a form, or a criterion of a grid."""

    key: str
    kind: str
    label: str
    again: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Hold what two sides ask: each one's questions, those asked twice, and those still asked twice once shared."""

    first: tuple[Question, ...]
    second: tuple[Question, ...]
    twice: tuple[Question, ...]
    still: tuple[Question, ...]

    @property
    def removed(self) -> int:
        """How many questions asked twice today are asked once."""
        return len(self.twice) - len(self.still)

    @property
    def share_removed(self) -> Fraction:
        """The share of the questions asked twice that disappears; 0 when none is asked twice."""
        return Fraction(self.removed, len(self.twice)) if self.twice else Fraction(0)


def asked(procedure: Procedure, side: str = "") -> tuple[Question, ...]:
    """List what one side (« pole », « authority », or all) asks in a procedure, each question once."""
    found: dict[tuple[str, str], Question] = {}
    for stage in procedure.stages:
        if side in {"", _side(procedure, stage)}:
            for each in _questions(procedure, stage):
                found.setdefault((each.kind, each.key), each)
    return tuple(found.values())


def _side(procedure: Procedure, stage: Stage) -> str:
    return procedure.body(stage.addressed_to or stage.body).organisation


def _questions(procedure: Procedure, stage: Stage) -> Iterator[Question]:
    for each in stage.fields:
        yield Question(each.key, "field", each.label, each.again)
    for criterion in procedure.grid(stage.rule.grid).criteria if stage.rule else ():
        yield Question(criterion.key, "criterion", criterion.title, criterion.again)


def chain(first: Procedure, second: Procedure | None = None) -> Chain:
    """Compare what two procedures ask of the same project, or the two sides of a single one.

    Today each side has its own form and grid, so a question of both is asked twice. Shared, the second side reads the
    answer or the mark of the first, except for what its own file says must be asked again.
    """
    before = asked(first) if second else asked(first, "pole")
    after = asked(second) if second else asked(first, "authority")
    known = {(each.kind, each.key) for each in before}
    twice = tuple(each for each in after if (each.kind, each.key) in known)
    return Chain(before, after, twice, tuple(each for each in twice if each.again))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Hold how two bodies judged one shared criterion, each as a share of its own scale."""

    key: str
    title: str
    first: Fraction
    second: Fraction

    @property
    def gap(self) -> Fraction:
        """The second judgement less the first."""
        return self.second - self.first

    @property
    def is_close(self) -> bool:
        """Tell whether both judged alike, within a quarter of the scale."""
        return abs(self.gap) <= CLOSE


def agreement(first: Sheet, second: Sheet) -> tuple[Agreement, ...]:
    """Compare two consensus sheets on the criteria they share, the widest gap first."""
    found = []
    for note in first.notes:
        other = second.note(note.criterion.key)
        ours, theirs = _share(note), _share(other) if other else None
        if ours is not None and theirs is not None:
            found.append(Agreement(note.criterion.key, note.criterion.title, ours, theirs))
    return tuple(sorted(found, key=lambda each: (-abs(each.gap), each.key)))


def _share(note: Note) -> Fraction | None:
    criterion = note.criterion
    return None if note.value is None else (note.value - criterion.low) / (criterion.high - criterion.low)

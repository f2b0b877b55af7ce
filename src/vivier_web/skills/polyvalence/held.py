"""What members hold, gathered by skill, and which skills may be shown with their figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from vivier_web.skills.guard.threshold import THRESHOLD

LEVELS = (0, 1, 2, 3, 4)
TRAINERS = 4  # « peut former »
WHOLE, WORDS, SECRET = "whole", "words", "secret"  # what may be told of a skill


@dataclass(slots=True)
class Pooled:
    """Hold one skill over the pôle: people by level and member; `wordings` are those of members."""

    skill: str
    people: dict[int, Counter[str]] = field(default_factory=lambda: {level: Counter() for level in LEVELS})

    @property
    def assessed(self) -> Counter[str]:
        """The people assessed, by member."""
        return self.between(0, 5)

    def between(self, low: int, high: int) -> Counter[str]:
        """Count the people from a level to the one before another, by member."""
        found: Counter[str] = Counter()
        for level in range(low, high):
            found.update(self.people[level])
        return found

    def brought(self) -> dict[str, tuple[int, ...]]:
        """Give the people each member brings, level by level."""
        return {member: tuple(self.people[level][member] for level in LEVELS) for member in self.assessed}

    def told(self, level: int) -> str:
        """Say what may be told of it: its figures, a sentence without any, or nothing.

        Those who have the level asked and those who do not must each be nobody or enough to be shown.
        """
        if not self.assessed.total() or not THRESHOLD.is_met(self.assessed):
            return SECRET
        parts = (self.between(0, level), self.between(level, 5))
        return WHOLE if all(map(THRESHOLD.is_met, parts)) else WORDS

    def trainers(self, level: int) -> int | None:
        """Count those who can train others; None where they, or the other holders, may not be shown."""
        can, others = self.between(TRAINERS, 5), self.between(level, TRAINERS)
        is_shown = THRESHOLD.is_met(can) and THRESHOLD.is_met(others)
        return can.total() if is_shown else None


def pooled(given: Iterable[tuple[str, str, tuple[int, ...]]]) -> dict[str, Pooled]:
    """Gather (skill, member, people by level) by skill."""
    found: dict[str, Pooled] = {}
    for skill, member, levels in given:
        held = found.setdefault(skill, Pooled(skill))
        for level, n in enumerate(levels):
            if n:
                held.people[level][member] += n
    return found


def is_betrayed(marks: Iterable[str], before: Iterable[Iterable[str]]) -> bool:
    """Tell whether a skill, beside what was shown of it before, gives one or two members by difference.

    A mark is a member with what it brought: whoever gives other figures is somebody else.

    >>> is_betrayed("abcd", ["abc"]), is_betrayed("abcdef", ["abc"]), is_betrayed("abc", ["abc"])
    (True, False, False)
    """
    ours = set(marks)
    for shown in before:
        theirs = set(shown)
        if theirs and any(0 < len(alone) < THRESHOLD.companies for alone in (ours - theirs, theirs - ours)):
            return True
    return False


def level_asked(rows: Iterable[tuple[int, float]]) -> int:
    """Give the level that most posts ask; rows are (level, posts).

    >>> level_asked([(2, 10.0), (3, 4.0), (2, 1.0), (3, 7.5)])
    3
    """
    posts = dict.fromkeys(LEVELS, 0.0)
    for level, n in rows:
        posts[level] += n
    return max(LEVELS, key=lambda level: (posts[level], level))

"""What members declare of their hiring projects, by official family: projects, those judged difficult, members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vivier.vocabulary import InputError

LEAST = 0.5  # of an occupation's people: under it, a project would be put in a family it is more often not of


@dataclass(frozen=True, slots=True)
class Project:
    """Hold what one member declares of one occupation (PCS-ESE): people to hire, and of them those hard to find.

    >>> Project("000100115", "623f", 4, 3).hard
    3
    """

    member: str
    occupation: str
    people: int
    hard: int

    def __post_init__(self) -> None:
        if not self.member or not self.occupation:
            raise InputError("Chaque projet de recrutement nomme son adhérent et son métier.")
        for value in (self.people, self.hard):
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise InputError("Les embauches prévues sont des nombres entiers, positifs ou nuls.")
        if self.hard > self.people:
            raise InputError("Il ne peut y avoir plus d’embauches jugées difficiles que d’embauches prévues.")


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold what members declare of one family: people to hire, those judged hard, and how many members said so."""

    hires: int = 0
    hard: int = 0
    members: int = 0


def judged(projects: Iterable[Project], shares: Mapping[str, Mapping[str, float]]) -> dict[str, Judged]:
    """Add projects up by the family that holds at least half of their occupation; others are left out.

    >>> found = judged([Project("a", "623f", 4, 3), Project("b", "623f", 2, 2)], {"623f": {"D1X": 0.8, "D4Z": 0.2}})
    >>> found["D1X"]
    Judged(hires=6, hard=5, members=2)
    """
    found: dict[str, Judged] = {}
    members: dict[str, set[str]] = {}
    for one in projects:
        known = shares.get(one.occupation, {})
        family = max(sorted(known), key=lambda name: known[name], default="")
        if not family or known[family] < LEAST - 1e-9 or not one.people:
            continue
        members.setdefault(family, set()).add(one.member)
        before = found.get(family, Judged())
        found[family] = Judged(before.hires + one.people, before.hard + one.hard, len(members[family]))
    return dict(sorted(found.items()))

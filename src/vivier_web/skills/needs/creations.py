"""New posts that members and projects declare, as a study may count them without betraying a member."""

from collections import Counter
from collections.abc import Iterable, Sequence

from vivier_web.skills.guard.threshold import THRESHOLD, added, gathered
from vivier_web.skills.needs.answers import Answered, ProjectNeed

MEMBERS, PROJECTS = "membres", "projets"  # PROJECTS: of all together, in runs of before
PROJECT = "projet : "  # then its title
Line = list[str | int]  # occupation ("": spread over all), people, first and last year, source: as a run keeps them


def declared(found: Sequence[Answered], projects: Iterable[ProjectNeed], years: range) -> list[Line]:
    """Give what a study adds: the new posts of members, occupations of too few together, and those of projects.

    A projection shows what was declared for an occupation: that of fewer than three members or five people is
    spread over all occupations, with the smallest others until that too may be shown.
    """
    rows = [
        (hire.pcs, str(one.organisation_id), hire)
        for one in found
        for hire in one.hires
        if hire.is_creation and hire.year in years
    ]
    lines: list[Line] = []
    parts: dict[str, Counter[str]] = {}
    for pcs, who, hire in rows:
        parts.setdefault(pcs, Counter())[who] += hire.people
    if parts and THRESHOLD.is_met(added(parts.values())):
        first, last = min(hire.year for *_, hire in rows), max(hire.year for *_, hire in rows)
        sums: Counter[str] = Counter()
        for pcs, where in gathered(parts, "").items():
            sums[where] += parts[pcs].total()
        lines += ([pcs, n, first, last, MEMBERS] for pcs, n in sorted(sums.items()))
    return lines + _of_projects([one for one in projects if one.year in years])


def _of_projects(asked: Sequence[ProjectNeed]) -> list[Line]:
    """Give what each project declares, by occupation and year: a study says from which project each post comes."""
    sums = Counter[tuple[str, int, str]]()
    for one in asked:
        sums[one.pcs, one.year, one.project] += one.people
    return [[pcs, n, year, year, f"{PROJECT}{project}"] for (pcs, year, project), n in sorted(sums.items())]


def onto(code: str, occupations: Iterable[str]) -> str:
    """Say which occupation of a folded headcount holds a code; "" when none does: it goes to all of them.

    >>> onto("623e", ["62", "388a"]), onto("388a", ["388a"]), onto("100x", ["62"])
    ('62', '388a', '')
    """
    held = set(occupations)
    return next((code[:length] for length in (4, 2, 1) if code[:length] in held and code), "")

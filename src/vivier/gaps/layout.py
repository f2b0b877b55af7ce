"""Inputs checked against one another and laid out skill by skill: who was assessed, who was not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vivier.gaps.data import LEVELS, UNKNOWN, Ahead, Held, Required, Staff
from vivier.vocabulary import InputError

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Case:
    """Hold one skill: `known` people by group, age band and level; `unseen` people by group and band.

    `staffed` is the people in post of its occupations by band; nobody is counted twice: those assessed beyond them
    are more people, whom the list of staff forgot.
    """

    skill: str
    required: tuple[Required, ...]
    bands: tuple[str, ...]
    known: Counts
    unseen: Counts
    staffed: Counts

    @property
    def n(self) -> int:
        """The number of people assessed."""
        return int(self.known.sum())

    @property
    def people(self) -> Counts:
        """The number of people concerned, by band."""
        counted: Counts = self.known.sum(axis=(0, 2)) + self.unseen.sum(axis=0)
        return counted

    @property
    def hours(self) -> tuple[float, ...]:
        """The hours of each level step."""
        return self.required[0].hours


def cases_of(required: Iterable[Required], held: Iterable[Held], ahead: Ahead) -> tuple[list[Case], list[str]]:
    """Lay out the skills that somebody was assessed on, by name, and name the required ones that nobody was.

    Raises:
        InputError: a row is given twice, or the rows of one skill contradict one another.
    """
    asked, found = _by_skill(required), _held_by_skill(held)
    staff = _staff_by_occupation(ahead.staff)
    cases = []
    for skill in sorted(set(asked) & set(found)):
        rows = tuple(sorted(asked[skill], key=lambda each: each.occupation))
        _check_rows(skill, rows)
        concerned = [each for row in rows for each in staff.get(row.occupation, ())]
        cases.append(_case(skill, rows, found[skill], concerned))
    return cases, sorted(set(asked) - set(found))


def _by_skill(rows: Iterable[Required]) -> dict[str, list[Required]]:
    found: dict[str, list[Required]] = defaultdict(list)
    for row in rows:
        found[row.skill].append(row)
    return found


def _held_by_skill(rows: Iterable[Held]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = defaultdict(list)
    for row in rows:
        found[row.skill].append(row)
    # A skill whose every row counts nobody was not assessed, unless somebody declares that nobody holds it.
    return {skill: each for skill, each in found.items() if any(row.people or row.is_whole for row in each)}


def _staff_by_occupation(rows: Iterable[Staff]) -> dict[str, list[Staff]]:
    found: dict[str, list[Staff]] = defaultdict(list)
    for row in rows:
        found[row.occupation].append(row)
    return found


def _check_rows(skill: str, rows: Sequence[Required]) -> None:
    if len({row.occupation for row in rows}) < len(rows):
        raise InputError(f"La compétence « {skill} » est requise deux fois du même métier : gardez une seule ligne.")
    if len({row.hours for row in rows}) > 1:
        raise InputError(
            f"La compétence « {skill} » n’a pas les mêmes heures de formation selon le métier : donnez-lui les mêmes."
        )


def _case(skill: str, rows: tuple[Required, ...], held: Sequence[Held], staff: Sequence[Staff]) -> Case:
    bands = _bands(held, staff)
    groups = sorted({each.group for each in held} | {each.group for each in staff})
    at = {group: rank for rank, group in enumerate(groups)}
    column = {band: rank for rank, band in enumerate(bands)}
    known = np.zeros((len(groups), len(bands), len(LEVELS)), np.int64)
    there = np.zeros((len(groups), len(bands)), np.int64)
    for row in held:
        known[at[row.group], column.get(row.age, 0), row.level] += row.people
    for each in staff:
        there[at[each.group], column.get(each.age, 0)] += each.people
    staffed = there.sum(axis=0)
    unseen = _unseen(known, there, at)
    for row in held:
        if row.is_whole:  # its other people of these occupations do not hold the skill
            known[at[row.group], :, 0] += unseen[at[row.group]]
            unseen[at[row.group]] = 0
    return Case(skill, rows, bands, known, unseen, staffed)


def _bands(held: Sequence[Held], staff: Sequence[Staff]) -> tuple[str, ...]:
    """Give the age bands, where both the people assessed and those in post have them; one band for all otherwise."""
    told, there = {each.age for each in held if each.people}, {each.age for each in staff}
    if UNKNOWN in told | there or not told or not told <= there:
        return (UNKNOWN,)
    return tuple(sorted(there))


def _unseen(known: Counts, there: Counts, at: dict[str, int]) -> Counts:
    """Count those in post whom nobody assessed; groups that no list of staff names are taken from those unnamed."""
    assessed = known.sum(axis=2)
    left = there - assessed
    if "" in at:
        elsewhere = np.minimum(left, 0) * (there.sum(axis=1, keepdims=True) == 0)
        left[at[""]] += elsewhere.sum(axis=0) - elsewhere[at[""]]
    unseen: Counts = np.maximum(left, 0)
    return unseen

"""What leaves a member's computer of its polyvalence matrices: skill, level, count, nobody's name; read strictly.

The same function answers in the member's browser and, where that is impossible, on the server.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from vivier.intake.browser import KINDS, gathered_anomalies
from vivier.intake.data import LEVELS
from vivier.intake.job_titles import carried
from vivier.intake.polyvalence import Polyvalence, read_polyvalence
from vivier.intake.read import Options, Progress
from vivier.intake.sending import is_plain
from vivier.intake.strictly import ASSESSED, COUNT, DAY, MOST_PEOPLE, SIREN, exact, fields, listed, malformed, whole
from vivier.vocabulary import InputError

Json = dict[str, Any]
MOST_SKILLS = 400
_WORDS = {"0": "ne sait pas faire", "1": "en formation", "2": "avec aide", "3": "autonome", "4": "peut former"}


@dataclass(frozen=True, slots=True)
class SentSkill:
    """Hold one skill as it was sent: its wording, the level asked (None: not said), people by level 0 to 4."""

    skill: str
    required: int | None
    levels: tuple[int, int, int, int, int]

    @property
    def people(self) -> int:
        """How many people were assessed."""
        return sum(self.levels)


@dataclass(frozen=True, slots=True)
class SentSkills:
    """Hold what a member sent of its matrices: which company, on what day, how many people, each skill."""

    siren: str
    on: dt.date
    people: int
    skills: tuple[SentSkill, ...]


def prepared_skills(
    paths: Iterable[Path | str], *, on: dt.date, siren: str, progress: Progress | None = None
) -> Json:
    """Read the matrices of one company and say, as JSON values, all that its member must see before sending.

    Returns:
        `found` (people, files), `anomalies`, `company` (what would be sent, every skill ticked), `staying` (the
        skills that stay, and why) and `words` (what each level means).

    Raises:
        InputError: nothing can be sent, and why.
    """
    held = read_polyvalence(paths, on=on, options=Options(siren=siren, titles=True), progress=progress)
    counted = _counted(held, siren)
    kept, staying = _sorted_out(counted, held.named)
    if not kept and not staying:
        raise InputError(
            "Aucune de ces matrices n’évalue quelqu’un de votre entreprise : vérifiez leur SIREN et leurs niveaux "
            "(0 à 4)."
        )
    people = dict(held.assessed)[siren]  # those of another company of the same folder stay
    required = {skill: level for company, skill, level in held.required if company == siren}
    skills = [
        {"skill": words, "required": required.get(skill), "levels": _levels(counted[skill])}
        for words, skill in sorted(kept.items())
    ]
    return {
        "found": {
            "people": people,
            "files": [{"name": one.file, "kind": KINDS.get(one.kind, one.kind)} for one in held.sources],
            "others": sorted({one.company for one in held.holders} - {siren}),
        },
        "anomalies": gathered_anomalies(held.anomalies),
        "company": {"siren": siren, "on": on.isoformat(), "people": people, "skills": skills},
        "staying": staying,
        "words": _WORDS,
    }


def _counted(held: Polyvalence, siren: str) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for one in held.holders:
        if one.company == siren and one.level in _WORDS:
            found.setdefault(one.skill, Counter())[one.level] += one.people
    return found


def _sorted_out(counted: Iterable[str], named: frozenset[str]) -> tuple[dict[str, str], list[Json]]:
    """Say which skills may leave, by the wording that leaves, and which stay, and why."""
    kept: dict[str, str] = {}
    staying: list[Json] = []
    for skill in sorted(counted):
        words = carried(skill)
        if skill in named or words != skill[: len(words)]:
            staying.append({"skill": skill, "why": "contient un nom lu dans vos fichiers"})
        elif not is_plain(words):
            staying.append({"skill": skill, "why": "contient une adresse ou un numéro"})
        elif words in kept or len(kept) >= MOST_SKILLS:
            staying.append({"skill": skill, "why": "trop semblable à une autre, ou de trop"})
        else:
            kept[words] = skill
    return kept, staying


def _levels(counted: Counter[str]) -> list[list[str | int]]:
    return [[level, counted[level]] for level in LEVELS if counted[level]]


def received_skills(payload: object) -> SentSkills:
    """Read back what a page sent: what `prepared_skills` lays under `company`, some skills left out, or nothing.

    Raises:
        InputError: anything is missing, unknown, of another type, out of range or inconsistent.

    >>> sent = {"siren": "552100554", "on": "2026-01-31", "people": 4,
    ...         "skills": [{"skill": "Soudage TIG", "required": 3, "levels": [["1", 1], ["3", 2]]}]}
    >>> received_skills(sent).skills[0].levels
    (0, 1, 0, 2, 0)
    """
    given = exact(payload, ("siren", "on", "people", "skills"))
    people = whole(given["people"], 1, MOST_PEOPLE)
    skills = tuple(_skill(one, people) for one in listed(given["skills"], MOST_SKILLS, "compétences"))
    if not skills:
        raise InputError("Cochez au moins une compétence : rien n’a été envoyé.")
    if any(after.skill <= before.skill for before, after in pairwise(skills)):
        raise malformed("ordre des compétences")
    return SentSkills(SIREN(given["siren"]), DAY(given["on"]), people, skills)


def _skill(payload: object, people: int) -> SentSkill:
    given = exact(payload, ("skill", "required", "levels"))
    words = given["skill"]
    if not isinstance(words, str) or not is_plain(words) or carried(words) != words:
        raise malformed("compétences")
    lines = [fields(one, (ASSESSED, COUNT)) for one in listed(given["levels"], len(_WORDS), "niveaux")]
    counts = {int(level): n for level, n in lines}
    if len(counts) != len(lines) or list(counts) != sorted(counts) or not 0 < sum(counts.values()) <= people:
        raise malformed("niveaux")
    required = None if given["required"] is None else whole(given["required"], 0, 4)
    none, learning, helped, alone, trainer = (counts.get(level, 0) for level in range(5))
    return SentSkill(words, required, (none, learning, helped, alone, trainer))

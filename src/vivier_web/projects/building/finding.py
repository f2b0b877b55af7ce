"""Partners who would complete a consortium: a score whose every point has its line, in words; no judgement hidden.

What is looked at is what members declared to the pôle, what it noted with them, and skills they released; never
what they deposited. A score only orders a list: it says who to call first, not who is good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vivier_web.members.search import folded

SKILL_RELEASED, SKILL_TOLD, KIND, SAME_CLASS, SAME_DIVISION, NEAR = 30, 15, 25, 20, 10, 10
SOURCES = {
    "released": "compétence qu’il se dit prêt à transmettre",
    "project": "un projet passé",
    "dealing": "un échange noté",
    "activity": "son activité",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold what a consortium lacks: skills in words, NAF codes, kinds of organisation, départements."""

    skills: tuple[str, ...] = ()
    naf: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is sought."""
        return not (self.skills or self.naf or self.kinds or self.departments)


@dataclass(frozen=True, slots=True)
class Said:
    """Hold words known of a member, and where they come from (`SOURCES`)."""

    source: str
    words: str
    where: str = ""  # the name of the project, the day of the dealing


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold a member that may be asked: what it declared, what is known of it, what stands against asking it."""

    pk: int
    name: str
    kind: str = ""
    kind_words: str = ""
    naf: str = ""
    department: str = ""
    known: tuple[Said, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Hold one line of a score: what it is for, its points."""

    words: str
    points: int


@dataclass(frozen=True, slots=True)
class Match:
    """Hold a candidate with its score, line by line."""

    candidate: Candidate
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        """The sum of its lines."""
        return sum(each.points for each in self.reasons)


def find(wanted: Wanted, candidates: Iterable[Candidate], *, departments: Mapping[str, str]) -> tuple[Match, ...]:
    """Order the candidates that bring something sought, the highest score first, then by name.

    `departments` says « in » a département by its code: « en Haute-Savoie ».

    >>> lab = Candidate(1, "Labo", "laboratory", "Laboratoire", department="74")
    >>> found = find(Wanted(kinds=("laboratory",), departments=("74",)), [lab], departments={"74": "en Haute-Savoie"})
    >>> [(each.words, each.points) for each in found[0].reasons]
    [('Laboratoire : il en manque un au consortium', 25), ('En Haute-Savoie, où le projet cherche', 10)]
    """
    found = (Match(each, _reasons(wanted, each, departments)) for each in candidates)
    kept = [each for each in found if each.reasons]
    return tuple(sorted(kept, key=lambda one: (-one.score, folded(one.candidate.name), one.candidate.pk)))


def _reasons(wanted: Wanted, one: Candidate, departments: Mapping[str, str]) -> tuple[Reason, ...]:
    lines = [*_skills(wanted, one)]
    if one.kind in wanted.kinds:
        lines.append(Reason(f"{one.kind_words} : il en manque un au consortium", KIND))
    if one.naf and (activity := _activity(wanted, one.naf)):
        lines.append(activity)
    is_only_near = not (wanted.skills or wanted.naf or wanted.kinds)  # being near is no reason by itself
    if one.department in wanted.departments and (lines or is_only_near):
        where = departments.get(one.department, f"en {one.department}")
        lines.append(Reason(f"{where[:1].upper()}{where[1:]}, où le projet cherche", NEAR))
    return tuple(lines)


def _skills(wanted: Wanted, one: Candidate) -> Iterable[Reason]:
    """Give a line for each skill it brings: the best place where it is said, once."""
    for skill in wanted.skills:
        told = [each for each in one.known if covers(each.words, skill)]
        released = next((each for each in told if each.source == "released"), None)
        best = released or next(iter(told), None)
        if best is None:
            continue
        where = f" ({best.where})" if best.where else ""
        points = SKILL_RELEASED if released else SKILL_TOLD
        yield Reason(f"« {skill} » : {SOURCES[best.source]}{where}", points)


def covers(words: str, skill: str) -> bool:
    """Tell whether words speak of a skill: each of its words begins one of theirs.

    >>> covers("Reprise d’un lot de soudage laser", "soudure laser"), covers("Soudage à l’arc", "soudure laser")
    (True, False)
    """
    asked = roots_of(skill)
    said = folded(words).split()
    return bool(asked) and all(any(word.startswith(root) for word in said) for root in asked)


def roots_of(skill: str) -> list[str]:
    """Give the beginnings by which the words of a skill are known: « soudure » and « soudage » share theirs.

    >>> roots_of("Soudure laser"), roots_of("injection plastique"), roots_of("CAO 3D")
    (['soud', 'lase'], ['inject', 'plasti'], ['cao'])
    """
    words = [word for word in folded(skill).split()[:8] if len(word) > 2]
    return [word[: max(4, min(len(word) - 3, 6))] for word in words]


def _activity(wanted: Wanted, naf: str) -> Reason | None:
    asked = [folded(each).replace(" ", "") for each in wanted.naf]
    own = folded(naf).replace(" ", "")
    if own in asked:
        return Reason(f"Activité cherchée : {naf}", SAME_CLASS)
    if any(each[:2] == own[:2] for each in asked if len(each) >= 2):
        return Reason(f"Activité proche de celle cherchée : {naf}", SAME_DIVISION)
    return None

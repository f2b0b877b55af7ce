"""The measure of a board: which skills are shown, what the engine says of them, what is left aside and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vivier.study.data import Assumption, Study
from vivier_web.skills.polyvalence.ahead import ahead_of, people_of, posts_of
from vivier_web.skills.polyvalence.asked import NOT_INSTALLED, asked_of, has_rome, labels_in
from vivier_web.skills.polyvalence.held import SECRET, WHOLE, WORDS, Pooled, is_betrayed, level_asked
from vivier_web.skills.polyvalence.told import DeclaredNeed, Found, twins_of

if TYPE_CHECKING:
    from vivier.gaps import Gaps, Required
    from vivier.reference import Store

Marks = Mapping[str, Sequence[str]]  # skill → each member with what it brought, signed
Before = Mapping[str, Sequence[Sequence[str]]]  # skill → the marks that each earlier board added up


@dataclass(frozen=True, slots=True)
class Given:
    """Hold what a board is made from: a guarded study, skills held, needs declared, boards before, and terms."""

    study: Study
    pooled: Mapping[str, Pooled]
    members: int
    marks: Marks
    declared: tuple[DeclaredNeed, ...] = ()
    before: Before = field(default_factory=dict)
    terms: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """Hold what a board tells, and the skills whose figures it shows."""

    found: Found
    shown: tuple[str, ...]


def measured(given: Given, held: "Store") -> Measured:
    """Measure the gaps of a pôle, guarded: what cannot be shown enters no figure, not even a total."""
    required = asked_of(people_of(given.study), held) if has_rome(held) else ()
    levels = _levels(required, posts_of(given.study))
    told = {skill: _told(one, levels.get(skill, 3), given) for skill, one in given.pooled.items()}
    shown = tuple(sorted(skill for skill in told if told[skill] == WHOLE))
    asked = tuple(row for row in required if told.get(row.skill) in (WHOLE, WORDS))
    labels = labels_in(held)
    found = Found(
        gaps=_gaps(given, asked, [skill for skill in shown if skill in levels]),
        worded=_gaps(given, asked, [skill for skill in levels if told.get(skill) == WORDS]),
        pooled={skill: one for skill, one in given.pooled.items() if told[skill] == WHOLE},
        required=asked,
        labels=_named(labels, given, told),
        declared=given.declared,
        counts=_counts(given, told, levels),
        assumptions=_assumptions(given.terms) if required else (),
        notes=_notes(given, told, has_required=bool(required)),
    )
    return Measured(found, shown)


def _told(one: Pooled, level: int, given: Given) -> str:
    """Say what may be told of a skill, beside what earlier boards told of it."""
    return SECRET if is_betrayed(given.marks[one.skill], given.before.get(one.skill, ())) else one.told(level)


def _levels(required: Iterable["Required"], posts: Mapping[str, float]) -> dict[str, int]:
    """Give, by skill, the level that most posts ask."""
    rows: dict[str, list[tuple[int, float]]] = {}
    for row in required:
        rows.setdefault(row.skill, []).append((row.level, row.share * posts[row.occupation]))
    return {skill: level_asked(found) for skill, found in rows.items()}


def _gaps(given: Given, required: Iterable["Required"], skills: Iterable[str]) -> "Gaps":
    """Measure some skills alone, so that totals add these up and no other."""
    from vivier.gaps import Held, Terms, measure  # NumPy and SciPy weigh: opened in the worker only

    kept = frozenset(skills)
    rows = [row for row in required if row.skill in kept]
    people = [
        Held(skill, level, n, member)
        for skill in sorted(kept)
        for level, counted in given.pooled[skill].people.items()
        for member, n in sorted(counted.items())
    ]
    terms = {name: value for name, value in given.terms.items() if name != "seed"}
    return measure(rows, people, ahead=ahead_of(given.study), terms=Terms(**terms), seed=given.terms.get("seed", 0))


def _named(labels: Mapping[str, str], given: Given, told: Mapping[str, str]) -> dict[str, str]:
    """Give the labels of what is told, those of the occupations, and mark labels that two share, or a wording has."""
    own = {skill: labels[skill] for skill in given.pooled if skill in labels}
    worded = {skill: skill for skill in given.pooled if skill not in labels and told[skill] != SECRET}
    return own | twins_of(own | worded, given.pooled) | dict(given.study.labels)


def _counts(given: Given, told: Mapping[str, str], levels: Mapping[str, int]) -> dict[str, int]:
    return {
        "membres": given.members,
        "competences": len(told),
        "avec_ecart": sum(skill in levels and each == WHOLE for skill, each in told.items()),
        "sans_chiffre": sum(skill in levels and each == WORDS for skill, each in told.items()),
        "secret": sum(each == SECRET for each in told.values()),
        "hors_rome": sum(skill not in levels for skill in told),
        "demandees_sans_evaluation": len(set(levels) - set(told)),
    }


def _notes(given: Given, told: Mapping[str, str], *, has_required: bool) -> tuple[str, ...]:
    notes = []
    if not has_required:
        notes.append(NOT_INSTALLED)
    if not told:
        notes.append("Aucun membre n’a déposé de matrice de polyvalence : aucun écart ne peut être mesuré.")
    hidden = sum(each == SECRET for each in told.values())
    if hidden:
        notes.append(
            f"Compétences tues : {hidden}. Trop peu de membres ou de personnes y sont évalués, ou ce tableau, "
            "comparé à un précédent, en trahirait un. Elles n’entrent dans aucun total."
        )
    if not given.declared:
        notes.append("Les besoins déclarés paraîtront quand cinq membres auront répondu à une collecte de besoins.")
    return tuple(notes)


def _assumptions(terms: Mapping[str, Any]) -> tuple[Assumption, ...]:
    source = "Ordres de grandeur de Vivier, à remplacer par ceux du pôle (méthode « Les écarts de compétences »)"
    ours = "Choix de Vivier"
    risk = f"{100 * terms.get('risk', 0.2):.0f} %"
    steps = "savoir-faire : 14, 35, 70, 35 ; savoir : 7, 14, 35, 21"
    return (
        Assumption("niveau_requis", "Niveau demandé", "cœur du métier : 3 ; autre compétence : 2", source),
        Assumption("part_des_postes", "Part des postes", "cœur : tous ; émergente : 30 % ; autre : moitié", source),
        Assumption("heures", "Heures d’un niveau au suivant", steps, source),
        Assumption("recrues", "Niveau des recrues", str(terms.get("newcomers", 0)), "Rien n’est supposé acquis"),
        Assumption("titulaires", "Titulaires à garder", str(terms.get("fewest", 3)), ours),
        Assumption("risque", "Chance tolérée d’en garder moins", risk, ours),
    )

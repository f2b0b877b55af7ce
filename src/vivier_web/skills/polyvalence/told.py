"""Gaps written as a study: the same tables, figures, intervals and files, so that a document can cite them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vivier.study.data import Assumption, Fact, Figure, Row, Study, Table

if TYPE_CHECKING:
    from vivier.gaps import Gaps, Required
    from vivier.gaps.result import Amount, SkillGap
    from vivier_web.skills.polyvalence.held import Pooled

GAPS, FRAGILE, TRADES, HELD, DECLARED, TRAINERS, COVERAGE = (
    "competences", "competences_fragiles", "competences_metiers", "competences_detenues", "competences_declarees",
    "competences_transmises", "competences_couverture",
)  # fmt: skip
POSTS, HOLDERS, REMAINING, SHORT, HOURS, HOURS_IN_POST, CAN_TRAIN, COVERED = (
    "postes", "titulaires", "restants", "manque", "heures", "heures_en_poste", "formateurs", "couverture",
)  # fmt: skip
GAIN, PASS_ON = "a_acquerir", "a_transmettre"
FEW_FROM = 3  # members that can pass a skill on, before their number is told


@dataclass(frozen=True, slots=True)
class DeclaredNeed:
    """Hold what the returns of members say of one skill: people and members, to gain, to pass on (None: secret)."""

    skill: str
    gain: tuple[int, int] | None
    pass_on: tuple[int, int] | None
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Hold all that a board of gaps tells: skills with their figures, those told in words, what was left aside."""

    gaps: "Gaps"
    worded: "Gaps"
    pooled: "Mapping[str, Pooled]"
    required: "tuple[Required, ...]"
    labels: Mapping[str, str]
    declared: tuple[DeclaredNeed, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # of the coverage table, in order
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """Hold what a board is dated and signed with."""

    on: str
    horizon: int
    seed: int
    version: str
    inputs_sha256: str
    parameters_sha256: str


def as_study(found: Found, stamp: Stamp) -> Study:
    """Write a board of gaps as a study; same inputs, same bytes."""
    trades = sorted({row.occupation for row in found.required})
    return Study(
        on=stamp.on,
        horizon=stamp.horizon,
        seed=stamp.seed,
        facts=tuple(_facts(found)),
        tables=(
            _gaps(found), _fragile(found), _trades(found), _held(found), _declared(found.declared),
            _trainers(found.declared), _coverage(found.counts),
        ),
        assumptions=found.assumptions,
        notes=found.notes,
        inputs_sha256=stamp.inputs_sha256,
        parameters_sha256=stamp.parameters_sha256,
        version=stamp.version,
        labels={code: found.labels[code] for code in trades if code in found.labels},
    )  # fmt: skip


def _name(found: Found, skill: str) -> str:
    """Give what a skill is called: its label in the ROME, with its number where two share one; else its wording."""
    label = found.labels.get(skill, skill)
    return f"{label} ({skill})" if skill in found.labels and found.labels.get(f"twin {label}") else label


def twins_of(labels: Mapping[str, str], skills: Iterable[str]) -> dict[str, str]:
    """Mark the labels that two of these skills share, so that each is told apart.

    >>> twins_of({"1": "Usiner", "2": "Usiner", "3": "Souder"}, ["1", "2", "3"])
    {'twin Usiner': 'Usiner'}
    """
    seen = Counter(labels[skill] for skill in set(skills) if skill in labels)
    return {f"twin {label}": label for label, n in seen.items() if n > 1}


def _figure(amount: "Amount", unit: str, n: int) -> Figure:
    return Figure(round(amount.value, 2), unit, n, amount.interval)


def _facts(found: Found) -> Iterable[Fact]:
    gaps = found.gaps
    if gaps.skills:
        n = max(one.n for one in gaps.skills)
        yield Fact(
            "manque",
            "personnes à former ou à recruter, compétence par compétence",
            _figure(gaps.short, "personnes", n),
            GAPS,
        )
        yield Fact(
            "heures", "heures de formation pour y arriver, recrues comprises", _figure(gaps.hours, "heures", n), GAPS
        )
        yield Fact(
            "heures_en_poste",
            "heures pour ceux qui sont déjà en poste",
            _figure(gaps.hours_in_post, "heures", n),
            GAPS,
        )
    critical = len(gaps.critical) + len(found.worded.critical)
    measured = len(gaps.skills) + len(found.worded.skills)
    if measured:
        words = f"compétences fragiles, sur {measured} évaluées"
        yield Fact("fragiles", words, Figure(critical, "compétences", measured), FRAGILE)


def _gaps(found: Found) -> Table:
    def rows() -> Iterable[Row]:
        for one in found.gaps.skills:
            for measure, unit, amount in (
                (POSTS, "postes", one.posts), (HOLDERS, "personnes", one.holders),
                (REMAINING, "personnes", one.remaining), (SHORT, "personnes", one.short),
                (HOURS, "heures", one.hours), (HOURS_IN_POST, "heures", one.hours_in_post),
            ):  # fmt: skip
                yield Row((_name(found, one.skill), measure), _figure(amount, unit, one.n))
            yield Row((_name(found, one.skill), COVERED), Figure(round(one.coverage, 4), "part", one.n))
            can = found.pooled[one.skill].trainers(one.level)
            yield Row((_name(found, one.skill), CAN_TRAIN), None if can is None else Figure(can, "personnes", one.n))

    return Table(
        GAPS,
        "Écarts de compétences",
        "Postes qui demandent la compétence à l’horizon, moins les personnes qui l’ont et resteront ; heures pour "
        "amener chacun au niveau de son poste. Intervalles à 80 % ; n : personnes évaluées ; couverture : leur part "
        "parmi les personnes des métiers concernés",
        ("competence", "mesure"),
        tuple(rows()),
    )


def _fragile(found: Found) -> Table:
    def rows(several: "Iterable[SkillGap]", *, is_told: bool) -> Iterable[Row]:
        for one in several:
            for reason in one.reasons or ("aucune",):
                risk = Figure(round(one.risk, 4), "part", one.n) if is_told else None
                yield Row((_name(found, one.skill), reason), risk)

    return Table(
        FRAGILE,
        "Compétences fragiles",
        "Chance que moins de trois titulaires restent à l’horizon. few : trop peu aujourd’hui ; leaving : trop peu "
        "resteront ; barely_known : trop peu de titulaires vus pour le dire. Sans chiffre : secret statistique",
        ("competence", "raison"),
        (*rows(found.gaps.skills, is_told=True), *rows(found.worded.skills, is_told=False)),
    )


def _trades(found: Found) -> Table:
    shown = {one.skill for one in (*found.gaps.skills, *found.worded.skills)}
    rows = tuple(
        Row((_name(found, row.skill), row.occupation), Figure(round(row.share, 4), "part", 0))
        for row in sorted(found.required, key=lambda row: (_name(found, row.skill), row.occupation))
        if row.skill in shown
    )
    return Table(
        TRADES,
        "Métiers qui demandent la compétence",
        "Part des postes du métier qui la demandent, d’après le ROME",
        ("competence", "metier"),
        rows,
    )


def _held(found: Found) -> Table:
    """List the skills assessed that no occupation asks, or that stayed as their members worded them."""
    measured = {one.skill for one in (*found.gaps.skills, *found.worded.skills)}
    rows = []
    for skill, one in sorted(found.pooled.items()):
        if skill not in measured and one.told(3) == "whole":
            n = one.assessed.total()
            rows.append(Row((_name(found, skill), "evaluees"), Figure(n, "personnes", n)))
            rows.append(Row((_name(found, skill), "autonomes"), Figure(one.between(3, 5).total(), "personnes", n)))
    return Table(
        HELD,
        "Compétences détenues, sans écart calculé",
        "Personnes évaluées, et parmi elles au niveau 3 ou 4 ; la compétence n’est pas dans le ROME, ou aucun métier "
        "de l’étude ne la demande",
        ("competence", "mesure"),
        tuple(rows),
    )


def _declared(needs: Iterable[DeclaredNeed]) -> Table:
    rows = [
        Row((one.skill, side), None if told is None else Figure(told[0], "personnes", told[1]))
        for one in needs
        for side, told in ((GAIN, one.gain), (PASS_ON, one.pass_on))
    ]
    return Table(
        DECLARED,
        "Compétences déclarées par les membres",
        "Personnes pour qui un membre veut l’acquérir, ou qui peuvent la transmettre ; n : membres qui l’ont déclaré",
        ("competence", "sens"),
        tuple(rows),
    )


def _trainers(needs: Iterable[DeclaredNeed]) -> Table:
    rows = tuple(
        Row((one.skill,), Figure(one.pass_on[1], "membres", one.pass_on[1]))
        for one in needs
        if one.pass_on is not None and one.pass_on[1] >= FEW_FROM and not one.is_rest
    )
    return Table(
        TRAINERS,
        "Qui peut transmettre",
        "Nombre de membres qui ont déclaré pouvoir transmettre la compétence, trois au moins ; jamais lesquels",
        ("competence",),
        rows,
    )


def _coverage(counts: Mapping[str, int]) -> Table:
    rows = tuple(
        Row((name,), Figure(n, "membres" if name == "membres" else "compétences", n)) for name, n in counts.items()
    )
    said = "Ce que les matrices couvrent, et ce qui n’a pas d’écart"
    return Table(COVERAGE, "Couverture", said, ("mesure",), rows)

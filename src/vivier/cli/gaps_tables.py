"""What `vivier gaps` writes and says: a table, a data file that a document may cite, how texts were understood."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from vivier.cli.assumed import assumed
from vivier.cli.gaps_files import SURE, Asked
from vivier.french import counted, harmless, number
from vivier.gaps import Gaps
from vivier.gaps.result import Amount, SkillGap
from vivier.report.data_file import data_file
from vivier.report.whole import write_whole
from vivier.study import Figure, Study, Table
from vivier.study.data import ALL, Row

REASONS = {"few": "peu de titulaires", "leaving": "titulaires sur le départ", "barely_known": "trop peu évaluée"}
_UNITS = {
    "posts": ("postes", "postes"), "holders": ("titulaires", "personnes"), "remaining": ("resteront", "personnes"),
    "short": ("manquants", "personnes"), "hours": ("heures", "heures"),
    "hours_in_post": ("heures_en_poste", "heures"),
}  # fmt: skip
_COLUMNS = (
    "skill", "label", "level", *(f"{name}{end}" for name in _UNITS for end in ("", "_low_80", "_high_80")),
    "n", "known", "companies", "concerned", "risk", "reasons",
)  # fmt: skip
_DEFINITIONS = {
    "competences": "Par compétence et à l’horizon : postes qui la demandent, titulaires, manquants, heures",
    "ecarts": "Toutes compétences ensemble : une personne à qui il en manque deux compte deux fois",
    "fragiles": "Chance qu’il reste trop peu de titulaires d’une compétence fragile",
}
_MOST = 5


def write_gaps(out: Path, asked: Asked, found: Gaps) -> None:
    """Write the three files, all or nothing."""
    matches = (
        (harmless(e.text), e.skill, harmless(asked.labels.get(e.skill, "")), round(e.chance, 3), e.decision)
        for e in sorted(asked.matches, key=lambda each: (each.decision == SURE, each.text))
    )
    write_whole(
        {
            out / "gaps.csv": _csv(_COLUMNS, (_line(asked, each) for each in found.skills)),
            out / "gaps.json": data_file(as_study(asked, found)),
            out / "rapprochements.csv": _csv(("text", "skill", "label", "chance", "decision"), matches),
        }
    )


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _line(asked: Asked, each: SkillGap) -> tuple[object, ...]:
    amounts = [getattr(each, name) for name in _UNITS]
    figures = [round(v, 3) for a in amounts for v in (a.value, a.interval.low, a.interval.high)]
    reasons = " ; ".join(REASONS[name] for name in each.reasons)
    head = (harmless(each.skill), harmless(asked.labels.get(each.skill, each.skill)), each.level)
    return (*head, *figures, each.n, each.known, each.members, each.concerned, round(each.risk, 4), reasons)


def as_study(asked: Asked, found: Gaps) -> Study:
    """Lay the gaps out as the tables of a study, every figure with its unit, its n and its interval."""
    people = sum(row.people for row in asked.ahead.staff)
    rows = {
        "competences": [
            Row((each.skill, name), _figure(getattr(each, key), unit, each.n))
            for each in found.skills
            for key, (name, unit) in _UNITS.items()
        ],
        "ecarts": [
            Row((ALL, _UNITS[key][0]), _figure(getattr(found, key), _UNITS[key][1], people))
            for key in ("short", "hours", "hours_in_post")
        ],
        "fragiles": [Row((each.skill,), Figure(each.risk, "part", each.n)) for each in found.critical],
    }
    keys = {
        "competences": ("competence", "chiffre"),
        "ecarts": ("competence", "chiffre"),
        "fragiles": ("competence",),
    }
    tables = tuple(
        Table(name, _DEFINITIONS[name], _DEFINITIONS[name], keys[name], tuple(rows[name])) for name in keys
    )
    shown = {each.skill: asked.labels.get(each.skill, each.skill) for each in found.skills}
    notes = (f"{_unassessed(found)} : sans écart.",)
    return Study(
        on=asked.on, horizon=found.years, seed=0, facts=(), tables=tables, assumptions=assumed("skills"), notes=notes,
        inputs_sha256=asked.sha256, parameters_sha256=sha256(str(found.years).encode()).hexdigest(),
        version=version("vivier"), labels=shown,
    )  # fmt: skip


def _figure(amount: Amount, unit: str, n: int) -> Figure:
    return Figure(amount.value, unit, n, amount.interval)


def lines(asked: Asked, found: Gaps) -> Iterator[str]:
    """Say in a few lines what is missing, what is fragile, and what nobody assessed."""
    if asked.is_demonstration:
        yield "Compétences requises d’une NOMENCLATURE DE DÉMONSTRATION, sans valeur officielle : installez le ROME."
    yield (
        f"{counted(len(found.skills), 'compétence mesurée', 'compétences mesurées')} dans "
        f"{counted(found.years, 'an')} : il manquera {_said(found.short)} personnes, {_said(found.hours)} heures de "
        "formation."
    )
    for each in sorted(found.skills, key=lambda gap: (-gap.hours.value, gap.skill))[:_MOST]:
        label = asked.labels.get(each.skill, each.skill)
        yield f"  {label} : personnes {_said(each.short)}, heures {_said(each.hours)} ; n = {number(each.n)}."
    for each in found.critical[:_MOST]:
        reasons = ", ".join(REASONS[name] for name in each.reasons)
        yield f"  fragile : {asked.labels.get(each.skill, each.skill)} ({reasons})."
    if found.unmeasured:
        yield f"{_unassessed(found)} : sans écart."
    doubtful = sum(each.decision != SURE for each in asked.matches)
    if doubtful:
        yield f"{counted(doubtful, 'texte')} de matrices sans compétence sûre, à confirmer dans rapprochements.csv."


def _unassessed(found: Gaps) -> str:
    skills = counted(len(found.unmeasured), "compétence requise", "compétences requises")
    return f"{skills} sans aucune évaluation"


def _said(amount: Amount) -> str:
    return f"{number(amount.value)} ({number(amount.interval.low)} à {number(amount.interval.high)})"

"""From what may be read of a pôle to the findings of a strategy: only those whose figure is published.

A member is concerned by an intensity that never leaves this computation; what is shown is the published figure, whose
provenance is the formula by which the document cites it. Fewer than three members or five people: no finding at all.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vivier.french import shortened
from vivier_web.members.search import folded
from vivier_web.skills.guard.folding import ways_of
from vivier_web.skills.guard.threshold import THRESHOLD
from vivier_web.skills.needs.answers import Answered
from vivier_web.skills.needs.sums import Board, Sum
from vivier_web.skills.strategy.sources import UNITS, Shared, key_of, row_key

if TYPE_CHECKING:
    from vivier.strategy import Finding
    from vivier.study import Figure, Study

Held = Mapping[str, Counter[int]]  # subject → member → people
LONGEST = 120  # signs of a label: nearly every occupation of the PCS is written whole
CRITERIA = {
    "volume": ("Volume", "le chiffre du constat, rapporté au plus grand de la même sorte"),
    "urgency": ("Urgence", "la part du métier en fin de carrière d’ici l’horizon, rapportée à la plus forte"),
    "difficulty": ("Difficulté", "la part des embauches prévues que les membres jugent difficiles"),
    "projects": ("Projets", "tout ou rien : un projet du pôle demande ce métier"),
    "shared": ("Partage", "la part des membres que le constat touche"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reads:
    """Hold all that findings are drawn from: a published study, who holds what, guarded sums, and the returns."""

    study: "Study"
    held: Held  # durable employees by occupation of the study
    seniors: Held  # those of 55 and more
    counted: frozenset[int]  # the members that the study counts
    answers: tuple[Answered, ...] = ()  # by whole batches
    board: Board = field(default_factory=lambda: Board(0))
    offers: Held = field(default_factory=dict)
    searches: Held = field(default_factory=dict)
    shared: tuple[Shared, ...] = ()
    projects: Mapping[str, int] = field(default_factory=dict)  # posts by PCS


@dataclass(frozen=True, slots=True)
class _Raw:
    """Hold a finding before its scores are set against one another."""

    key: str
    kind: str
    subject: str
    label: str
    given: Counter[int]
    asked: frozenset[int]
    figure: "Figure | Sum"
    formula: str


def formula(source: str, table: str, *keys: str) -> str:
    """Write the formula that cites one figure.

    >>> formula("etude", "departs", "623e", "total", "retraite")
    'etude.departs["623e","total","retraite"]'
    """
    return f"{source}.{table}[{','.join(json.dumps(key, ensure_ascii=False) for key in keys)}]"


def findings(reads: Reads) -> list["Finding"]:
    """Give every finding that may be shown, with its scores."""
    raw = [each for each in _all(reads) if _may_stand(each)]
    members = sorted({*reads.counted, *(one.organisation_id for one in reads.answers)})
    opaque = {pk: f"m{rank:04d}" for rank, pk in enumerate(members)}
    most: dict[str, float] = {}
    for each in raw:
        most[each.kind] = max(most.get(each.kind, 0.0), each.figure.value)
    urgency, difficulty = _urgency(reads), _difficulty(reads)
    return [_finding(each, opaque, _scores(each, most[each.kind], urgency, difficulty, reads)) for each in raw]


def _may_stand(each: _Raw) -> bool:
    return bool(each.given) and THRESHOLD.is_met({str(pk): n for pk, n in each.given.items()})


def _finding(each: _Raw, opaque: Mapping[int, str], scores: dict[str, float]) -> "Finding":
    from vivier.strategy import Finding
    from vivier.strategy.data import Figure as Said

    figure = each.figure
    unit = UNITS.get(figure.unit, figure.unit)
    n = figure.n if unit == "part" else max(round(figure.value), figure.n)
    interval = getattr(figure, "interval_80", None)
    said = Said(figure.value, unit, n, each.formula, interval)
    # A member that was not asked is not known: it counts neither for nor against.
    members = tuple(
        (name, float(each.given[pk]) if pk in each.asked else None) for pk, name in opaque.items()
    )  # fmt: skip
    return Finding(each.key, each.kind, each.subject, each.label, members, said, tuple(sorted(scores.items())))


def _scores(
    each: _Raw, most: float, urgency: Mapping[str, float], difficulty: Mapping[str, float], reads: Reads
) -> dict[str, float]:
    scores = {"volume": round(each.figure.value / most, 4) if most else 0.0}
    if each.subject in urgency:
        scores["urgency"] = urgency[each.subject]
    if each.subject in difficulty:
        scores["difficulty"] = difficulty[each.subject]
    if each.subject in reads.held:
        scores["projects"] = float(each.subject in reads.projects)
    return scores


def _urgency(reads: Reads) -> dict[str, float]:
    rates = {code: figure.value for (code, axis), figure in _rows(reads.study, "exposition") if axis == "retraite"}
    rates.pop("ensemble", None)
    most = max(rates.values(), default=0)
    return {code: round(rate / most, 4) for code, rate in rates.items()} if most else {}


def _difficulty(reads: Reads) -> dict[str, float]:
    if not reads.board.counted:
        return {}
    rows = reads.board.table("metiers").rows
    return {row.code: figure.value for row in rows if row.code and (figure := row.figures[-1]) is not None}


def _rows(study: "Study", name: str) -> Iterator[tuple[tuple[str, ...], "Figure"]]:
    for table in study.tables:
        if table.name == name:
            yield from ((row.keys, row.figure) for row in table.rows if row.figure is not None)


def _all(reads: Reads) -> Iterator[_Raw]:
    yield from _from_study(reads)
    if reads.board.counted:
        yield from _hires(reads)
        yield from _wishes(reads)
        yield from _opinions(reads)
    yield from _mobility(reads)


def _from_study(reads: Reads) -> Iterator[_Raw]:
    """Give departures at the end of careers, by occupation of the study."""
    labels = reads.study.labels
    for (code, year, cause), figure in _rows(reads.study, "departs"):
        if year != "total" or cause != "retraite" or code not in reads.seniors:
            continue
        label, given = _short(labels.get(code, code)), Counter(reads.seniors[code])
        cited = formula("etude", "departs", code, year, cause)
        yield _Raw(f"departs-{code}", "departure", code, label, given, reads.counted, figure, cited)


def _hires(reads: Reads) -> Iterator[_Raw]:
    """Give the hires that members expect, by occupation that may be shown."""
    held: dict[str, Counter[str]] = {}
    for one in reads.answers:
        for hire in one.hires:
            held.setdefault(hire.pcs or "inconnu", Counter())[str(one.organisation_id)] += hire.people
    way = ways_of(held)
    given: dict[str, Counter[int]] = {}
    for pcs, people in held.items():
        given.setdefault(way[pcs], Counter()).update({int(pk): n for pk, n in people.items()})
    for row in reads.board.table("metiers").rows[1:]:
        figure = row.figures[0]
        if row.code and figure is not None and row.code in given:
            cited = formula("besoins", "metiers", row.code, "postes")
            label = _short(reads.study.labels.get(row.code, row.label))
            asked = _asked(reads)
            yield _Raw(f"embauches-{row.code}", "opening", row.code, label, given[row.code], asked, figure, cited)


def _wishes(reads: Reads) -> Iterator[_Raw]:
    """Give trainings wanted, and skills to gain."""
    kinds: tuple[tuple[str, str, str, Callable[[Answered], list[tuple[str, int]]]], ...] = (
        ("formations", "need", "personnes", lambda one: [(wish.topic, wish.people) for wish in one.trainings]),
        ("competences", "gap", key_of("À acquérir (personnes)"),
         lambda one: [(wish.skill, wish.people) for wish in one.skills if wish.direction == "gain"]),
    )  # fmt: skip
    for table, kind, head, told in kinds:
        given: dict[str, Counter[int]] = {}
        for one in reads.answers:
            for words, people in told(one):
                given.setdefault(folded(words), Counter())[one.organisation_id] += people
        for rank, row in enumerate(reads.board.table(table).rows):
            figure, key = row.figures[0], row_key(table, rank, row.code, row.label)
            if figure is not None and folded(row.label) in given:
                cited = formula("besoins", table, key, head)
                yield _Raw(
                    f"{table}-{key}", kind, f"{table}:{key}", _short(row.label), given[folded(row.label)],
                    _asked(reads), figure, cited,
                )  # fmt: skip


def _opinions(reads: Reads) -> Iterator[_Raw]:
    """Give why recruiting is hard, as members say."""
    from vivier_web.skills.needs.schema import CURRENT, schema

    words = schema(CURRENT).labels("reasons")
    for rank, row in enumerate(reads.board.table("raisons").rows):
        code = next((code for code, said in words.items() if said == row.label), "")
        figure = row.figures[0]
        if code and figure is not None:
            given = Counter({one.organisation_id: 1 for one in reads.answers if code in one.difficulties.reasons})
            key = row_key("raisons", rank, row.code, row.label)
            cited = formula("besoins", "raisons", key, "part")
            asked = _asked(reads)
            yield _Raw(f"raisons-{key}", "perception", f"raisons:{key}", row.label, given, asked, figure, cited)


def _mobility(reads: Reads) -> Iterator[_Raw]:
    """Give the occupations that members offer, where they may be named."""
    for line in reads.shared:
        pcs = line.code
        for side, people, held in (
            ("proposees", line.offered, reads.offers),
            ("cherchees", line.sought, reads.searches),
        ):
            if people and pcs in held:
                cited = formula("mobilite", "metiers", pcs, side)
                asked, figure = reads.counted | _asked(reads), Sum(people, "personnes", people)
                label = _short(reads.study.labels.get(pcs, line.label))
                yield _Raw(f"{side}-{pcs}", "mobility", pcs, label, Counter(held[pcs]), asked, figure, cited)


def _asked(reads: Reads) -> frozenset[int]:
    return frozenset(one.organisation_id for one in reads.answers)


def _short(label: str) -> str:
    return shortened(label, LONGEST)


def links_between(
    subjects: Sequence[str], rome: Mapping[str, str], near: Callable[..., float | None]
) -> list[tuple[str, str, float]]:
    """Give how near occupations are, two by two, where the nomenclature says so; `rome` is that of each PCS."""
    known = [subject for subject in sorted(set(subjects)) if subject in rome]
    found = []
    for rank, one in enumerate(known):
        for other in known[rank + 1 :]:
            nearness = near((one, rome[one]), (other, rome[other]))
            if nearness is not None and rome[one] != rome[other]:
                found.append((one, other, round(min(nearness, 1.0), 4)))
    return found


def carried(links: Sequence[tuple[str, str, float]], held: Sequence["Finding"]) -> tuple[tuple[str, str, float], ...]:
    """Keep the links between two subjects that some finding carries: an occupation may have none that is shown."""
    subjects = {each.subject for each in held}
    return tuple(link for link in links if {link[0], link[1]} <= subjects)

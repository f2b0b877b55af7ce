"""Reads for a strategy: what a done run counted, the returns, the mobility, what projects ask."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vivier.intake import Headcount
from vivier.reference import pcs_label
from vivier.study import Study
from vivier.study.stock import PERMANENT
from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.guard.folding import folded
from vivier_web.skills.kept import unpacked
from vivier_web.skills.models import NeedsCall, Offer, Run, Search
from vivier_web.skills.needs.sums import Board, in_batches
from vivier_web.skills.queries.mobility import in_force
from vivier_web.skills.queries.mobility_board import board_of as mobility_of
from vivier_web.skills.queries.needs import board_of, history_of, project_needs_of
from vivier_web.skills.queries.occupations_named import kinship
from vivier_web.skills.queries.studies import asked_by
from vivier_web.skills.strategy.findings import Reads, links_between
from vivier_web.skills.strategy.sources import (
    OTHERS,
    Shared,
    Source,
    mobility_source,
    projects_source,
    returns_source,
)

SENIORS = ("55_59", "60_plus")
People = dict[str, Counter[int]]
CHANGED = (
    "Des dépôts ou des codages ont changé depuis ce calcul : relancez l’étude, puis proposez une stratégie à partir "
    "du nouveau calcul."
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hold what a proposal is worked out from: the reads, the links between occupations, the sources it may cite."""

    reads: Reads
    links: tuple[tuple[str, str, float], ...]
    sources: tuple[Source, ...]


def gathered_for(run: Run, call: NeedsCall | None, *, today: dt.date) -> Gathered:
    """Gather what a proposal reads.

    Raises:
        InputError: what the run counted has changed or was erased since.
    """
    study = unpacked(bytes(run.result or b""))
    asked = asked_by(run.study, run.parameters)
    if asked.sha256 != run.inputs_sha256:
        raise InputError(CHANGED)
    held, seniors = _people(asked.headcount, {*(row.keys[0] for row in study.table("metiers").rows)})
    answers = in_batches(history_of(call.wave)) if call is not None else ()
    board = board_of(call) if call is not None else Board(0)
    offers, searches, shared = _mobility(run.pole, today)
    projects = _projects(run.pole)
    reads = Reads(
        study, held, seniors, frozenset(one.organisation_id for one in asked.deposits), answers, board,
        offers, searches, shared, projects,
    )  # fmt: skip
    return Gathered(reads, _links(reads, study), _sources(reads, call, today))


def _people(headcount: Headcount, published: set[str]) -> tuple[People, People]:
    """Count durable employees, and those of 55 and more, by occupation as the study folded them, and member."""
    safe = folded(headcount).headcount
    of = dict(Organisation.objects.filter(siren__in=[one.siren for one in safe.companies]).values_list("siren", "pk"))
    held: People = {}
    seniors: People = {}
    for company in safe.companies:
        for cell in company.count.cells:
            if cell.contract in PERMANENT and cell.pcs in published:
                held.setdefault(cell.pcs, Counter())[of[company.siren]] += cell.n
                if cell.age in SENIORS:
                    seniors.setdefault(cell.pcs, Counter())[of[company.siren]] += cell.n
    return held, seniors


def _mobility(pole: Pole, today: dt.date) -> tuple[People, People, tuple[Shared, ...]]:
    held = in_force(pole, today)
    offers, searches = _by_pcs(held.offers.values()), _by_pcs(held.searches.values())
    codes = {pcs_label(pcs): pcs for pcs in sorted({*offers, *searches})}
    board = mobility_of(pole, today=today)
    lines = (Shared(one.label, one.offered, one.sought, codes.get(one.label, OTHERS)) for one in board.lines)
    return offers, searches, tuple(lines)


def _by_pcs(rows: Iterable[Offer | Search]) -> People:
    found: People = {}
    for row in rows:
        found.setdefault(row.pcs, Counter())[row.organisation_id] += row.people
    return found


def _projects(pole: Pole) -> Counter[str]:
    people: Counter[str] = Counter()
    for each in project_needs_of(pole):
        people[each.pcs] += each.people
    return people


def _links(reads: Reads, study: Study) -> tuple[tuple[str, str, float], ...]:
    """Give how near occupations of the study are, where ROME is installed and members said which ROME they mean."""
    near = kinship()
    if not near.has_rome:
        return ()
    said: dict[str, Counter[str]] = {}
    for one in reads.answers:
        for hire in one.hires:
            if hire.rome:
                said.setdefault(hire.pcs, Counter())[hire.rome] += 1
    rome = {pcs: min(codes, key=lambda code: (-codes[code], code)) for pcs, codes in said.items()}
    subjects = [row.keys[0] for row in study.table("metiers").rows]
    return tuple(links_between(subjects, rome, near.nearness))


def _sources(reads: Reads, call: NeedsCall | None, today: dt.date) -> tuple[Source, ...]:
    found: list[Source] = []
    if call is not None and reads.board.counted:
        found.append(returns_source(reads.board, call.wave.on, f"Retours des membres, collecte « {call.wave.name} »"))
    if any(line.offered or line.sought for line in reads.shared):
        found.append(mobility_source(reads.shared, today, "Mobilité entre membres, offres et recherches en cours"))
    if reads.projects:
        labels = {pcs: pcs_label(pcs) for pcs in reads.projects}
        found.append(projects_source(reads.projects, labels, today, "Besoins des projets, déclarés par l’équipe"))
    return tuple(found)

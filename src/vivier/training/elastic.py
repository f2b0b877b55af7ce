"""A request where every constraint can be given up, one by one: what a search for conflicts asks about."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from vivier.french import counted, number
from vivier.training.blocks import Block, Link, Whole, lay_out
from vivier.training.linear import INFINITY, Program
from vivier.training.reopening import joint_program
from vivier.training.request import Request

_MANY = 15_000  # variables: beyond, constraints of one kind are given up together
_KINDS = {
    "budget": "le budget",
    "funders": "les plafonds des financeurs",
    "place": "le nombre de sessions que prennent les lieux",
    "release": "le nombre de personnes que les entreprises peuvent libérer",
    "least": "le nombre minimal de places des sessions",
    "most": "le nombre de sessions d’une formation par lieu",
    "reach": "les lieux et périodes où les entreprises peuvent aller",
}


@dataclass(frozen=True)
class Elastic:
    """Hold a program whose constraints, one to each name, can be given up: the last variables are the ways out."""

    program: Program
    names: tuple[str, ...]


@dataclass
class _Ways:
    """Gather ways out: rows to add a way to, and rows of their own."""

    names: list[str]
    entries: list[tuple[int, int, float]]
    own: list[tuple[dict[int, float], float, int, float]]  # coefficients, most, way, room it gives
    is_coarse: bool

    def way(self, kind: str, said: str) -> int:
        """Give the rank of the way out of one constraint."""
        name = _KINDS[kind] if self.is_coarse else said
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)


def elastic_of(whole: Whole) -> Elastic:
    """Turn a request into a program where limits can be given up; each way out costs one, nothing else costs."""
    wide = _widened(whole)
    ranks = range(len(wide.blocks))
    program = joint_program(wide, ranks, wide.most)
    ways = _Ways([], [], [], is_coarse=program.size > _MANY)
    row = column = 0
    high = program.high.copy()
    for before, block in zip(whole.blocks, wide.blocks, strict=True):
        _block_ways(whole.request, before, block, ways, (row, column))
        people = float(block.program.most[: block.layout.needs].sum())
        high[column : column + block.sessions] = max(people, 1.0)
        row += block.program.rows.shape[0]
        column += block.program.size
    for rank, link in enumerate(wide.links):
        ways.entries.append(
            (row + rank, ways.way(link.kind, _said(link)), -1e7 if link.kind in ("budget", "funders") else -1e4)
        )
    return Elastic(_assembled(replace(program, high=high), ways), tuple(ways.names))


def _widened(whole: Whole) -> Whole:
    """Give the same courses and links without limits of reach nor of sessions at one place."""
    request = whole.request
    kept = {block.course.course for block in whole.blocks}
    everywhere = replace(
        request,
        needs=tuple(replace(need, periods=(), max_km=None) for need in request.needs),
        courses=tuple(
            replace(each, max_sessions_per_place=1_000_000) for each in request.courses if each.course in kept
        ),
        terms=replace(request.terms, question="everyone"),
        reach=np.ones_like(request.reach),
    )
    return lay_out(everywhere)


def _block_ways(
    request: Request, before: Block, block: Block, ways: _Ways,
    at: tuple[int, int],
) -> None:  # fmt: skip
    row, column = at
    course, layout = before.course, block.layout
    people = float(block.program.most[: layout.needs].sum())
    if course.min_seats > 1:
        way = ways.way("least", f"le minimum de {counted(course.min_seats, 'place')} de « {course.course} »")
        first = row + layout.needs + block.sessions
        ways.entries += [(first + slot, way, course.min_seats * people + 1) for slot in range(block.sessions)]
    limit = ways.way(
        "most", f"le maximum de {counted(course.max_sessions_per_place, 'session')} de « {course.course} » par lieu"
    )
    for place in sorted({p for p, _ in layout.slots}):
        here = {column + slot: 1.0 for slot, (p, _) in enumerate(layout.slots) if p == place}
        ways.own.append((here, course.max_sessions_per_place, limit, people * len(here) + 1))
    for move, (j, slot) in enumerate(layout.moves):
        place, period = layout.slots[slot]
        need = request.needs[block.needs[j]]
        if request.reach[block.needs[j], place] and (not need.periods or request.periods[period] in need.periods):
            continue
        way = ways.way("reach", f"les lieux et périodes où « {need.company} » peut aller")
        ways.own.append(({column + layout.seats.start + move: 1.0}, 0.0, way, need.people))


def _said(link: Link) -> str:
    most = number(link.most)
    if link.kind == "budget":
        return f"le budget de {most} €"
    if link.kind == "funders":
        return f"le plafond de {most} € de {' + '.join(link.names)}"
    if link.kind == "place":
        return f"le maximum de {counted(link.most, 'session')} de « {link.names[0]} »"
    when = f" en {link.names[1]}" if link.names[1] else ""
    return f"les {counted(link.most, 'personne')} que « {link.names[0]} » peut libérer{when}"


def _assembled(program: Program, ways: _Ways) -> Program:
    rows, size, n = program.rows.shape[0], program.size, len(ways.names)
    entries, own = ways.entries, ways.own
    out = sparse.coo_matrix(
        ([v for *_, v in entries], ([r for r, *_ in entries], [w for _, w, _ in entries])), (rows, n)
    )
    cells = [(r, column, value) for r, one in enumerate(own) for column, value in one[0].items()]
    inside = sparse.coo_matrix(
        ([v for *_, v in cells], ([r for r, *_ in cells], [c for _, c, _ in cells])), (len(own), size)
    )
    outside = sparse.coo_matrix(([-one[3] for one in own], (range(len(own)), [one[2] for one in own])), (len(own), n))
    matrix = sparse.vstack([sparse.hstack([program.rows, out]), sparse.hstack([inside, outside])])
    return Program(
        np.r_[np.zeros(size), np.ones(n)], np.zeros(size + n), np.r_[program.high, np.ones(n)],
        sparse.csr_matrix(matrix), np.r_[program.least, np.full(len(own), -INFINITY)],
        np.r_[program.most, [one[1] for one in own]], np.r_[program.whole, np.ones(n, bool)],
    )  # fmt: skip

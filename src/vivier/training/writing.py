"""The numbers of a search turned into sessions and seats that one can read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from vivier.training.blocks import Block, Whole
from vivier.training.linear import INFINITY, Program, solve
from vivier.training.pricing import Pattern
from vivier.training.result import AtWork, LeftOut, Reason, Seats, Session


@dataclass
class Written:
    """Hold the tables of a plan while they are written."""

    sessions: list[Session] = field(default_factory=list)
    seats: list[Seats] = field(default_factory=list)
    at_work: list[AtWork] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


def write_out(whole: Whole, patterns: tuple[Pattern, ...]) -> Written:
    """Write every course, in order; sessions are numbered from S001 on."""
    out = Written()
    for pattern in patterns:
        block = whole.blocks[pattern.block]
        for slot in np.flatnonzero(pattern.values[: block.sessions] > 0.5):
            _write_slot(whole, block, pattern.values, int(slot), out)
        out.at_work += [
            AtWork(company, block.course.course, people, people * (block.course.on_the_job_eur or 0.0))
            for company, people, _ in _people(whole, block, pattern.values[block.layout.at_work])
        ]
        out.left_out += [
            LeftOut(company, block.course.course, people, people * priority)
            for company, people, priority in _people(whole, block, pattern.values[block.layout.left_out])
        ]
    return out


def _people(whole: Whole, block: Block, values: np.ndarray) -> Iterator[tuple[str, int, float]]:
    for rank, value in zip(block.needs, values, strict=True):
        if value > 0.5:
            need = whole.request.needs[rank]
            yield need.company, round(value), need.priority_eur


def _write_slot(whole: Whole, block: Block, values: np.ndarray, slot: int, out: Written) -> None:
    """Share the people of one place and period among its sessions, as evenly as can be, company after company."""
    place, period = block.layout.slots[slot]
    taken = values[block.layout.seats]
    going = [
        (block.needs[j], round(taken[at]))
        for at, (j, s) in enumerate(block.layout.moves)
        if s == slot and taken[at] > 0.5
    ]
    held, people = round(values[slot]), sum(n for _, n in going)
    sizes = [people // held + (rank < people % held) for rank in range(held)]
    worth = _reason(block, values, slot)
    for size in sizes:
        name = f"S{len(out.sessions) + 1:03d}"
        cost = block.course.session_eur + size * block.course.seat_eur
        at, when = whole.request.places[place].place, whole.request.periods[period]
        out.sessions.append(Session(name, block.course.course, at, when, size, cost))
        out.reasons.append(Reason(name, *worth))
        left = size
        while left:
            rank, n = going.pop(0)
            sent = min(n, left)
            km = float(whole.request.km[rank, place])
            out.seats.append(Seats(name, whole.request.needs[rank].company, sent, km))
            left -= sent
            if n > sent:
                going.insert(0, (rank, n - sent))


def _reason(block: Block, values: np.ndarray, slot: int) -> tuple[float, int, int, int]:
    """Plan the people of the course again with one session less at a place, the other sessions as they are."""
    program, sessions = block.program, block.sessions
    fixed = values[:sessions].copy()
    fixed[slot] -= 1
    low, high = program.low.copy(), program.high.copy()
    low[:sessions] = high[:sessions] = fixed
    # Even where everyone must be trained, the question is what leaving people out would cost.
    high[block.layout.left_out] = program.most[: block.layout.needs]
    least = program.least.copy()
    least[block.layout.needs + sessions : block.layout.needs + 2 * sessions] = -INFINITY
    found = solve(Program(program.cost, low, high, program.rows, least, program.most, np.zeros(program.size, bool)))
    if found.values is None:
        return 0.0, 0, 0, 0
    now, then = values, found.values
    out, work = (
        round(float((then[each] - now[each]).sum())) for each in (block.layout.left_out, block.layout.at_work)
    )
    lost = _seated(block, now) - _seated(block, then)
    inside = values[block.layout.seats]
    there = round(sum(inside[at] for at, (_, s) in enumerate(block.layout.moves) if s == slot) / values[slot])
    return found.value - float(program.cost @ values), max(there - lost, 0), max(work, 0), max(out, 0)


def _seated(block: Block, values: np.ndarray) -> int:
    return round(float(values[block.layout.seats].sum()))

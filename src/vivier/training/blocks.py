"""A request as one program a course, tied together by what courses share: money, places, releases."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy import sparse

from vivier.training.data import Course
from vivier.training.linear import INFINITY, Program
from vivier.training.request import Request


@dataclass(frozen=True)
class Link:
    """Hold one limit that courses share: its kind (`budget`, `funders`, `place`, `release`), whose, how much."""

    kind: str
    names: tuple[str, ...]
    most: float


@dataclass(frozen=True)
class Layout:
    """Hold which variable is what: first sessions by slot, then seats by move, then people at work, then left out.

    `slots` are (place, period) ranks; `moves` are (rank of the need in the block, slot).
    """

    slots: tuple[tuple[int, int], ...]
    moves: tuple[tuple[int, int], ...]
    needs: int

    @property
    def seats(self) -> slice:
        """Where the seats are."""
        return slice(len(self.slots), len(self.slots) + len(self.moves))

    @property
    def at_work(self) -> slice:
        """Where the people trained at work are."""
        return slice(self.seats.stop, self.seats.stop + self.needs)

    @property
    def left_out(self) -> slice:
        """Where the people left out are."""
        return slice(self.at_work.stop, self.at_work.stop + self.needs)


@dataclass(frozen=True)
class Block:
    """Hold one course: its needs (ranks in the request), its program, and what its variables take of each link."""

    course: Course
    needs: tuple[int, ...]
    layout: Layout
    program: Program
    uses: sparse.csr_matrix

    @property
    def sessions(self) -> int:
        """The number of session variables, which come first."""
        return len(self.layout.slots)


@dataclass(frozen=True)
class Whole:
    """Hold a request as blocks and links; `dear` is what a person left out costs beyond its priority."""

    request: Request
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    dear: float = 0.0

    @property
    def most(self) -> np.ndarray:
        """How much of each link there is."""
        return np.array([link.most for link in self.links])


def lay_out(request: Request) -> Whole:
    """Turn a request into blocks and links."""
    links = (*_money_links(request), *_place_links(request), *_release_links(request))
    asked = [
        course for course in request.courses if any(request.needs[i].people for i in request.needs_of(course.course))
    ]
    whole = Whole(request, tuple(_block(request, course, links) for course in asked), links)
    if request.terms.question != "most":
        return whole
    # Nobody is left out to save money: one more person out costs more than any plan without it could.
    dear = 1.0 + _dearest(whole)
    return replace(whole, blocks=tuple(_with_dear(block, dear) for block in whole.blocks), dear=dear)


def _with_dear(block: Block, dear: float) -> Block:
    cost = block.program.cost.copy()
    cost[block.layout.left_out] += dear
    return replace(block, program=replace(block.program, cost=cost))


def _dearest(whole: Whole) -> float:
    """Bound what any plan costs."""
    request = whole.request
    priorities = sum(need.people * need.priority_eur for need in request.needs)
    travel = sum(
        need.people
        * 2
        * request.terms.travel_eur_per_km
        * float(request.km[rank][request.reach[rank]].max(initial=0))
        for rank, need in enumerate(request.needs)
    )
    money = sum(
        float(block.program.cost[: block.sessions] @ block.program.high[: block.sessions])
        + sum(request.needs[rank].people for rank in block.needs)
        * max(block.course.seat_eur, block.course.on_the_job_eur or 0)
        for block in whole.blocks
    )
    return float(priorities + travel + min(money, INFINITY if request.budget_eur is None else request.budget_eur))


def _money_links(request: Request) -> list[Link]:
    """Bound money by the budget, and by what each set of funders may pay for courses that only they may pay.

    By the theorem of Hall, funders can share out the bill if and only if each set of courses costs at most the caps
    of those who may pay for it; unions of the sets that courses name are enough.
    """
    budget = INFINITY if request.budget_eur is None else request.budget_eur
    caps = dict(request.terms.funders)
    if not caps:
        return [] if request.budget_eur is None else [Link("budget", (), budget)]
    named = sorted({course.funders for course in request.courses if course.funders})
    unions = {frozenset().union(*some) for n in range(1, len(named) + 1) for some in combinations(named, n)}
    unions.discard(frozenset(caps))
    part = [Link("funders", tuple(sorted(some)), sum(caps[name] for name in some)) for some in unions]
    everyone = Link("funders", tuple(sorted(caps)), sum(caps.values()))
    own = [] if request.budget_eur is None else [Link("budget", (), budget)]
    return [*own, *sorted(part, key=lambda link: link.names), everyone]


def _place_links(request: Request) -> list[Link]:
    return [Link("place", (place.place,), place.max_sessions) for place in request.places]


def _release_links(request: Request) -> list[Link]:
    limits = sorted(request.terms.releases)
    return [Link("release", (name, period), most) for name, most in limits for period in request.periods]


def _allows(names: Iterable[str], period: str) -> bool:
    names = tuple(names)
    return not names or period in names


def _slots(request: Request, course: Course, needs: list[int]) -> tuple[tuple[int, int], ...]:
    near = np.asarray(request.reach[needs].any(axis=0))
    return tuple(
        (p, t)
        for p, place in enumerate(request.places)
        for t, period in enumerate(request.periods)
        if near[p] and _allows(course.periods, period) and _allows(place.periods, period)
    )


def _layout(request: Request, course: Course, needs: list[int]) -> Layout:
    slots = _slots(request, course, needs)
    moves = tuple(
        (j, s)
        for j, rank in enumerate(needs)
        for s, (p, t) in enumerate(slots)
        if request.reach[rank, p] and _allows(request.needs[rank].periods, request.periods[t])
    )
    return Layout(slots, moves, len(needs))


def _block(request: Request, course: Course, links: tuple[Link, ...]) -> Block:
    needs = [rank for rank in request.needs_of(course.course) if request.needs[rank].people]
    layout = _layout(request, course, needs)
    high = _high(request, course, needs, layout)
    program = _rows(request, course, needs, layout, (_cost(request, course, needs, layout), high))
    return Block(course, tuple(needs), layout, program, _uses(request, course, needs, layout, links))


def _cost(request: Request, course: Course, needs: list[int], layout: Layout) -> np.ndarray:
    travel = 2 * request.terms.travel_eur_per_km
    seats = [course.seat_eur + travel * float(request.km[needs[j], layout.slots[s][0]]) for j, s in layout.moves]
    at_work = [course.on_the_job_eur or 0.0] * len(needs)
    out = [request.needs[rank].priority_eur for rank in needs]
    return np.array([course.session_eur] * len(layout.slots) + seats + at_work + out, float)


def _high(request: Request, course: Course, needs: list[int], layout: Layout) -> np.ndarray:
    people = [request.needs[rank].people for rank in needs]
    reach = np.zeros(len(layout.slots))
    for j, s in layout.moves:
        reach[s] += people[j]
    # A session without people would only cost: no more than one a person even where none is the least.
    most = np.minimum(np.minimum(reach // max(course.min_seats, 1), course.max_sessions_per_place), 1e6)
    places = np.array([request.places[p].max_sessions for p, _ in layout.slots], float)
    able = [
        0 if course.on_the_job_eur is None else min(request.needs[r].on_the_job, request.needs[r].people)
        for r in needs
    ]
    out = [0 if request.terms.question == "everyone" else each for each in people]
    return np.array([*np.minimum(most, places), *(people[j] for j, _ in layout.moves), *able, *out], float)


def _rows(
    request: Request, course: Course, needs: list[int], layout: Layout, ends: tuple[np.ndarray, np.ndarray]
) -> Program:
    cost, high = ends
    people = np.array([request.needs[rank].people for rank in needs], float)
    moves = np.array(layout.moves, int).reshape(-1, 2)
    n, slots, size = len(needs), len(layout.slots), len(cost)
    seats = np.arange(layout.seats.start, layout.seats.stop)
    ones = np.ones(len(seats))
    to_need = sparse.coo_matrix((ones, (moves[:, 0], seats)), (n, size)).tolil()
    to_need[range(n), range(layout.at_work.start, layout.at_work.stop)] = 1
    to_need[range(n), range(layout.left_out.start, layout.left_out.stop)] = 1
    to_slot = sparse.coo_matrix((ones, (moves[:, 1], seats)), (slots, size))
    session = sparse.eye(slots, size)
    each = np.minimum(people[moves[:, 0]], course.max_seats)
    linking = sparse.coo_matrix(
        (np.r_[ones, -each], (np.r_[0 : len(seats), 0 : len(seats)], np.r_[seats, moves[:, 1]])), (len(seats), size)
    )  # fewer people of a company than sessions could seat: a fraction of a session cannot seat them all
    at = np.array([p for p, _ in layout.slots], int)
    held = [np.flatnonzero(at == p) for p in sorted({p for p, _ in layout.slots})] if len(request.periods) > 1 else []
    places = sparse.coo_matrix(
        (
            np.ones(sum(map(len, held))),
            (np.repeat(np.arange(len(held)), [len(h) for h in held]), np.concatenate([*held, []]).astype(int)),
        ),
        (len(held), size),
    )
    rows = sparse.vstack(
        [to_need, to_slot - course.max_seats * session, to_slot - course.min_seats * session, linking, places]
    ).tocsr()
    below = np.full(slots + len(seats), -INFINITY)
    least = np.r_[people, below[:slots], np.zeros(slots), below[slots:], np.full(len(held), -INFINITY)]
    most = np.r_[
        people, np.zeros(slots), np.full(slots, INFINITY), np.zeros(len(seats)),
        np.full(len(held), course.max_sessions_per_place),
    ]  # fmt: skip
    whole = np.arange(size) < slots  # with whole sessions, the rest is a flow: its best values are whole
    return Program(cost, np.zeros(size), high, sparse.csr_matrix(rows), least, most, whole)


def _uses(
    request: Request, course: Course, needs: list[int], layout: Layout, links: tuple[Link, ...]
) -> sparse.csr_matrix:
    money = np.zeros(layout.left_out.stop)
    money[: len(layout.slots)] = course.session_eur
    money[layout.seats] = course.seat_eur
    money[layout.at_work] = course.on_the_job_eur or 0.0
    payers = set(course.funders) or {name for name, _ in request.terms.funders}
    rows = []
    for link in links:
        row = np.zeros(len(money))
        if link.kind == "budget" or (link.kind == "funders" and payers <= set(link.names)):
            row = money
        elif link.kind == "place":
            row[: len(layout.slots)] = [request.places[p].place in link.names for p, _ in layout.slots]
        elif link.kind == "release":
            row[layout.seats] = [
                (request.needs[needs[j]].company, request.periods[layout.slots[s][1]]) == link.names
                for j, s in layout.moves
            ]
        rows.append(sparse.csr_matrix(row))
    return sparse.csr_matrix(sparse.vstack(rows)) if rows else sparse.csr_matrix((0, len(money)))

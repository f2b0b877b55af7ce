"""A slow, obvious judge of shared training: what breaks a constraint, what a plan costs, and the true optimum.

Written apart from the engine: its own distances, its own rules, one plain integer program solved by SciPy.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from vivier.training import Course, Need, Place, Plan, Terms


@dataclass(frozen=True)
class Asked:
    """Hold one whole request."""

    needs: tuple[Need, ...]
    courses: tuple[Course, ...]
    places: tuple[Place, ...]
    budget: float | None
    terms: Terms


def km(one, two) -> float:
    """Spherical law of cosines replaced by haversine written out: radius 6371 km."""
    a, b, c, d = (math.radians(each) for each in (one.lat, one.lon, two.lat, two.lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def reachable(need: Need, asked: Asked) -> set[str]:
    near = sorted(asked.places, key=lambda place: (km(need, place), place.place))[: asked.terms.nearest]
    return {p.place for p in near if need.max_km is None or km(need, p) <= need.max_km + 1e-9}


def open_periods(asked: Asked) -> list[str]:
    named = {p for each in (*asked.needs, *asked.courses, *asked.places) for p in each.periods}
    return sorted(named) or [""]


def is_open(each, period: str) -> bool:
    return not each.periods or period in each.periods


def violations(asked: Asked, plan: Plan) -> list[str]:
    """List every constraint that a plan breaks, and every figure that does not add up."""
    return [*_sessions(asked, plan), *_people(asked, plan), *_shared(asked, plan), *_figures(asked, plan)]


def _sessions(asked: Asked, plan: Plan):  # noqa: C901 - one rule after another
    courses = {each.course: each for each in asked.courses}
    places = {each.place: each for each in asked.places}
    seats = Counter()
    for row in plan.seats:
        seats[row.session] += row.people
        if row.people < 1:
            yield f"{row} sends nobody"
    for session in plan.sessions:
        course, place = courses[session.course], places[session.place]
        if seats[session.session] != session.seats:
            yield f"{session} says {session.seats} seats, {seats[session.session]} are taken"
        if not course.min_seats <= session.seats <= course.max_seats:
            yield f"{session} has {session.seats} seats"
        if session.period not in open_periods(asked) or not (
            is_open(course, session.period) and is_open(place, session.period)
        ):
            yield f"{session} is held when closed"
        if abs(session.cost_eur - course.session_eur - session.seats * course.seat_eur) > 1e-6:
            yield f"{session} is not at its price"
    if len({each.session for each in plan.sessions}) < len(plan.sessions):
        yield "two sessions bear one name"
    for (course, _), n in Counter((each.course, each.place) for each in plan.sessions).items():
        if n > courses[course].max_sessions_per_place:
            yield f"{course} is held {n} times at one place"
    for name, n in Counter(each.place for each in plan.sessions).items():
        if n > places[name].max_sessions:
            yield f"{name} holds {n} sessions"


def _people(asked: Asked, plan: Plan):  # noqa: C901 - one rule after another
    needs = {(each.company, each.course): each for each in asked.needs}
    courses = {each.course: each for each in asked.courses}
    places = {each.place: each for each in asked.places}
    sessions = {each.session: each for each in plan.sessions}
    placed = Counter()
    for row in plan.seats:
        session = sessions[row.session]
        need = needs[row.company, session.course]
        placed[row.company, session.course] += row.people
        if session.place not in reachable(need, asked) or not is_open(need, session.period):
            yield f"{row} cannot go there or then"
        if abs(row.km - km(need, places[session.place])) > 1e-6:
            yield f"{row} is not that far"
    for row in plan.at_work:
        placed[row.company, row.course] += row.people
        need, course = needs[row.company, row.course], courses[row.course]
        if course.on_the_job_eur is None or row.people > need.on_the_job:
            yield f"{row} cannot be at work"
        elif abs(row.cost_eur - row.people * course.on_the_job_eur) > 1e-6:
            yield f"{row} is not at its price"
    for row in plan.left_out:
        placed[row.company, row.course] += row.people
        if abs(row.cost_eur - row.people * needs[row.company, row.course].priority_eur) > 1e-6:
            yield f"{row} is not at its price"
    for key, need in needs.items():
        if placed[key] != need.people:
            yield f"{key}: {need.people} asked, {placed[key]} accounted for"
    if asked.terms.question == "everyone" and plan.left_out:
        yield "somebody is left out"


def _shared(asked: Asked, plan: Plan):  # noqa: C901, PLR0912 - one rule after another
    periods = {each.session: each.period for each in plan.sessions}
    away = Counter()
    for row in plan.seats:
        away[row.company, periods[row.session]] += row.people
    for company, most in asked.terms.releases:
        for period in open_periods(asked):
            if away[company, period] > most:
                yield f"{company} releases {away[company, period]} people in {period}"
    if asked.budget is not None and plan.budget_used_eur > asked.budget + 0.01:
        yield f"{plan.budget_used_eur} € are spent"
    caps, paid, bills = dict(asked.terms.funders), Counter(), Counter()
    courses = {each.course: each for each in asked.courses}
    for course, funder, amount in plan.funding:
        paid[funder] += amount
        bills[course] += amount
        if courses[course].funders and funder not in courses[course].funders:
            yield f"{funder} may not pay {course}"
    for funder, amount in paid.items():
        if amount > caps[funder] + 0.02:
            yield f"{funder} pays {amount}"
    if caps:
        owed = Counter()
        for each in (*plan.sessions, *plan.at_work):
            owed[each.course] += each.cost_eur
        for course, amount in owed.items():
            if abs(bills[course] - amount) > 0.02:
                yield f"{course} costs {amount}, {bills[course]} is paid"


def _figures(asked: Asked, plan: Plan):
    left = sum(each.people for each in plan.left_out)
    money = sum(each.cost_eur for each in (*plan.sessions, *plan.at_work))
    travel = sum(2 * asked.terms.travel_eur_per_km * each.km * each.people for each in plan.seats)
    cost = money + travel + sum(each.cost_eur for each in plan.left_out)
    total = sum(each.people for each in asked.needs)
    pairs = (
        ("cost", plan.cost_eur, cost), ("budget used", plan.budget_used_eur, money),
        ("asked", plan.people_asked, total), ("trained", plan.people_trained, total - left),
    )  # fmt: skip
    for name, said, true in pairs:
        if abs(said - true) > 1e-6 * max(1, abs(true)):
            yield f"{name} is {said}, not {true}"
    if plan.bound_eur > plan.cost_eur * (1 + 1e-9) + 1e-6:
        yield "the bound is over the cost"
    if not plan.people_trained <= plan.people_bound <= plan.people_asked:
        yield "the bound of people is not one"


class _Plain:
    """Gather variables and rows of a plain program."""

    def __init__(self) -> None:
        self.cost, self.most, self.rows = [], [], []

    def add(self, cost: float, most: float) -> int:
        self.cost.append(cost)
        self.most.append(most)
        return len(self.cost) - 1

    def solve(self, whole: list[bool], cost: list[float] | None = None):
        matrix = np.zeros((len(self.rows), len(self.cost)))
        for rank, (terms, *_) in enumerate(self.rows):
            for column, value in terms.items():
                matrix[rank, column] += value
        limits = LinearConstraint(matrix, [r[1] for r in self.rows], [r[2] for r in self.rows])
        found = milp(
            cost or self.cost, integrality=np.array(whole, int), bounds=Bounds(0, self.most), constraints=limits,
            options={"mip_rel_gap": 0.0},
        )  # fmt: skip
        return found if found.status == 0 else None


def optimum(asked: Asked) -> tuple[float, int] | None:
    """Give the least cost, and the people left out, of the best plan; none when there is no plan."""
    plain, out, whole = _Plain(), [], []
    money, held, away = {}, defaultdict(dict), defaultdict(dict)
    bills = defaultdict(dict)
    for course in asked.courses:
        needs = [each for each in asked.needs if each.course == course.course]
        at = defaultdict(dict)
        for place in asked.places:
            same = {}
            for period in open_periods(asked):
                if is_open(course, period) and is_open(place, period):
                    y = plain.add(course.session_eur, course.max_sessions_per_place)
                    whole.append(True)
                    same[y] = held[place.place][y] = 1
                    money[y] = bills[course.course][y] = course.session_eur
                    at[place.place, period]["y"] = y
            plain.rows.append((same, 0, course.max_sessions_per_place))
        for need in needs:
            covered = {}
            for (name, period), slot in at.items():
                place = next(each for each in asked.places if each.place == name)
                if name in reachable(need, asked) and is_open(need, period):
                    x = plain.add(course.seat_eur + 2 * asked.terms.travel_eur_per_km * km(need, place), need.people)
                    whole.append(True)
                    slot[x] = covered[x] = away[need.company, period][x] = 1
                    money[x] = bills[course.course][x] = course.seat_eur
            work = course.on_the_job_eur
            z = plain.add(work or 0, 0 if work is None else need.on_the_job)
            u = plain.add(need.priority_eur, 0 if asked.terms.question == "everyone" else need.people)
            whole += [True, True]
            money[z] = bills[course.course][z] = work or 0
            covered[z] = covered[u] = 1
            out.append(u)
            plain.rows.append((covered, need.people, need.people))
        for slot in at.values():
            y = slot.pop("y")
            plain.rows.append(({**slot, y: -course.max_seats}, -np.inf, 0))
            plain.rows.append(({**slot, y: -course.min_seats}, 0, np.inf))
    _limits(asked, plain, whole, (money, held, away, bills))
    return _solved(asked, plain, whole, out)


def _limits(asked: Asked, plain: _Plain, whole: list[bool], gathered) -> None:
    money, held, away, bills = gathered
    if asked.budget is not None:
        plain.rows.append((money, 0, asked.budget))
    for place in asked.places:
        plain.rows.append((held[place.place], 0, place.max_sessions))
    for company, most in asked.terms.releases:
        plain.rows += [(away[company, period], 0, most) for period in open_periods(asked)]
    if asked.terms.funders:
        pays = defaultdict(dict)
        for course in asked.courses:
            shares = {}
            for name, cap in asked.terms.funders:
                if not course.funders or name in course.funders:
                    p = plain.add(0, cap)
                    whole.append(False)
                    shares[p], pays[name][p] = -1, 1
            plain.rows.append(({**bills[course.course], **shares}, 0, 0))
        plain.rows += [(pays[name], 0, cap) for name, cap in asked.terms.funders]


def _solved(asked: Asked, plain: _Plain, whole: list[bool], out: list[int]) -> tuple[float, int] | None:
    if asked.terms.question == "most":
        fewest = plain.solve(whole, [float(rank in set(out)) for rank in range(len(plain.cost))])
        plain.rows.append((dict.fromkeys(out, 1), 0, round(fewest.fun)))
    found = plain.solve(whole)
    return None if found is None else (float(found.fun), round(sum(found.x[out])))

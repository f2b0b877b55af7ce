"""The verb of the engine: from needs, courses and places to a plan with its proof."""

from collections.abc import Iterable

import numpy as np

from vivier.french import number
from vivier.training.alone import alone_cost
from vivier.training.blocks import Whole, lay_out
from vivier.training.conflicts import explain
from vivier.training.data import Course, Effort, Need, Place, Terms
from vivier.training.funding import share_out
from vivier.training.mixing import Chosen
from vivier.training.request import request_of
from vivier.training.result import Plan
from vivier.training.search import Search, search
from vivier.training.writing import Written, write_out
from vivier.vocabulary import InputError


def plan(
    needs: Iterable[Need],
    courses: Iterable[Course],
    *,
    places: Iterable[Place],
    budget: float | None = None,
    terms: Terms | None = None,
    effort: Effort | None = None,
) -> Plan:
    """Choose sessions and who goes where, at the least cost, with a proven bound.

    The cost is that of sessions, seats, travel both ways, training at work, and `priority_eur` for each person left
    out; the budget (in euros, none: no limit) bounds all of it but travel and people left out.

    Raises:
        InputError: a row makes no sense, or contradicts another.
        ConflictError: everyone must be trained and cannot be; it names the smallest set of conflicting constraints.

    >>> tig = Course("Soudage TIG", 4, 8, session_eur=2400)
    >>> loire = [Need("Fonderie du Gier", 45.53, 4.62, "Soudage TIG", 3, 1500),
    ...          Need("Mécanique du Pilat", 45.46, 4.51, "Soudage TIG", 2, 1500)]
    >>> lycee = [Place("Lycée de Saint-Chamond", 45.47, 4.51, max_sessions=2)]
    >>> found = plan(loire, [tig], places=lycee, budget=5000, terms=Terms(travel_eur_per_km=0.6))
    >>> found.people_trained, round(found.cost_eur), round(found.alone_eur), found.gap
    (5, 2442, 4842, 0.0)
    """
    terms, effort = terms or Terms(), effort or Effort()
    request = request_of(needs, courses, places, budget, terms)
    whole = lay_out(request)
    state = search(whole, effort)
    if state.held is None:
        if state.is_impossible:
            raise explain(whole, is_late=effort.stop)
        raise InputError(
            f"Aucun plan qui forme tout le monde n’a été trouvé en {number(state.seconds)} s, sans preuve qu’il n’y "
            "en a pas : donnez plus de temps, ou posez la question sans exiger tout le monde."
        )
    return _plan(whole, state, state.held)


def _plan(whole: Whole, state: Search, held: Chosen) -> Plan:
    request, written = whole.request, write_out(whole, held.patterns)
    bills: dict[str, float] = {}
    paid = [
        *((each.course, each.cost_eur) for each in written.sessions),
        *((each.course, each.cost_eur) for each in written.at_work),
    ]
    for course, amount in paid:
        bills[course] = bills.get(course, 0.0) + amount
    left = sum(each.people for each in written.left_out)
    cost = _cost(whole, written)
    bound, most = _proven(whole, state, left, cost)
    return Plan(
        cost_eur=cost,
        bound_eur=bound,
        people_asked=request.people,
        people_trained=request.people - left,
        people_bound=most,
        budget_used_eur=float(sum(bills.values())),
        alone_eur=alone_cost(request, written),
        seconds=state.seconds,
        sessions=tuple(written.sessions),
        seats=tuple(written.seats),
        at_work=tuple(written.at_work),
        left_out=tuple(written.left_out),
        reasons=tuple(written.reasons),
        funding=share_out(request, bills),
    )


def _cost(whole: Whole, written: Written) -> float:
    """Add up what the tables say, so that whoever adds them up again finds the same."""
    travel = 2 * whole.request.terms.travel_eur_per_km * sum(each.people * each.km for each in written.seats)
    costs = (written.sessions, written.at_work, written.left_out)
    return float(travel + sum(each.cost_eur for table in costs for each in table))


def _proven(whole: Whole, state: Search, left: int, cost: float) -> tuple[float, int]:
    """Give the least cost of plans that leave as few people out, and the most people that any plan trains."""
    asked, bound = whole.request.people, state.bound
    if not whole.dear:
        return min(max(bound, 0.0), cost), asked
    fewest = min(left, max(0, int(np.ceil((bound - whole.dear + 1) / whole.dear - 1e-9)))) if bound > 0 else 0
    return min(max(bound - whole.dear * left, 0.0), cost), asked - fewest

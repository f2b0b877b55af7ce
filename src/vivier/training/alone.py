"""What each company would pay to train by itself the people that a plan trains."""

from collections import defaultdict

from vivier.training.request import Request
from vivier.training.writing import Written


def alone_cost(request: Request, written: Written) -> float:
    """Cost the same people trained company by company, at the nearest place each may go to.

    A company alone buys whole sessions, even nearly empty: no least number of seats, no budget, no limit of places is
    held against it, so that the comparison favours it. Training at work and people left out cost the same.
    """
    course_of = {each.session: each.course for each in written.sessions}
    trained: dict[tuple[str, str], int] = defaultdict(int)
    for row in written.seats:
        trained[row.company, course_of[row.session]] += row.people
    courses = {each.course: each for each in request.courses}
    total = float(sum(each.cost_eur for table in (written.at_work, written.left_out) for each in table))
    for rank, need in enumerate(request.needs):
        people = trained.get((need.company, need.course), 0)
        if people:
            course = courses[need.course]
            km = float(request.km[rank][request.reach[rank]].min())
            sessions = -(-people // course.max_seats)
            travel = 2 * km * request.terms.travel_eur_per_km
            total += sessions * course.session_eur + people * (course.seat_eur + travel)
    return total

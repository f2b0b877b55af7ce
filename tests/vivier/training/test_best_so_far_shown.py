"""While it searches, the engine tells how good the best plan so far is."""

from vivier.training import Course, Need, Place, plan
from vivier.training.data import Effort, Found


def test_the_last_plan_shown_is_the_plan_given() -> None:
    shown: list[Found] = []
    needs = [Need(f"Membre {rank}", 45.5, 4.5, "TIG", 2, 1500) for rank in range(3)]
    places = [Place("Givors", 45.59, 4.77, 3)]
    found = plan(needs, [Course("TIG", 2, 6, 2400)], places=places, effort=Effort(seconds=5, show=shown.append))
    last = shown[-1]
    assert (last.sessions, last.people) == (len(found.sessions), found.people_trained)
    assert all(0 <= one.gap <= 1 and one.bound_eur <= one.cost_eur for one in shown)
    assert last.cost_eur >= found.cost_eur

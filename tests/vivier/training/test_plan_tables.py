"""How the numbers of a search become tables: sessions shared out, bills paid, companies alone, conflicts by kind."""

import pytest

from factories.training import pole
from vivier.training import Course, Need, Place, Plan, Terms, plan
from vivier.training import elastic as elastic_module
from vivier.training.alone import alone_cost
from vivier.training.blocks import lay_out
from vivier.training.conflicts import explain
from vivier.training.funding import share_out
from vivier.training.request import request_of
from vivier.training.result import Seats, Session
from vivier.training.writing import Written

X, Y = Course("X", 2, 4, 1000, 50), Course("Y", 1, 4, 800)
HERE = Place("Ici", 45.0, 4.0, 5)


def asked(*needs: Need, courses=(X, Y), places=(HERE,), budget=None, terms=None):
    return request_of(needs, courses, places, budget, terms or Terms())


def test_people_are_shared_among_sessions_as_evenly_as_can_be() -> None:
    needs = [Need(name, 45.0, 4.0, "X", 3, 9000) for name in "ABC"]
    found = plan(needs, [X], places=[HERE])
    assert sorted(each.seats for each in found.sessions) == [3, 3, 3]
    assert [each.cost_eur for each in found.sessions] == [1150, 1150, 1150]
    assert sum(each.people for each in found.seats) == 9


def test_a_company_may_be_split_between_two_sessions() -> None:
    found = plan([Need("A", 45.0, 4.0, "X", 7, 9000)], [X], places=[HERE])
    assert sorted((each.company, each.people) for each in found.seats) == [("A", 3), ("A", 4)]


def test_alone_a_company_buys_whole_sessions_at_its_nearest_place() -> None:
    request = asked(Need("A", 45.0, 4.0, "X", 5), Need("B", 45.0, 4.0, "X", 1))
    written = Written(
        [Session("S001", "X", "Ici", "", 4, 1200), Session("S002", "X", "Ici", "", 2, 1100)],
        [Seats("S001", "A", 4, 0.0), Seats("S002", "A", 1, 0.0), Seats("S002", "B", 1, 0.0)],
    )
    assert alone_cost(request, written) == 2 * 1000 + 5 * 50 + 1000 + 50


def test_the_first_funder_pays_first_and_nobody_pays_over_its_cap() -> None:
    terms = Terms(funders=(("OPCO", 1500.0), ("Région", 900.0)))
    request = asked(Need("A", 45.0, 4.0, "X", 1), Need("A", 45.0, 4.0, "Y", 1), terms=terms)
    paid = share_out(request, {"X": 1200.0, "Y": 800.0})
    by_funder = {name: sum(amount for _, who, amount in paid if who == name) for name in ("OPCO", "Région")}
    assert by_funder["OPCO"] == pytest.approx(1500, abs=0.01)
    assert by_funder["Région"] == pytest.approx(500, abs=0.01)
    assert share_out(request, {}) == ()


def test_without_funders_nobody_is_said_to_pay() -> None:
    assert share_out(asked(Need("A", 45.0, 4.0, "X", 1)), {"X": 1200.0}) == ()


def test_a_plan_that_costs_nothing_has_no_gap() -> None:
    assert Plan(0.0, 0.0, 0, 0, 0, 0.0, 0.0, 0.1).gap == 0
    assert Plan(100.0, 90.0, 1, 1, 1, 0.0, 0.0, 0.1).gap == pytest.approx(0.1)


def test_two_plans_that_differ_by_the_clock_only_are_equal() -> None:
    assert Plan(1.0, 1.0, 0, 0, 0, 0.0, 0.0, 0.1) == Plan(1.0, 1.0, 0, 0, 0, 0.0, 0.0, 9.9)


def test_in_a_large_request_constraints_of_one_kind_are_named_together(monkeypatch) -> None:
    monkeypatch.setattr(elastic_module, "_MANY", 0)
    needs = [Need("A", 45.0, 4.0, "X", 1), Need("B", 45.0, 4.0, "Y", 1)]
    whole = lay_out(asked(*needs, terms=Terms(question="everyone")))
    refused = explain(whole, is_late=lambda: False)
    assert refused.constraints == ("le nombre minimal de places des sessions",)


def test_a_conflict_found_in_a_hurry_is_said_not_to_be_the_smallest() -> None:
    whole = lay_out(asked(Need("A", 45.0, 4.0, "X", 1), terms=Terms(question="everyone")))
    refused = explain(whole, is_late=lambda: True)
    assert not refused.is_smallest
    assert len(refused.constraints) == 1  # reduced all the same: none can be dropped


def test_the_fictional_pole_is_that_of_its_seed() -> None:
    one, two, other = pole(5, 4, 3, 1), pole(5, 4, 3, 1), pole(5, 4, 3, 2)
    assert one == two
    assert one != other
    assert {place.max_sessions for place in one.places} == {one.places[0].max_sessions}

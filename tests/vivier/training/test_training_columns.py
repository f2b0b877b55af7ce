"""What each optional column changes in a plan, what each question asks, and what never changes a plan."""

from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.training import tiny, with_terms
from oracles.training import Asked, violations
from vivier.training import Course, Need, Place, Plan, Terms, plan
from vivier.training.data import QUESTIONS
from vivier.training.errors import ConflictError
from vivier.training.result import AtWork, LeftOut, Reason, Seats, Session

seeds = st.integers(0, 100_000)
KEPT = settings(max_examples=25, deadline=None)
X = Course("X", 2, 4, 1000, 50)
HERE = Place("Ici", 45.0, 4.0, 5)
EVERYONE = Terms(question="everyone")


def need(company: str = "A", people: int = 4, course: str = "X", **more) -> Need:
    return Need(company, 45.0, 4.0, course, people, more.pop("priority_eur", 1500), **more)


def planned(asked: Asked) -> Plan:
    return plan(asked.needs, asked.courses, places=asked.places, budget=asked.budget, terms=asked.terms)


def checked(*needs: Need, courses=(X,), places=(HERE,), budget=None, terms=None) -> Plan:
    """Plan, and let the judge say that nothing is broken."""
    asked = Asked(needs, tuple(courses), tuple(places), budget, terms or Terms())
    found = planned(asked)
    assert violations(asked, found) == []
    return found


def test_a_plan_is_written_whole() -> None:
    found = checked(need("B", 2), need("A", 1), need("C", 1, course="Y"), courses=(X, Course("Y", 3, 9, 10)))
    assert found == Plan(
        cost_eur=2650.0, bound_eur=found.bound_eur, people_asked=4, people_trained=3, people_bound=4,
        budget_used_eur=1150.0, alone_eur=3650.0, seconds=0.0,
        sessions=(Session("S001", "X", "Ici", "", 3, 1150.0),),
        seats=(Seats("S001", "A", 1, 0.0), Seats("S001", "B", 2, 0.0)),
        left_out=(LeftOut("C", "Y", 1, 1500.0),),
        reasons=(Reason("S001", 3350.0, 0, 0, 3),),
    )  # fmt: skip
    assert found.gap <= 1e-4


@pytest.mark.parametrize(
    ("of_need", "of_course", "of_place", "period"),
    [((), (), (), ""), (("T2",), (), (), "T2"), ((), ("T3",), (), "T3"), ((), (), ("T1",), "T1"),
     (("T1", "T2"), ("T2", "T3"), ("T2",), "T2"), (("T1",), ("T2",), (), None), ((), ("T1",), ("T2",), None)],
)  # fmt: skip
def test_people_are_trained_when_all_three_can(of_need, of_course, of_place, period) -> None:
    found = checked(
        need(periods=of_need), courses=[replace(X, periods=of_course)], places=[replace(HERE, periods=of_place)]
    )
    assert [each.period for each in found.sessions] == ([] if period is None else [period])


@pytest.mark.parametrize(("most", "trained"), [(0, 0), (1, 0), (2, 4), (3, 6), (4, 8), (9, 8)])
def test_a_company_releases_so_many_people_in_each_of_two_periods(most, trained) -> None:
    course = replace(X, periods=("T1", "T2"))
    found = checked(need(people=8), courses=[course], terms=Terms(releases=(("A", most),)))
    assert found.people_trained == trained


def test_people_trained_at_work_are_not_released() -> None:
    course = replace(X, on_the_job_eur=10.0)
    found = checked(need(on_the_job=4), courses=[course], terms=Terms(releases=(("A", 0),)))
    assert (found.at_work, found.sessions, found.cost_eur) == ((AtWork("A", "X", 4, 40.0),), (), 40.0)


@pytest.mark.parametrize(
    ("price", "able", "at_work"),
    [(None, 4, 0), (0.0, 4, 4), (299.0, 4, 4), (301.0, 4, 0), (299.0, 9, 4), (10.0, 0, 0), (10.0, 1, 1)],
)
def test_training_at_work_is_chosen_by_its_price_for_those_able(price, able, at_work) -> None:
    # Four people in one session cost 1200 €, 300 € each; three there and one at work for 10 € cost 1160 €.
    found = checked(need(on_the_job=able), courses=[replace(X, on_the_job_eur=price)])
    assert sum(each.people for each in found.at_work) == at_work
    assert found.people_trained == 4


@pytest.mark.parametrize(
    ("caps", "may", "paid"),
    [
        ((), (), ()),
        ((("OPCO", 9000.0),), (), (("X", "OPCO", 1200.0),)),
        ((("OPCO", 9000.0), ("Région", 9000.0)), (), (("X", "OPCO", 1200.0),)),
        ((("OPCO", 9000.0), ("Région", 9000.0)), ("Région",), (("X", "Région", 1200.0),)),
        ((("OPCO", 1099.0), ("Région", 9000.0)), ("OPCO",), ()),
        ((("OPCO", 0.0),), (), ()),
    ],
)
def test_the_bill_is_paid_by_those_who_may_in_the_order_given(caps, may, paid) -> None:
    found = checked(need(), courses=[replace(X, funders=may)], terms=Terms(funders=caps))
    assert [(course, who, round(amount)) for course, who, amount in found.funding] == list(paid)
    assert found.people_trained == (4 if paid or not caps else 0)


@pytest.mark.parametrize(
    ("question", "budget", "trained", "cost"),
    [("balance", None, 2, 1100 + 1800), ("most", None, 6, 1100 + 1900), ("everyone", None, 6, 1100 + 1900),
     ("balance", 1900, 2, 1100 + 1800), ("most", 1900, 4, 18_000 + 1900), ("most", 0, 0, 18_000 + 1800)],
)  # fmt: skip
def test_each_question_has_its_own_plan(question, budget, trained, cost) -> None:
    asked = [need("A", 2, priority_eur=9000), need("B", 4, course="Y", priority_eur=450)]
    courses = [X, replace(X, course="Y", session_eur=1700)]
    found = checked(*asked, courses=courses, budget=budget, terms=Terms(question=question))
    assert (found.people_trained, found.cost_eur) == (trained, pytest.approx(cost))


@pytest.mark.parametrize(
    ("asked", "courses", "places", "budget", "terms", "constraints"),
    [
        ([need(people=1)], [X], [HERE], None, EVERYONE, ("le minimum de 2 places de « X »",)),
        ([need()], [X], [replace(HERE, max_sessions=0)], None, EVERYONE, ("le maximum de 0 session de « Ici »",)),
        ([need()], [X], [HERE], 1199, EVERYONE, ("le budget de 1 199 €",)),
        ([need()], [replace(X, max_sessions_per_place=0)], [HERE], None, EVERYONE,
         ("le maximum de 0 session de « X » par lieu",)),
        ([need()], [X], [HERE], None, replace(EVERYONE, releases=(("A", 3),)),
         ("les 3 personnes que « A » peut libérer",)),
        ([need()], [X], [HERE], None, replace(EVERYONE, funders=(("OPCO", 100.0),)), ("le plafond de 100 € de OPCO",)),
        ([need(max_km=1.0)], [X], [Place("Loin", 46, 4, 5)], None, EVERYONE,
         ("les lieux et périodes où « A » peut aller",)),
        ([need()], [X], [], None, EVERYONE, ()),
    ],
)  # fmt: skip
def test_each_limit_that_forbids_to_train_everyone_is_named(
    asked, courses, places, budget, terms, constraints
) -> None:
    with pytest.raises(ConflictError) as refused:
        plan(asked, courses, places=places, budget=budget, terms=terms)
    named = tuple(each.replace("\u202f", " ").replace("\xa0", " ") for each in refused.value.constraints)
    assert (named, refused.value.is_smallest) == (constraints, True)
    assert str(refused.value).startswith("Aucun plan ne forme toutes les personnes de la formation « X » : ")


@KEPT
@given(seeds, st.sampled_from(["balance", "most"]))
def test_inputs_are_untouched_and_generators_are_taken_as_lists(seed: int, question: str) -> None:
    asked = tiny(seed, question)
    before = deepcopy(asked)
    needs, courses, places = list(asked.needs), list(asked.courses), list(asked.places)
    found = plan(iter(needs), iter(courses), places=iter(places), budget=asked.budget, terms=asked.terms)
    assert (tuple(needs), tuple(courses), tuple(places), asked) == (
        before.needs, before.courses, before.places, before,
    )  # fmt: skip
    assert found == planned(asked)


@KEPT
@given(seeds)
def test_rows_that_nobody_wants_change_nothing(seed: int) -> None:
    asked = tiny(seed)
    nobody = Need("Z", 45.5, 4.5, "Z", 0, 900, on_the_job=2)
    more = replace(asked, needs=(*asked.needs, nobody), courses=(*asked.courses, Course("Z", 1, 2, 1, 1)))
    assert planned(more) == planned(asked)


@KEPT
@given(seeds)
def test_a_dearer_person_left_out_never_makes_a_plan_cheaper(seed: int) -> None:
    asked = tiny(seed)
    dearer = replace(asked, needs=tuple(replace(each, priority_eur=each.priority_eur + 100) for each in asked.needs))
    cost, more = planned(asked).cost_eur, planned(dearer).cost_eur
    assert (
        cost * (1 - 2e-4) - 1e-6
        <= more
        <= (cost + 100 * sum(each.people for each in asked.needs)) * (1 + 2e-4) + 1e-6
    )


@KEPT
@given(seeds)
def test_everyone_trained_costs_what_the_balance_costs_at_least(seed: int) -> None:
    asked = with_terms(tiny(seed), question="everyone")
    try:
        found = planned(asked)
    except ConflictError:
        return
    assert found.left_out == ()
    assert planned(with_terms(asked, question="balance")).cost_eur <= found.cost_eur * (1 + 2e-4) + 1e-6


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("needs", "courses", "places"),
    [([], [], []), ([], [X], []), ([], [X], [HERE]), ([], [], [HERE]), ([need(people=0)], [X], [HERE])],
)
def test_nothing_asked_is_an_empty_plan_whatever_the_question(question, needs, courses, places) -> None:
    found = plan(needs, courses, places=places, budget=0, terms=Terms(question=question))
    assert found == Plan(0.0, 0.0, 0, 0, 0, 0.0, 0.0, 0.0)

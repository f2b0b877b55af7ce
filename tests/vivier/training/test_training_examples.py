"""Worked examples of shared training: small enough to be checked by hand."""

from dataclasses import replace

import pytest

from oracles.training import Asked, violations
from vivier.training import Course, Need, Place, Terms, plan
from vivier.training.errors import ConflictError

TIG = Course("Soudage TIG", 4, 8, session_eur=2400)
HERE = Place("Lycée de Givors", 45.59, 4.77, max_sessions=3)
FAR = Place("Centre de Mâcon", 46.31, 4.83, max_sessions=3)


def need(company: str, people: int, **more) -> Need:
    return Need(company, 45.59, 4.77, "Soudage TIG", people, more.pop("priority_eur", 1500), **more)


def test_two_companies_that_are_too_small_alone_share_one_session() -> None:
    found = plan([need("Alpha", 3), need("Bêta", 3)], [TIG], places=[HERE])
    assert [(each.seats, each.cost_eur) for each in found.sessions] == [(6, 2400)]
    assert [(each.company, each.people, round(each.km, 6)) for each in found.seats] == [
        ("Alpha", 3, 0),
        ("Bêta", 3, 0),
    ]
    assert (found.cost_eur, found.alone_eur, found.gap) == (2400, 4800, 0)


def test_nobody_is_trained_when_being_left_out_costs_less() -> None:
    found = plan([need("Alpha", 4, priority_eur=500)], [TIG], places=[HERE])
    assert (found.sessions, found.people_trained, found.cost_eur) == ((), 0, 2000)


def test_the_budget_bounds_sessions_and_not_travel() -> None:
    beyond = Need("Loin", 46.31, 4.83, "Soudage TIG", 5, 9000)
    found = plan([beyond], [TIG], places=[HERE], budget=2400, terms=Terms(travel_eur_per_km=2))
    assert found.budget_used_eur == 2400
    assert found.cost_eur > 2400 + 5 * 2 * 2 * 79
    assert plan([beyond], [TIG], places=[HERE], budget=2399, terms=Terms(2)).people_trained == 0


def test_a_company_goes_to_its_nearest_places_only() -> None:
    both = plan([need("Alpha", 5)], [TIG], places=[FAR, HERE], terms=Terms(1.0, nearest=1))
    assert {each.place for each in both.sessions} == {"Lycée de Givors"}
    full = replace(HERE, max_sessions=0)
    assert plan([need("Alpha", 5)], [TIG], places=[FAR, full], terms=Terms(1.0, nearest=1)).people_trained == 0
    assert plan([need("Alpha", 5)], [TIG], places=[FAR, full], terms=Terms(1.0, nearest=2)).people_trained == 5


def test_training_at_work_is_chosen_where_it_is_cheaper_and_counts_as_trained() -> None:
    course = replace(TIG, on_the_job_eur=700)
    found = plan([need("Alpha", 3, on_the_job=2)], [course], places=[HERE])
    assert [(each.people, each.cost_eur) for each in found.at_work] == [(2, 1400)]
    assert (found.people_trained, found.cost_eur) == (2, 1400 + 1500)


def test_a_company_releases_no_more_people_than_it_can_in_one_period() -> None:
    course, place = replace(TIG, periods=("T1", "T2")), HERE
    asked = [need("Alpha", 8), need("Bêta", 8)]
    found = plan(asked, [course], places=[place], terms=Terms(releases=(("Alpha", 4),)))
    assert sorted(each.period for each in found.sessions) == ["T1", "T2"]
    assert found.people_trained == 16
    assert violations(Asked(tuple(asked), (course,), (place,), None, Terms(releases=(("Alpha", 4),))), found) == []


def test_funders_pay_within_their_caps_and_only_for_their_courses() -> None:
    caps = (("OPCO", 2400.0), ("Région", 2400.0))
    courses = [replace(TIG, funders=("OPCO",)), Course("CACES", 4, 8, 2400, funders=("OPCO", "Région"))]
    asked = [need("Alpha", 6), replace(need("Alpha", 6), course="CACES")]
    found = plan(asked, courses, places=[HERE], terms=Terms(funders=caps))
    assert found.people_trained == 12
    assert {(course, funder) for course, funder, _ in found.funding} == {("Soudage TIG", "OPCO"), ("CACES", "Région")}
    less = plan(asked, courses, places=[HERE], terms=Terms(funders=(("OPCO", 2400.0), ("Région", 2399.0))))
    assert less.people_trained == 6


def test_the_most_people_for_a_budget_may_differ_from_the_least_cost() -> None:
    dear, cheap = need("Alpha", 4, priority_eur=9000), replace(need("Bêta", 8, priority_eur=10), course="CACES")
    courses = [TIG, Course("CACES", 4, 8, 2400)]
    balance = plan([dear, cheap], courses, places=[HERE], budget=2400)
    most = plan([dear, cheap], courses, places=[HERE], budget=2400, terms=Terms(question="most"))
    assert (balance.people_trained, most.people_trained, most.people_bound) == (4, 8, 8)


def test_a_session_says_what_it_saves_and_what_would_become_of_its_people() -> None:
    asked = [need("Alpha", 8), Need("Bêta", 45.59, 4.77, "Soudage TIG", 4, 1500)]
    found = plan(asked, [TIG], places=[HERE])
    assert sum(each.seats for each in found.sessions) == 12
    reason = found.reasons[0]  # two sessions of six: without one, two seats remain in the other
    assert (reason.elsewhere, reason.left_out, reason.saved_eur) == (2, 4, 4 * 1500 - 2400)


@pytest.mark.parametrize(
    ("asked", "course", "place", "terms", "named"),
    [
        (need("Alpha", 3), TIG, HERE, Terms(question="everyone"), ("le minimum de 4",)),
        (need("Alpha", 8), TIG, replace(HERE, max_sessions=0), Terms(question="everyone"), ("le maximum de 0",)),
        (need("Alpha", 8, max_km=5.0), TIG, FAR, Terms(question="everyone"), ("les lieux et périodes",)),
        (need("Alpha", 8), TIG, HERE, Terms(question="everyone", releases=(("Alpha", 5),)), ("les 5",)),
    ],
)
def test_what_cannot_be_is_said_with_the_smallest_conflict(asked, course, place, terms, named) -> None:
    with pytest.raises(ConflictError) as refused:
        plan([asked], [course], places=[place], terms=terms)
    assert refused.value.is_smallest
    assert len(refused.value.constraints) == len(named)
    assert all(said.startswith(start) for said, start in zip(refused.value.constraints, named, strict=True))
    assert "Aucun plan ne forme" in str(refused.value)


def test_a_conflict_of_several_constraints_names_them_all() -> None:
    near_only = need("Alpha", 8, max_km=5.0)
    with pytest.raises(ConflictError) as refused:
        plan([near_only], [TIG], places=[FAR, replace(HERE, max_sessions=0)], terms=Terms(question="everyone"))
    assert len(refused.value.constraints) == 2
    assert "ne tiennent pas ensemble" in str(refused.value)


def test_courses_that_share_too_small_a_budget_conflict_together() -> None:
    courses = [TIG, Course("CACES", 4, 8, 2400)]
    asked = [need("Alpha", 4), replace(need("Alpha", 4), course="CACES")]
    with pytest.raises(ConflictError) as refused:
        plan(asked, courses, places=[HERE], budget=3000, terms=Terms(question="everyone"))
    assert [said.replace("\u202f", " ") for said in refused.value.constraints] == ["le budget de 3 000 €"]

"""Who comes into a consortium and leaves it, what rules of aid are told of each, what a granted project refuses."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from factories import filed, projected
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import end_membership
from vivier_web.members.choices import OrganisationKind
from vivier_web.members.models import Membership, Organisation
from vivier_web.projects.actions import aiding, budgets, consortium, filing, opening
from vivier_web.projects.actions.consortium import kind_for_aid
from vivier_web.projects.building.grid import key_of
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.models import Budget, Estimate, Partner, PriorAid, Project
from vivier_web.projects.queries.boards import Wanted as Asked
from vivier_web.projects.queries.boards import asked_in_count, pipeline, projects_of
from vivier_web.projects.queries.budgets import cells_of, looked_at, partners_in
from vivier_web.projects.queries.consortia import inputs_of
from vivier_web.projects.queries.projects import project_told

DAY = dt.date(2018, 1, 15)


@pytest.mark.parametrize(
    ("kind", "size", "seen"),
    [
        ("laboratory", "42", ("laboratory", "")),
        ("carnot", "", ("laboratory", "")),
        ("school", "11", ("training", "")),
        ("chamber", "", ("other", "")),
        ("authority", "", ("other", "")),
        ("technical", "", ("other", "")),
        ("other", "53", ("other", "")),
        ("craft", "", ("company", "small")),
        ("micro", "53", ("company", "small")),
        ("sse", "", ("company", "small")),
        ("mid_cap", "", ("company", "mid-cap")),
        ("large", "00", ("company", "large")),
        ("sme", "", ("company", "medium")),
        ("sme", "NN", ("company", "small")),
        ("sme", "12", ("company", "small")),
        ("sme", "21", ("company", "medium")),
        ("sme", "31", ("company", "medium")),
        ("sme", "53", ("company", "medium")),
    ],
)
def test_rules_of_aid_are_told_a_status_and_a_size_from_what_the_pole_knows(
    kind: str, size: str, seen: tuple[str, str]
) -> None:
    assert kind in OrganisationKind.values
    assert kind_for_aid(Organisation(kind=kind, size=size)) == seen


def test_every_kind_of_organisation_is_one_that_rules_of_aid_know() -> None:
    for kind in OrganisationKind.values:
        status, size = kind_for_aid(Organisation(kind=kind))
        assert (status == "company") == bool(size), kind


def test_who_leaves_takes_its_costs_off_every_board_and_finds_them_when_it_comes_back(pole: Cluster) -> None:
    row = projected.filled(pole)
    second = partners_in(row)[1]

    def shown() -> set[str]:
        row.refresh_from_db()
        (column,) = pipeline(pole.pole, Asked(), DAY)
        return {column.base, column.lines[0].base, project_told(row, "team").base}

    assert shown() == {"900\u202f000,55\u00a0€"}
    consortium.answer_partnership(second, "left", by=None)
    assert shown() == {"600\u202f000\u00a0€"}
    assert [each.name for each in looked_at(row, partners_in(row), cells_of(row), "team").members] == [
        pole.members[0].name,
        pole.members[2].name,
    ]
    first = partners_in(row)[0]
    budgets.save_budget(row, {key_of(first.pk, "industrial", "staff"): 100}, writes=[first.pk], by=None)
    assert shown() == {"200\u202f001\u00a0€"}, "writing does not bring back the costs of who left"
    consortium.invite_partner(row, second.organisation, by=None)
    assert shown() == {"500\u202f001,55\u00a0€"}


def test_the_answers_of_a_partner_and_what_each_changes(pole: Cluster) -> None:
    row = projected.project(pole)
    made = consortium.invite_partner(row, pole.members[1], "Un four", by=None)
    assert (made.state, made.brings, made.answered_at) == ("invited", "Un four", None)
    assert asked_in_count(pole.pole, pole.members[1]) == 1
    for wrong in ("", "invited", "lead", "JOINED"):
        with pytest.raises(InputError, match="Répondez"):
            consortium.answer_partnership(made, wrong, by=None)
    seen = []
    for state in ("declined", "joined", "left", "joined"):
        answered = consortium.answer_partnership(made, state, by=None, brings="  Deux   fours ")
        row.refresh_from_db()
        seen.append((answered.state, answered.brings, answered.answered_at is not None, row.state))
    assert seen == [
        ("declined", "Deux fours", True, "emerging"),
        ("joined", "Deux fours", True, "building"),
        ("left", "Deux fours", True, "building"),
        ("joined", "Deux fours", True, "building"),
    ]
    assert asked_in_count(pole.pole, pole.members[1]) == 0
    assert consortium.answer_partnership(made, "left", by=None).brings == "Deux fours", "silence erases nothing"
    again = consortium.invite_partner(row, pole.members[1], by=None)
    assert (again.pk, again.state, again.answered_at, again.brings) == (made.pk, "invited", None, "Deux fours")
    assert Act.objects.filter(verb="answer_partnership").count() == 5


def test_only_members_of_today_are_asked_in_or_lead(pole: Cluster) -> None:
    row = projected.project(pole)
    end_membership(
        Membership.objects.get(pole=pole.pole, organisation=pole.members[2]), left_on=dt.date(2025, 1, 1), by=None
    )
    with pytest.raises(InputError, match=pole.members[2].name):
        consortium.invite_partner(row, pole.members[2], by=None)
    with pytest.raises(InputError, match="admettez-le"):
        projected.project(pole, lead=2)
    assert (Partner.objects.count(), Project.objects.count()) == (1, 1), "what is refused leaves nothing behind"


def test_the_lead_is_handed_over_and_its_former_holder_may_then_leave(pole: Cluster) -> None:
    row, other = projected.consortium(pole), projected.project(pole, "Autre", lead=1)
    lead, second, third = partners_in(row)
    with pytest.raises(InputError, match="partenaire du projet"):
        consortium.hand_over_lead(row, other.partners.get(), by=None)
    consortium.answer_partnership(third, "left", by=None)
    third.refresh_from_db()
    with pytest.raises(InputError, match="partenaire du projet"):
        consortium.hand_over_lead(row, third, by=None)
    consortium.hand_over_lead(row, second, by=None)
    row.refresh_from_db()
    assert [each.pk for each in partners_in(row)] == [second.pk, lead.pk], "the lead comes first"
    mine = {each.line.pk: each.is_lead for each in projects_of(pole.pole, pole.members[1], DAY)}
    assert mine == {row.pk: True, other.pk: True}
    consortium.answer_partnership(lead, "left", by=None)
    assert projects_of(pole.pole, pole.members[0], DAY) == []


def test_two_members_of_the_same_name_are_told_apart(pole: Cluster) -> None:
    row = projected.consortium(pole)
    Organisation.objects.filter(pk=pole.members[1].pk).update(name=pole.members[0].name)
    (mine,) = projects_of(pole.pole, Organisation.objects.get(pk=pole.members[1].pk), DAY)
    assert not mine.is_lead, "it only bears the name of the lead"
    looked = looked_at(row, partners_in(row), {}, "team")
    names = [each.name for each in looked.members]
    assert names == [f"{pole.members[0].name} ({pole.members[rank].siren})" for rank in (0, 1)] + [
        pole.members[2].name
    ]
    assert list(inputs_of(row).partners) == names


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "sorcier"}, "Choisissez"),
    ({"territory": "lune"}, "Choisissez"),
    ({"method": ""}, "Choisissez"),
    ({"area": "z"}, "Choisissez"),
    ({"kind": None}, "Choisissez"),
    ({"size": ""}, "taille"),
    ({"size": "giant"}, "taille"),
    ({"method": "additional"}, "coûts complets"),
    ({"other_public_eur": Decimal(-1)}, "zéro"),
    ({"other_public_eur": Decimal("NaN")}, "zéro"),
    ({"full_cost_eur": Decimal("-0.01")}, "zéro"),
    ({"kind": "laboratory", "full_cost_eur": Decimal("Infinity")}, "zéro"),
)


def test_what_is_said_of_a_partner_holds_together_or_nothing_is_kept(pole: Cluster) -> None:
    made = projected.project(pole).partners.get()
    before = Partner.objects.filter(pk=made.pk).values().get()
    for said, words in WRONG:
        with pytest.raises(InputError, match=words):
            consortium.describe_partner(made, {"group": "Groupe Val"} | said, by=None)
        assert Partner.objects.filter(pk=made.pk).values().get() == before, said


def test_what_is_said_of_a_partner_is_cleaned_and_the_rest_stays(pole: Cluster) -> None:
    made = projected.project(pole).partners.get()
    said = {"kind": "laboratory", "size": "small", "method": "additional", "full_cost_eur": Decimal(500)}
    row = consortium.describe_partner(made, said | {"group": "  Groupe   Val ", "other_public_eur": None}, by=None)
    assert (row.kind, row.size, row.method, row.full_cost_eur) == ("laboratory", "", "additional", 500)
    assert (row.group, row.other_public_eur, row.brings) == ("Groupe Val", 0, "Chef de file")
    with pytest.raises(InputError, match="taille"):
        consortium.describe_partner(row, {"kind": "company"}, by=None)  # it said none while it was a laboratory


def gestures(row: Project, found: Cluster) -> dict[str, Callable[[], object]]:
    """Give every gesture that the agreement takes over."""
    lead = row.partners.get(organisation=found.members[0])
    line = row.fundings.get()
    everyone = [each.pk for each in partners_in(row)]
    return {
        "invite": lambda: consortium.invite_partner(row, found.members[2], by=None),
        "answer": lambda: consortium.answer_partnership(lead, "joined", by=None),
        "hand over": lambda: consortium.hand_over_lead(row, lead, by=None),
        "describe": lambda: consortium.describe_partner(lead, {}, by=None),
        "declare": lambda: opening.declare_for_aid(row, {}, by=None),
        "choose": lambda: opening.choose_procedure(row, None, by=None),
        "drop": lambda: opening.drop_project(row, by=None),
        "budget": lambda: budgets.save_budget(row, {key_of(lead.pk, "industrial", "other"): 5}, writes=everyone, by=None),
        "restore": lambda: budgets.restore_budget(row, 0, writes=everyone, by=None),
        "fund": lambda: budgets.add_funding(row, "own", Decimal(1), by=None),
        "unfund": lambda: budgets.remove_funding(line, by=None),
        "estimate": lambda: aiding.estimate_aid(row, "fui-25", on=DAY, by=None),
        "file": lambda: filing.open_project_dossier(row, by=None),
    }  # fmt: skip


def test_a_granted_project_refuses_every_gesture_of_building(pole: Cluster) -> None:
    row = projected.filled(pole)
    budgets.add_funding(row, "own", Decimal(10), by=None)
    opening.choose_procedure(row, filed.published(pole), by=None)
    acts = gestures(row, pole)
    kept = (Budget, Estimate, Partner, PriorAid)
    before = [list(each.objects.values()) for each in kept]
    for state in (ProjectState.GRANTED, ProjectState.RUNNING, ProjectState.ENDED):
        Project.objects.filter(pk=row.pk).update(state=state)
        for name, act in acts.items():
            with pytest.raises(InputError, match="avenant"):
                act()
            row.refresh_from_db()
            assert row.state == state, name
    assert [list(each.objects.values()) for each in kept] == before
    assert (row.fundings.count(), row.dossiers.count()) == (1, 0)


def test_a_project_is_given_up_and_taken_up_again(pole: Cluster) -> None:
    row = projected.project(pole)
    assert opening.resume_project(row, by=None).state == "emerging", "it was not given up"
    assert opening.drop_project(row, by=None).state == "dropped"
    assert asked_in_count(pole.pole, pole.members[1]) == 0
    assert opening.resume_project(row, by=None).state == "building"
    assert list(Act.objects.filter(verb__in=["drop_project", "resume_project"]).values_list("verb", flat=True)) in (
        ["drop_project", "resume_project"],
        ["resume_project", "drop_project"],
    )


def test_choosing_no_procedure_builds_nothing(pole: Cluster) -> None:
    row = projected.project(pole)
    assert opening.choose_procedure(row, None, by=None).state == "emerging"
    assert opening.choose_procedure(row, filed.published(pole), by=None).state == "building"
    gone = opening.choose_procedure(row, None, by=None)
    assert (gone.state, gone.procedure) == ("building", None)

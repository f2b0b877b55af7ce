"""What whoever leaves had planned leaves the budget in plain sight; an aid that lapsed is counted with no other."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from factories import amended, followed
from factories.amended import STAFF
from factories.cluster import Cluster
from vivier_web.projects.actions.agreements import Granted, Terms
from vivier_web.projects.actions.amending import ask_amendment
from vivier_web.projects.actions.awards import revive_award, watch_awards
from vivier_web.projects.actions.opening import drop_project
from vivier_web.projects.actions.signing import sign_amendment
from vivier_web.projects.building.amending import Move
from vivier_web.projects.models import Agreement, Amendment, Award, Budget, Funder, Project
from vivier_web.projects.queries.amendments import Wanted, effect_told, grants_after
from vivier_web.projects.queries.boards import Wanted as Asked
from vivier_web.projects.queries.boards import found_projects, lines_of, pipeline

WHY = "Le partenaire se recentre."


def _euros(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def _signed(made: Amendment) -> Agreement:
    last = Agreement.objects.filter(project=made.project).first()
    kinds = dict(Funder.objects.filter(project=made.project).values_list("name", "kind"))
    granted = tuple(Granted(kinds[name], name, who, said) for (name, who), said in grants_after(made).items())
    return sign_amendment(made, Terms(followed.ago(1), last.starts_on, last.ends_on, granted, made.why), by=None)


# thousands of euros that the lead takes of the 200 of whoever leaves; does another enter and take the rest; the line
NOBODY = (
    "Personne ne reprend {} € de dépenses prévues par Plasturgie Ardéchoise : elles sortent du budget, qui passe de"
)
LEFT = [
    (0, False, NOBODY.format("200 000") + " 400 000 € à 200 000 €."),
    (50, False, NOBODY.format("150 000") + " 400 000 € à 250 000 €."),
    (200, False, ""),
    (50, True, ""),
]


@pytest.mark.parametrize(("taken", "is_replaced", "line"), LEFT)
def test_costs_that_nobody_takes_are_said_before_they_leave_the_budget(
    pole: Cluster, signed_in: Any, taken: int, is_replaced: bool, line: str
) -> None:
    project = amended.funded(pole)
    lead, leaver = amended.partner(project, 0), amended.partner(project, 1)
    moves = (Move(leaver.pk, lead.pk, *STAFF, taken * 1000_00),) if taken else ()
    joins = pole.members[2] if is_replaced else None
    wanted = Wanted(WHY, leaves=leaver.organisation, joins=joins, takes_all=is_replaced, moves=moves)
    made = ask_amendment(project, wanted, by=None)
    told = effect_told(made)
    assert _euros(told.untaken) == line
    page = _euros(signed_in("team").get(reverse("project_amendments", args=[project.pk])).content.decode())
    assert (line in page, "Personne ne reprend" in page) == (True, bool(line))
    _signed(amended.accepted(made))
    project.refresh_from_db()
    last, first = Budget.objects.filter(project=project)
    left = int(made.effect["untaken"]["cents"])
    assert sum(first.cells.values()) - sum(last.cells.values()) == left == int(400_000_00 - project.base_eur * 100)
    assert ("sortent du budget, que personne ne reprend" in last.what) is bool(line)


def test_the_aid_before_and_after_goes_with_the_costs_that_leave(pole: Cluster) -> None:
    project = amended.funded(pole)
    made = ask_amendment(project, Wanted(WHY, leaves=amended.partner(project).organisation), by=None)
    told = effect_told(made)
    whole = tuple(map(_euros, (told.whole.cost_before, told.whole.cost_after, told.whole.aid_before)))
    assert whole == ("400 000 €", "200 000 €", "200 000 €")
    assert _euros(told.sentence) == "L’aide calculée passe de 200 000 € à 100 000 € (−100 000 €)."


def _lost(pole: Cluster) -> Project:
    """An award noted seven months ago and never signed, of an aid of 180,000 €."""
    project = followed.awarded(pole, days=210)
    Project.objects.filter(pk=project.pk).update(aid_eur=Decimal(180_000), base_eur=Decimal(400_000))
    assert watch_awards() == 1
    return Project.objects.get(pk=project.pk)


def _columns(pole: Cluster) -> dict[str, tuple[str, str]]:
    return {
        each.state: (_euros(each.aid), _euros(each.lost)) for each in pipeline(pole.pole, Asked(), followed.TODAY)
    }


def test_an_aid_that_lapsed_is_told_apart_on_every_board(pole: Cluster, signed_in: Any) -> None:
    lost = _lost(pole)
    live = followed.awarded(pole, days=10, lead=1)
    Project.objects.filter(pk=live.pk).update(aid_eur=Decimal(70_000))
    assert _columns(pole) == {"granted": ("70 000 €", ""), "dropped": ("", "180 000 €")}
    lines = {
        one.pk: (_euros(one.aid), _euros(one.lost))
        for one in lines_of(found_projects(pole.pole, Asked()), followed.TODAY)
    }
    assert lines == {lost.pk: ("", "180 000 €"), live.pk: ("70 000 €", "")}
    team = signed_in("team")
    board, listed, one = (
        _euros(team.get(url).content.decode())
        for url in (reverse("projects"), reverse("projects_list"), reverse("project", args=[lost.pk]))
    )
    assert "180 000 € d’aide caduque" in board
    assert "caduque : 180 000 €" in listed
    assert "d’aide calculée, non accordée" in one


def test_an_aid_given_back_counts_again(pole: Cluster) -> None:
    project = _lost(pole)
    revive_award(Award.objects.get(project=project), until_on=followed.ago(-60), why="Comité du 3", by=None)
    assert _columns(pole) == {"granted": ("180 000 €", "")}


def test_a_project_dropped_without_an_award_has_no_aid_at_all(pole: Cluster) -> None:
    project = amended.built(pole)
    Project.objects.filter(pk=project.pk).update(aid_eur=Decimal(5_000))
    drop_project(project, by=None)
    assert _columns(pole) == {"dropped": ("", "")}

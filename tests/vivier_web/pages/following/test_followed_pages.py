"""A project after its award, from page to page: the team, its partners, who steers."""

from typing import Any

import pytest
from django.urls import reverse

from factories import followed
from factories.cluster import Cluster
from factories.followed import TODAY, ago
from vivier_web.projects.models import Agreement, Aid, Deliverable, OutcomeReturn, Payment, Project
from vivier_web.skills.models import ProjectNeed


def said(answer: Any) -> str:
    return str(answer.content.decode())


def grid(project: Project, **more: str) -> dict[str, str]:
    typed = {"signed_on": ago(5), "starts_on": ago(4), "ends_on": ago(-700), "what": ""}
    found = {name: getattr(value, "isoformat", lambda value=value: value)() for name, value in typed.items()}
    found |= {"kind_0": "state", "funder_0": "Bpifrance", "kind_1": "region", "funder_1": "Région"}
    return found | {f"aid_{project.lead_id}_0": "1 000,10", f"aid_{project.lead_id}_1": "500"} | more


def test_the_team_takes_a_project_from_its_announcement_to_its_end(pole: Cluster, signed_in: Any) -> None:
    team, project = signed_in("team"), followed.filed(pole)
    at = lambda name, *more: reverse(name, args=[project.pk, *more])  # noqa: E731
    team.post(at("note_project_award"), {"announced_on": ago(20).isoformat(), "rule": "fui-25"})
    page = said(team.get(at("project_following")))
    assert "Convention à signer avant le" in page
    assert "six mois de l’annonce" in page
    wrong = team.post(at("project_agreement"), grid(project, **{f"aid_{project.lead_id}_1": "cinq cents"}))
    assert wrong.status_code == 422
    assert "n’est pas un montant" in said(wrong)
    assert "1 000,10" in said(wrong), "nothing typed is lost"
    assert team.post(at("project_agreement"), grid(project)).status_code == 302
    assert sorted(map(str, Aid.objects.values_list("amount_eur", flat=True))) == ["1000.10", "500.00"]
    step = {"kind": "milestone", "title": "Banc monté", "organisation": project.lead_id, "due_on": ago(2).isoformat()}
    team.post(at("add_project_step"), step)
    row = Deliverable.objects.get()
    assert "en retard sur 1" in said(team.get(at("project_following")))
    assert "Banc monté" in said(team.get(reverse("desk_team")))
    team.post(at("deliver_project_step", row.pk), {"on": TODAY.isoformat(), "proof": "Photo n° 3"})
    assert "aucune en retard" in said(team.get(at("project_following")))
    amended = grid(project, what="Plus long", signed_on=ago(1).isoformat(), ends_on=ago(-900).isoformat())
    team.post(at("project_agreement"), amended)
    assert Agreement.objects.count() == 2
    team.post(at("end_project"), {"on": TODAY.isoformat()})
    project.refresh_from_db()
    assert project.state == "ended"


def test_payments_are_typed_noted_and_summed(pole: Cluster, signed_in: Any) -> None:
    team, project = signed_in("team"), followed.running(pole)
    url = reverse("ask_project_payment", args=[project.pk])
    funder = project.funders.first()
    asked = {"organisation": project.lead_id, "funder": funder.pk, "words": "Avance", "asked_on": ago(3).isoformat()}
    assert "laisse 60\u202f000,05" in said(team.post(url, asked | {"amount": "60 000,06"}))
    team.post(url, asked | {"amount": "60 000,05"})
    row = Payment.objects.get()
    team.post(reverse("note_project_payment", args=[project.pk, row.pk]), {"on": ago(1).isoformat(), "amount": ""})
    page = said(team.get(reverse("project_payments", args=[project.pk])))
    assert "60\u202f000,05\xa0€ versés sur 130\u202f000,10\xa0€ accordés" in page


def test_a_partner_hands_over_its_own_and_nothing_of_another(pole: Cluster, signed_in: Any) -> None:
    member, project = signed_in("member"), followed.running(pole)
    own, other = followed.due(project), followed.due(project, rank=1)
    paper = followed.document(project)
    url = reverse("deliver_my_step", args=[project.pk, own.pk])
    member.post(url, {"document": paper.pk, "on": TODAY.isoformat()})
    own.refresh_from_db()
    assert (own.document, own.done_on) == (paper, TODAY)
    assert member.post(reverse("deliver_my_step", args=[project.pk, other.pk])).status_code == 404
    stranger = followed.running(pole, lead=1)
    assert member.get(reverse("my_project_following", args=[stranger.pk])).status_code == 404


def test_a_partner_declares_corrects_and_takes_its_returns_away(pole: Cluster, signed_in: Any) -> None:
    member, project, year = signed_in("member"), followed.ended(pole), TODAY.year - 1
    assert "réponses attendues" in said(member.get(reverse("company")))
    url = reverse("declare_my_outcomes", args=[project.pk, year])
    assert member.post(url, {"jobs_created": "-1"}).status_code == 422
    member.post(url, {"jobs_created": "3", "turnover_eur": "12 500,50"})
    member.post(url, {"jobs_created": "4", "turnover_eur": "12 500,50"})
    assert list(OutcomeReturn.objects.values_list("number", "jobs_created")) == [(2, 4), (1, 3)]
    assert f"{year};2;" in said(member.get(reverse("my_project_outcomes_csv", args=[project.pk])))
    team = said(signed_in("team").get(reverse("outcomes")))
    assert "12\u202f500,50" in team
    assert "une opinion datée" in team
    signed_in("team").post(reverse("freeze_outcomes", args=[year]))
    board = said(signed_in("board").get(reverse("outcomes")))
    assert "12\u202f500,50" not in board, "one company alone"
    assert "secret" in board
    assert member.post(url, {"jobs_created": "9"}).status_code == 422


def test_jobs_of_a_project_are_sent_to_the_outlook_from_its_page(pole: Cluster, signed_in: Any) -> None:
    team, project = signed_in("team"), followed.running(pole)
    url = reverse("declare_need_of_project", args=[project.pk])
    typed = {"title": "Automaticien", "year": str(TODAY.year + 1), "people": "2"}
    assert "Métier le plus proche" in said(team.post(url, typed))
    team.post(url, typed | {"pcs": "473b", "pour": "Automaticien", "project": "Un autre projet"})
    made = ProjectNeed.objects.get()
    assert (made.project, made.pcs, made.people) == (project.title, "473b", 2)
    assert "× Automaticien" in said(team.get(reverse("project_following", args=[project.pk])))


@pytest.mark.parametrize(("name", "most"), [("followed_projects", 1), ("project_following", 2)])
def test_pages_ask_the_same_of_the_database_whatever_the_rows(
    pole: Cluster, signed_in: Any, name: str, most: int
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    team, project = signed_in("team"), followed.running(pole)
    url = reverse(name, args=[project.pk] if most == 2 else [])
    counts = []
    for _ in range(3):
        followed.due(project)
        followed.running(pole, lead=1)
        team.get(url)
        with CaptureQueriesContext(connection) as found:
            team.get(url)
        counts.append(len(found))
    assert len(set(counts)) == 1

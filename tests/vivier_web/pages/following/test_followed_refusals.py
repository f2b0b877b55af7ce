"""Pages of projects after their award met with wrong words, other pôles and other partners: said, or not there."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from factories import cluster, followed
from factories.cluster import Cluster
from factories.followed import TODAY, ago
from vivier_web.members.actions import grant_role
from vivier_web.projects.actions.agreements import end_project
from vivier_web.projects.actions.awards import watch_awards
from vivier_web.projects.actions.deliverables import deliver
from vivier_web.projects.actions.outcomes import freeze_outcomes
from vivier_web.projects.models import Agreement, Award, Deliverable, OutcomeYear, Partner, Payment, Project, Review

DAY = TODAY.isoformat()


def said(answer: Any) -> str:
    return str(answer.content.decode())


def at(project: Project, name: str, *more: int) -> str:
    return reverse(name, args=[project.pk, *more])


def test_every_gesture_badly_typed_is_said_and_changes_nothing(pole: Cluster, signed_in: Any) -> None:
    team, project = signed_in("team"), followed.running(pole)
    step, payment = followed.due(project), followed.paid(project)
    review, condition = Review.objects.filter(held_on=None).first(), followed.condition(project)
    review = Review.objects.filter(held_on=None).first()
    before = [list(model.objects.values()) for model in (Project, Deliverable, Payment, Review)]
    for name, more, typed, words in (
        ("deliver_project_step", (step.pk,), {"on": "hier", "proof": "Rapport"}, "Donnez le jour"),
        ("deliver_project_step", (step.pk,), {"on": DAY, "proof": " "}, "ce qui le prouve"),
        ("deliver_project_step", (step.pk,), {"on": ago(-1).isoformat(), "proof": "Rapport"}, "à venir"),
        ("postpone_project_step", (step.pk,), {"on": "", "why": "Retard"}, "Donnez le jour"),
        ("postpone_project_step", (step.pk,), {"on": ago(-60).isoformat(), "why": ""}, "Dites pourquoi"),
        ("postpone_project_step", (step.pk,), {"on": "9999-12-31", "why": "Retard"}, "dépasse la fin"),
        ("note_project_payment", (payment.pk,), {"on": DAY, "amount": "1 000,11"}, "ne dépasse pas"),
        ("note_project_payment", (payment.pk,), {"on": DAY, "amount": "mille"}, "pas un montant"),
        ("note_project_payment", (payment.pk,), {"on": ago(99).isoformat(), "amount": ""}, "suit sa demande"),
        ("plan_project_review", (), {"on": "un jour"}, "Donnez le jour"),
        ("end_project", (), {"on": ""}, "jour de la fin"),
        ("end_project", (), {"on": ago(-2).isoformat()}, "est passé"),
        ("reopen_project", (), {}, "pas achevé"),
        ("add_project_step", (), {"kind": "milestone", "title": "", "due_on": DAY}, "Ce champ est obligatoire"),
        ("hold_project_review", (review.pk,), {"held_on": DAY, "outcome": "conditions", "motives": "x"}, "dit lesquelles"),
        ("note_project_award", (), {"announced_on": DAY, "rule": "none"}, "n’attend plus"),
        ("revive_project_award", (), {"until_on": DAY, "why": "Encore"}, "n’attend plus"),
        ("ask_project_payment", (), {"words": "Avance", "amount": "x", "asked_on": DAY}, "pas un montant"),
    ):  # fmt: skip
        answer = team.post(at(project, name, *more), typed, follow=True)
        assert words in said(answer), (name, typed)
    assert [list(model.objects.values()) for model in (Project, Deliverable, Payment, Review)] == before
    assert condition.settled_on is None


def test_nothing_of_another_pole_is_there(pole: Cluster, signed_in: Any) -> None:
    second = cluster.founded("plasturgie", first=1)
    with scope(pole=second.pole):
        there = followed.running(second)
        step, payment = followed.due(there), followed.paid(there)
        review, paper = Review.objects.first(), followed.document(there, by=second.people["team"])
    here = followed.running(pole)
    team = signed_in("team")
    for name, more in (
        ("project_following", ()), ("project_payments", ()), ("project_documents", ()), ("project_document_log", ()),
        ("project_agreement", ()), ("project_outcomes", ()), ("declare_need_of_project", ()),
        ("open_project_document", (paper.pk,)), ("my_project_following", ()),
    ):  # fmt: skip
        assert team.get(at(there, name, *more)).status_code in {403, 404}, name
    for name, key in (
        ("deliver_project_step", step.pk), ("drop_project_step", step.pk), ("withdraw_project_payment", payment.pk),
        ("note_project_payment", payment.pk), ("hold_project_review", review.pk), ("withdraw_project_document", paper.pk),
    ):  # fmt: skip
        typed = {"on": DAY, "proof": "Rapport"}
        assert team.post(at(here, name, key), typed).status_code == 404, f"{name}: of a project of ours, by its key"
        assert team.post(at(there, name, key), typed).status_code == 404, name
    with scope(pole=second.pole):
        step.refresh_from_db()
        payment.refresh_from_db()
        assert (step.done_on, step.dropped_at, payment.paid_on, payment.withdrawn_at) == (None, None, None, None)
    assert there.title in said(browser_of(second, "team").get(at(there, "project_following"))), "its own team sees it"


def browser_of(found: Cluster, kind: str) -> Client:
    browser = Client()
    browser.force_login(found.people[kind])
    return browser


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "Convention à signer avant le"),
        (400, "L’aide est caduque"),
    ],
)
def test_the_title_says_where_an_award_is_and_the_lead_reads_the_same(
    pole: Cluster, signed_in: Any, days: int, expected: str
) -> None:
    project = followed.awarded(pole, days=days)
    watch_awards(TODAY)
    assert expected in said(signed_in("team").get(at(project, "project_following")))
    assert expected in said(signed_in("member").get(at(project, "my_project_following")))
    assert ("Rétablir l’aide" in said(signed_in("team").get(at(project, "project_following")))) is (days > 0)


def test_a_lost_award_is_given_back_from_its_page_with_a_reason(pole: Cluster, signed_in: Any) -> None:
    team, project = signed_in("team"), followed.awarded(pole, days=400)
    watch_awards(TODAY)
    url = at(project, "revive_project_award")
    assert team.post(url, {"until_on": ago(1).isoformat(), "why": "Courrier"}).status_code == 422
    assert team.post(url, {"until_on": ago(-9).isoformat(), "why": ""}).status_code == 422
    assert Award.objects.get().lapsed_on == TODAY
    team.post(url, {"until_on": ago(-9).isoformat(), "why": "Courrier de Bpifrance"})
    page = said(team.get(at(project, "project_following")))
    assert "Courrier de Bpifrance" in page
    assert "Il reste 9" in page


def test_the_steering_reads_and_finds_nothing_to_press(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole)
    followed.due(project, days=-3)
    followed.paid(project)
    for kind in ("governance", "board"):
        browser = signed_in(kind)
        for name in ("project_following", "project_payments", "project_documents"):
            page = said(browser.get(at(project, name)))
            content = page[page.index("<main") : page.index("</main>")]
            assert 'method="post"' not in content, (kind, name)
        assert browser.post(at(project, "end_project"), {"on": DAY}).status_code == 403
    assert 'method="post"' in said(signed_in("team").get(at(project, "project_following")))


def test_a_partner_reads_its_own_money_and_what_all_must_do(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole, lead=1)  # of the second member; the third has joined
    Partner.objects.create(project=project, organisation=pole.members[0], state="joined")
    step = followed.due(project, title="Banc du porteur")
    page = said(signed_in("member").get(at(project, "my_project_following")))
    assert "Banc du porteur" in page
    assert "60\u202f000,05" not in page, "what the lead is granted"
    assert "40\u202f000,05" not in page, "what the other partner is granted"
    assert at(project, "deliver_my_step", step.pk) not in page
    Partner.objects.filter(organisation=pole.members[0]).update(state="invited")
    for name in ("my_project_following", "my_project_documents", "my_project_document_log", "my_project_outcomes"):
        assert signed_in("member").get(at(project, name)).status_code == 404


def test_who_contributes_for_two_partners_acts_for_the_lead(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole)
    grant_role(pole.people["member"], "member", by=None, pole=pole.pole, organisation=pole.members[1])
    member = signed_in("member")
    followed.due(project, title="Du porteur")
    page = said(member.get(at(project, "my_project_following")))
    assert "60\u202f000,05" in page
    assert pole.members[0].name in page


def test_what_is_done_or_dropped_is_read_so_on_both_sides(pole: Cluster, signed_in: Any) -> None:
    project = followed.running(pole)
    done, gone = followed.due(project, title="Banc remis"), followed.due(project, title="Banc ôté")
    team, member = signed_in("team"), signed_in("member")
    deliver(done, proof="Rapport 7", on=ago(1), by=None)
    team.post(at(project, "drop_project_step", gone.pk))
    for browser, name in ((team, "project_following"), (member, "my_project_following")):
        page = said(browser.get(at(project, name)))
        assert "Rapport 7" in page
        assert "Banc ôté" not in page.split("<main", 1)[1].split("Échéances", 1)[1]
    assert member.post(at(project, "deliver_my_step", gone.pk), {"proof": "x"}).status_code == 404
    again = member.post(at(project, "deliver_my_step", done.pk), {"proof": "Autre"}, follow=True)
    assert "déjà remis" in said(again)
    done.refresh_from_db()
    assert done.proof == "Rapport 7"


def test_an_agreement_is_typed_only_when_it_is_its_time(pole: Cluster, signed_in: Any) -> None:
    team = signed_in("team")
    typed = {"signed_on": ago(5).isoformat(), "starts_on": ago(4).isoformat(), "ends_on": ago(-400).isoformat()}
    typed |= {"kind_0": "state", "funder_0": "Bpifrance", "what": "Avenant"}
    early, over = followed.filed(pole), followed.running(pole)
    end_project(over, on=ago(1), by=None)
    for project, words in ((early, "Notez d’abord l’annonce"), (over, "tant que le projet est en cours")):
        answer = team.post(at(project, "project_agreement"), typed | {f"aid_{project.lead_id}_0": "10"})
        assert (answer.status_code, words in said(answer)) == (422, True)
    granted = followed.awarded(pole)
    for changed, words in (
        ({"starts_on": "9998-01-01", "ends_on": "9999-12-31"}, None),
        ({"ends_on": ago(4).isoformat()}, "La fin suit le début"),
        ({"signed_on": ago(-1).isoformat()}, "à venir"),
        ({"kind_0": ""}, "un nom et une nature"),
    ):
        answer = team.post(at(granted, "project_agreement"), typed | {f"aid_{granted.lead_id}_0": "10"} | changed)
        if words is None:
            assert answer.status_code == 302, "a day mistyped is no crash"
            Agreement.objects.filter(project=granted).delete()
            Project.objects.filter(pk=granted.pk).update(state="granted", starts_on=None, ends_on=None)
        else:
            assert (answer.status_code, words in said(answer)) == (422, True)
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize("year", [0, 1, TODAY.year, 9999, 123456])
def test_a_year_that_means_nothing_is_neither_frozen_nor_shown(pole: Cluster, signed_in: Any, year: int) -> None:
    team, project = signed_in("team"), followed.ended(pole)
    assert team.post(reverse("freeze_outcomes", args=[year])).status_code == 302
    assert team.post(reverse("reopen_outcomes", args=[year])).status_code == 302
    assert not OutcomeYear.objects.exists()
    assert signed_in("member").get(at(project, "declare_my_outcomes", year)).status_code == 404


def test_the_steering_and_the_network_read_frozen_totals_and_no_company(pole: Cluster, signed_in: Any) -> None:
    project, last = followed.ended(pole), TODAY.year - 1
    Partner.objects.create(project=project, organisation=pole.members[2], state="joined")
    other = followed.ended(pole, lead=2)
    followed.declared(project, last, patents=4001, said="Secret du porteur")
    followed.declared(project, last, rank=1, patents=4002)
    followed.declared(other, last, patents=4003)
    pages = lambda: [said(signed_in(kind).get(reverse("outcomes"))) for kind in ("board", "governance", "network")]  # noqa: E731
    assert not any("12\u202f006" in page for page in pages()), "not frozen yet"
    freeze_outcomes(pole.pole, last, by=None)
    for page in pages():
        assert "12\u202f006" in page
        assert not any(each in page for each in ("4001", "4\u202f001", "Secret du porteur", project.title))
    assert signed_in("board").get(reverse("outcomes_csv")).status_code == 403
    assert "Secret du porteur" in said(signed_in("team").get(reverse("outcomes_csv")))


@pytest.mark.parametrize(
    "name", ["project_payments", "project_documents", "project_document_log", "project_outcomes"]
)
def test_pages_of_money_and_papers_ask_the_same_whatever_the_rows(pole: Cluster, signed_in: Any, name: str) -> None:
    team, project = signed_in("team"), followed.running(pole)
    counts = []
    for rank in range(3):
        followed.paid(project, "10.00")
        paper = followed.document(project)
        team.get(at(project, "open_project_document", paper.pk))
        with CaptureQueriesContext(connection) as found:
            assert team.get(at(project, name)).status_code == 200
        counts.append(len(found) if rank else None)
    assert counts[1] == counts[2]

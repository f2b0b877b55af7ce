"""The pages of dossiers, as a member, the team and an expert use them; lists cost the same at one row and at three."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import filed
from factories.cluster import Cluster
from vivier_web.pages.shared.procedure_fields import read_number
from vivier_web.procedures.models import Assignment, Attestation, Decision, Dossier, Opinion
from vivier_web.procedures.queries.state import content_of
from vivier_web.procedures.tasks import print_attestation, requeue_missing_attestations, said_by

Sign = Callable[[str], Any]


def body(answer: Any) -> str:
    return answer.content.decode()


def test_a_member_opens_fills_is_told_what_is_missing_then_files(pole: Cluster, signed_in: Sign) -> None:
    browser, version = signed_in("member"), filed.published(pole, filed.SUPPORT)
    page = body(browser.get(reverse("my_dossiers")))
    assert version.title in page
    browser.post(reverse("start_dossier", args=[version.pk]))
    dossier = Dossier.objects.get()
    url = reverse("fill_dossier", args=[dossier.pk])
    assert "73282932000074" in body(browser.get(url)), "the SIRET is known already"
    refused = browser.post(url, {"need": "Trouver un second tour", "geste": "deposer"})
    assert refused.status_code == 422
    assert "Réponse attendue pour déposer." in body(refused)
    assert "Trouver un second tour" in body(browser.get(url)), "what was typed is kept"
    said = {"need": "Un tour", "siret": "1", "people": "14", "place": "Sur place", "minimis": "12 500,50 €"}
    assert browser.post(url, said | {"geste": "deposer"}).status_code == 302
    dossier.refresh_from_db()
    content = content_of(dossier)
    assert (dossier.stage, content.answers["minimis"] if content else "") == ("diagnosis", "12500.50")
    follow = body(browser.get(reverse("my_dossier", args=[dossier.pk])))
    assert "Rien n’est attendu de vous aujourd’hui" in follow
    assert browser.get(url).status_code == 302, "nothing is asked now"


@pytest.mark.parametrize("said", ["douze", "1e400", "99999999999999"])
def test_a_number_that_is_none_is_refused_with_a_sentence(said: str) -> None:
    with pytest.raises(Exception, match="nombre"):
        read_number(said)


def test_rows_of_partners_and_budget_are_read_back_as_typed(pole: Cluster, signed_in: Sign) -> None:
    dossier = filed.opened(pole)
    rows = {"consortium-0-name": "Un", "consortium-0-kind": "company", "consortium-3-name": "Deux"}
    money = {"budget-0-label": "Essais", "budget-0-amount": "1 200"}
    signed_in("member").post(reverse("fill_dossier", args=[dossier.pk]), rows | money)
    dossier.refresh_from_db()
    assert [each["name"] for each in dossier.draft["consortium"]] == ["Un", "Deux"]
    assert dossier.draft["budget"] == [{"label": "Essais", "amount": "1200"}]


def test_withdrawing_asks_for_a_tick(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.filed(pole), signed_in("member")
    url = reverse("withdraw_dossier", args=[dossier.pk])
    browser.post(url)
    dossier.refresh_from_db()
    assert not dossier.is_closed
    browser.post(url, {"sure": "oui"})
    dossier.refresh_from_db()
    assert dossier.outcome == "withdrawn"


def test_the_team_asks_an_expert_who_declares_then_judges(pole: Cluster, signed_in: Sign) -> None:
    dossier, team, expert = filed.filed(pole), signed_in("team"), signed_in("expert")
    team.post(reverse("invite_dossier_expert", args=[dossier.pk]), {"expert": pole.people["expert"].pk})
    asked = Assignment.objects.get()
    url = reverse("judge_dossier", args=[asked.pk])
    assert "Pouvez-vous juger ce dossier" in body(expert.get(url))
    expert.post(reverse("answer_assignment", args=[asked.pk]), {"answer": "accepted", "declares": "oui"})
    page = body(expert.get(url))
    assert "Aucune nouveauté" in page, "anchors are in view"
    refused = expert.post(url, {"content": 1, "for_panel": "Texte gardé"})
    assert refused.status_code == 422
    assert "Donnez une note à ce critère." in body(refused)
    assert "Texte gardé" in body(refused)
    marks = {f"mark_{key}": 4 for key in filed.said(dossier).marks}
    expert.post(url, marks | {"content": 1, "recommendation": "accepted"})
    assert Opinion.objects.get().content == 1
    assert "avis donné" in body(expert.get(reverse("desk_expert")))


def test_a_decision_refused_keeps_what_was_typed_and_one_accepted_is_read_by_the_applicant(
    pole: Cluster, signed_in: Sign
) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    team, url = signed_in("team"), reverse("decide_dossier", args=[dossier.pk])
    team.post(reverse("move_dossier", args=[dossier.pk]), {"outcome": "done"})
    said = {"outcome": "accepted", "motives": "Un projet qui répond au besoin.", "sitting": 2}
    refused = team.post(url, said)
    assert refused.status_code == 422
    assert "quorum" in body(refused)
    assert "Un projet qui répond au besoin." in body(refused)
    assert team.post(url, said | {"sitting": 6}).status_code == 302
    page = body(signed_in("member").get(reverse("my_dossier", args=[dossier.pk])))
    assert "Un projet qui répond au besoin." in page


def test_the_attestation_is_made_once_and_given_to_its_applicant_only(pole: Cluster, signed_in: Sign) -> None:
    decision = filed.decided(pole)
    assert filed.marker("panel") not in str(said_by(decision))
    Attestation.objects.create(decision=decision, pdf=b"%PDF-essai")
    print_attestation.call(decision.pk)
    assert Attestation.objects.count() == 1
    url = reverse("dossier_attestation", args=[decision.dossier_id, decision.pk])
    assert signed_in("member").get(url).content == b"%PDF-essai"
    assert signed_in("accountant").get(url).status_code == 403


def test_an_attestation_lost_with_its_worker_is_asked_again_later(pole: Cluster) -> None:
    decision = filed.decided(pole)
    assert requeue_missing_attestations() == 0, "the worker has two minutes first"
    Decision.objects.update(at=decision.at - dt.timedelta(minutes=5))
    assert requeue_missing_attestations() == 1
    assert bytes(Attestation.objects.get().pdf)[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("name", "kind"), [("my_dossiers", "member"), ("dossiers", "team"), ("dossiers_list", "board")]
)
def test_a_list_costs_as_much_at_three_rows_as_at_one(
    pole: Cluster, signed_in: Sign, django_assert_num_queries: Any, name: str, kind: str
) -> None:
    filed.filed(pole)
    browser = signed_in(kind)
    browser.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(name))
    filed.filed(pole)
    filed.filed(pole)
    with django_assert_num_queries(len(one)):
        browser.get(reverse(name))

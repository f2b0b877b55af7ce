"""What the team and the members may do of a dossier by its pages: closed doors, bad words, acts done twice."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factories import cluster, filed
from factories.cluster import Cluster
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.actions import grant_role
from vivier_web.procedures.actions.filing import withdraw_dossier
from vivier_web.procedures.models import Assignment, Attestation, Dossier, Opinion


def words(answer: Any) -> str:
    return answer.content.decode()


TEAM = [
    ("invite_dossier_expert", ()), ("recuse_dossier_expert", (1,)), ("remind_dossier_expert", (1,)), ("move_dossier", ()),
    ("ask_dossier_corrections", ()), ("decide_dossier", ()), ("settle_dossier_condition", (1,)), ("change_dossier_grant", (1,)),
]  # fmt: skip


def test_every_gesture_of_the_team_is_closed_to_the_other_roles_and_to_another_pole(
    pole: Cluster, signed_in: Any
) -> None:
    dossier = filed.filed(pole)
    other = Client()
    other.force_login(cluster.founded("plasturgie", 1).people["team"])
    before = list(Dossier.objects.values())
    for name, more in TEAM:
        url = reverse(name, args=[dossier.pk, *more])
        for kind in ("governance", "board", "member", "accountant", "expert", "network", "state", "region"):
            assert signed_in(kind).post(url, {"outcome": "done"}).status_code == 403, (name, kind)
        assert other.post(url, {"outcome": "done"}).status_code == 404, name
        assert signed_in("team").get(url).status_code == 405, name
    assert list(Dossier.objects.values()) == before


def test_a_gesture_that_is_another_side_s_or_comes_too_late_is_answered_with_words(
    pole: Cluster, signed_in: Any
) -> None:
    team, draft = signed_in("team"), filed.opened(pole)
    move, decide, corrections = (
        reverse(name, args=[draft.pk]) for name in ("move_dossier", "decide_dossier", "ask_dossier_corrections")
    )
    assert "C’est au porteur d’agir" in words(team.post(move, {"outcome": "done"}, follow=True))
    assert "n’attend pas de décision" in words(team.post(decide, {"outcome": "accepted"}, follow=True))
    assert "C’est au porteur d’agir" in words(team.post(corrections, {"why": "Corrigez"}, follow=True))
    withdraw_dossier(draft, by=None)
    for url in (move, corrections):
        assert "Ce dossier est fermé." in words(team.post(url, {"outcome": "done", "why": "x"}, follow=True))
    theirs = filed.filed(pole, filed.REGIONAL, rank=1)
    url = reverse("move_dossier", args=[theirs.pk])
    assert "C’est à l’autorité d’agir" in words(team.post(url, {"outcome": "done"}, follow=True))
    assert Dossier.objects.get(pk=theirs.pk).stage == "experts"


@pytest.mark.parametrize("said", ["", "abc", "²", "-1", "1.5", "9" * 40, "member"])
def test_an_expert_that_is_nobody_or_no_expert_is_not_asked(pole: Cluster, signed_in: Any, said: str) -> None:
    dossier, team = filed.filed(pole), signed_in("team")
    asked = pole.people["member"].pk if said == "member" else said
    page = words(team.post(reverse("invite_dossier_expert", args=[dossier.pk]), {"expert": asked}, follow=True))
    assert ("n’est pas experte" if said == "member" else "Choisissez un expert dans la liste.") in page
    assert not Assignment.objects.exists()


def test_a_stage_concluded_too_early_says_what_is_missing_and_stays(pole: Cluster, signed_in: Any) -> None:
    dossier, team = filed.filed(pole), signed_in("team")
    url = reverse("move_dossier", args=[dossier.pk])
    answer = team.post(url, {"outcome": "done"})
    assert (answer.status_code, "Il manque" in words(answer)) == (422, True)
    for outcome in ("accepted", "refused"):
        assert "se motive" in words(team.post(url, {"outcome": outcome}))
    for outcome in ("", "brûler"):
        assert "n’est pas une issue" in words(team.post(url, {"outcome": outcome}))
    assert Dossier.objects.get().stage == "experts"


def test_a_member_sees_only_its_own_and_an_accountant_none(pole: Cluster, signed_in: Any) -> None:
    own, stranger = filed.filed(pole), filed.filed(pole, rank=1)
    user = open_account("autre@essai.example", "Camille Autre", by=None)
    grant_role(user, RoleKind.MEMBER, by=None, pole=pole.pole, organisation=pole.members[1])
    other = Client()
    other.force_login(user)
    for client, mine, theirs in ((signed_in("member"), own, stranger), (other, stranger, own)):
        page = words(client.get(reverse("my_dossiers")))
        assert (mine.reference in page, theirs.reference in page) == (True, False)
        for name in ("my_dossier", "fill_dossier"):
            assert client.get(reverse(name, args=[theirs.pk])).status_code == 404
        assert client.post(reverse("withdraw_dossier", args=[theirs.pk]), {"sure": "oui"}).status_code == 404
    for name in ("my_dossier", "fill_dossier"):
        for kind in ("accountant", "team", "state", "expert"):
            assert signed_in(kind).get(reverse(name, args=[own.pk])).status_code == 403, (name, kind)
    assert not Dossier.objects.exclude(closed_at=None).exists()


def test_a_dossier_withdrawn_twice_is_withdrawn_once_and_never_filled_again(pole: Cluster, signed_in: Any) -> None:
    dossier, member = filed.filed(pole), signed_in("member")
    url = reverse("withdraw_dossier", args=[dossier.pk])
    for sure in ("", "non", "1"):
        assert "Cochez la case" in words(member.post(url, {"sure": sure}, follow=True))
    assert "est retiré" in words(member.post(url, {"sure": "oui"}, follow=True))
    closed_at = Dossier.objects.get().closed_at
    assert "Ce dossier est fermé." in words(member.post(url, {"sure": "oui"}, follow=True))
    assert Dossier.objects.get().closed_at == closed_at
    fill = reverse("fill_dossier", args=[dossier.pk])
    assert "Rien n’est à remplir" in words(member.post(fill, {"geste": "deposer"}, follow=True))
    assert Dossier.objects.get().contents.count() == 1


def test_the_attestation_of_one_dossier_is_not_given_under_the_number_of_another(
    pole: Cluster, signed_in: Any
) -> None:
    decision, other = filed.decided(pole), filed.filed(pole, rank=1)
    url = reverse("dossier_attestation", args=[decision.dossier_id, decision.pk])
    member = signed_in("member")
    assert member.get(url).status_code == 404, "it is not made yet"
    Attestation.objects.create(decision=decision, pdf=b"%PDF-essai")
    answer = member.get(url)
    assert (answer.content, answer["Cache-Control"]) == (b"%PDF-essai", "private, no-store")
    assert member.get(reverse("dossier_attestation", args=[other.pk, decision.pk])).status_code == 404
    assert member.get(reverse("dossier_attestation", args=[decision.dossier_id, 10**6])).status_code == 404


def test_an_expert_opens_what_was_asked_of_them_and_confirms_only_what_they_gave(
    pole: Cluster, signed_in: Any
) -> None:
    dossier = filed.filed(pole)
    mine, theirs = filed.accepted(pole, dossier), filed.accepted(pole, dossier, 1)
    expert = signed_in("expert")
    for name in ("judge_dossier", "answer_assignment", "confirm_opinion"):
        assert expert.post(reverse(name, args=[theirs.pk]), {"answer": "declined"}).status_code == 404, name
        for kind in ("team", "member", "state"):
            assert signed_in(kind).post(reverse(name, args=[mine.pk]), {}).status_code == 403, (name, kind)
    confirm = reverse("confirm_opinion", args=[mine.pk])
    assert "pas encore donné d’avis" in words(expert.post(confirm, {"content": "1"}, follow=True))
    filed.judged(pole, filed.filed(pole, rank=1), count=0)
    marks = {f"mark_{key}": 4 for key in filed.said(dossier).marks}
    assert expert.post(reverse("judge_dossier", args=[mine.pk]), marks | {"content": 1}).status_code == 302
    for said in ("", "abc", "2", "-1", "9" * 30):
        assert "Le dossier a encore changé" in words(expert.post(confirm, {"content": said}, follow=True)), said
    assert Opinion.objects.get().confirmed_for == 0
    assert "déjà répondu" in words(
        expert.post(reverse("answer_assignment", args=[mine.pk]), {"answer": "declined"}, follow=True)
    )

"""Lists of dossiers cost a number of queries written here, at one row and at three; the team's page keeps what is typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from factories import filed
from factories.cluster import Cluster
from vivier_web.procedures.actions.deciding import move
from vivier_web.procedures.models import Assignment, Condition, Decision, Dossier, Grant

Sign = Callable[[str], Any]
NOBODY = "Choisissez un expert dans la liste."


def told(answer: Any) -> list[str]:
    return [str(each) for each in get_messages(answer.wsgi_request)]


def body(answer: Any) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("name", "kind", "queries"),
    [
        ("my_dossiers", "member", 8),
        ("dossiers", "team", 6),
        ("dossiers", "board", 6),
        ("dossiers_list", "team", 7),
        ("desk_expert", "expert", 10),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_dossiers_costs_this_many_queries(
    pole: Cluster, signed_in: Sign, django_assert_num_queries: Any, name: str, kind: str, queries: int, rows: int
) -> None:
    for _ in range(rows):
        filed.accepted(pole, filed.filed(pole))
    browser, url = signed_in(kind), reverse(name)
    browser.get(url)
    with django_assert_num_queries(queries):
        page = body(browser.get(url))
    assert [f"2026-00{rank}" in page for rank in (1, 2, 3)] == [True, rows == 3, rows == 3]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_dossier_costs_the_applicant_as_much_whatever_the_opinions(
    pole: Cluster, signed_in: Sign, django_assert_num_queries: Any, rows: int
) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier, count=rows)
    browser, url = signed_in("member"), reverse("my_dossier", args=[dossier.pk])
    browser.get(url)
    with django_assert_num_queries(14):
        browser.get(url)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("dossiers", "Aucun membre n’a encore ouvert de dossier."),
        ("dossiers_list", "Aucun dossier ne répond à cette demande."),
    ],
)
def test_an_empty_room_says_what_to_do(pole: Cluster, signed_in: Sign, name: str, sentence: str) -> None:
    browser = signed_in("team")
    assert sentence in body(browser.get(reverse(name)))
    filed.opened(pole)
    assert sentence not in body(browser.get(reverse(name)))


@pytest.mark.parametrize("query", ["?etape=lune", "?procedure=inconnue", "?procedure=" + "a" * 500])
def test_a_list_cut_on_what_does_not_exist_is_empty_and_says_it(pole: Cluster, signed_in: Sign, query: str) -> None:
    filed.opened(pole)
    page = body(signed_in("team").get(reverse("dossiers_list") + query))
    assert "Aucun dossier ne répond à cette demande." in page


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999", ""])
def test_a_page_that_is_none_gives_a_page_that_is(pole: Cluster, signed_in: Sign, page: str) -> None:
    filed.opened(pole)
    assert "2026-001" in body(signed_in("team").get(reverse("dossiers_list"), {"page": page}))


def test_the_team_reads_that_a_draft_is_read_by_its_author_alone(pole: Cluster, signed_in: Sign) -> None:
    dossier = filed.opened(pole)
    url = reverse("dossier", args=[dossier.pk])
    signed_in("member").post(reverse("fill_dossier", args=[dossier.pk]), {"summary": "BROUILLON"})
    page = body(signed_in("team").get(url))
    assert "Le porteur n’a encore rien déposé : son brouillon n’est lu que par lui." in page
    assert "BROUILLON" not in page
    sent = filed.answers(dossier) | {"summary": "BROUILLON"}
    filed.file_content(dossier, sent, by=None, on=filed.DAY)
    assert "BROUILLON" in body(signed_in("team").get(url)), "filed, it is read"


@pytest.mark.parametrize("asked", ["", "0", "abc", "-3", "²", "9" * 5000])
def test_an_expert_who_is_none_is_not_asked(pole: Cluster, signed_in: Sign, asked: str) -> None:
    dossier = filed.filed(pole)
    answer = signed_in("team").post(reverse("invite_dossier_expert", args=[dossier.pk]), {"expert": asked})
    assert told(answer) == [NOBODY]
    assert not Assignment.objects.exists()


def in_committee(pole: Cluster) -> Dossier:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    return move(dossier, "done", by=None, on=filed.DAY)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"condition_0": "Prouver"}, "Une condition va avec son échéance."),
        ({"due_2": "2030-01-01"}, "Une condition va avec son échéance."),
        ({"condition_0": "Prouver", "due_0": "2020-01-01"}, "L’échéance d’une condition est à venir"),
        ({}, "Écrivez au moins une condition, avec son échéance."),
        ({"outcome": "accepted", "condition_0": "P", "due_0": "2030-01-01"}, "Des conditions accompagnent"),
        ({"motives": "Oui."}, "Motivez la décision en une phrase au moins : le porteur la lira."),
        ({"outcome": "done"}, "done"),
        ({"sitting": "501"}, "500"),
        ({"sitting": "beaucoup"}, "beaucoup"),
    ],
)
def test_a_decision_refused_says_why_and_keeps_every_word(
    pole: Cluster, signed_in: Sign, more: dict[str, str], sentence: str
) -> None:
    dossier = in_committee(pole)
    said = {"outcome": "accepted_with_conditions", "motives": "Un <motif> écrit en séance.", "sitting": "6"} | more
    answer = signed_in("team").post(reverse("decide_dossier", args=[dossier.pk]), said)
    page = body(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert f"{said['motives'].replace('<', '&lt;').replace('>', '&gt;')}</textarea>" in page
    assert [f'value="{value}"' in page for key, value in more.items() if key.startswith(("cond", "due", "sit"))] == [
        True for key in more if key.startswith(("cond", "due", "sit"))
    ]
    assert not Decision.objects.exists()


def test_a_decision_is_not_written_where_none_is_awaited(pole: Cluster, signed_in: Sign) -> None:
    dossier = filed.opened(pole)
    said = {"outcome": "accepted", "motives": "Un motif assez long."}
    answer = signed_in("team").post(reverse("decide_dossier", args=[dossier.pk]), said)
    assert told(answer) == ["Ce dossier n’attend pas de décision du pôle aujourd’hui."]
    assert not Decision.objects.exists()


def test_a_proof_is_noted_then_taken_back_and_a_grant_suspended_then_given_back(
    pole: Cluster, signed_in: Sign
) -> None:
    decision, team = filed.decided(pole), signed_in("team")
    held, grant = Condition.objects.get(), Grant.objects.get()
    settle = reverse("settle_dossier_condition", args=[decision.dossier_id, held.pk])
    change = reverse("change_dossier_grant", args=[decision.dossier_id, grant.pk])
    assert told(team.post(settle, {"proof": "Contrat signé"}))[-1:] == ["Preuve notée."]
    assert told(team.post(settle, {"proof": "  "}))[-1:] == ["Preuve reprise : la condition reste à lever."]
    wrong = told(team.post(change, {"geste": "brûler", "why": "Parce que"}))[-1:]
    assert wrong == ["Choisissez ce qu’il faut faire : suspendre, rendre, renouveler ou retirer."]
    team.post(change, {"geste": "suspendre", "why": "Pièces absentes"})
    page = body(signed_in("member").get(reverse("my_dossier", args=[decision.dossier_id])))
    assert "suspendu depuis le " in page
    assert " : Pièces absentes" in page
    team.post(change, {"geste": "rendre"})
    page = body(signed_in("member").get(reverse("my_dossier", args=[decision.dossier_id])))
    assert "suspendu" not in page
    other = filed.filed(pole)
    for name, row in (("settle_dossier_condition", held), ("change_dossier_grant", grant)):
        assert team.post(reverse(name, args=[other.pk, row.pk]), {"proof": "Volée"}).status_code == 404
    held.refresh_from_db()
    assert held.proof == ""

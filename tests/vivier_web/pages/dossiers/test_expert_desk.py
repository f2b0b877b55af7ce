"""The desk of an expert: nothing is read before interests are declared, nothing typed is lost, versions are told apart."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from factories import filed
from factories.cluster import Cluster
from vivier_web.procedures.actions.deciding import ask_corrections, move
from vivier_web.procedures.actions.filing import file_content
from vivier_web.procedures.actions.judging import give_opinion, invite_expert
from vivier_web.procedures.models import Assignment, Dossier, Opinion

Sign = Callable[[str], Any]
SECRETS = ("technical_secret", "budget", "letter")


def told(answer: Any) -> list[str]:
    return [str(each) for each in get_messages(answer.wsgi_request)]


def body(answer: Any) -> str:
    return answer.content.decode()


def asked(pole: Cluster, dossier: Dossier) -> Assignment:
    return invite_expert(dossier, pole.people["expert"], by=None)


def judge(row: Assignment) -> str:
    return reverse("judge_dossier", args=[row.pk])


def reply(row: Assignment) -> str:
    return reverse("answer_assignment", args=[row.pk])


def marks(dossier: Dossier, mark: object = 3) -> dict[str, object]:
    """Give the fields of a whole opinion."""
    return {f"mark_{key}": mark for key in filed.said(dossier).marks}


def corrected(dossier: Dossier, summary: str = "Nouveau") -> Dossier:
    row = ask_corrections(dossier, "Précisez", by=None, on=filed.DAY)
    return file_content(row, filed.answers(row) | {"summary": summary}, by=None, on=filed.DAY)


def hidden(page: str) -> list[str]:
    """Give the version each form of the page would send."""
    return re.findall(r'name="content" value="([^"]*)"', page)


def test_the_desk_says_when_nothing_is_asked_then_counts_what_waits(pole: Cluster, signed_in: Sign) -> None:
    browser, desk = signed_in("expert"), reverse("desk_expert")
    assert "Aucun avis ne vous est demandé aujourd’hui" in body(browser.get(desk))
    one = asked(pole, filed.filed(pole))
    page = body(browser.get(desk))
    assert "1\u00a0dossier attend votre avis" in page
    assert judge(one) in page
    asked(pole, filed.filed(pole))
    assert "2\u00a0dossiers attendent votre avis" in body(browser.get(desk))
    browser.post(reply(one), {"answer": "declined"})
    assert "1\u00a0dossier attend votre avis" in body(browser.get(desk))


def test_secrets_are_read_after_the_declaration_and_not_before(pole: Cluster, signed_in: Sign) -> None:
    row, browser = asked(pole, filed.filed(pole)), signed_in("expert")
    before = body(browser.get(judge(row)))
    assert [each for each in SECRETS if filed.marker(each) in before] == []
    assert pole.members[0].name in before, "whose dossier it is must be known to declare an interest"
    answer = browser.post(reply(row), {"answer": "accepted", "declares": "oui"})
    assert answer.url == judge(row)
    after = body(browser.get(judge(row)))
    assert [each for each in SECRETS if filed.marker(each) in after] == list(SECRETS)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"answer": "accepted"}, "Cochez la déclaration avant de lire le dossier, ou déclarez votre intérêt."),
        ({"answer": "accepted", "declares": "on"}, "Cochez la déclaration avant de lire le dossier, ou déclarez"),
        ({"answer": "recused"}, "Dites en quelques mots l’intérêt qui vous lie à ce dossier."),
        ({"answer": "recused", "reason": "  \t"}, "Dites en quelques mots l’intérêt qui vous lie à ce dossier."),
        ({"answer": "invited"}, "Choisissez une réponse : accepter, décliner, ou déclarer un intérêt."),
        ({"answer": "peut-être", "declares": "oui"}, "Choisissez une réponse : accepter, décliner, ou déclarer"),
        ({}, "Choisissez une réponse : accepter, décliner, ou déclarer un intérêt."),
    ],
)
def test_an_answer_that_is_none_leaves_the_dossier_closed(
    pole: Cluster, signed_in: Sign, said: dict[str, str], sentence: str
) -> None:
    row, browser = asked(pole, filed.filed(pole)), signed_in("expert")
    answer = browser.post(reply(row), said)
    assert [each.startswith(sentence) for each in told(answer)] == [True]
    assert filed.marker("technical_secret") not in body(browser.get(judge(row)))
    row.refresh_from_db()
    assert (row.state, row.answered_at) == ("invited", None)


@pytest.mark.parametrize(
    ("answer", "heading"),
    [("recused", "Vous êtes récusé pour ce dossier"), ("declined", "Vous avez décliné")],
)
def test_who_stands_aside_is_thanked_and_cannot_come_back(
    pole: Cluster, signed_in: Sign, answer: str, heading: str
) -> None:
    row, browser = asked(pole, filed.filed(pole)), signed_in("expert")
    first = browser.post(reply(row), {"answer": answer, "reason": "Ma <sœur> y travaille"})
    assert told(first) == ["C’est noté : l’équipe du pôle demandera à quelqu’un d’autre. Merci de l’avoir dit."]
    page = body(browser.get(judge(row)))
    assert heading in page
    assert "Motif noté : Ma &lt;sœur&gt; y travaille" in page
    again = browser.post(reply(row), {"answer": "accepted", "declares": "oui"})
    assert told(again)[-1:] == ["Vous avez déjà répondu à cette demande."]
    assert browser.post(judge(row), marks(row.dossier) | {"content": 1}).status_code == 200
    assert not Opinion.objects.exists()


def test_what_is_asked_of_another_expert_does_not_exist(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.filed(pole), signed_in("expert")
    other = filed.accepted(pole, dossier, rank=1)
    assert browser.get(judge(other)).status_code == 404
    for name in ("answer_assignment", "confirm_opinion"):
        assert browser.post(reverse(name, args=[other.pk]), {"answer": "declined"}).status_code == 404
        assert browser.get(reverse(name, args=[other.pk])).status_code == 405
    other.refresh_from_db()
    assert other.state == "accepted"


@pytest.mark.parametrize("kind", ["member", "team", "governance", "state"])
def test_the_desk_is_for_experts_only(pole: Cluster, signed_in: Sign, kind: str) -> None:
    row = filed.accepted(pole, filed.filed(pole))
    assert signed_in(kind).get(judge(row)).status_code == 403
    assert signed_in("expert").get(judge(row)).status_code == 200


@pytest.mark.parametrize("wrong", ["", "9", "-1", "quatre", "4.5"])
def test_a_mark_off_the_scale_is_refused_and_every_word_typed_stays(
    pole: Cluster, signed_in: Sign, wrong: str
) -> None:
    dossier = filed.filed(pole)
    row, first = filed.accepted(pole, dossier), next(iter(marks(dossier)))
    said = marks(dossier) | {first: wrong, "content": 1, "for_panel": "Pour <eux>", "for_applicant": "Pour vous"}
    answer = signed_in("expert").post(judge(row), said | {"recommendation": "resubmit"})
    page = body(answer)
    assert answer.status_code == 422
    assert "L’avis n’est pas encore envoyé ; rien n’est perdu." in page
    assert "Pour &lt;eux&gt;</textarea>" in page
    assert "Pour vous</textarea>" in page
    assert '<option value="resubmit" selected>' in page
    assert page.count(" checked") == len(marks(dossier)) - 1
    assert page.count('class="criterion wrong"') == 1
    assert not Opinion.objects.exists()


def test_an_opinion_given_is_found_again_as_it_was_and_may_be_replaced(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.filed(pole), signed_in("expert")
    row = filed.accepted(pole, dossier)
    said = {"content": 1, "recommendation": "accepted", "for_panel": "Mon avis"}
    answer = browser.post(judge(row), marks(dossier, 2) | said)
    assert (answer.url, told(answer)) == (
        reverse("desk_expert"),
        ["Avis enregistré sur la version 1. Vous pouvez le refaire."],
    )
    page = body(browser.get(judge(row)))
    assert "Remplacer mon avis" in page
    assert "Mon avis</textarea>" in page
    assert set(re.findall(r'value="(\d)"[^>]* checked', page)) == {"2"}
    browser.post(judge(row), marks(dossier, 4) | said | {"for_panel": "Mieux lu"})
    assert list(Opinion.objects.order_by("pk").values_list("for_panel", flat=True)) == ["Mon avis", "Mieux lu"]
    assert "Mieux lu</textarea>" in body(browser.get(judge(row)))


def test_a_version_filed_while_one_reads_refuses_the_opinion_then_takes_it_once_read(
    pole: Cluster, signed_in: Sign
) -> None:
    dossier, browser = filed.filed(pole), signed_in("expert")
    row = filed.accepted(pole, dossier)
    corrected(dossier, "Un résumé tout neuf")
    answer = browser.post(judge(row), marks(dossier) | {"content": 1, "for_panel": "Texte long"})
    page = body(answer)
    assert answer.status_code == 422
    assert "Le dossier a changé pendant votre lecture" in page
    assert "Un résumé tout neuf" in page
    assert "Texte long</textarea>" in page
    assert hidden(page) == ["2"], "the page shows version 2: sending it again must be taken"
    browser.post(judge(row), marks(dossier) | {"content": hidden(page)[0], "for_panel": "Texte long"})
    assert [(each.content, each.for_panel) for each in Opinion.objects.all()] == [(2, "Texte long")]


@pytest.mark.parametrize("content", ["", "abc", "0", "-1", "2", "9" * 5000])
def test_a_version_that_is_none_is_never_judged(pole: Cluster, signed_in: Sign, content: str) -> None:
    dossier = filed.filed(pole)
    row = filed.accepted(pole, dossier)
    assert signed_in("expert").post(judge(row), marks(dossier) | {"content": content}).status_code == 422
    assert not Opinion.objects.exists()


def test_a_stale_opinion_is_confirmed_by_its_author_in_one_click(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.filed(pole), signed_in("expert")
    row = filed.accepted(pole, dossier)
    confirm = reverse("confirm_opinion", args=[row.pk])
    assert told(browser.post(confirm, {"content": 1})) == ["Vous n’avez pas encore donné d’avis sur ce dossier."]
    given = give_opinion(row, filed.said(dossier), content=1, by=row.expert)
    assert "Mon avis tient" not in body(browser.get(judge(row)))
    corrected(dossier)
    page = body(browser.get(judge(row)))
    assert "Le dossier a changé depuis votre avis (version 1)." in page
    assert "Mon avis tient pour la version 2" in page
    for wrong in ("", "1", "3", "deux", "9" * 5000):
        assert told(browser.post(confirm, {"content": wrong}))[-1:] == [
            "Le dossier a encore changé : relisez la dernière version."
        ]
    answer = browser.post(confirm, {"content": "2"})
    assert told(answer)[-1:] == ["Votre avis vaut aussi pour la nouvelle version."]
    given.refresh_from_db()
    assert (given.content, given.confirmed_for) == (1, 2)
    assert "Mon avis tient" not in body(browser.get(judge(row)))


@pytest.mark.parametrize("has_said", [True, False])
def test_once_the_stage_is_over_one_reads_ones_own_words_and_no_more(
    pole: Cluster, signed_in: Sign, *, has_said: bool
) -> None:
    dossier, browser = filed.filed(pole), signed_in("expert")
    row = filed.accepted(pole, dossier)
    for rank in (1, 2, 3):
        other = filed.accepted(pole, dossier, rank)
        give_opinion(other, filed.said(dossier), content=1, by=other.expert)
    mine = filed.Said(dict.fromkeys(filed.said(dossier).marks, 1), "refused", "MOTS-PORTEUR", "MOTS-PANEL")
    if has_said:
        give_opinion(row, mine, content=1, by=row.expert)
    assert filed.marker("technical_secret") in body(browser.get(judge(row)))
    move(dossier, "done", by=None, on=filed.DAY + dt.timedelta(days=3))
    page = body(browser.get(judge(row)))
    assert "Le temps des avis est passé" in page
    assert ["MOTS-PANEL" in page, "MOTS-PORTEUR" in page] == [has_said, has_said]
    assert ("Vous n’aviez pas donné d’avis." in page) is not has_said
    assert filed.marker("technical_secret") not in page
    assert filed.marker("panel") not in page
    before = Opinion.objects.count()
    browser.post(judge(row), marks(dossier) | {"content": 1})
    assert Opinion.objects.count() == before

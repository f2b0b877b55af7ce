"""A member fills in its dossier through the browser: nothing typed is lost, tables work without JavaScript, sentences."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from factories import filed
from factories.cluster import Cluster
from vivier_web.procedures.actions.deciding import ask_corrections
from vivier_web.procedures.models import Attestation, Content, Dossier, ProcedureVersion

Sign = Callable[[str], Any]


def told(answer: Any) -> list[str]:
    """Give the sentences that follow the member to the next page."""
    return [str(each) for each in get_messages(answer.wsgi_request)]


def body(answer: Any) -> str:
    return answer.content.decode()


def to_fill(dossier: Dossier) -> str:
    return reverse("fill_dossier", args=[dossier.pk])


def inputs(page: str, start: str) -> dict[str, str]:
    """Read the text inputs of a table as a browser without JavaScript would send them again."""
    found = re.findall(r'<input class="form-control" type="text" name="([^"]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name.startswith(f"{start}-")}


def typed(dossier: Dossier) -> dict[str, str]:
    """Give a whole answer of the label as the fields of a form."""
    sent: dict[str, str] = {}
    for key, value in filed.answers(dossier).items():
        rows = value if isinstance(value, list) else []
        sent |= {f"{key}-{rank}-{name}": cell for rank, row in enumerate(rows) for name, cell in row.items()}
        sent |= {} if isinstance(value, list) else {key: value}
    return sent


def test_without_a_published_procedure_the_page_says_so_and_offers_nothing(pole: Cluster, signed_in: Sign) -> None:
    page = body(signed_in("member").get(reverse("my_dossiers")))
    assert "Aucun dossier en cours" in page
    assert "Votre pôle n’a ouvert aucune procédure en ce moment." in page
    assert "Commencer<span" not in page
    assert "Vos dossiers</h2>" not in page
    filed.opened(pole)
    page = body(signed_in("member").get(reverse("my_dossiers")))
    assert f"1\u00a0dossier de {pole.members[0].name}" in page
    assert "aucune procédure" not in page
    assert page.count("Commencer<span") == 1


def test_a_whole_form_is_filed_read_back_and_leaves_no_draft(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.opened(pole, on=timezone.localdate()), signed_in("member")
    browser.post(to_fill(dossier), {"title": "Premier essai"})
    answer = browser.post(to_fill(dossier), typed(dossier) | {"geste": "deposer"})
    assert (answer.status_code, answer.url) == (302, reverse("my_dossier", args=[dossier.pk]))
    assert told(answer)[-1:] == [f"Dossier {dossier.reference} déposé. Vous suivez ici la suite, étape par étape."]
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.draft, dossier.title) == ("experts", {}, filed.marker("public"))
    assert Content.objects.get().answers == filed.answers(filed.opened(pole))


def test_saving_says_who_reads_the_draft_and_comes_back_to_the_form(pole: Cluster, signed_in: Sign) -> None:
    dossier = filed.opened(pole)
    answer = signed_in("member").post(to_fill(dossier), {"title": "Un titre", "geste": "garder"})
    assert (answer.status_code, answer.url) == (302, to_fill(dossier))
    assert told(answer) == ["C’est enregistré. Personne d’autre que vous ne lit ce brouillon."]
    assert not Content.objects.exists()


@pytest.mark.parametrize(
    ("name", "said", "sentence"),
    [
        ("duration", "trois ans", "Écrivez un nombre, par exemple 12 500,50."),
        ("aid_asked", "1e40", "Ce nombre est trop grand pour être vrai."),
        ("aid_asked", "12.500,50", "Écrivez un nombre, par exemple 12 500,50."),
        ("budget-0-amount", "beaucoup", "Écrivez un nombre, par exemple 12 500,50."),
        ("budget-1-amount", "9" * 14, "Ce nombre est trop grand pour être vrai."),
        ("lead_kind", "Syndicat", "Syndicat"),
        ("title", "T" * 301, "300"),
    ],
)
@pytest.mark.parametrize("gesture", ["garder", "deposer"])
def test_what_is_refused_is_said_beside_its_field_and_the_rest_is_kept(
    pole: Cluster, signed_in: Sign, name: str, said: str, sentence: str, gesture: str
) -> None:
    dossier = filed.opened(pole)
    rest = {"summary": "Un résumé à <garder>", "consortium-0-name": "Ma société & fils", "consortium-0-siren": "12"}
    answer = signed_in("member").post(to_fill(dossier), rest | {name: said, "geste": gesture})
    page = body(answer)
    assert answer.status_code == 422
    assert "ce que vous avez écrit est gardé" in page
    assert sentence in page
    assert "Un résumé à &lt;garder&gt;" in page
    assert inputs(page, "consortium")["consortium-0-name"] == "Ma société &amp; fils"
    assert f'value="{said}"' in page or said == "Syndicat", "the wrong answer itself is there to correct"
    assert not Content.objects.exists()


def test_a_table_offers_blank_rows_and_two_more_each_time_it_is_saved(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.opened(pole), signed_in("member")
    first = inputs(body(browser.get(to_fill(dossier))), "budget")
    assert first == {f"budget-{rank}-{key}": "" for rank in range(3) for key in ("label", "amount")}
    rows = {f"budget-{rank}-label": f"Poste {rank}" for rank in range(3)}
    browser.post(to_fill(dossier), rows)
    again = inputs(body(browser.get(to_fill(dossier))), "budget")
    assert [value for key, value in again.items() if key.endswith("label")] == [
        "Poste 0",
        "Poste 1",
        "Poste 2",
        "",
        "",
    ]


def test_a_row_emptied_disappears_and_the_others_move_up(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.opened(pole), signed_in("member")
    rows = {"consortium-0-name": "Un", "consortium-1-name": "Deux", "consortium-2-name": "Trois"}
    browser.post(to_fill(dossier), rows)
    sent = inputs(body(browser.get(to_fill(dossier))), "consortium") | {"consortium-1-name": "  "}
    browser.post(to_fill(dossier), sent)
    dossier.refresh_from_db()
    assert [each["name"] for each in dossier.draft["consortium"]] == ["Un", "Trois"]


def test_a_partner_known_by_its_siren_alone_is_not_lost(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.opened(pole), signed_in("member")
    browser.post(to_fill(dossier), {"consortium-0-siren": "404833048", "consortium-0-role": "partner"})
    dossier.refresh_from_db()
    assert dossier.draft["consortium"] == [{"name": "", "siren": "404833048", "kind": "", "role": "partner"}]


def test_the_applicant_is_the_lead_partner_before_a_word_is_typed(pole: Cluster, signed_in: Sign) -> None:
    dossier = filed.opened(pole)
    page = body(signed_in("member").get(to_fill(dossier)))
    first = [value for key, value in inputs(page, "consortium").items() if key.startswith("consortium-0-")]
    assert first == [pole.members[0].name, "732829320"]
    assert '<option value="lead" selected>' in page
    assert not Dossier.objects.get().draft, "what is known is shown, never kept in the name of the member"


@pytest.mark.parametrize("change", [{"state": "retired"}, {"state": "draft"}])
def test_a_procedure_that_is_not_published_opens_nothing(
    pole: Cluster, signed_in: Sign, change: dict[str, str]
) -> None:
    version = filed.published(pole)
    ProcedureVersion.objects.filter(pk=version.pk).update(**change)
    answer = signed_in("member").post(reverse("start_dossier", args=[version.pk]))
    assert told(answer) == ["Cette procédure n’est pas ouverte : choisissez-en une dans la liste."]
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("key", ["pole-de-competitivite", "excellence-des-poles"])
def test_a_procedure_whose_applicant_is_the_pole_is_neither_offered_nor_opened_by_its_address(
    pole: Cluster, signed_in: Sign, key: str
) -> None:
    version, browser = filed.published(pole, key), signed_in("member")
    assert version.title not in body(browser.get(reverse("my_dossiers")))
    browser.post(reverse("start_dossier", args=[version.pk]))
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("asked", ["0", "abc", "999999", "-1"])
def test_a_member_one_does_not_answer_for_is_refused(pole: Cluster, signed_in: Sign, asked: str) -> None:
    version, browser = filed.published(pole), signed_in("member")
    assert browser.get(reverse("my_dossiers"), {"membre": asked}).status_code == 403
    assert browser.post(reverse("start_dossier", args=[version.pk]) + f"?membre={asked}").status_code == 403
    other = pole.members[1].pk
    assert browser.get(reverse("my_dossiers"), {"membre": other}).status_code == 403
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("name", ["withdraw_dossier", "start_dossier"])
def test_a_link_followed_by_mistake_changes_nothing(pole: Cluster, signed_in: Sign, name: str) -> None:
    dossier = filed.filed(pole)
    pk = dossier.procedure_id if name == "start_dossier" else dossier.pk
    assert signed_in("member").get(reverse(name, args=[pk])).status_code == 405
    assert [each.is_closed for each in Dossier.objects.all()] == [False]


def test_a_correction_is_asked_in_words_answered_by_a_new_version_and_reopens_every_question(
    pole: Cluster, signed_in: Sign
) -> None:
    dossier, browser = filed.filed(pole), signed_in("member")
    dossier = ask_corrections(
        dossier, "Précisez le budget <des essais>", by=None, on=filed.DAY + dt.timedelta(days=2)
    )
    follow, page = (body(browser.get(reverse(name, args=[dossier.pk]))) for name in ("my_dossier", "fill_dossier"))
    for one in (follow, page):
        assert "Le pôle demande une correction :</b> Précisez le budget &lt;des essais&gt;" in one
    assert "à corriger" in body(browser.get(reverse("my_dossiers")))
    assert filed.marker("technical_secret") in page, "what was filed is there to correct"
    browser.post(to_fill(dossier), typed(dossier) | {"summary": "Corrigé", "geste": "deposer"})
    contents = {each.number: each.answers["summary"] for each in Content.objects.all()}
    assert contents == {1: filed.marker("summary"), 2: "Corrigé"}
    after = body(browser.get(reverse("my_dossier", args=[dossier.pk])))
    assert "Le pôle demande une correction" not in after
    assert "version 2 déposée le" in after


def test_a_dossier_withdrawn_while_a_correction_was_asked_awaits_nothing_more(pole: Cluster, signed_in: Sign) -> None:
    dossier, browser = filed.filed(pole), signed_in("member")
    ask_corrections(dossier, "Précisez le budget", by=None)
    before = body(browser.get(reverse("my_dossier", args=[dossier.pk])))
    assert "Corriger mon dossier" in before
    answer = browser.post(reverse("withdraw_dossier", args=[dossier.pk]), {"sure": "oui"})
    assert told(answer) == [f"Le dossier {dossier.reference} est retiré."]
    after = body(browser.get(reverse("my_dossier", args=[dossier.pk])))
    assert "Corriger mon dossier" not in after
    assert "Le pôle demande une correction" not in after
    assert "Retirer ce dossier" not in after
    assert "Correction demandée" not in body(signed_in("team").get(reverse("dossier", args=[dossier.pk])))
    again = browser.post(reverse("withdraw_dossier", args=[dossier.pk]), {"sure": "oui"})
    assert told(again)[-1:] == ["Ce dossier est fermé."]


@pytest.mark.parametrize("sure", ["", "non", "OUI", "on"])
def test_only_the_ticked_box_withdraws(pole: Cluster, signed_in: Sign, sure: str) -> None:
    dossier = filed.filed(pole)
    answer = signed_in("member").post(reverse("withdraw_dossier", args=[dossier.pk]), {"sure": sure})
    assert told(answer) == ["Cochez la case : un dossier retiré ne revient pas, il faut en ouvrir un autre."]
    dossier.refresh_from_db()
    assert dossier.stage == "experts"


def test_an_attestation_is_announced_then_linked_and_never_kept_by_a_shared_cache(
    pole: Cluster, signed_in: Sign
) -> None:
    decision, browser = filed.decided(pole), signed_in("member")
    follow = reverse("my_dossier", args=[decision.dossier_id])
    url = reverse("dossier_attestation", args=[decision.dossier_id, decision.pk])
    assert "L’attestation se prépare : rechargez la page dans une minute." in body(browser.get(follow))
    assert browser.get(url).status_code == 404
    Attestation.objects.create(decision=decision, pdf=b"%PDF-essai")
    page = body(browser.get(follow))
    assert (url in page, "se prépare" in page) == (True, False)
    answer = browser.get(url)
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control", "Content-Disposition")} == {
        "Content-Type": "application/pdf",
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="attestation-{decision.dossier.reference}.pdf"',
    }
    other = filed.filed(pole)
    assert browser.get(reverse("dossier_attestation", args=[other.pk, decision.pk])).status_code == 404
    assert browser.post(url).status_code == 405


def test_the_attestation_of_another_member_does_not_exist(pole: Cluster, signed_in: Sign) -> None:
    decision = filed.decided(pole)
    Attestation.objects.create(decision=decision, pdf=b"%PDF-essai")
    url = reverse("dossier_attestation", args=[decision.dossier_id, decision.pk])
    assert signed_in("member").get(url).status_code == 200, "it could be read"
    Dossier.objects.update(organisation=pole.members[1])
    assert signed_in("member").get(url).status_code == 404

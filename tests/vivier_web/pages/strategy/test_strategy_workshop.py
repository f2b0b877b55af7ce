"""The workshop as its people use it: propose, edit, merge, retain, download, check; and what each change leaves."""

import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from factories import decided
from factories.answered import said
from factories.cluster import Cluster
from vivier.cli.check_figures import check_figures
from vivier_web.accounts.models import Act
from vivier_web.members.models import Organisation
from vivier_web.skills.models import NeedsCall, Run, StrategySheet
from vivier_web.skills.strategy.sheet import LINKS, from_json


@pytest.fixture
def sheet(pole: Cluster) -> StrategySheet:
    return decided.shared(pole.pole, answers=6)


def change(client: Client, sheet: StrategySheet, **fields: str) -> str:
    """Make one gesture and read the page it leads to."""
    return said(client.post(reverse("change_strategy", args=[sheet.proposal_id]), fields, follow=True))


def axes_of(sheet: StrategySheet) -> tuple[object, ...]:
    sheet.refresh_from_db()
    return from_json(sheet.axes)


def rewriting(axis: object, **more: str) -> dict[str, str]:
    return {"name": axis.name, **dict(axis.links), "enregistrer": "1", **more}  # type: ignore[attr-defined]


def checked(path: Path, *options: str) -> tuple[int, str]:
    """Run `vivier check-figures` as whoever received the document does."""
    done = CliRunner().invoke(check_figures, [str(path), *options], standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


def test_a_team_proposes_edits_merges_retains_and_sends_a_document_that_checks(
    pole: Cluster, signed_in: object, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in("team")
    wave = decided.planted(pole.pole)
    run = decided.worked_out(wave)
    decided.answering(wave)
    said_first = said(client.get(reverse("strategy")))
    assert "Aucune stratégie n’a encore été proposée" in said_first
    fields = {"run": run.pk, "call": NeedsCall.objects.get().pk, "seed": 1}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("propose_strategy"), fields)
    sheet = StrategySheet.objects.get()
    assert answer["Location"] == reverse("strategy_proposal", args=[sheet.proposal_id])

    first, second, *_ = axes_of(sheet)
    change(client, sheet, geste="reunir", axe=second.key, avec=first.key)
    (merged, *rest) = axes_of(sheet)
    assert merged.origin == (1, 2)
    typed = rewriting(merged, name="Transmettre avant les départs")
    client.post(reverse("strategy_axis", args=[sheet.proposal_id, merged.key]), typed)
    change(client, sheet, geste="decider", axe=merged.key, decision="kept")
    for other in rest:
        change(client, sheet, geste="decider", axe=other.key, decision="dropped", raison="L’an prochain.")
    page = said(client.get(reverse("strategy_document", args=[sheet.proposal_id])))
    assert "Le document a ses 15 points" in page
    assert "Axe 1 : Transmettre avant les départs" in page
    for kind in ("docx", "html"):
        path = tmp_path / f"strategie.{kind}"
        path.write_bytes(client.get(reverse("strategy_file", args=[sheet.proposal_id, kind])).content)
        code, words = checked(path)
        assert code == 0, words
        assert "15 sur 15" in words.replace("\u00a0", " ")


def test_one_input_figure_changed_and_the_document_no_longer_checks(
    sheet: StrategySheet, signed_in: object, tmp_path: Path
) -> None:
    decided.retained(sheet)
    client = signed_in("team")
    document, source = tmp_path / "strategie.docx", tmp_path / "etude.json"
    document.write_bytes(client.get(reverse("strategy_file", args=[sheet.proposal_id, "docx"])).content)
    content = client.get(reverse("strategy_file", args=[sheet.proposal_id, "source-etude"])).content
    source.write_bytes(content)
    assert checked(document, "--from", f"etude={source}")[0] == 0
    held = json.loads(content)
    held["tableaux"]["metiers"]["lignes"][0]["valeur"] += 1
    source.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    code, words = checked(document, "--from", f"etude={source}")
    assert code == 1
    assert "les sources donnent" in words


def test_the_source_of_a_document_is_the_very_export_of_its_run(sheet: StrategySheet, signed_in: object) -> None:
    client = signed_in("board")
    run = Run.objects.get()
    source = client.get(reverse("strategy_file", args=[sheet.proposal_id, "source-etude"])).content
    assert source == client.get(reverse("export_run", args=[run.pk, "json"])).content
    assert client.get(reverse("strategy_file", args=[sheet.proposal_id, "source-rien"])).status_code == 404
    assert client.get(reverse("strategy_file", args=[sheet.proposal_id, "odt"])).status_code == 404


def test_every_change_is_undone_and_the_proposal_never_moves(sheet: StrategySheet, signed_in: object) -> None:
    client, before = signed_in("team"), axes_of(sheet)
    result = sheet.proposal.result_sha256
    first, second = before[0].key, before[1].key
    changes = (
        {"geste": "ajouter", "nom": "Attirer vers l’atelier"},
        {"geste": "decider", "axe": first, "decision": "kept"},
        {"geste": "descendre", "axe": first},
        {"geste": "monter", "axe": first},
        {"geste": "decider", "axe": first, "decision": "dropped", "raison": "Déjà fait."},
        {"geste": "reunir", "axe": second, "avec": first},
    )
    states = [before]
    for fields in changes:
        page = change(client, sheet, **fields)
        assert "Annuler" in page
        states.append(axes_of(sheet))
        assert states[-1] != states[-2], fields
    for state in reversed(states[:-1]):
        assert "annulé" in change(client, sheet, geste="annuler")
        assert axes_of(sheet) == state
    assert "plus de changement à annuler" in change(client, sheet, geste="annuler")
    sheet.proposal.refresh_from_db()
    assert sheet.proposal.result_sha256 == result
    verbs = list(Act.objects.filter(verb__endswith="strategy_axis").values_list("verb", flat=True))
    assert {"add_strategy_axis", "decide_strategy_axis", "move_strategy_axis"} <= set(verbs)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"geste": "decider", "axe": "a1", "decision": "dropped"}, "Dites pourquoi"),
        ({"geste": "decider", "axe": "a1", "decision": "adored"}, "Choisissez entre"),
        ({"geste": "ajouter", "nom": " "}, "Donnez un nom"),
        ({"geste": "reunir", "axe": "a1", "avec": "a1"}, "autre axe"),
        ({"geste": "monter", "axe": "a99"}, "n’est plus dans l’atelier"),
        ({"geste": "voler"}, "n’est pas connu"),
    ],
)
def test_a_gesture_that_makes_no_sense_is_refused_in_one_sentence(
    sheet: StrategySheet, signed_in: object, fields: dict[str, str], words: str
) -> None:
    before = axes_of(sheet)
    assert words in change(signed_in("team"), sheet, **fields)
    assert axes_of(sheet) == before


def test_a_figure_is_found_by_its_words_inserted_and_previewed_and_nothing_typed_is_lost(
    sheet: StrategySheet, signed_in: object
) -> None:
    client, first = signed_in("team"), axes_of(sheet)[0]
    url = reverse("strategy_axis", args=[sheet.proposal_id, first.key])
    typed = {**rewriting(first, risk="Un risque tapé."), "chercher": "soudeurs départs fins de carrière"}
    del typed["enregistrer"]
    page = client.post(url, typed).content.decode()
    (formula,) = set(
        re.findall(r'name="inserer" value="(etude.departs\[[^"]*623e[^"]*total[^"]*retraite[^"]*)"', page)
    )
    assert "Un risque tapé." in page
    inserted = client.post(url, {**typed, "inserer": formula.replace("&quot;", '"'), "dans": "risk"})
    assert re.search(r"Se lira : Un risque tapé\. \d+ personnes \(8 chances sur 10", said(inserted))
    assert axes_of(sheet)[0] == first  # looking and inserting save nothing


def test_a_formula_that_fails_is_one_sentence_beside_its_field_and_is_not_saved(
    sheet: StrategySheet, signed_in: object
) -> None:
    client, first = signed_in("team"), axes_of(sheet)[0]
    url = reverse("strategy_axis", args=[sheet.proposal_id, first.key])
    wrong = {"risk": '{{etude.departs["rien"]}} partent', "action": "Un chiffre {{mal fermé", "name": "Axe {{x}}"}
    answer = client.post(url, rewriting(first, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("risk", "action"):
        assert f'id="e_{field}"' in page
    assert "mal fermé" in page
    assert 'id="name_error"' in page
    assert axes_of(sheet)[0] == first


def test_a_fault_leads_to_the_axis_where_it_is_mended_and_the_draft_says_so(
    sheet: StrategySheet, signed_in: object
) -> None:
    decided.retained(sheet)
    client, first = signed_in("team"), axes_of(sheet)[0]
    url = reverse("strategy_axis", args=[sheet.proposal_id, first.key])
    client.post(url, rewriting(first, risk="Il manque 43 % des soudeurs.", evidence="Rien."))
    page = client.get(reverse("strategy_document", args=[sheet.proposal_id]))
    words = said(page)
    assert "encore un brouillon" in words
    assert "Document de travail" in words
    assert "« 43 % » n’a pas de source" in words
    assert page.content.decode().count(f'href="{url}"') >= 2  # the loose number, the proof without a figure
    refused = said(client.post(reverse("publish_strategy", args=[sheet.proposal_id]), follow=True))
    assert "n’a pas encore ses quinze points" in refused


def test_what_is_published_is_what_members_read_until_it_is_taken_back(
    sheet: StrategySheet, signed_in: object
) -> None:
    team, member = signed_in("team"), signed_in("member")
    url, read = reverse("publish_strategy", args=[sheet.proposal_id]), reverse("retained_strategy")
    assert "Aucun axe n’est retenu" in said(team.post(url, follow=True))
    decided.retained(sheet)
    assert "pas encore publiée" in said(member.get(read))
    team.post(url)
    assert "Axe 1 : Tenir le métier A" in said(member.get(read))
    change(team, sheet, geste="decider", axe=axes_of(sheet)[0].key, decision="debate")
    assert "Axe 1 : Tenir le métier A" in said(member.get(read))  # what was published does not move by itself
    team.post(url, {"retirer": "1"})
    assert "pas encore publiée" in said(member.get(read))


def test_the_pdf_is_made_by_the_worker_once_a_text_and_is_tagged(
    sheet: StrategySheet, signed_in: object, django_capture_on_commit_callbacks: Any
) -> None:
    decided.retained(sheet)
    client = signed_in("governance")
    url, pdf = reverse("strategy_paper", args=[pk := sheet.proposal_id]), reverse("strategy_file", args=[pk, "pdf"])
    assert client.get(pdf)["Location"] == url
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    assert "Le PDF est prêt" in said(client.get(url))
    content = client.get(pdf).content
    assert content.startswith(b"%PDF-")
    packed = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    inside = b"".join(zlib.decompressobj().decompress(each) for each in packed if each.startswith(b"\x78"))
    assert b"pdfuaid" in inside + content
    assert b"/StructTreeRoot" in inside + content
    client.post(url)
    assert sheet.papers.count() == 1
    change(signed_in("team"), sheet, geste="decider", axe=axes_of(sheet)[0].key, decision="debate")
    assert client.get(pdf)["Location"] == url  # another text has another PDF


def test_no_page_nor_file_names_a_member(sheet: StrategySheet, signed_in: object) -> None:
    decided.retained(sheet)
    client, pk = signed_in("governance"), sheet.proposal_id
    read = [client.get(reverse(name, args=[pk])) for name in ("strategy_proposal", "strategy_document")]
    read += [
        client.get(reverse("strategy_file", args=[pk, kind])) for kind in ("html", "source-etude", "source-besoins")
    ]
    shown = "".join(answer.content.decode() for answer in read)
    members = list(Organisation.objects.filter(deposits__isnull=False))
    assert len(members) == 18
    for one in members:
        assert one.siren not in shown
        assert not re.search(rf"\b{re.escape(one.name)}\b", shown)
    assert "m0001" not in shown


def test_readers_see_no_gesture_and_cannot_make_one(sheet: StrategySheet, signed_in: object) -> None:
    for kind in ("governance", "board", "operator"):
        client = signed_in(kind)
        page = client.get(reverse("strategy_proposal", args=[sheet.proposal_id])).content.decode()
        assert 'name="geste"' not in page
        fields = {"geste": "ajouter", "nom": "Attirer"}
        assert client.post(reverse("change_strategy", args=[sheet.proposal_id]), fields).status_code == 403


def test_each_link_of_the_chain_is_a_field(sheet: StrategySheet, signed_in: object) -> None:
    page = signed_in("team").get(reverse("strategy_axis", args=[sheet.proposal_id, "a1"])).content.decode()
    assert re.findall(r'data-link="(\w+)"', page) == list(LINKS)


def test_the_workshop_asks_as_many_questions_with_one_proposal_as_with_three(
    pole: Cluster, signed_in: object, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sheet, client = decided.proposed(pole.pole), signed_in("team")
    url = reverse("strategy_proposal", args=[sheet.proposal_id])
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
    for seed in (2, 3):
        decided.again(sheet.proposal.run, seed=seed)
    with django_assert_num_queries(7):
        client.get(url)

"""The rooms of a strategy when something is missing, wrong or forbidden: every page answers, none breaks."""

import json

import pytest
from django.urls import reverse

from factories import decided
from factories.answered import said
from factories.cluster import Cluster
from vivier_web.skills.models import Run, StrategyProposal, StrategySheet
from vivier_web.skills.strategy.sheet import LONGEST_LINK, LONGEST_NAME, from_json

OF_A_SHEET = ("strategy_document", "strategy_paper", "strategy_paper_progress")


@pytest.fixture
def sheet(pole: Cluster) -> StrategySheet:
    return decided.shared(pole.pole, members=6)


def test_a_proposal_that_is_not_there_is_a_page_not_found(pole: Cluster, signed_in: object) -> None:
    client = signed_in("team")
    for name in (*OF_A_SHEET, "strategy_proposal", "strategy_progress"):
        assert client.get(reverse(name, args=[999])).status_code == 404, name
    for name in ("change_strategy", "publish_strategy"):
        assert client.post(reverse(name, args=[999])).status_code == 404, name


def test_what_a_proposal_asks_is_checked_and_said(sheet: StrategySheet, signed_in: object) -> None:
    client, url, run = signed_in("team"), reverse("propose_strategy"), Run.objects.get()
    wrong = (
        {"run": "rien", "seed": 1},
        {"run": run.pk + 1, "seed": 1},
        {"run": run.pk, "seed": -1},
        {"run": run.pk, "seed": 2**31},
        {"run": run.pk, "seed": ""},
        {"run": run.pk, "seed": 1, "call": "99"},
        {"run": run.pk, "seed": 1, "weight_volume": "9"},
        {"run": run.pk, "seed": 1, **{f"weight_{name}": "0" for name in ("volume", "urgency", "difficulty")},
         "weight_projects": "0", "weight_shared": "0"},
    )  # fmt: skip
    for fields in wrong:
        assert client.post(url, fields).status_code == 422, fields
    assert StrategyProposal.objects.count() == 1
    answer = client.post(url, {"run": run.pk, "seed": 7, "weight_volume": "4"})
    asked = StrategyProposal.objects.get(number=2)
    assert answer["Location"] == reverse("strategy_proposal", args=[asked.pk])
    whole = {"volume": 4.0, "urgency": 1.0, "difficulty": 1.0, "projects": 1.0, "shared": 1.0}
    assert asked.parameters == {"seed": 7, "weights": whole}


def test_a_proposal_on_its_way_is_waited_for_and_its_rooms_are_not_there(
    sheet: StrategySheet, signed_in: object
) -> None:
    client, pk = signed_in("team"), sheet.proposal_id
    assert client.get(reverse("strategy_progress", args=[pk]))["HX-Refresh"] == "true"
    StrategySheet.objects.all().delete()
    StrategyProposal.objects.filter(pk=pk).update(state="queued")
    assert "HX-Refresh" not in client.get(reverse("strategy_progress", args=[pk]))
    assert client.get(reverse("strategy_proposal", args=[pk])).status_code == 200
    for name in OF_A_SHEET:
        assert client.get(reverse(name, args=[pk])).status_code == 404, name
    StrategyProposal.objects.filter(pk=pk).update(state="failed", trouble="Des dépôts ont changé.")
    assert "Des dépôts ont changé." in said(client.get(reverse("strategy")))


def test_an_axis_added_is_rewritten_within_bounds_and_nothing_typed_is_lost(
    sheet: StrategySheet, signed_in: object
) -> None:
    client, pk = signed_in("team"), sheet.proposal_id
    gestures = reverse("change_strategy", args=[pk])
    assert client.get(gestures).status_code == 405
    page = said(client.post(gestures, {"geste": "ajouter", "nom": "Axe {{x}}"}, follow=True))
    assert "ne porte pas de chiffre" in page
    client.post(gestures, {"geste": "ajouter", "nom": "<b>Former</b>"})
    url = reverse("strategy_axis", args=[pk, "a1"])
    assert "&lt;b&gt;Former" in client.get(url).content.decode()
    assert client.get(reverse("strategy_axis", args=[pk, "a9"])).status_code == 404
    wrong = ({"name": "x" * (LONGEST_NAME + 1)}, {"name": ""}, {"name": "N", "risk": "x" * (LONGEST_LINK + 1)})
    for fields in wrong:
        answer = client.post(url, fields | {"enregistrer": "1", "action": "Un geste tapé."})
        assert (answer.status_code, "Un geste tapé." in said(answer)) == (422, True)
    sheet.refresh_from_db()
    (axis,) = from_json(sheet.axes)
    assert (axis.name, axis.link("action")) == ("<b>Former</b>", "")


def test_an_axis_named_with_signs_is_printed_as_words_and_its_files_are_never_kept_by_a_browser(
    sheet: StrategySheet, signed_in: object
) -> None:
    client, pk = signed_in("team"), sheet.proposal_id
    for fields in ({"geste": "ajouter", "nom": "<script>x"}, {"geste": "decider", "axe": "a1", "decision": "kept"}):
        client.post(reverse("change_strategy", args=[pk]), fields)
    for kind in ("html", "docx", "source-etude"):
        answer = client.get(reverse("strategy_file", args=[pk, kind]))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        assert answer["Content-Disposition"].startswith('attachment; filename="strategie-')
        assert b"<script>x" not in answer.content
    assert "tableaux" in json.loads(answer.content)


def test_members_read_nothing_of_the_workshop_and_the_team_nothing_of_their_page(
    sheet: StrategySheet, signed_in: object
) -> None:
    pk, member = sheet.proposal_id, signed_in("member")
    for name in OF_A_SHEET:
        assert member.get(reverse(name, args=[pk])).status_code in {403, 404}, name
    assert member.get(reverse("strategy_file", args=[pk, "html"])).status_code in {403, 404}
    assert member.get(reverse("retained_strategy")).status_code == 200
    assert signed_in("team").get(reverse("retained_strategy")).status_code in {403, 404}

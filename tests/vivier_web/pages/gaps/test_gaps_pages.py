"""The pages of skills: what a member deposits and confirms, the board with its filters and files, counted questions."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from factories.cluster import Cluster
from factories.held_skills import BLOW, METEORS, SECRETS, done_run, held, matrix, members_of_trade, payload, reference
from vivier_web.skills.actions.gaps import ask_gaps, work_out_gaps
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import GapRun, SkillsDeposit, Wave

HOME = "/mon-entreprise/competences/"


@pytest.fixture
def wave(pole: Cluster, settings: Any, tmp_path: Path) -> Wave:
    settings.REFERENCE = str(tmp_path / "nowhere")
    today = timezone.localdate()
    return open_wave(pole.pole, "Hiver", on=dt.date(2026, 1, 31), opens_on=today, closes_on=today, by=None)


@pytest.fixture
def rome(settings: Any, tmp_path: Path) -> None:
    settings.REFERENCE = str(reference(tmp_path).folder)


def post_json(browser: Client, body: object) -> Any:
    return browser.post(reverse("polyvalence_send"), json.dumps(body), content_type="application/json")


def test_a_member_sends_then_sees_its_own_skills_and_may_erase_them(
    pole: Cluster, wave: Wave, signed_in: Any
) -> None:
    browser = signed_in("member")
    assert "Déposer une matrice" in browser.get(HOME).text
    sent = payload(pole.members[0], wave.on, Soudage_TIG=(1, 0, 0, 2))
    assert post_json(browser, sent | {"names": []}).status_code == 400
    assert post_json(browser, sent).json() == {"next": f"{HOME}?membre={pole.members[0].pk}"}
    page = browser.get(HOME).text
    assert "3\xa0personnes évaluées sur 1\xa0compétence" in page
    assert "Soudage TIG" in page
    assert "Rapprocher du ROME" not in page  # nothing to match it with
    browser.post(reverse("polyvalence_withdraw"))
    assert SkillsDeposit.objects.get().cells is None
    assert "sont effacées" in browser.get(HOME).text


def test_nobody_of_the_pole_reads_the_skills_of_a_member(pole: Cluster, wave: Wave, signed_in: Any) -> None:
    held(wave, pole.members[0], Compétence_rarissime=(1, 0, 0, 2))
    assert "rarissime" in signed_in("member").get(HOME).text  # it could leak
    for kind in ("director", "team", "governance", "network", "operator"):
        browser = signed_in(kind)
        assert browser.get(HOME).status_code == 403
        assert "rarissime" not in browser.get(reverse("gaps_board")).text


def test_the_server_reads_in_memory_when_agreed_to_and_keeps_what_is_ticked(
    pole: Cluster, wave: Wave, signed_in: Any, tmp_path: Path
) -> None:
    browser = signed_in("member")
    path = matrix(tmp_path)
    with path.open("rb") as file:
        refused = browser.post(reverse("polyvalence_read"), {"fichiers": file})
    assert (refused.status_code, "Cochez votre accord" in refused.text) == (400, True)
    with path.open("rb") as file:
        shown = browser.post(reverse("polyvalence_read"), {"fichiers": file, "agreed": "oui"})
    assert "2\xa0compétences lues chez 4\xa0personnes" in shown.text
    assert "Méthode Zéphirin" in shown.text  # it stays, and its member sees why
    assert not SkillsDeposit.objects.exists()
    browser.post(reverse("polyvalence_send_read"), {"kept": shown.context["kept"], "competences": ["1"]})
    kept = SkillsDeposit.objects.get()
    assert [one["skill"] for one in kept.cells["skills"]] == ["Soudage TIG"]
    assert kept.read_where == "server"
    assert [secret for secret in SECRETS if secret in json.dumps(kept.cells, ensure_ascii=False)] == []


def test_what_was_read_for_another_member_or_tampered_with_is_refused(
    pole: Cluster, wave: Wave, signed_in: Any
) -> None:
    answer = signed_in("member").post(reverse("polyvalence_send_read"), {"kept": "faux", "competences": ["0"]})
    assert (answer.status_code, "date de plus d’une heure" in answer.text) == (400, True)


def test_proposals_are_shown_with_their_doubt_and_kept_once_confirmed(
    pole: Cluster, wave: Wave, rome: None, signed_in: Any
) -> None:
    held(wave, pole.members[0], Poterie=(1, 1), Souffler=(1, 1))
    browser = signed_in("member")
    assert "Il reste à dire" in browser.get(HOME).text
    page = browser.get(reverse("polyvalence_match"))
    assert [(one.skill, one.chosen) for one in page.context["page"]] == [("Poterie", ""), ("Souffler", BLOW)]
    wrong = browser.post(reverse("polyvalence_match"), {"c-0": "999"})
    assert (wrong.status_code, "n’est pas dans le ROME" in wrong.text) == (400, True)
    browser.post(reverse("polyvalence_match"), {"c-0": "", "c-1": BLOW})
    assert SkillsDeposit.objects.get().matches == {"Poterie": "", "Souffler": BLOW}
    said = browser.get(HOME).text
    assert "1\xa0compétence rapprochée du ROME, 1\xa0gardée telle quelle." in said
    assert "ROME : Souffler" in said


@pytest.fixture
def measured(pole: Cluster, wave: Wave, rome: None) -> GapRun:
    for rank, one in enumerate(members_of_trade(wave)):
        levels = {"Souffler": (14, 0, 4, 2), "Meteores": (20,) if rank else (18, 0, 2), "Maison": (3, 0, 0, 3)}
        held(wave, one, {"Souffler": BLOW, "Meteores": METEORS}, **levels)
    asked = ask_gaps(done_run(wave), wave, by=None)
    work_out_gaps(asked.pk)
    return GapRun.objects.get(pk=asked.pk)


def test_the_board_states_the_finding_filters_and_says_where_figures_come_from(
    measured: GapRun, signed_in: Any
) -> None:
    browser = signed_in("board")
    page = browser.get(reverse("gaps_board")).text
    assert "Souffler" in page.partition("<h1>")[2].partition("</h1>")[0]
    assert "sans chiffre" in page  # « Météores »: its holders are one member's
    assert "Maison" in page
    assert page.count("D’où vient ce chiffre") >= 3
    assert "Mesurer les écarts" not in page  # whoever only reads is shown no button
    found = browser.get(reverse("gaps_board"), {"fragiles": "oui", "tri": "inconnu"})
    assert [one.skill for one in found.context["page"]] == ["Météores"]
    assert "Aucune compétence ne répond" in browser.get(reverse("gaps_board"), {"q": "introuvable"}).text
    assert browser.get(reverse("gaps_board"), {"page": "zzz", "metier": "<b>"}).status_code == 200
    assert browser.get(reverse("method", args=["ecarts"])).status_code == 200


def test_a_board_leaves_in_three_files_of_the_shape_of_a_study(measured: GapRun, signed_in: Any) -> None:
    browser = signed_in("governance")
    files = {kind: browser.get(reverse("export_gaps", args=[measured.pk, kind])) for kind in ("json", "csv", "xlsx")}
    told = json.loads(files["json"].content)
    assert {"faits", "tableaux", "hypotheses", "sha256_entrees", "graine"} <= told.keys()
    rows = told["tableaux"]["competences"]["lignes"]
    assert {"competence", "mesure", "valeur", "unite", "n", "bas_80", "haut_80"} <= rows[0].keys()
    assert "Souffler" in files["csv"].content.decode("utf-8-sig")
    assert "competences_couverture" in load_workbook(io.BytesIO(files["xlsx"].content)).sheetnames
    assert browser.get(reverse("export_gaps", args=[measured.pk, "exe"])).status_code == 404
    assert not [one for one in ("Adhérent 50", "Adhérent 51") if one in files["json"].content.decode()]


def test_the_team_asks_for_a_board_and_sees_how_far_it_is(
    measured: GapRun, signed_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    browser = signed_in("team")
    data = {"calcul": measured.run_id, "vague": measured.wave_id}
    assert browser.post(reverse("ask_gaps"), data).status_code == 302  # the worker has not taken it yet
    waiting = GapRun.objects.exclude(pk=measured.pk).get()
    assert "attend son tour" in browser.get(reverse("gaps_board")).text
    assert "HX-Refresh" not in browser.get(reverse("gaps_progress", args=[waiting.pk]))
    work_out_gaps(waiting.pk)
    assert browser.get(reverse("gaps_progress", args=[waiting.pk]))["HX-Refresh"] == "true"
    assert "attend son tour" not in browser.get(reverse("gaps_board")).text


def test_without_any_study_the_board_says_what_to_do_first(pole: Cluster, wave: Wave, signed_in: Any) -> None:
    browser = signed_in("team")
    page = browser.get(reverse("gaps_board")).text
    assert "Aucun tableau pour l’instant" in page
    assert "vivier reference add" in page
    answer = browser.post(reverse("ask_gaps"), {"calcul": "1"}, follow=True)
    assert "Il faut une étude terminée" in answer.text


@pytest.mark.parametrize("members", [1, 3])
def test_the_page_of_a_member_asks_as_many_questions_at_one_skill_as_at_three(
    pole: Cluster, wave: Wave, signed_in: Any, django_assert_num_queries: Any, members: int
) -> None:
    held(wave, pole.members[0], **{f"Soudage_{rank}": (1, 2) for rank in range(members)})
    browser = signed_in("member")
    browser.get(HOME)
    with django_assert_num_queries(7):
        browser.get(HOME)


@pytest.mark.parametrize("boards", [1, 3])
def test_the_board_asks_as_many_questions_after_one_board_as_after_three(
    measured: GapRun, signed_in: Any, django_assert_num_queries: Any, boards: int
) -> None:
    for _ in range(boards - 1):
        work_out_gaps(ask_gaps(measured.run, measured.wave, by=None).pk)
    browser = signed_in("team")
    browser.get(reverse("gaps_board"))
    with django_assert_num_queries(8):
        browser.get(reverse("gaps_board"))

"""The pages of skills at their edges: bad bodies, closed waves, another member's reading, boards that failed, filters."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.cluster import Cluster
from factories.held_skills import BLOW, METEORS, done_run, held, matrix, members_of_trade, payload, reference
from vivier_web.members.models import Organisation
from vivier_web.pages.company.skills.sending import CLOSED
from vivier_web.skills.actions.gaps import ask_gaps, work_out_gaps
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import GapRun, SkillsDeposit, Wave

HOME = "/mon-entreprise/competences/"
SALT = "vivier.polyvalence"


@pytest.fixture
def wave(pole: Cluster, settings: Any, tmp_path: Path) -> Wave:
    settings.REFERENCE = str(tmp_path / "nowhere")
    today = timezone.localdate()
    return open_wave(pole.pole, "Hiver", on=dt.date(2026, 1, 31), opens_on=today, closes_on=today, by=None)


@pytest.fixture
def rome(settings: Any, tmp_path: Path) -> None:
    settings.REFERENCE = str(reference(tmp_path).folder)


def post(browser: Client, body: str | bytes) -> Any:
    return browser.post(reverse("polyvalence_send"), body, content_type="application/json")


def signed(wave: Wave, one: Organisation, *, salt: str = SALT, **skills: tuple[int, ...]) -> str:
    return signing.dumps([wave.pk, one.pk, payload(one, wave.on, **skills)], salt=salt, compress=True)


# --- What a member sends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"null", b"[]", b"NaN", b"1" * 5000, b"[" * 100_000, b'"\\ud800"', b'{"siren": {}}'],
    ids=lambda body: repr(body[:8]),
)
def test_what_is_no_deposit_is_refused_by_a_sentence(pole: Cluster, wave: Wave, signed_in: Any, body: bytes) -> None:
    answer = post(signed_in("member"), body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Cet envoi n’a pas la forme attendue")
    assert not SkillsDeposit.objects.exists()


@pytest.mark.parametrize("words", ["Tourn\x00age", "Tourn\ud800age", "zoe@exemple.fr", "M. Dupont", "x" * 121])
def test_a_wording_that_may_not_be_kept_is_refused_and_not_sent_back(
    pole: Cluster, wave: Wave, signed_in: Any, words: str
) -> None:
    sent = payload(pole.members[0], wave.on, Tournage=(1, 2))
    sent["skills"][0]["skill"] = words
    answer = post(signed_in("member"), json.dumps(sent))
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert words not in answer.json()["error"]
    assert not SkillsDeposit.objects.exists()


def test_the_skills_of_another_member_are_refused_to_whoever_answers_for_one(
    pole: Cluster, wave: Wave, signed_in: Any
) -> None:
    browser, theirs = signed_in("member"), pole.members[1]
    answer = post(browser, json.dumps(payload(theirs, wave.on, Tournage=(1, 2))))
    assert (answer.status_code, "SIREN d’une autre entreprise" in answer.json()["error"]) == (400, True)
    held(wave, theirs, Secretissime=(1, 2))
    for name in ("polyvalence", "polyvalence_match"):
        assert "Secretissime" not in browser.get(f"{reverse(name)}?membre={theirs.pk}", follow=True).content.decode()
    browser.post(f"{reverse('polyvalence_withdraw')}?membre={theirs.pk}")
    assert SkillsDeposit.objects.get().replaced_at is None


def test_a_frozen_wave_takes_nothing_by_any_door_and_its_page_still_shows_what_was_sent(
    pole: Cluster, wave: Wave, signed_in: Any, tmp_path: Path
) -> None:
    browser, one = signed_in("member"), pole.members[0]
    kept = signed(wave, one, Tournage=(1, 2))
    held(wave, one, Soudage=(1, 2))
    freeze_wave(wave, by=None)
    body = json.dumps(payload(one, wave.on, Tournage=(1, 2)))
    sent = post(browser, body)
    assert (sent.status_code, sent.json()) == (400, {"error": CLOSED})
    doors = {
        "polyvalence_read": {"fichiers": SimpleUploadedFile("m.csv", matrix(tmp_path).read_bytes()), "agreed": "oui"},
        "polyvalence_send_read": {"kept": kept, "competences": ["0"]},
    }
    for name, data in doors.items():
        answer = browser.post(reverse(name), data)
        assert (answer.status_code, answer.context["trouble"], answer.context["wave"]) == (400, CLOSED, None)
    assert [line.skill for line in browser.get(HOME).context["lines"]] == ["Soudage"]
    assert SkillsDeposit.objects.count() == 1


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "Choisissez d’abord un ou plusieurs fichiers"),
        ({"notes.txt": b"rien"}, ""),
        ({"vide.csv": b""}, ""),
        ({"faux.xlsx": b"PK\x03\x04 rien"}, ""),
    ],
)
def test_files_that_hold_no_matrix_are_told_and_nothing_is_kept(
    pole: Cluster, wave: Wave, signed_in: Any, files: dict[str, bytes], why: str
) -> None:
    given = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = signed_in("member").post(reverse("polyvalence_read"), {"fichiers": given, "agreed": "oui"})
    assert answer.status_code == 400
    assert answer.context["trouble"]
    assert why in answer.context["trouble"]
    assert not SkillsDeposit.objects.exists()


# --- What the server read for it ---------------------------------------------------------------------------------


def test_only_ticked_skills_of_ones_own_reading_are_kept(pole: Cluster, wave: Wave, signed_in: Any) -> None:
    browser, (one, other, _) = signed_in("member"), pole.members
    where = reverse("polyvalence_send_read")
    good = signed(wave, one, Fraisage=(1, 2), Pliage=(0, 3), Tournage=(2, 1))
    elsewhere = open_wave(
        pole.pole, "Été", on=dt.date(2026, 6, 30), opens_on=wave.opens_on,
        closes_on=wave.closes_on + dt.timedelta(days=9), by=None,
    )  # fmt: skip
    for wrong in (
        "", good[:-1], good + "x", f"é{good}", signed(wave, other, Pliage=(0, 3)), signed(elsewhere, one, Pliage=(0, 3)),
        signed(wave, one, salt="vivier.deposit", Pliage=(0, 3)),
    ):  # fmt: skip
        answer = browser.post(where, {"kept": wrong, "competences": ["0"]})
        assert (answer.status_code, "d’une autre collecte" in answer.context["trouble"]) == (400, True)
    for none in ([], ["9"], ["-1", "²", "١", "00", "a"]):
        answer = browser.post(where, {"kept": good, "competences": none})
        assert (answer.status_code, "Cochez au moins une" in answer.context["trouble"]) == (400, True)
    assert not SkillsDeposit.objects.exists()
    assert browser.post(where, {"kept": good, "competences": ["2", "0", "2", "7"]}).status_code == 302
    kept = SkillsDeposit.objects.get()
    assert [line["skill"] for line in kept.cells["skills"]] == ["Fraisage", "Tournage"]
    assert (kept.people, kept.read_where, kept.organisation_id) == (3, "server", one.pk)


# --- Matching ----------------------------------------------------------------------------------------------------


def test_matching_waits_for_a_deposit_and_for_the_rome(
    pole: Cluster, wave: Wave, signed_in: Any, settings: Any, tmp_path: Path
) -> None:
    browser, one = signed_in("member"), pole.members[0]
    there = f"{HOME}?membre={one.pk}"
    held(wave, one, Souffler=(1, 1))
    assert browser.get(reverse("polyvalence_match")).url == there  # no ROME
    settings.REFERENCE = str(reference(tmp_path).folder)
    assert browser.get(reverse("polyvalence_match")).status_code == 200
    assert post(browser, json.dumps(payload(one, wave.on, Souffler=(2, 1)))).json() == {
        "next": f"{HOME}rapprocher/?membre={one.pk}"
    }
    browser.post(reverse("polyvalence_withdraw"))
    assert browser.get(reverse("polyvalence_match")).url == there  # nothing to match
    assert browser.post(reverse("polyvalence_match"), {"c-0": BLOW}).url == there
    assert browser.post(reverse("polyvalence_withdraw")).status_code == 302  # twice is once


def test_a_skill_whose_choice_is_not_sent_stays_as_worded(
    pole: Cluster, wave: Wave, rome: None, signed_in: Any
) -> None:
    held(wave, pole.members[0], {"Autre": METEORS, "Souffler": BLOW}, Autre=(1, 1), Souffler=(1, 1))
    browser = signed_in("member")
    browser.post(reverse("polyvalence_match"), {"c-1": METEORS, "c-2": BLOW, "c--1": BLOW})
    assert SkillsDeposit.objects.get().matches == {"Autre": "", "Souffler": METEORS}


# --- The board ---------------------------------------------------------------------------------------------------


@pytest.fixture
def measured(pole: Cluster, wave: Wave, rome: None) -> GapRun:
    for rank, one in enumerate(members_of_trade(wave)):
        levels = {"Souffler": (14, 0, 4, 2), "Meteores": (20,) if rank else (18, 0, 2), "Maison": (3, 0, 0, 3)}
        held(wave, one, {"Souffler": BLOW, "Meteores": METEORS}, **levels)
    asked = ask_gaps(done_run(wave), wave, by=None)
    work_out_gaps(asked.pk)
    return GapRun.objects.get(pk=asked.pk)


def test_the_board_takes_any_question_and_quotes_none_unescaped(measured: GapRun, signed_in: Any) -> None:
    browser, where = signed_in("board"), reverse("gaps_board")

    def shown(**asked: str) -> list[str]:
        found = browser.get(where, asked)
        assert found.status_code == 200
        assert "<script>alert" not in found.text
        return [one.skill for one in found.context["page"]]

    everything = ["Souffler", "Météores"]
    assert shown() == everything
    assert shown(tri="nom") == everything[::-1]
    assert shown(tri="__class__", page="-3", fragiles="non") == everything
    assert shown(q="  METEO ") == ["Météores"]
    assert shown(q="\x00") == everything
    assert shown(q='"><script>alert(1)</script>') == []
    assert shown(metier="211a") == []
    assert shown(metier="691e", fragiles="oui") == ["Météores"]
    long = browser.get(where, {"q": "a" * 300, "metier": "6" * 300}).context["filters"]
    assert (len(long.words), len(long.trade)) == (80, 8)


def test_a_board_that_failed_is_told_above_the_one_before_which_stays(measured: GapRun, signed_in: Any) -> None:
    browser = signed_in("team")
    later = ask_gaps(measured.run, measured.wave, by=None)
    progress = reverse("gaps_progress", args=[later.pk])
    assert 'hx-trigger="every 2s"' in browser.get(progress).text
    GapRun.objects.filter(pk=later.pk).update(state="failed", trouble="Le calcul <s’est> arrêté.")
    answer = browser.get(progress)
    assert (answer["HX-Refresh"], "hx-trigger" in answer.text) == ("true", False)
    page = browser.get(reverse("gaps_board"))
    assert "Le calcul &lt;s’est&gt; arrêté." in page.text
    assert (page.context["gaps"].pk, page.context["waiting"].pk) == (measured.pk, later.pk)
    for kind in ("json", "csv", "xlsx"):
        assert browser.get(reverse("export_gaps", args=[later.pk, kind])).status_code == 404
    assert browser.get(reverse("gaps_progress", args=[later.pk + 1000])).status_code == 404


def test_files_are_named_private_and_the_same_twice(measured: GapRun, signed_in: Any) -> None:
    browser = signed_in("governance")
    kinds = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
    for kind, content_type in kinds.items():
        one, two = (browser.get(reverse("export_gaps", args=[measured.pk, kind])) for _ in "12")
        assert one.content == two.content
        assert (one["Content-Type"], one["Cache-Control"], one["Content-Disposition"]) == (
            content_type,
            "private, no-store",
            f'attachment; filename="ecarts-{measured.pk}.{kind}"',
        )
    assert browser.post(reverse("export_gaps", args=[measured.pk, "json"])).status_code == 405


@pytest.mark.parametrize("choice", [{}, {"calcul": "x", "vague": "999999"}, {"calcul": "-1", "vague": ""}])
def test_a_choice_that_is_not_proposed_falls_on_the_first_one(
    measured: GapRun, signed_in: Any, choice: dict[str, str]
) -> None:
    browser = signed_in("team")
    for _ in "12":  # two clicks make one board
        assert browser.post(reverse("ask_gaps"), choice).url == reverse("gaps_board")
    made = GapRun.objects.exclude(pk=measured.pk).get()
    assert (made.run_id, made.wave_id, made.state) == (measured.run_id, measured.wave_id, "queued")
    assert signed_in("board").post(reverse("ask_gaps"), choice).status_code in (403, 404)
    assert browser.get(reverse("ask_gaps")).status_code == 405

"""Texts of procedures typed or given in a browser: every fault has its line, nothing typed is lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from factories import procedures
from factories.answered import said
from factories.cluster import Cluster
from vivier_web.procedures.actions import versions as acts
from vivier_web.procedures.models import ProcedureVersion

ROOM = "/agir/procedures/"
WRONG = procedures.SMALL.replace('kind = "project_label"', 'kind = "projet"')


def file_of(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("procedure.toml", content)


@pytest.mark.parametrize("is_file", [True, False])
def test_a_text_is_imported_from_a_file_or_pasted(pole: Cluster, signed_in: Any, is_file: bool) -> None:
    sent = (
        {"fichier": file_of(procedures.SMALL.encode())}
        if is_file
        else {"texte": procedures.SMALL.replace("\n", "\r\n")}
    )
    answer = signed_in("team").post(f"{ROOM}importer/", sent, follow=True)
    made = ProcedureVersion.objects.get()
    assert answer.redirect_chain == [(f"{ROOM}{made.pk}/", 302)]
    assert (made.text, made.state) == (procedures.SMALL, "draft")


def test_what_is_wrong_is_said_with_its_line_and_the_text_stays(pole: Cluster, signed_in: Any) -> None:
    answer = signed_in("team").post(f"{ROOM}importer/", {"texte": WRONG})
    assert answer.status_code == 422
    assert "Ligne 4 : « projet » n’est pas prévu ici" in said(answer)
    assert answer.context["text"] == WRONG
    assert not ProcedureVersion.objects.exists()


def test_the_text_of_a_wrong_file_is_shown_to_be_put_right(pole: Cluster, signed_in: Any) -> None:
    answer = signed_in("team").post(f"{ROOM}importer/", {"fichier": file_of(WRONG.encode()), "texte": ""})
    assert answer.context["text"] == WRONG
    assert "Ligne 4" in said(answer)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Collez le texte"),
        ({"texte": "  "}, "Collez le texte"),
        ({"fichier": b"\xff\xfe\x00"}, "n’est pas un texte"),
        ({"fichier": b"# \xc3\xa9\n" * 120_000}, "trop gros"),
    ],
)
def test_what_is_no_procedure_is_refused_gently(
    pole: Cluster, signed_in: Any, sent: dict[str, Any], words: str
) -> None:
    if "fichier" in sent:
        sent = {"fichier": file_of(sent["fichier"])}
    answer = signed_in("team").post(f"{ROOM}importer/", sent)
    assert answer.status_code == 422
    assert words in said(answer)


def test_what_is_typed_is_shown_as_text_never_as_markup(pole: Cluster, signed_in: Any) -> None:
    evil = procedures.SMALL.replace("Petit label", "<script>alert(1)</script>")
    browser = signed_in("team")
    browser.post(f"{ROOM}importer/", {"texte": evil})
    made = ProcedureVersion.objects.get()
    for page in ("", "modifier/", "simuler/"):
        seen = browser.get(f"{ROOM}{made.pk}/{page}").content.decode()
        assert "<script>alert" not in seen
        assert "&lt;script&gt;alert" in seen


def test_a_version_one_has_is_refused_with_the_number_to_write(pole: Cluster, signed_in: Any) -> None:
    acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    answer = signed_in("team").post(f"{ROOM}importer/", {"texte": procedures.SMALL})
    assert answer.status_code == 422
    assert 'version = "2"' in said(answer)
    assert answer.context["text"] == procedures.SMALL


def test_a_draft_is_checked_and_seen_without_being_kept_then_kept(pole: Cluster, signed_in: Any) -> None:
    draft = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    browser, page = signed_in("team"), f"{ROOM}{draft.pk}/modifier/"
    changed = procedures.SMALL.replace('title = "Expertise"', 'title = "Lecture croisée"')
    seen = browser.post(page, {"texte": changed})
    assert seen.status_code == 200
    assert "Ce texte est prêt à publier" in said(seen)
    assert "Lecture croisée avis" in said(seen)
    draft.refresh_from_db()
    assert draft.text == procedures.SMALL
    kept = browser.post(page, {"texte": changed, "garder": "1"}, follow=True)
    assert "Brouillon enregistré." in said(kept)
    draft.refresh_from_db()
    assert draft.text == changed


def test_an_unsound_draft_is_kept_all_the_same_and_says_what_remains(pole: Cluster, signed_in: Any) -> None:
    draft = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    unsound = procedures.SMALL.replace(
        'exit = [{ on = "done", to = ["end"] }]', 'exit = [{ on = "done", to = ["contract"] }]'
    )
    browser, page = signed_in("team"), f"{ROOM}{draft.pk}/modifier/"
    assert browser.post(page, {"texte": unsound, "garder": "1"}).status_code == 302
    seen = said(browser.get(page))
    assert "Se lit, mais ne se publie pas encore" in seen
    line = next(
        rank for rank, each in enumerate(unsound.splitlines(), 1) if 'to = ["contract"] }]' in each and "done" in each
    )
    assert f"Ligne {line} : Étape « Contrat » : aucune suite ne mène à une fin." in seen


def test_an_unreadable_draft_is_not_kept_and_nothing_typed_is_lost(pole: Cluster, signed_in: Any) -> None:
    draft = acts.import_procedure(pole.pole, procedures.SMALL, by=None)
    answer = signed_in("team").post(f"{ROOM}{draft.pk}/modifier/", {"texte": WRONG, "garder": "1"})
    assert answer.status_code == 422
    assert "votre texte est resté ici" in said(answer)
    assert answer.context["text"] == WRONG
    draft.refresh_from_db()
    assert draft.text == procedures.SMALL


def test_a_published_version_offers_the_next_one_instead_of_its_text(pole: Cluster, signed_in: Any) -> None:
    made = acts.publish_procedure(acts.import_procedure(pole.pole, procedures.SMALL, by=None), by=None)
    browser, page = signed_in("team"), f"{ROOM}{made.pk}/modifier/"
    for answer in (browser.get(page), browser.post(page, {"texte": WRONG, "garder": "1"})):
        assert answer.status_code == 409
        assert "ne se modifie plus" in said(answer)
    made.refresh_from_db()
    assert made.definition() == procedures.small()

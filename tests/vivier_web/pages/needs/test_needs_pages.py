"""The pages of the return and of its sums: nothing typed is lost, nobody reads what is not theirs."""

import csv
import io
import json

import pytest
from django.test import Client
from openpyxl import load_workbook

from factories import collected, needed
from factories.cluster import Cluster
from vivier_web.skills.actions.waves import freeze_wave
from vivier_web.skills.models import NeedsCall, NeedsReturn, ProjectNeed

RETURN = "/mon-entreprise/besoins/"


@pytest.fixture
def call(pole: Cluster) -> NeedsCall:
    return needed.opened(pole.pole)


def body(answer: object) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def walk(browser: Client, said: dict[str, str]) -> object:
    """Fill every step as a browser does, then give the review."""
    answer = browser.get(RETURN)
    for slug in ("recrutements", "competences", "formations", "difficultes", "perception"):
        answer = browser.post(RETURN + "garder/", said | {"etape": slug, "geste": "suite"}, follow=True)
    return answer


def test_a_member_fills_sends_and_receives_without_javascript(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    browser = signed_in("member")
    assert "à faire" in body(browser.get("/"))
    review = walk(browser, needed.typed(("Soudeur TIG", "623d", 2027, 2)))
    assert "Tout y est" in body(review)
    receipt = browser.post(RETURN + "envoyer/", {}, follow=True)
    assert "Ce que le pôle voit" in body(receipt)
    assert "Soudeur TIG" in body(receipt)
    sent = NeedsReturn.objects.get()
    assert (sent.organisation, sent.by) == (pole.members[0], pole.people["member"])
    assert "envoyé, version 1" in body(browser.get("/"))


def test_a_title_is_asked_about_with_at_most_five_choices_and_nothing_is_lost(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    browser = signed_in("member")
    said = needed.typed(("Soudeur TIG de nuit", "", 2027, 2)) | {"etape": "recrutements"}
    answer = browser.post(RETURN + "garder/", said)
    assert answer.status_code == 422
    page = body(answer)
    assert 'value="Soudeur TIG de nuit"' in page
    assert "Choisissez le métier le plus proche" in page
    assert 2 <= page.count('name="hires-0-pcs"') <= 6  # five and « aucun de ceux-là »
    assert 'value="Soudeur TIG de nuit"' in body(browser.get(RETURN))


def test_occupations_are_proposed_while_typing(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    browser = signed_in("member")
    asked = {"champ": "hires-0", "hires-0-title": "soudeur"}
    page = body(browser.get(RETURN + "metiers/", asked))
    assert 'name="hires-0-pcs"' in page
    assert 'value="soudeur"' in page
    assert body(browser.get(RETURN + "metiers/", {"champ": "hires-0"})).strip() == ""
    hostile = {"champ": '"><script>', '"><script>-title': "soudeur"}
    assert "<script>" not in body(browser.get(RETURN + "metiers/", hostile))


def test_a_row_is_taken_off_and_put_back(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    browser = signed_in("member")
    said = needed.typed(("Soudeur", "623d", 2027, 2), ("Usineur", "623e", 2028, 1)) | {"etape": "recrutements"}
    browser.post(RETURN + "garder/", said)
    page = body(browser.post(RETURN + "garder/", said | {"retirer": "hires-0"}, follow=True))
    assert 'value="Usineur"' in page
    assert 'value="Soudeur"' not in page
    page = body(browser.post(RETURN + "annuler/", {"etape": "recrutements"}, follow=True))
    assert 'value="Soudeur"' in page


def test_leaving_keeps_the_draft_and_says_so(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    browser = signed_in("member")
    answer = browser.post(RETURN + "garder/", {"etape": "perception", "perception_ready": "2", "geste": "quitter"},
                          follow=True)  # fmt: skip
    assert "brouillon est gardé" in body(answer)
    assert "à terminer" in body(answer)


def test_an_incomplete_return_shows_the_step_that_lacks(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    browser = signed_in("member")
    assert "points à compléter" in body(browser.get(RETURN + "?etape=relire"))
    answer = browser.post(RETURN + "envoyer/")
    assert answer.status_code == 422
    assert not NeedsReturn.objects.exists()


def test_a_sent_return_is_corrected_and_exported(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    needed.answered(call, pole.members[0], needed.typed(("=1+1", "623d", 2027, 2)))
    browser = signed_in("member")
    rows = list(csv.reader(io.StringIO(body(browser.get(RETURN + "retour.csv")).lstrip("\ufeff")), delimiter=";"))
    assert ["Embauches prévues", "1", "Métier", "'=1+1"] in rows
    assert json.loads(browser.get(RETURN + "retour.json").content)["reponses"]["hires"][0]["pcs"] == "623d"
    book = load_workbook(io.BytesIO(browser.get(RETURN + "retour.xlsx").content))
    assert book["Embauches prévues"]["A2"].value == "'=1+1"
    assert browser.get(RETURN + "mon-retour.docx").content[:2] == b"PK"
    assert browser.get(RETURN + "retour.pdf").status_code == 404
    page = body(browser.post(RETURN + "corriger/", follow=True))
    assert 'value="=1+1"' in page
    browser.post(RETURN + "garder/", needed.typed(("Usineur", "623e", 2027, 2)) | {"etape": "recrutements"})
    browser.post(RETURN + "envoyer/")
    assert NeedsReturn.objects.get(replaced_at=None).version == 2


def test_when_nothing_is_asked_or_the_wave_is_frozen_the_page_says_so(pole: Cluster, signed_in: object) -> None:
    browser = signed_in("member")
    assert "Aucun retour n’est attendu" in body(browser.get(RETURN))
    call = needed.opened(pole.pole)
    freeze_wave(call.wave, by=None)
    assert "Aucun retour n’est attendu" in body(browser.get(RETURN, follow=True))
    refused = browser.post(RETURN + "garder/", {"etape": "perception", "perception_ready": "2"}, follow=True)
    assert "pas ouverte" in body(refused)


def test_nobody_fills_or_reads_the_return_of_another_member(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    needed.answered(call, pole.members[1])
    browser = signed_in("member")
    for path in ("", "recu/", "retour.json", "mon-retour.docx"):
        assert browser.get(f"{RETURN}{path}?membre={pole.members[1].pk}").status_code == 403
    assert browser.post(f"{RETURN}recu/accord/?membre={pole.members[1].pk}", {"accord": "oui"}).status_code == 403


def test_the_team_reads_sums_and_never_one_return_unless_released(
    pole: Cluster, call: NeedsCall, signed_in: object
) -> None:
    lonely = needed.typed(("Dompteur de licornes", "388a", 2027, 9))
    sent = needed.answered(call, pole.members[0], lonely)
    for number in range(5):
        needed.answered(call, collected.member(pole.pole, number))
    team, member = signed_in("team"), signed_in("member")
    assert "Dompteur" in body(member.get(RETURN + "recu/"))  # something could leak
    paths = ("/connaitre/besoins/", f"/connaitre/besoins/{call.wave_id}/export.csv", "/")
    seen = "".join(body(team.get(path)) for path in paths)
    assert "Dompteur" not in seen
    assert "388a" not in seen
    assert "6 retours sur 8" in seen
    assert team.get(f"/connaitre/besoins/retours/{sent.pk}/").status_code == 404
    member.post(RETURN + "recu/accord/", {"accord": "oui"})
    assert "Dompteur" in body(team.get(f"/connaitre/besoins/retours/{sent.pk}/"))
    member.post(RETURN + "recu/accord/", {"accord": "non"})
    assert team.get(f"/connaitre/besoins/retours/{sent.pk}/").status_code == 404


def test_the_sums_are_exported_as_a_workbook(pole: Cluster, call: NeedsCall, signed_in: object) -> None:
    for number in range(5):
        needed.answered(call, collected.member(pole.pole, number))
    answer = signed_in("team").get(f"/connaitre/besoins/{call.wave_id}/export.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content))["Embauches prévues"]
    assert [cell.value for cell in sheet[2]][:4] == ["Tous les métiers", None, 10, 5]
    assert signed_in("team").get(f"/connaitre/besoins/{call.wave_id}/export.pdf").status_code == 404


def test_the_team_asks_reminds_and_is_told_when_it_may_again(pole: Cluster, signed_in: object) -> None:
    call = needed.opened(pole.pole)
    team = signed_in("team")
    assert "La lettre part à 1 membre" in body(team.post(f"/connaitre/besoins/{call.wave_id}/relancer/", follow=True))
    page = body(team.post(f"/connaitre/besoins/{call.wave_id}/relancer/", follow=True))
    assert "moins d’une semaine" in page
    assert "Relancer ceux" not in page


def test_the_team_declares_what_a_project_needs_in_two_gestures(pole: Cluster, signed_in: object) -> None:
    team, path = signed_in("team"), "/connaitre/besoins/projets/"
    said = {"project": "Plateau commun", "title": "soudeur", "year": "2028", "people": "4"}
    choices = team.post(path, said)
    assert "Métier le plus proche de" in body(choices)
    done = team.post(path, said | {"pcs": "623d", "pour": "soudeur"}, follow=True)
    assert "Plateau commun" in body(done)
    assert "Annuler" in body(done)
    need = ProjectNeed.objects.get()
    assert (need.pcs, need.people, need.by) == ("623d", 4, pole.people["team"])
    assert team.post(path, said | {"people": "0"}).status_code == 422
    team.post(f"{path}{need.pk}/retirer/")
    assert "Aucun projet" in body(team.get("/connaitre/besoins/"))


def test_the_study_form_offers_to_count_the_needs(pole: Cluster, signed_in: object) -> None:
    collected.collected(pole.pole)
    assert "Avec les besoins déclarés par les membres et les projets" in body(
        signed_in("team").get("/prevoir/etudes/nouvelle/")
    )

"""Open data: pages anyone reads, files the same for ever, an interface for programs, pôles side by side."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from factories import publishing
from vivier_web.indicators import published
from vivier_web.indicators.actions import publishing as acts
from vivier_web.indicators.gate.files import files_of
from vivier_web.indicators.models import PublicationFile
from vivier_web.members.territory import DEPARTMENTS


@pytest.fixture
def out(pole):
    return publishing.published(publishing.frozen(pole.pole))


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def test_anyone_reads_the_catalogue_and_a_dataset(out):
    browser = Client()
    listed = page(browser.get(reverse("open_data")))
    assert "1 jeu de données, sans trahir une seule entreprise" in listed
    shown = page(browser.get(reverse("published_dataset", args=[out.key])))
    for words in ("Effectifs des membres, Janvier 2026", "de 25 entreprises", "Haute-Savoie", "secret", "Audit"):
        assert words in shown
    assert out.sha256 in shown


def test_an_empty_catalogue_says_so_and_an_unknown_address_is_not_found(db):
    browser = Client()
    assert "Aucun pôle n’a encore publié" in page(browser.get(reverse("open_data")))
    assert browser.get(reverse("open_catalogue")).status_code == 200
    for name in ("effectifs-rien", "rien"):
        assert browser.get(reverse("published_dataset", args=[name])).status_code == 404
        assert browser.get(reverse("published_file", args=[name, "csv"])).status_code == 404
        assert browser.get(f"/api/open/donnees/{name}").status_code == 404


def test_each_file_is_handed_over_byte_for_byte_and_not_twice(out):
    browser = Client()
    kept = {each.name: bytes(each.content) for each in PublicationFile.objects.filter(publication=out)}
    assert set(kept) == set(published.FORMS)
    for name, content in {**kept, "canonique": bytes(out.content)}.items():
        address = reverse("published_file", args=[out.key, name])
        answer = browser.get(address)
        assert (answer.status_code, answer.content) == (200, content)
        again = browser.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert browser.get(reverse("published_file", args=[out.key, "autre"])).status_code == 404


def test_files_are_made_from_the_frozen_bytes_alone_and_always_the_same(out):
    again = {each.name: each.content for each in files_of(bytes(out.content))}
    assert again == {each.name: bytes(each.content) for each in PublicationFile.objects.filter(publication=out)}


def test_the_catalogue_names_each_file_with_its_fingerprint(out):
    told = json.loads(Client().get(reverse("open_catalogue")).content)
    (dataset,) = told["dcat:dataset"]
    found = {each["spdx:checksum"]["spdx:checksumValue"]["@value"] for each in dataset["dcat:distribution"]}
    assert found == set(PublicationFile.objects.filter(publication=out).values_list("sha256", flat=True))
    assert dataset["dct:spatial"] == [{"@id": "http://id.insee.fr/geo/region/84"}]


def test_a_withdrawn_publication_is_gone_from_everywhere_and_says_why(out):
    acts.withdraw_publication(out, "Une erreur de saisie", by=None)
    browser = Client()
    answer = browser.get(reverse("published_dataset", args=[out.key]))
    assert answer.status_code == 410
    assert "Une erreur de saisie" in page(answer)
    assert browser.get(reverse("published_file", args=[out.key, "csv"])).status_code == 410
    assert browser.get(f"/api/open/donnees/{out.key}").status_code == 410
    assert browser.get("/api/open/donnees").json() == {"count": 0, "items": []}


def test_the_map_hatches_what_is_secret_and_leaves_blank_where_nobody_is(out):
    shown = page(Client().get(reverse("published_dataset", args=[out.key])))
    drawn = dict(re.findall(r"<title>([^<]+?) : ([^<]+)</title>", shown))
    if not drawn:
        pytest.skip("the shapes of the map are not installed here")
    assert (drawn["Ain"], drawn["Finistère"]) == ("secret statistique", "–")
    assert re.match(r"[0-9 ]+$", drawn["Rhône"])
    assert len(drawn) <= len(DEPARTMENTS)
    assert re.search(r'fill="url\(#secret\)" d="[^"]+"><title>Ain', shown)


@pytest.mark.parametrize(
    ("row", "column"), [("departement", "taille"), ("section", "csp"), ("inconnu", "'\"<"), ("", "")]
)
def test_any_crossing_asked_is_answered_with_one_that_is_published(out, row, column):
    answer = Client().get(reverse("published_dataset", args=[out.key]), {"lignes": row, "colonnes": column})
    assert answer.status_code == 200
    assert '<table class="cube">' in answer.content.decode()


def test_programs_read_the_same_figures(out):
    browser = Client()
    (line,) = browser.get("/api/open/donnees?pole=mecatronique").json()["items"]
    assert (line["key"], line["sha256"]) == (out.key, out.sha256)
    assert browser.get("/api/open/donnees?pole=autre").json()["count"] == 0
    answer = browser.get(f"/api/open/donnees/{out.key}")
    whole = answer.json()
    assert answer["ETag"] == f'"{out.sha256}"'
    hidden = [each for each in whole["items"] if each["status"] in ("primary", "secondary")]
    assert {each["value"] for each in hidden} == {None}
    assert len(hidden) == line["hidden"]
    (ain,) = [each for each in hidden if each["codes"] == {"departement": "01", "region": "84"}]
    assert (ain["units"], whole["labels"]["departement"]["01"]) == (1, "Ain")


def test_authorities_and_networks_compare_poles_of_their_own(signed_in, out):
    for kind, name in (
        ("state", "authority_figures"),
        ("region", "authority_figures"),
        ("network", "network_figures"),
    ):
        shown = page(signed_in(kind).get(reverse(name)))
        assert "Un seul pôle a publié ces chiffres" in shown
        assert "Pôle mecatronique" in shown
    elsewhere = page(signed_in("state").get(reverse("authority_figures"), {"region": "53"}))
    assert "Aucun pôle de ce périmètre" in elsewhere


@pytest.mark.parametrize("more", [0, 2])
def test_lists_ask_the_same_number_of_questions_whatever_their_rows(pole, out, django_assert_num_queries, more):
    for rank in range(more):
        publishing.published(publishing.wave_of_another_day(publishing.wave_published(out), rank), "coarse")
    browser = Client()
    with django_assert_num_queries(2):
        browser.get(reverse("open_data"))
    with django_assert_num_queries(2):
        browser.get("/api/open/donnees")

"""Addresses anyone may ask, pages and interface: what they accept, refuse, hand over again or no more."""

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from factories.sealed_tables import DAY, SECRET, crowd, even, kept
from vivier_web.indicators import published
from vivier_web.indicators.actions.publishing import restore_publication, withdraw_publication
from vivier_web.indicators.models import Publication
from vivier_web.members.actions import found_pole
from vivier_web.members.models import Pole

KINDS = {
    "csv": "text/csv",
    "csv-fr": "text/csv",
    "sdmx-csv": "application/vnd.sdmx.data+csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "schema": "application/json",
    "package": "application/json",
    "canonique": "application/json",
}


@pytest.fixture
def browser(db: None) -> Client:
    published.reading.document_kept.cache_clear()
    return Client()


def founded(slug: str, region: str = "84") -> Pole:
    return found_pole(slug, f"Pôle {slug.title()}", "cluster", by=None, region=region)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def get_file(browser: Client, one: Publication, name: str = "csv", **headers: str) -> HttpResponse:
    return browser.get(reverse("published_file", args=[one.key, name]), headers=headers)


@pytest.mark.parametrize(
    "asked",
    ["", "page=1", "page=0", "page=-1", "page=x", "page=٢", "page=1e1", "page=9999", "tableaux=tout", "tableaux="],
)
def test_whatever_is_asked_of_the_catalogue_its_first_page_answers(browser: Client, asked: str) -> None:
    one = kept(founded("bois"), has_files=False)
    answer = browser.get(f"{reverse('open_data')}?{asked}")
    assert answer.status_code == 200
    assert one.title in words(answer)


@pytest.mark.parametrize(("cube", "is_there"), [("effectifs", True), ("dossiers", False), ("indicateur", False)])
def test_the_catalogue_is_narrowed_to_one_kind_of_tables(browser: Client, cube: str, is_there: bool) -> None:
    one = kept(founded("bois"), has_files=False)
    assert (one.title in words(browser.get(reverse("open_data"), {"tableaux": cube}))) is is_there


def test_the_catalogue_turns_its_pages_both_ways(browser: Client) -> None:
    one = kept(founded("bois"), has_files=False)
    same = {each.attname: getattr(one, each.attname) for each in Publication._meta.fields if each.attname != "id"}
    Publication._base_manager.bulk_create(Publication(**same | {"key": f"copie-{n}"}) for n in range(20))
    first, second, third = (browser.get(reverse("open_data"), {"page": page}) for page in (1, 2, 3))
    assert [answer.context["before"] for answer in (first, second, third)] == [0, 1, 2]
    assert [answer.context["after"] for answer in (first, second, third)] == [2, 0, 0]
    assert [len(answer.context["cards"]) for answer in (first, second, third)] == [20, 1, 0]
    assert {answer.status_code for answer in (first, second, third)} == {200}


@pytest.mark.parametrize("name", ["open_data", "open_catalogue", "dataset", "file"])
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_open_addresses_are_only_read(browser: Client, name: str, verb: str) -> None:
    arguments = {"dataset": ("published_dataset", ["k"]), "file": ("published_file", ["k", "csv"])}
    view, args = arguments.get(name, (name, []))
    assert getattr(browser, verb)(reverse(view, args=args)).status_code == 405


def test_each_file_has_its_type_its_name_and_may_be_read_from_any_site(browser: Client) -> None:
    one = kept(founded("bois"))
    for name, kind in KINDS.items():
        answer = get_file(browser, one, name)
        assert answer.status_code == 200, name
        assert answer["Content-Type"].split(";")[0] == kind, name
        assert answer["Content-Disposition"] == f'inline; filename="{one.key}{published.ending(name)}"'
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cache-Control"] == "public, no-cache"
        assert "Set-Cookie" not in answer
        assert str(SECRET).encode() not in answer.content
        assert browser.head(reverse("published_file", args=[one.key, name]))["ETag"] == answer["ETag"]


def test_a_file_is_not_sent_again_to_whoever_has_it_and_is_to_whoever_has_another(browser: Client) -> None:
    one = kept(founded("bois"))
    etag = get_file(browser, one)["ETag"]
    other = get_file(browser, one, "xlsx")["ETag"]
    for known, status in [
        (etag, 304),
        (f"W/{etag}", 304),
        (f'"autre", {etag}', 304),
        (f'{etag},"autre"', 304),
        (other, 200),
        (etag.strip('"'), 200),
        ("", 200),
        ('"', 200),
        ("é", 200),
    ]:
        answer = get_file(browser, one, **{"If-None-Match": known})
        assert answer.status_code == status, known
        assert answer["ETag"] == etag
        assert bool(answer.content) is (status == 200)


def test_withdrawn_each_address_says_so_and_restored_the_same_bytes_come_back(browser: Client) -> None:
    one = kept(founded("bois"))
    before = {name: get_file(browser, one, name).content for name in KINDS}
    etag = get_file(browser, one)["ETag"]
    with scopes_disabled():
        withdraw_publication(one, "Une <b>erreur</b>", by=None)
    for name in KINDS:
        gone = get_file(browser, one, name, **{"If-None-Match": etag})
        assert (gone.status_code, gone.content.decode()) == (410, "Cette publication a été retirée."), name
    shown = browser.get(reverse("published_dataset", args=[one.key]))
    assert (shown.status_code, "Une &lt;b&gt;erreur&lt;/b&gt;" in words(shown)) == (410, True)
    assert "<table" not in words(shown)
    assert one.title not in words(browser.get(reverse("open_data")))
    asked = browser.get(f"/api/open/donnees/{one.key}")
    assert (asked.status_code, asked.json()["detail"]) == (410, "Cette publication a été retirée.")
    assert browser.get("/api/open/donnees").json() == {"count": 0, "items": []}
    with scopes_disabled():
        restore_publication(one, by=None)
    assert {name: get_file(browser, one, name).content for name in KINDS} == before


@pytest.mark.parametrize(
    ("rows", "columns", "chosen"),
    [
        ("", "", ("region", "")),
        ("csp", "", ("csp", "")),
        ("taille", "csp", ("taille", "")),  # the two are not crossed in this detail
        ("departement", "", ("region", "")),  # too fine for it
        ("unit", "holding", ("region", "")),
        ("csp", "aucune", ("csp", "")),
        ("<script>", "'", ("region", "")),
    ],
)
def test_a_crossing_that_is_not_published_is_answered_by_one_that_is(
    browser: Client, rows: str, columns: str, chosen: tuple[str, str]
) -> None:
    one = kept(founded("bois"), even(), has_files=False)
    answer = browser.get(reverse("published_dataset", args=[one.key]), {"lignes": rows, "colonnes": columns})
    assert answer.status_code == 200
    assert (answer.context["row"], answer.context["column"]) == chosen
    assert 'value="<script>' not in words(answer)


def test_a_page_writes_what_is_shown_and_only_the_word_secret_for_the_rest(browser: Client) -> None:
    one = kept(founded("bois"), crowd(), detail="medium", has_files=False)
    answer = browser.get(
        reverse("published_dataset", args=[one.key]), {"lignes": "departement", "colonnes": "taille"}
    )
    grid = answer.context["grid"]
    lines = {code: [each.words for each in cells] for code, _, cells in grid.rows}
    shown = published.dataset(one.key)
    assert shown is not None
    assert grid.heads[0] == "Ensemble"
    assert set(lines) == {"", "74", "38", "75"}
    assert lines["75"][0] == "secret"
    assert len(grid.heads) == len(lines["74"])
    assert "48 731" not in words(answer)
    assert str(SECRET) not in words(answer)
    areas = {each.code: each for each in answer.context["areas"]}
    assert not areas or areas["75"].is_hidden


def test_an_empty_catalogue_is_a_catalogue(browser: Client) -> None:
    assert browser.get("/api/open/donnees").json() == {"count": 0, "items": []}
    told = browser.get(reverse("open_catalogue"))
    assert (told.status_code, told["Content-Type"]) == (200, "application/ld+json")
    assert browser.get(reverse("open_catalogue"), headers={"If-None-Match": told["ETag"]}).status_code == 304
    kept(founded("bois"))
    again = browser.get(reverse("open_catalogue"), headers={"If-None-Match": told["ETag"]})
    assert (again.status_code, again["ETag"] != told["ETag"]) == (200, True)


# --- The interface ---


@pytest.mark.parametrize(
    "asked",
    ["page=0", "page=-1", "page=x", "page=1001", "page=1.5", "pole=Bois", "pole=a/b", "pole=" + "a" * 51, "pole=é"],
)
def test_what_makes_no_sense_is_refused_in_words(browser: Client, asked: str) -> None:
    answer = browser.get(f"/api/open/donnees?{asked}")
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("key", ["rien", "effectifs", "a" * 120])
def test_a_name_nobody_published_is_not_found(browser: Client, key: str) -> None:
    answer = browser.get(f"/api/open/donnees/{key}")
    assert (answer.status_code, "Aucune publication" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize("key", ["a" * 121, "é", "a b", "a.json", "%00"])
def test_a_name_that_can_be_none_is_refused(browser: Client, key: str) -> None:
    assert browser.get(f"/api/open/donnees/{key}").status_code in (404, 422)


def test_lists_of_the_interface_give_each_publication_its_line(browser: Client) -> None:
    start = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)  # 0:30 of the 2nd in Paris
    one = kept(founded("bois"), at=start, has_files=False)
    two = kept(None, at=start + dt.timedelta(minutes=1), has_files=False)
    whole = browser.get("/api/open/donnees").json()
    assert [each["key"] for each in whole["items"]] == [two.key, one.key]
    assert whole["count"] == 2
    assert whole["items"][1] == {
        "key": one.key,
        "title": one.title,
        "cube": "effectifs",
        "on": DAY.isoformat(),
        "published_on": "2026-07-02",
        "pole": "bois",
        "detail": "",
        "cells": one.audit["cells"],
        "hidden": one.audit["hidden"],
        "sha256": one.sha256,
    }
    for asked, keys in [("pole=bois", [one.key]), ("pole=cuir", []), ("page=2", []), ("pole=", [two.key, one.key])]:
        found = browser.get(f"/api/open/donnees?{asked}").json()
        assert [each["key"] for each in found["items"]] == keys, asked


def test_the_interface_gives_the_cells_of_the_csv(browser: Client) -> None:
    one = kept(founded("bois"))
    whole = browser.get(f"/api/open/donnees/{one.key}").json()
    lines = list(csv.DictReader(io.StringIO(get_file(browser, one).content.decode("utf-8-sig"))))
    columns = [
        each for each in lines[0] if each in ("region", "section", "csp", "taille", "departement", "division", "pcs")
    ]
    told = {
        tuple(sorted((name, line[name]) for name in columns if line[name] != "T")): (
            float(line["effectif"]) if line["effectif"] else None,
            int(line["contributeurs"]),
        )
        for line in lines
    }
    assert {tuple(sorted(each["codes"].items())): (each["value"], each["units"]) for each in whole["items"]} == told
    assert whole["unit"] == "salariés"
    assert {each["status"] for each in whole["items"]} == {"published", "primary", "secondary"}
    for each in whole["items"]:
        for column, code in each["codes"].items():
            assert whole["labels"][column][code]
    assert str(SECRET) not in str(whole)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_questions_whatever_their_rows(
    browser: Client, django_assert_num_queries: Any, rows: int
) -> None:
    made = [kept(founded(f"pole-{rank}"), even()) for rank in range(rows)]
    published.reading.document_kept.cache_clear()
    for address, count in [
        (reverse("open_data"), 2),
        (reverse("open_catalogue"), 2),
        (reverse("published_dataset", args=[made[0].key]), 3),
        (reverse("published_file", args=[made[0].key, "csv"]), 2),
        ("/api/open/donnees", 2),
        (f"/api/open/donnees/{made[0].key}", 2),
    ]:
        with django_assert_num_queries(count):
            assert browser.get(address).status_code == 200

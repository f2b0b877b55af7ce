"""Pôles side by side on the pages of authorities and networks: whose, by which column, never beyond one's territory."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from factories.cluster import Cluster
from factories.sealed_tables import DAY, SECRET, crowd, even, kept
from vivier_web.indicators import published
from vivier_web.indicators.models import Publication
from vivier_web.members.actions import found_pole
from vivier_web.members.models import Network

PAGES = {
    "state": "authority_figures",
    "region": "authority_figures",
    "local": "authority_figures",
    "network": "network_figures",
}


@pytest.fixture
def side(pole: Cluster) -> Cluster:
    """Two pôles of Auvergne, one of Bretagne; the secretariat follows only the first."""
    published.reading.document_kept.cache_clear()
    kept(pole.pole, crowd(), has_files=False)
    kept(found_pole("bois", "Pôle Bois", "cluster", by=None, region="84", domain="Bois"), even(), has_files=False)
    kept(found_pole("algues", "Pôle Algues", "cluster", by=None, region="53", domain="Mer"), even(), has_files=False)
    return pole


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def shown(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [each["card"].pole for each in answer.context["lines"]]


@pytest.mark.parametrize(
    ("kind", "asked", "poles"),
    [
        ("state", {}, ["algues", "bois", "mecatronique"]),
        ("state", {"region": "53"}, ["algues"]),
        ("state", {"region": "84"}, ["bois", "mecatronique"]),
        ("state", {"region": "11"}, []),
        ("state", {"region": "99"}, ["algues", "bois", "mecatronique"]),  # no such region: none was asked
        ("state", {"domaine": "Mer"}, ["algues"]),
        ("state", {"domaine": "Rien"}, ["algues", "bois", "mecatronique"]),
        ("state", {"domaine": "Mer", "region": "84"}, ["bois", "mecatronique"]),  # no such domain there
        ("state", {"tableaux": "dossiers"}, []),
        ("state", {"tableaux": "tout"}, ["algues", "bois", "mecatronique"]),
        ("region", {}, ["bois", "mecatronique"]),
        ("region", {"region": "53"}, ["algues"]),  # of another Region: what is published is anyone’s to read
        ("local", {}, ["bois", "mecatronique"]),
        ("local", {"region": "53"}, ["algues"]),
        ("local", {"region": ""}, ["algues", "bois", "mecatronique"]),
        ("network", {}, ["mecatronique"]),
        ("network", {"region": "53"}, []),
    ],
)
def test_each_reads_first_the_poles_of_its_own(
    side: Cluster, signed_in: Any, kind: str, asked: dict[str, str], poles: list[str]
) -> None:
    answer = signed_in(kind).get(reverse(PAGES[kind]), asked)
    assert shown(answer) == poles
    assert ("Aucun pôle de ce périmètre" in words(answer)) is (poles == [])


@pytest.mark.parametrize(
    ("asked", "column", "heads"),
    [
        ("", "csp", ["Cadres", "Intermédiaires", "Ouvriers"]),
        ("csp", "csp", ["Cadres", "Intermédiaires", "Ouvriers"]),
        ("region", "region", ["Île-de-France", "Auvergne-Rhône-Alpes"]),
        ("section", "section", ["Industrie manufacturière"]),
        ("departement", "departement", []),  # no one published so finely
        ("unit", "csp", ["Cadres", "Intermédiaires", "Ouvriers"]),
        ("issue", "csp", ["Cadres", "Intermédiaires", "Ouvriers"]),  # of another kind of tables
    ],
)
def test_columns_are_those_that_were_published(
    side: Cluster, signed_in: Any, asked: str, column: str, heads: list[str]
) -> None:
    answer = signed_in("state").get(reverse("authority_figures"), {"par": asked})
    assert (answer.context["column"], answer.context["heads"]) == (column, ["Ensemble", *heads])
    assert {len(each["parts"]) for each in answer.context["lines"]} == {len(heads) + 1}


def test_a_hidden_figure_is_the_word_secret_and_an_absent_one_a_dash(side: Cluster, signed_in: Any) -> None:
    answer = signed_in("state").get(reverse("authority_figures"))
    lines = {each["card"].pole: [part.words for part in each["parts"][1:]] for each in answer.context["lines"]}
    assert lines["mecatronique"] == ["secret", "268", "secret"]
    assert lines["bois"] == ["–", "268", "188"]
    for kind, page in PAGES.items():
        text = words(signed_in(kind).get(reverse(page)))
        assert str(SECRET) not in text, kind
        assert "48 731" not in text, kind


def test_only_the_secretariat_of_a_network_puts_its_own_poles_together(side: Cluster, signed_in: Any) -> None:
    other = Network.objects.create(slug="autre", name="Autre réseau")
    mine = Network.objects.exclude(pk=other.pk).get()
    browser = signed_in("network")
    for slug, status in ((other.slug, 404), ("rien", 404), (mine.slug, 302)):
        address = reverse("publish_joint", args=[f"reseau-{slug}", "effectifs", DAY.isoformat()])
        assert browser.get(address).status_code == 405
        assert browser.post(address).status_code == status
        assert signed_in("state").post(address).status_code in (403, 404)
    for day in ("hier", "2026-02-31", "20260131x"):
        refused = browser.post(reverse("publish_joint", args=[f"reseau-{mine.slug}", "effectifs", day]), follow=True)
        assert "Choisissez un jour" in words(refused)
    with scopes_disabled():
        assert Publication.objects.filter(pole=None).count() == 0


@pytest.mark.parametrize("kind", ["state", "network"])
def test_an_empty_comparison_says_what_will_be_there(pole: Cluster, signed_in: Any, kind: str) -> None:
    answer = signed_in(kind).get(reverse(PAGES[kind]))
    assert (shown(answer), answer.context["heads"]) == ([], ["Ensemble"])
    assert "Les premiers paraîtront ici" in words(answer)

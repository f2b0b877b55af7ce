"""A member deposits its staff list from its browser: columns are confirmed by keyboard, and no example leaves."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from factories.browsing import follow
from factories.depositing import answering_for, reading_here
from factories.sheets import workbook
from factories.watched import Watched
from vivier_web.skills.models import Deposit, ReleasedTitle
from vivier_web.skills.queries.deposits import headcount_of_deposit

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
    pytest.mark.enable_socket,
]
SIREN, ON = "000100222", dt.date(2026, 1, 31)
ROWS = [
    ["Menuiserie des Lacs : effectif au 31/01/2026"],
    ["Nom", "Ce qu’il fait", "Né(e) le", "Civilité", "Salaire brut", "N° S.S.", "Entrée"],
    *(
        [f"Zéphirin {rank}", "Menuisier poseur" if rank % 2 else "Ébéniste", f"{3 + rank:02d}/02/{1966 + 2 * rank}",
         "Mme" if rank % 3 else "M.", 2543.21, f"1 68 10 01 991 {rank:03d} 45", "01/09/2015"]
        for rank in range(1, 13)
    ),
]  # fmt: skip
SECRETS = ("phirin", "16810", "1 68 10", "2543", "/02/19", "1968-02", "••", "Z•", "Civilité")


@pytest.fixture
def site(settings, tmp_path, transactional_db) -> Iterator[str]:
    with reading_here(settings, tmp_path) as url:
        yield url


@pytest.fixture
def signed_in(site) -> Client:
    """A member's person, who answers for the company of the list, while a wave is open."""
    return answering_for({SIREN: "Menuiserie des Lacs"}, on=ON)


@pytest.fixture
def staff_list(tmp_path) -> Path:
    path = tmp_path / "effectif.xlsx"
    path.write_bytes(workbook(("Personnel", ROWS)).getvalue())
    return path


def asked(watched: Watched, path: Path) -> None:
    watched.open(SIREN)
    watched.page.set_input_files("#fichiers", str(path))
    watched.page.click("#lire")
    watched.page.wait_for_selector("#colonnes h2", timeout=60_000)


def row(page, field: str) -> str:
    return page.locator(f"tr:has(select[name={field}])").inner_text()


def test_columns_are_confirmed_by_keyboard_and_only_counts_leave(browser, site, signed_in, staff_list) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched = Watched(browser, site, signed_in)
    page = watched.page
    asked(watched, staff_list)
    said = page.inner_text("#colonnes")
    assert "Voici ce que j’ai compris de vos colonnes" in said
    assert "Feuille « Personnel », titres à la ligne 2" in said
    assert "Jamais lu, quoi que vous choisissiez : Salaire brut." in said
    assert "••/02/1968 · ••/02/1980 · ••/02/1990" in row(page, "naissance")
    assert "sûr" in row(page, "naissance")
    assert "probable" in row(page, "sexe")  # « Civilité »
    assert "Z•••••" in row(page, "nom")
    assert "Jamais montré" in row(page, "nir")
    assert "aucune colonne" in row(page, "emploi")
    assert not [one for one in ("phirin", "1 68", "2543", "04/02") if one in said]
    assert Axe().run(page).response["violations"] == []
    page.focus("select[name=emploi]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "choisi par vous" in row(page, "emploi")
    assert "Menuisier poseur" in row(page, "emploi")
    assert not [one for one in watched.asked if one.startswith("POST")]
    page.focus("#compter")
    page.keyboard.press("Enter")
    page.wait_for_selector("#relecture h2", timeout=60_000)
    assert page.inner_text("#relecture h2") == "12 salariés lus au 31 janvier 2026"
    page.click("#envoyer")
    page.wait_for_url("**/rapport/**", timeout=60_000)
    with scopes_disabled():
        assert headcount_of_deposit(Deposit.objects.select_related("wave").get()).people == 12
        assert {one.title for one in ReleasedTitle.objects.all()} == {"Menuisier poseur", "Ébéniste"}
    assert len([one for one in watched.asked if one.startswith("POST")]) == 1
    assert watched.has("Menuisier poseur")  # the log does see what is posted
    assert [secret for secret in SECRETS if watched.has(secret)] == []
    assert watched.complaints == []
    asked(watched, staff_list)
    assert "Colonnes reprises de votre dernier choix" in page.inner_text("#colonnes")
    assert page.locator("select[name=emploi]").input_value() == "1"
    kept = page.evaluate("() => localStorage.getItem('vivier.colonnes')")
    assert "Ce qu’il fait" in kept
    assert not [one for one in ("phirin", "Menuisier poseur", "1968", "2543") if one in kept]
    watched.context.close()


def test_a_column_is_chosen_once_and_may_be_looked_at_again_after_the_count(
    browser, site, signed_in, staff_list
) -> None:
    watched = Watched(browser, site, signed_in, viewport={"width": 390, "height": 800})
    page = watched.page
    asked(watched, staff_list)
    page.select_option("select[name=emploi]", "2")
    page.click("#compter")
    assert not page.locator("#relecture h2").count()
    assert page.evaluate("() => [...document.querySelectorAll('select:invalid')].map((one) => one.name).join()")
    page.select_option("select[name=emploi]", "1")
    page.click("#compter")
    page.wait_for_selector("#relecture h2", timeout=60_000)
    assert not page.is_visible("#colonnes")
    page.click("#revoir")
    assert page.is_visible("#colonnes")
    assert page.locator("select[name=emploi]").input_value() == "1"
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert watched.complaints == []
    watched.context.close()


def test_without_javascript_the_server_asks_the_same_table(browser, site, signed_in, staff_list) -> None:
    plain = Watched(browser, site, signed_in, java_script_enabled=False)
    page = plain.page
    plain.open(SIREN)
    page.set_input_files("#fichiers", str(staff_list))
    page.check("#accord")
    follow(page, "text=Lire sur le serveur")
    assert page.inner_text("h1") == "Voici ce que j’ai compris de vos colonnes"
    page.select_option("select[name='0-emploi']", "1")
    follow(page, "text=Compter avec ces colonnes")
    assert "12 salariés lus" in page.inner_text("h1")
    follow(page, "text=Envoyer les effectifs")
    assert "à l’horizon 2036" in page.inner_text("h1")
    with scopes_disabled():
        assert {one.title for one in ReleasedTitle.objects.all()} == {"Menuisier poseur", "Ébéniste"}
    plain.context.close()

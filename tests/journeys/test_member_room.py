"""Somebody of a pôle's team goes round the room Connaître, at a desk and on a phone, mouse apart."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe

from factories.browsing import press

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
ROOT = Path(__file__).resolve().parents[2]
FOUNDED = """
import django; django.setup()
import datetime as dt
from django_scopes import scope
from factories import cluster
from factories.registers import csv_of, siret
from vivier_web.members.actions import add_contact, note_dealing, prepare_import
from vivier_web.members.registers import opened
made = cluster.founded(); who, team = made.members[0], made.people["team"]
with scope(pole=made.pole):
    contact = add_contact(made.pole, who, "Hélène Vasseur", by=team, email="h@v.example")
    note_dealing(made.pole, who, by=team, kind="need", on=dt.date(2026, 1, 5), summary="Cherche deux régleurs.",
                 contact=contact, next_step="Rappeler l’atelier", due_on=dt.date(2026, 2, 1))
    prepare_import(made.pole, "a.csv", opened(csv_of((siret(1), "Usinage", "Gex", "01170", ""), ("12", "", "", "", ""))), by=team)
"""
PAGES = (
    "/", "/connaitre/membres/", "/connaitre/membres/?q=zzz", "/connaitre/membres/carte/", "/connaitre/membres/1/",
    "/connaitre/membres/1/echanges/", "/connaitre/membres/1/etablissements/", "/connaitre/membres/1/personnes/1/",
    "/connaitre/membres/nouveau/", "/connaitre/membres/import/", "/connaitre/membres/import/1/", "/connaitre/pole/",
    "/connaitre/pole/modifier/", "/connaitre/recherche/?q=annecy",
)  # fmt: skip


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Serve a small pôle of its own: the journal refuses to be emptied, so the tests' own database will not do."""
    port, home = free_port(), tmp_path_factory.mktemp("site")
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env = {**kept, "VIVIER_HOME": str(home), "VIVIER_DEMO": "1", "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore",
           "DJANGO_SETTINGS_MODULE": "vivier_web.settings"}  # fmt: skip
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=env, check=True)
    subprocess.run([sys.executable, "-c", FOUNDED], env=env, check=True)
    command = [sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}", "--noreload"]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urlopen(f"{address}/sante/", timeout=1).close()  # noqa: S310 (our own address)
                break
            except OSError:
                time.sleep(0.1)
        yield address
        server.terminate()


@pytest.fixture
def page(browser, site):
    """A browser signed in as the team, that remembers every complaint and every address outside the site."""
    from factories.cluster import PASSWORD

    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: request.url.startswith((site, "data:")) or page.complaints.append(request.url))
    page.goto(f"{site}/compte/login/")
    page.locator("input[name=login]").fill("team@mecatronique.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")
    yield page
    context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_of_the_room_is_accessible_fits_and_complains_of_nothing(page, site, width) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page.goto(site + path)
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator(".btn-go:visible").count() <= 1, path
    assert page.complaints == []


def test_a_step_is_settled_and_taken_up_again_with_the_keyboard_alone(page, site) -> None:
    page.goto(site)
    assert "1 suite est en retard" in page.locator("h1").inner_text().replace("\xa0", " ")
    page.get_by_role("button", name="C’est fait : Rappeler l’atelier").focus()
    press(page, "Enter")
    page.get_by_role("button", name="Annuler").focus()
    press(page, "Enter")
    page.goto(site)
    assert "1 suite est en retard" in page.locator("h1").inner_text().replace("\xa0", " ")


def test_the_map_is_drawn_and_leads_to_the_members_of_a_department(page, site) -> None:
    page.goto(f"{site}/connaitre/membres/carte/")
    drawing = page.locator("svg.france")
    if not drawing.count():
        pytest.skip("le fond de carte n’est pas installé (make assets)")
    box = drawing.bounding_box()
    assert box["width"] > 300
    assert box["height"] > 300
    page.locator("svg.france a").first.focus()
    press(page, "Enter")
    assert page.url.endswith("?departement=74")
    assert page.get_by_role("link", name="Mécanique du Val").count() == 1

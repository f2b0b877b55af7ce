"""The team has axes proposed, makes them its own, publishes; the document taken away proves its figures."""

import os
import re
import subprocess
import sys

import pytest

from factories.machine import ROOT
from factories.visiting import LONG, Visit

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
NEW_NAME = "Tenir l’atelier ensemble"


def opened(visit, rank, words):
    """Open what one may do with an axis, and give that form."""
    own = visit.page.locator("article.axis").nth(rank)
    own.locator(f"summary:has-text('{words}')").click()
    return own.locator(f"details:has(summary:has-text('{words}')) form")


def done(visit, form, button, *, decision="", reason=""):
    """Fill and send the form of an axis, and judge the page it leads to."""
    if decision:
        form.locator(f"[value={decision}]").check()
        form.locator("[name=raison]").fill(reason)
    with visit.page.expect_navigation(timeout=60_000):
        form.locator(f"button:has-text('{button}')").click()
    visit.judge()


def taken(visit, words, path):
    """Take a file away."""
    with visit.page.expect_download(timeout=60_000) as download:
        visit.page.click(f"text={words}")
    download.value.save_as(path)
    return path


def check_figures(path):
    """Run the command of the library on a document, as whoever received it would."""
    command = [sys.executable, "-c", "from vivier.cli import main; main()", "check-figures", str(path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_the_team_decides_its_strategy_publishes_it_and_the_document_proves_its_figures(
    browser, demonstration, tmp_path
):
    visit = Visit(browser, demonstration)
    page = visit.page
    visit.enter("Nadia Belkacem")
    visit.press(".rooms a:has-text('Décider')")
    visit.follow("text=Autre proposition")
    visit.press(".btn-go")
    page.wait_for_selector(".bench", timeout=LONG)
    visit.judge()
    machine = visit.read(".machine")

    visit.follow("article.axis >> nth=0 >> text=Récrire")
    page.fill("[name=name]", NEW_NAME)
    visit.press("[name=enregistrer]")
    assert NEW_NAME in visit.read(".own")
    done(visit, opened(visit, 0, "Décider"), "Décider", decision="kept")
    for name in ("Attirer", "Transmettre"):  # whatever the platform proposed, one is to be joined and one dropped
        if page.locator("article.axis").count() < 3:
            page.fill("#nom", name)
            visit.press(".adding button")
    axes = page.locator("article.axis").count()
    done(visit, opened(visit, axes - 1, "Réunir"), "Réunir")
    assert page.locator("article.axis").count() == axes - 1
    done(visit, opened(visit, 1, "Décider"), "Décider", decision="dropped", reason="Porté par la Région.")
    assert "Porté par la Région." in visit.read(".own")
    assert visit.title == f"1 axe est retenu sur {axes - 1}"
    assert visit.read(".machine") == machine, "what the platform proposed stays as it was"

    visit.press("text=Voir le document")
    assert visit.title == "Le document a ses 15 points"
    visit.follow("text=Publier aux membres")
    assert "publié aux membres" in visit.read(".sub")
    file = taken(visit, "Page (HTML)", tmp_path / "strategie.html")
    told = check_figures(file)
    assert (told.returncode, told.stderr) == (0, "")
    assert re.search(r"(\d+) sur \1 recalculés à l’identique", told.stdout)
    assert "Grille : 15 sur 15" in told.stdout
    spoilt = tmp_path / "changed.html"
    spoilt.write_text(re.sub(r'(class="figure"[^>]*>)(\d)', r"\g<1>9\2", file.read_text(), count=1))
    assert check_figures(spoilt).returncode == 1, "a figure changed by hand is found"
    visit.follow("text=Préparer le PDF")
    visit.press(".btn-go")
    page.wait_for_selector("text=Télécharger le PDF", timeout=LONG)
    visit.judge()
    assert taken(visit, "Télécharger le PDF", tmp_path / "strategie.pdf").read_bytes().startswith(b"%PDF-")

    visit.enter("Sophie Garnier")
    visit.follow("text=Lire la stratégie retenue")
    assert f"Axe 1 : {NEW_NAME}" in visit.read()
    assert visit.complaints == []
    visit.context.close()

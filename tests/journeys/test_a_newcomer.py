"""A newcomer's first ten minutes with the demonstration: deposit as a member, code and study as the pôle, take it away."""

import re

import pytest

from factories.browsing import follow, press
from factories.dsn import Declaration, Sending, people

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]


def enter(page, site, name):
    """Sign in by one click as somebody of the demonstration."""
    page.context.clear_cookies()
    page.goto(f"{site}/compte/login/")
    follow(page, f'[aria-label="Entrer comme {name}"]')


def payroll(tmp_path, samples):
    """Give the sample of a joinery where the workplace has it, else a file made for the same SIREN."""
    if samples is not None:
        return samples / "01_menuiserie_2026-01.dsn"
    path = tmp_path / "paie.dsn"
    path.write_bytes(Sending((Declaration(people(8), siren="000100115"),)).encoded())
    return path


@pytest.fixture
def sample(request, tmp_path):
    """The payroll file the newcomer deposits."""
    try:
        found = request.getfixturevalue("samples")
    except pytest.skip.Exception:
        found = None
    return payroll(tmp_path, found)


def test_a_newcomer_deposits_codes_studies_and_exports_without_a_dead_end(browser, demonstration, sample):
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    enter(page, demonstration, "Léa Morel")
    assert "vos effectifs sont attendus" in page.inner_text("h1")
    follow(page, "text=Déposer mes effectifs")
    page.set_input_files("#fichiers", str(sample))
    page.click("#lire")
    page.wait_for_selector("#envoyer", timeout=120_000)
    assert re.match(r"8.salariés lus au 31 janvier 2026", page.inner_text("#relecture h2"))
    page.click("#envoyer")
    page.wait_for_url("**/rapport/**", timeout=60_000)
    page.wait_for_selector(".facts", timeout=240_000)  # worked out by the worker, among others
    assert "postes à pourvoir" in page.inner_text(".facts")

    enter(page, demonstration, "Nadia Belkacem")
    follow(page, "text=Coder les intitulés")
    before = page.inner_text("h1")
    press(page, "1")
    assert page.inner_text("h1") != before

    follow(page, ".rooms >> text=Prévoir")
    follow(page, "text=Nouvelle étude")
    (wave,) = [one for one in page.query_selector_all("[name=wave] option") if "Janvier 2026" in one.inner_text()]
    page.select_option("[name=wave]", wave.get_attribute("value"))
    page.fill("[name=horizon]", "5")
    page.click("text=Lancer le calcul")
    page.wait_for_selector(".facts", timeout=240_000)
    assert "2031" in page.inner_text("h1")
    page.click("summary:has-text('Exporter')")
    page.click("text=PDF accessible")
    page.wait_for_selector("text=Télécharger le PDF", timeout=120_000)
    with page.expect_download(timeout=20_000) as download:
        page.click("text=Télécharger le PDF")
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF-")
    assert complaints == []
    page.close()

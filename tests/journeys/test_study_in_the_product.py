"""The team of a pôle codes the waiting titles with the keyboard, runs the study, reads it and takes it away."""

import os

import pytest
from django_scopes import scope, scopes_disabled

from factories import cluster
from factories.browsing import follow, press
from factories.collected import collected, company, deposit, member
from factories.visiting import Visit
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.models import Run

# The browser of the tests keeps a loop running in this thread, where Django then refuses to read its tables.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
CHARTS = """() => [...document.querySelectorAll(".results :is(.chart, .multiples) svg")].filter(svg => svg.checkVisibility())
    .map(svg => svg.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"""


@pytest.fixture
def site(db, request, settings, tmp_path):
    """A site whose wave has five large members, and one that released two job titles."""
    settings.HOME = settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = True
    settings.REFERENCE = str(tmp_path)
    live_server = request.getfixturevalue("live_server")  # once its settings are those above
    made = cluster.founded()
    with scope(pole=made.pole):
        wave = collected(made.pole)
        one = member(made.pole, 50)
        unknown = company(one.siren, ("inconnu", "35_44", "H", "CDI", 9), ("623e", "55_59", "F", "CDI", 6))
        deposit(wave, one, unknown, [("Soudeur TIG", 5), ("Monteur de lignes", 3)])
    return live_server.url


@pytest.fixture
def visit(browser, site):
    """A desk of the team, closed whatever happens: a page left open asks, after its story, a site without data."""
    visit = Visit(browser, site)
    page = visit.page
    page.goto(f"{site}/compte/login/")
    page.fill("[name=login]", "team@mecatronique.example")
    page.fill("[name=password]", cluster.PASSWORD)
    press(page, "Enter")
    yield visit
    visit.context.close()


def flawless(page):
    """Tell what a checker of accessibility finds wrong."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_titles_are_coded_by_the_keyboard_then_the_study_is_run_read_and_exported(visit, site):
    page = visit.page
    page.goto(f"{site}/prevoir/intitules/")
    assert page.inner_text("h1") == "Reste 2\u00a0intitulés, 8\u00a0salariés"
    for key, left in (("1", "Reste 1"), ("u", "Reste 2"), ("1", "Reste 1")):
        press(page, key)
        assert page.inner_text("h1").startswith(left)
    page.keyboard.press("/")
    page.keyboard.type("monteurs")
    press(page, "Enter")  # searches
    press(page, "Enter")  # takes the first found
    assert page.inner_text("h1") == "Tous les intitulés sont codés"
    assert flawless(page) == []

    page.goto(f"{site}/prevoir/etudes/nouvelle/")
    page.fill("[name=horizon]", "3")
    follow(page, "text=Lancer le calcul")
    page.wait_for_selector("#avancement")
    with scopes_disabled():
        work_out(Run.objects.get().pk)  # what the worker does meanwhile; the page asks every two seconds
    page.wait_for_selector(".facts", timeout=30_000)
    assert "2029" in page.inner_text("h1")
    for tab in ("Effectif et âges", "Départs et postes", "Exposition"):
        follow(page, f".tabs >> text={tab}")
        sizes = page.evaluate(CHARTS)
        assert sizes, tab
        assert min(sizes) > 60, tab
        assert flawless(page) == [], tab
    follow(page, ".tabs >> text=Départs et postes")
    mark, said = (
        page.locator("#tableau-departs .wide .hit").first,
        page.locator("#tableau-departs .bubble:not([hidden])"),
    )
    mark.hover()
    assert "Tous départs" in said.inner_text()
    assert not page.is_visible("#tableau-departs .whence dl")
    said.get_by_text("D’où vient ce chiffre ?").click()
    assert page.is_visible("#tableau-departs .whence dl")
    mark.hover()
    assert flawless(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.is_visible("text=Classeur XLSX")  # the checker opened every fold
    with page.expect_download() as download:
        page.click("text=Classeur XLSX")
    assert download.value.suggested_filename.endswith("-calcul-1.xlsx")
    assert visit.complaints == []

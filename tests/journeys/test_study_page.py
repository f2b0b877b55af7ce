"""A president opens the study on a screen, on a phone, then prints it."""

import pytest

from factories.pages import text_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.xdist_group("browser"),
]
STUDIES = ("a pôle", "three people", "nobody", "endless names")
MEASURE = """() => [...document.querySelectorAll(".chart svg, .multiples svg")].filter(svg => svg.checkVisibility()).map(svg => {
    const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
    const sizes = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim())
        .map(t => parseFloat(getComputedStyle(t).fontSize) * scale);
    const out = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim()).map(t => t.getBoundingClientRect())
        .filter(t => t.left < box.left - 1 || t.right > box.right + 1).length;
    return {width: box.width, height: box.height, smallest: Math.min(...sizes), out};
})"""


@pytest.fixture(scope="module", params=STUDIES)
def page_file(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("etude") / "study.html"
    path.write_text(text_of(request.param), encoding="utf-8")
    return request.param, path


def visited(browser, path, width):
    """Open the page at a width; give it with what it asked for and what it complained of."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    return page, requests, complaints


@pytest.mark.parametrize("width", [1440, 1024, 390, 320])
def test_the_study_is_read_at_every_width_without_asking_for_anything(browser, page_file, width):
    name, path = page_file
    page, requests, complaints = visited(browser, path, width)
    pictures = page.evaluate(MEASURE)
    assert complaints == []
    # Fonts are in the page itself: data addresses are no request to anyone.
    assert [url for url in requests if not url.startswith("data:")] == [path.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(pictures) == {"a pôle": 13, "three people": 4, "nobody": 0, "endless names": 13}[name]
    for picture in pictures:
        assert picture["width"] > 100
        assert picture["height"] > 60
        assert picture["smallest"] >= 12
        assert picture["out"] == 0
    page.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_study_is_open_to_those_who_do_not_see_it(browser, page_file, width):
    from axe_playwright_python.sync_playwright import Axe

    page, _, _ = visited(browser, page_file[1], width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_a_headline_leads_to_its_table(browser, page_file):
    name, path = page_file
    if name == "nobody":
        pytest.skip("une étude de personne n’a pas de chiffre en tête")
    page, _, _ = visited(browser, path, 1440)
    page.click(".facts li:first-child a")
    assert page.evaluate("document.querySelector(':target').id") == "tableau-postes"
    page.close()


def test_the_study_prints_on_numbered_pages_without_navigation(browser, page_file, tmp_path):
    page, _, _ = visited(browser, page_file[1], 1440)
    paper = tmp_path / "etude.pdf"
    page.pdf(path=str(paper), prefer_css_page_size=True, print_background=True)
    assert paper.read_bytes().startswith(b"%PDF")
    assert paper.stat().st_size > 20_000
    page.emulate_media(media="print")
    assert not page.is_visible("nav")
    assert page.is_visible("#sources")
    page.close()

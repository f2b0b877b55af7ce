"""The charts of a study answer the pointer, the keyboard and the finger, and lose nothing without their script."""

import re

import pytest

from factories.pages import text_of

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
YEARS = "#tableau-departs .wide svg"
BUBBLE = "#tableau-departs .bubble:not([hidden])"
ROW = """([card, head]) => [...document.querySelectorAll(`${card} tbody tr`)]
    .find(row => row.querySelector("th").textContent === head).innerText"""
# How far above the ground each bar of the second series begins, in px.
ABOVE = """() => {
    const bottoms = rank => [...document.querySelectorAll(`#tableau-departs .wide svg [data-serie="${rank}"]`)]
        .map(bar => bar.getBoundingClientRect().bottom);
    const ground = Math.max(...bottoms(0));
    return bottoms(1).map(bottom => ground - bottom);
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("dessins") / "study.html"
    path.write_text(text_of("a pôle"), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """Open the study as one wishes; what the browser complained of must stay empty."""
    contexts, complaints = [], []

    def opener(width=1440, **wishes):
        context = browser.new_context(viewport={"width": width, "height": 900}, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert complaints == []


def figures(words):
    return set(re.findall(r"\d[\d\u202f]*", words))


def test_pointing_at_a_year_tells_its_figures_as_the_table_does(opened):
    page = opened()
    page.locator(f"{YEARS} .hit").nth(2).hover()
    said = page.inner_text(BUBBLE).split("\n")
    year = said[0]
    assert re.fullmatch(r"20\d\d", year)
    assert said[1].startswith("Tous départs\u202f: ")
    assert "[" in said[1]
    assert "n = " in " ".join(said)
    page.click("#tableau-departs summary")
    row = page.evaluate(ROW, ["#tableau-departs", year])
    assert figures(" ".join(said[1:4])) <= figures(row)
    assert any(line.startswith("Source\u202f: ") for line in said)
    page.mouse.move(2, 2)
    page.wait_for_selector(BUBBLE, state="detached")


def test_the_keyboard_goes_from_mark_to_mark_and_to_where_figures_come_from(opened):
    page = opened()
    page.locator(f"{YEARS} .hit").first.focus()
    told = "document.activeElement.getAttribute('aria-label')"
    first = page.evaluate(told)
    page.keyboard.press("ArrowRight")
    second = page.evaluate(told)
    assert int(second[:4]) == int(first[:4]) + 1
    assert page.inner_text(f"{BUBBLE} b") == second[:4]
    page.keyboard.press("End")
    last = page.evaluate(told)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(told) == last
    page.keyboard.press("Escape")
    assert page.locator(BUBBLE).count() == 0
    page.keyboard.press("Home")
    assert page.evaluate(told) == first
    assert page.evaluate("document.querySelectorAll('#tableau-departs .wide .hit[tabindex=\"0\"]').length") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('section').id") == "sources"


def test_a_series_hides_at_its_name_and_what_stood_on_it_comes_down(opened):
    page = opened(reduced_motion="reduce")
    name = page.locator(f"{YEARS} .switch").first
    assert min(page.evaluate(ABOVE)) > 1
    assert name.bounding_box()["height"] >= 24
    name.click()
    assert name.get_attribute("aria-pressed") == "false"
    assert max(page.evaluate(ABOVE)) < 1
    assert page.evaluate(f"getComputedStyle(document.querySelector(`{YEARS} [data-serie=total]`)).opacity") == "0"
    name.focus()
    page.keyboard.press("Space")
    assert name.get_attribute("aria-pressed") == "true"
    assert min(page.evaluate(ABOVE)) > 1


def test_a_finger_reads_a_mark_on_a_phone_and_nothing_leaves_the_screen(opened):
    page = opened(390, has_touch=True, is_mobile=True)
    page.locator("#tableau-postes .narrow .hit").nth(1).tap()
    said = page.locator("#tableau-postes .bubble:not([hidden])")
    box = said.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert "Postes à pourvoir" in said.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    said.get_by_text("D’où vient ce chiffre ?").tap()
    assert page.evaluate("document.activeElement.closest('section').id") == "sources"


@pytest.mark.parametrize("width", [1440, 390])
def test_answering_charts_are_open_to_those_who_do_not_see_them(opened, width):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(width)
    page.locator("#tableau-postes .hit:visible").first.focus()
    assert page.is_visible("#tableau-postes .bubble:not([hidden])")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_without_its_script_the_page_is_drawn_the_same_and_marks_keep_their_words(opened):
    bare, alive = opened(java_script_enabled=False), opened()
    assert "Tous départs" in bare.locator(f"{YEARS} .hit title").first.text_content()
    # What answers moves nothing: same height, same places.
    for selector in ("main", YEARS, "#tableau-postes", ".multiples"):
        assert bare.locator(selector).first.bounding_box() == alive.locator(selector).first.bounding_box(), selector


def test_nothing_moves_for_those_who_asked_for_no_motion(opened):
    lasting = "getComputedStyle(document.querySelector('[data-serie]')).transitionDuration"
    assert opened(reduced_motion="reduce").evaluate(lasting) == "0s"
    assert "0.2s" in opened().evaluate(lasting)

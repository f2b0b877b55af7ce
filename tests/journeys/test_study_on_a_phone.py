"""A member opens the study on a phone: every table is read whole, nothing is cut on its right."""

import pytest

from factories.pages import text_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.xdist_group("browser"),
]
# What lies beyond the padding of its card, or beyond the part of a table that is seen without scrolling.
CUT = """() => {
    document.querySelectorAll("details").forEach(one => one.open = true);
    const seen = [...document.querySelectorAll("th, td")].filter(cell => cell.checkVisibility());
    return seen.flatMap(cell => {
        const box = cell.getBoundingClientRect();
        if (box.width <= 1 || cell.closest(".stacks thead")) return [];
        const card = cell.closest(".card"), edge = card.getBoundingClientRect(), style = getComputedStyle(card);
        const left = edge.left + parseFloat(style.paddingLeft), right = edge.right - parseFloat(style.paddingRight);
        const range = document.createRange();
        range.selectNodeContents(cell);
        const words = range.getBoundingClientRect();
        const isCut = Math.max(box.right, words.right) > right + 1 || Math.min(box.left, words.left) < left - 1;
        return isCut ? [`${cell.closest("table").caption.textContent} : ${cell.textContent}`] : [];
    });
}"""
OVERLAPPING = """() => [...document.querySelectorAll("tbody tr")].filter(row => row.checkVisibility()).flatMap(row => {
    const words = [...row.children].map(cell => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getBoundingClientRect();
    });
    return words.some((one, rank) => words.slice(rank + 1).some(two =>
        one.left < two.right - 1 && two.left < one.right - 1 && one.top < two.bottom - 4 && two.top < one.bottom - 4
    )) ? [row.textContent] : [];
})"""
OUTSIDE = """() => [...document.querySelectorAll(".chart svg, .multiples svg")].filter(one => one.checkVisibility()).flatMap(svg => {
    const box = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter(one => one.textContent.trim()).filter(one => {
        const words = one.getBoundingClientRect();
        return words.left < box.left - 1 || words.right > box.right + 1
            || words.top < box.top - 4 || words.bottom > box.bottom + 4;
    }).map(one => `${svg.ariaLabel} : ${one.textContent}`);
})"""
STUDIES = ("a pôle", "a large pôle", "thirty years ahead")


@pytest.fixture(scope="module", params=STUDIES)
def page(request, browser, tmp_path_factory):
    path = tmp_path_factory.mktemp("telephone") / "study.html"
    path.write_text(text_of(request.param), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("width", [390, 320])
def test_no_cell_of_any_table_is_cut_on_a_phone(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_no_words_of_a_row_run_into_their_neighbours(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize("width", [1440, 1024, 390, 320])
def test_no_word_of_a_drawing_leaves_it(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate(OUTSIDE) == []


def test_the_contracts_are_named_on_a_phone_as_on_a_screen(page):
    page.set_viewport_size({"width": 390, "height": 844})
    named = """() => [...document.querySelectorAll("#tableau-effectif tbody tr:first-child td")].map(cell =>
        getComputedStyle(cell, "::before").content.replaceAll('"', ""))"""
    assert page.evaluate(named) == ["Hommes", "Femmes", "Total", "Part"]
    page.set_viewport_size({"width": 1440, "height": 844})
    assert set(page.evaluate(named)) == {"none"}


def test_paper_keeps_every_table_within_its_sheet(page):
    page.set_viewport_size({"width": 700, "height": 900})  # the width A4 leaves between its margins, in CSS px
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
    page.emulate_media(media="print")
    cut = page.evaluate(CUT.replace('document.querySelectorAll("details").forEach(one => one.open = true);', ""))
    page.emulate_media(media="screen")
    assert cut == []

"""The team reads which skills will be missing, and asks where a figure comes from, with the keyboard alone."""

import pytest

from factories.visiting import Visit

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]


def test_the_board_of_gaps_is_read_and_a_figure_says_where_it_comes_from(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    visit.enter("Nadia Belkacem")
    visit.press(".rooms a:has-text('Prévoir')")
    visit.press(".tabs a:has-text('Compétences')")
    assert "matrices de" in visit.read(".sub")
    assert "Ce que les membres déclarent" in visit.read()
    declared = page.locator("[aria-labelledby=t-declare] tbody tr")
    assert declared.count() >= 3

    whence = page.locator("[aria-labelledby=t-declare] .whence")
    assert not whence.locator("dl").is_visible()
    whence.locator("summary").focus()
    page.keyboard.press("Enter")
    whence.locator("dl").wait_for()
    said = " ".join(whence.inner_text().split())
    for word in ("Entrées", "Règle", "Intervalle", "Empreinte des entrées"):
        assert word in said
    visit.judge()
    visit.press("[aria-labelledby=t-declare] .whence a >> nth=0")
    assert "/prevoir/methode/" in page.url
    assert len(visit.read()) > 2000  # a method one can read, not a stub
    assert visit.complaints == []
    visit.context.close()

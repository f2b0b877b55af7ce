"""The team has a training plan worked out, reads its calendar and its map, proposes it; a member takes its seats."""

import pytest

from factories.visiting import LONG, Visit

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]


def test_a_plan_is_made_read_proposed_and_a_member_accepts_its_seats(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    visit.enter("Nadia Belkacem")
    visit.press(".rooms a:has-text('Agir')")
    visit.follow("text=Préparer un plan")
    page.select_option("[name=seconds]", "10")
    visit.press(".btn-go")
    page.wait_for_selector("#p-cal", timeout=LONG)
    visit.judge()
    assert visit.title.startswith("Se former ensemble économise")
    assert page.locator("table.calendar tbody tr").count() >= 2
    drawing = page.locator("svg.trips")
    assert drawing.bounding_box()["height"] > 100
    assert (
        drawing.locator("circle.place").count()
        == page.locator("[aria-labelledby=p-lieux] tbody >> nth=0").locator("tr").count()
    )  # the table says what the map shows
    page.locator("td.who summary").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("td.who details[open] li")
    assert "à gagner au plus, c’est prouvé" in visit.read(".facts")
    visit.press("text=Proposer aux membres")
    assert "proposé aux membres" in visit.read(".sub")

    visit.enter("Sophie Garnier")
    visit.follow("a[href*='/formations/']")
    waiting = page.locator("button:has-text('Accepter')").count()
    assert waiting >= 1
    visit.press("button:has-text('Accepter')")
    assert page.locator("button:has-text('Accepter')").count() == waiting - 1
    assert "acceptées" in visit.read()
    visit.follow("button:has-text('Revenir')")  # nothing is lost: an answer is taken back as simply as it was given
    assert page.locator("button:has-text('Accepter')").count() == waiting
    assert visit.complaints == []
    visit.context.close()

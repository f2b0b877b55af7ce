"""One member offers people, another seeks some: they meet without names, and know each other once both agree."""

import datetime as dt

import pytest
from django.utils import timezone

from factories.visiting import Visit

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
OFFERING, SEEKING = "Mécatronique du Lac", "Plasturgie du Guiers"
TITLE, WANTED = "Peintre industriel", "Peintre en cabine"


def say(visit, title):
    """Fill what both forms ask: which work, how many people, when."""
    page, today = visit.page, timezone.localdate()
    page.fill("[name=title]", title)
    page.wait_for_selector("[name=pcs]", state="attached")
    page.fill("[name=people]", "2")
    page.fill("[name=from_on]", (today + dt.timedelta(days=30)).isoformat())
    page.fill("[name=until_on]", (today + dt.timedelta(days=150)).isoformat())


def open_room(visit, name):
    """Come in as a contributor, and go to the room of mobility by its own link."""
    visit.enter(name)
    visit.follow("text=Voir la mobilité")


def test_two_members_meet_and_names_appear_only_once_both_agree(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    open_room(visit, "Hugo Bertin")
    visit.press("text=Proposer du personnel")
    assert "CSE" in visit.read(".reminder")
    say(visit, TITLE)
    assert not page.evaluate("document.querySelector('.declaring').checkValidity()")  # the reminder is not ticked
    page.check("[name=acknowledges]")
    visit.follow(".btn-go")
    assert TITLE in visit.read()

    open_room(visit, "Farida Zaoui")
    visit.follow("text=Chercher du personnel")
    say(visit, WANTED)
    visit.follow(".btn-go")
    assert OFFERING not in page.content()
    visit.press("#m-propositions ~ ul a")
    assert "Un membre propose" in visit.title
    assert "L. 8241-2" in visit.read()
    visit.follow("text=Je suis intéressé")
    assert OFFERING not in page.content()

    visit.enter("Hugo Bertin")
    visit.follow("text=Répondre")
    assert SEEKING not in page.content()
    visit.follow("#m-repondre ~ ul a")
    assert SEEKING not in page.content()  # its name could be there: the other has said yes already
    visit.press("text=Je suis intéressé")
    assert visit.title == f"{SEEKING} et vous êtes d’accord pour en parler"
    assert "Farida Zaoui" in visit.read()
    with page.expect_download(timeout=20_000) as paper:
        page.click(".papers a >> nth=0")
    assert paper.value.path().read_bytes().startswith(b"PK")

    open_room(visit, "Farida Zaoui")
    visit.follow("#m-accord ~ ul a")
    assert visit.title == f"{OFFERING} et vous êtes d’accord pour en parler"
    assert "Hugo Bertin" in visit.read()
    assert visit.complaints == []
    visit.context.close()

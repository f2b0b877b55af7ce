"""A member answers its yearly return, prefilled, in a quarter of an hour; sends it, corrects it, and sees both."""

import re

import pytest

from factories.visiting import Visit

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
GO = ".btn-go"


def fill_row(page, name, **said):
    """Fill one line of the return."""
    for column, words in said.items():
        field = page.locator(f"#{name}-{column}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(words)
        else:
            field.fill(words)


def test_a_member_answers_its_yearly_return_then_corrects_it_and_sees_it(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    visit.enter("Sophie Garnier")
    visit.press("a:has-text('Remplir')")
    assert visit.title == "Recrutements"
    (asked,) = re.findall(r"réponses? sur (\d+)", visit.read())
    assert int(asked) <= 25
    assert "d’après votre dépôt, proposés d’abord" in visit.read("aside.known")  # what is known is not asked again

    page.check("[name=hires_expected][value=yes]")
    year = page.locator("#hires-0-year option").nth(1).get_attribute("value")
    fill_row(page, "hires-0", title="Soudeur TIG", year=year, people="2")
    page.locator("#hires-0-proches [name=hires-0-pcs]").first.check()  # proposed as soon as it is typed
    page.check("#hires-0-is_difficult")
    visit.follow(GO)

    assert visit.title == "Compétences"
    page.check("[name=skills_expected][value=no]")
    visit.follow(GO)
    assert visit.title == "Formations"
    page.check("[name=trainings_expected][value=unknown]")
    visit.follow(GO)
    page.check("[name=recruiting][value=often]")
    for name in ("digital", "ecological", "hand_over", "activity"):
        page.check(f"[name=transition_{name}][value=none]")
    visit.follow(GO)
    for name in ("recruiting", "training", "attraction", "sharing", "ready"):
        page.check(f"[name=perception_{name}][value='4']")
    visit.follow(GO)

    assert visit.title == "Tout y est : relisez, puis envoyez"
    assert "Soudeur TIG" in visit.read()
    visit.press(GO)
    assert visit.title == "Votre retour est envoyé, merci"
    assert "Des sommes sur au moins trois membres et cinq personnes" in visit.read()

    visit.follow("text=Corriger mon retour")
    assert page.input_value("#hires-0-title") == "Soudeur TIG"
    page.fill("#hires-0-people", "3")
    visit.follow(GO)
    visit.follow("nav.steps a:has-text('Relire et envoyer')")
    visit.follow(GO)
    assert "version 2" in visit.read(".sub")
    (line,) = [one for one in page.locator(".said tr").all_inner_texts() if "Soudeur TIG" in one]
    assert "3" in line.split()
    with page.expect_download(timeout=20_000) as kept:
        page.click("text=Garder mon document (DOCX)")
    assert kept.value.path().read_bytes().startswith(b"PK")
    assert visit.complaints == []
    visit.context.close()

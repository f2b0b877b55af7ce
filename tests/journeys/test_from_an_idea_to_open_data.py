"""An idea becomes a project whose budget and aid are worked out; a committee decides; anyone reads what is published."""

import pytest

from factories.visiting import LONG, Visit

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]


def test_an_idea_of_the_team_becomes_a_project_with_its_budget_and_its_aid(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    visit.enter("Nadia Belkacem")
    visit.press(".rooms a:has-text('Agir')")
    visit.follow(".doors a:has-text('Idées')")
    visit.follow("main a:has-text('Proposer une idée')")
    page.fill("[name=title]", "Un séchoir partagé pour les copeaux")
    page.fill("[name=problem]", "Les copeaux humides se vendent moitié moins cher.")
    visit.press("main button:has-text('Enregistrer')")
    assert visit.title == "Un séchoir partagé pour les copeaux"

    visit.follow(".doors a:has-text('Projets')")
    visit.follow("main a:has-text('Contrôle par vision des pièces de décolletage')")
    visit.follow(".tabs a:has-text('Budget')")
    before = visit.title
    cell = page.locator("[name$=':industrial:other']").first
    cell.fill("12 500")
    visit.press("main button:has-text('Enregistrer')")
    assert visit.title != before
    assert "Version 2" in visit.read()
    visit.follow(".tabs a:has-text('Aide et financement')")
    page.select_option("[name=regime]", index=1)
    visit.press("main button:has-text('Calculer')")
    assert visit.complaints == []
    visit.context.close()


def test_a_committee_decides_a_dossier_with_its_motives_and_the_wall_shows_no_gesture(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    visit.enter("Nadia Belkacem")
    page.goto(f"{visit.site}/agir/comite/1/")
    visit.judge()
    decided = int(visit.title.split()[0])
    page.locator("summary:has-text('Décider')").first.focus()
    page.keyboard.press("Enter")
    opened = page.locator("details[open]").first
    opened.locator("select[name$=outcome]").select_option("accepted")
    opened.locator("textarea[name$=motives]").fill("Le consortium répond à une priorité du pôle, preuves à l’appui.")
    button = opened.locator("button").first
    button.focus()
    with page.expect_navigation(timeout=LONG):
        page.keyboard.press("Enter")
    visit.judge()
    assert int(visit.title.split()[0]) == decided + 1
    visit.follow("text=Projeter")
    assert page.locator("main form").count() == 0
    page.set_viewport_size({"width": 1920, "height": 1080})  # a wall two metres wide, read from five metres
    sizes = "all => all.filter(one => one.offsetHeight).map(one => parseFloat(getComputedStyle(one).fontSize))"
    assert min(page.locator("main :is(p, h1, h2, b, small, span)").evaluate_all(sizes)) >= 26
    assert not page.locator("header.top").is_visible()
    assert visit.complaints == []
    visit.context.close()


def test_anyone_reads_what_is_published_and_the_secret_is_said(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    page.goto(f"{visit.site}/donnees/")
    visit.judge()
    visit.follow("main table a:has-text('Effectifs des membres, Juillet 2025 · Pôle Mécatronique') >> nth=0")
    assert page.locator("td:has-text('secret')").count() >= 1
    assert page.locator("main svg").first.bounding_box()["height"] > 100
    hrefs = page.locator("main a[href^='/donnees/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    files = [href for href in hrefs if href.count("/") == 3 and not href.endswith("/")]
    answers = [visit.context.request.get(f"{visit.site}{href}") for href in files]
    assert len(files) >= 5
    assert {answer.status for answer in answers} == {200}
    again = visit.context.request.get(
        f"{visit.site}{files[0]}", headers={"If-None-Match": answers[0].headers["etag"]}
    )
    assert again.status == 304
    assert visit.complaints == []
    visit.context.close()


def test_the_state_reads_what_reached_it_and_concludes_its_stage_with_motives(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    visit.enter("Antoine Mercier")
    visit.follow("text=dossiers à instruire")
    waiting = int(visit.title.split()[0])
    visit.follow("main table a >> nth=0")
    page.fill("[name=proof]", "Lettre du second client, reçue et versée au dossier.")
    visit.press("button:has-text('Noter')")
    page.fill("[name=motives]", "La convention est conforme à l’avis du comité de pilotage.")
    visit.press("button:has-text('Conclure')")
    page.goto(f"{visit.site}/bureau/autorites/dossiers/")
    assert int(visit.title.split()[0]) == waiting - 1
    assert visit.complaints == []
    visit.context.close()


def test_a_member_answers_its_prefilled_indicators_and_reads_them_over(browser, demonstration):
    visit = Visit(browser, demonstration)
    page = visit.page
    visit.enter("Sophie Garnier")
    visit.follow("a[href*='/indicateurs/'] >> nth=0")
    assert page.input_value("[name=emplois]")  # known from the deposit
    page.fill("[name=emplois_rd]", "7")
    visit.press(".btn-go")
    visit.follow("main a[href*='rubrique=relire']")
    assert "7" in visit.read().split()
    visit.follow("main a[href*='rubrique=membre'] >> nth=0")
    assert page.input_value("[name=emplois_rd]") == "7"
    assert visit.complaints == []
    visit.context.close()

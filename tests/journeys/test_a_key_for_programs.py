"""In a real browser: entering the demonstration in one click, making a key, reading the guide of the API."""

import pytest

from factories.browsing import follow

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("width", [1440, 390])
def test_one_click_enters_and_a_key_is_made_without_an_error_or_a_request_elsewhere(browser, demonstration, width):
    from axe_playwright_python.sync_playwright import Axe

    errors: list[str] = []
    asked: list[str] = []
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.on("console", lambda said: errors.append(said.text) if said.type in ("error", "warning") else None)
    page.on("request", lambda request: asked.append(request.url))

    def is_sound() -> None:
        found = Axe().run(page).response["violations"]
        assert found == [], [(one["id"], one["nodes"][0]["html"]) for one in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"{demonstration}/compte/login/")
    is_sound()
    follow(page, '[aria-label="Entrer comme Hélène Vasseur"]')
    assert "Hélène Vasseur" in page.content()
    page.goto(f"{demonstration}/equipe/cles/")
    is_sound()
    page.get_by_label("Nom").fill("Tableau de bord")
    follow(page, "button:has-text('Créer la clé')")
    assert page.get_by_label("Clé", exact=True).input_value().startswith("vivier_")
    is_sound()
    follow(page, "a:has-text('Ce qu’elle permet de lire')")
    is_sound()
    page.context.close()
    assert errors == []
    assert {url.split("/")[2] for url in asked} == {demonstration.split("/")[2]}

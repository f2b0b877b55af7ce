"""In a real browser: entering the demonstration in one click, making a key, reading the guide of the API."""

import shutil
import socket
import sys
from collections.abc import Iterator

import pytest

from factories.machine import Machine, wait_for

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium n’est pas sur cette machine (make doctor)"),
]
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture
def site(machine: Machine) -> Iterator[str]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    serve = [sys.executable, "-m", "vivier_web.ops", "serve", "--demo", "--port", str(port), "--processes", "1"]

    def is_up() -> bool:
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", port)) == 0

    with machine.running(serve) as child:
        assert wait_for(is_up, 120), (machine.home / "log").read_text()
        yield f"http://127.0.0.1:{port}"
        child.terminate()
        child.wait(20)


@pytest.mark.parametrize("width", [1440, 390])
def test_one_click_enters_and_a_key_is_made_without_an_error_or_a_request_elsewhere(site: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    errors: list[str] = []
    asked: list[str] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda request: asked.append(request.url))

        def is_sound() -> None:
            found = Axe().run(page).response["violations"]
            assert found == [], [(one["id"], one["nodes"][0]["html"]) for one in found]
            assert page.evaluate("document.documentElement.scrollWidth") <= width

        page.goto(f"{site}/compte/login/")
        is_sound()
        page.get_by_role("button", name="Entrer comme Hélène Vasseur").click()
        assert "Hélène Vasseur" in page.content()
        page.goto(f"{site}/equipe/cles/")
        is_sound()
        page.get_by_label("Nom").fill("Tableau de bord")
        page.get_by_role("button", name="Créer la clé").click()
        assert page.get_by_label("Clé", exact=True).input_value().startswith("vivier_")
        is_sound()
        page.get_by_role("link", name="Ce qu’elle permet de lire").click()
        is_sound()
        browser.close()
    assert errors == []
    assert {url.split("/")[2] for url in asked} == {site.split("/")[2]}

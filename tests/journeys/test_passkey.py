"""A passkey: added with one's device, then enough to come in, under the strict CSP and with no request elsewhere."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from factories.browsing import follow

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
TESTS = Path(__file__).resolve().parents[1]
SEED = "import django; django.setup(); from factories import cluster; cluster.founded()"
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The product, served on this machine with a pôle of its own."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    url = f"http://localhost:{port}"  # a passkey belongs to a name, never to an IP address
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    said = {"VIVIER_HOME": str(tmp_path), "VIVIER_URL": url, "VIVIER_DEMO": "1", "VIVIER_SECRET_KEY": "s" * 50}
    env = (
        os.environ | said | {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "vivier_web.settings", "DATABASE_URL": ""}
    )
    python = [sys.executable, "-W", "ignore"]
    subprocess.run([*python, "-m", "django", "migrate", "--verbosity", "0"], env=env, check=True)
    subprocess.run([*python, "-c", SEED], env=env, check=True)
    served = subprocess.Popen([*python, "-m", "django", "runserver", f"127.0.0.1:{port}", "--noreload"], env=env,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        wait_for(f"{url}/sante/", served)
        yield url
    finally:
        served.terminate()
        served.wait(10)


def wait_for(url: str, served: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers."""
    import time

    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 (an address of this machine)
                return
        except OSError:
            assert served.poll() is None, "the site stopped"
            time.sleep(0.1)
    pytest.fail("the site does not answer")


def test_a_passkey_is_added_then_opens_the_account_alone(site: str, browser: object) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    told, elsewhere = [], []
    page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
    context.on(
        "request", lambda asked: None if asked.url.startswith((site, "data:")) else elsewhere.append(asked.url)
    )
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": True}})

    page.goto(f"{site}/compte/login/?next=/compte/2fa/webauthn/add/")
    page.fill("[name=login]", "team@mecatronique.example")
    page.fill("[name=password]", "un mot de passe long")
    follow(page, "main .btn-go")
    page.fill("[name=password]", "un mot de passe long")  # adding a key asks once more
    follow(page, "main .btn-go")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/compte/2fa/recovery-codes/")
    assert "La clé d’accès est ajoutée" in page.content()

    page.goto(f"{site}/compte/logout/")
    page.click("main .btn-go")
    page.wait_for_url("**/compte/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{site}/")
    assert "Compte de Camille Team" in page.content()
    assert (told, elsewhere) == ([], [])
    context.close()

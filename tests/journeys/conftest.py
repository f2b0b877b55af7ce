"""One browser for all the stories; they skip, and say why, where it is absent."""

import signal
import socket
import sys
from pathlib import Path

import pytest

from factories.machine import Machine, wait_for

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium absent : make doctor dit comment l’installer")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The demonstration served by its one command, worker included, for all the stories that start from it."""
    machine = Machine(tmp_path_factory.mktemp("demonstration"))
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    log = machine.home / "log"
    command = [sys.executable, "-m", "vivier_web.ops", "serve", "--demo", "--port", str(port)]

    def answers() -> bool:
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", port)) == 0

    with machine.running(command) as child:
        assert wait_for(answers, 300), log.read_text()
        yield f"http://127.0.0.1:{port}"
        child.send_signal(signal.SIGTERM)
        child.wait(20)

"""One command serves everything, and stops everything."""

import http.client
import json
import signal
import socket
import stat
import sys

from factories.machine import Machine, wait_for


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def ask(port: int, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def is_up(port: int) -> bool:
    try:
        return ask(port, "/sante/")[0] == 200
    except OSError:
        return False


def test_one_command_serves_the_demonstration_and_ctrl_c_stops_all_of_it(machine: Machine) -> None:
    port = free_port()
    serve = [sys.executable, "-m", "vivier_web.ops", "serve", "--demo", "--port", str(port), "--processes", "1"]
    log = machine.home / "log"
    with machine.running(serve) as child:
        assert wait_for(lambda: is_up(port), 300), log.read_text()
        assert ask(port, "/pret/")[0] == 200
        _, _, page = ask(port, "/compte/login/")
        assert "Nadia Belkacem" in page.decode()
        sheet = page.decode().split('rel="stylesheet" href="')[1].split('"')[0]
        status, headers, _ = ask(port, sheet)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 0
    assert not is_up(port)
    assert stat.S_IMODE((machine.home / "secret").stat().st_mode) == 0o600
    told = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert {"/sante/", "/pret/", "/compte/login/"} <= {line.get("path") for line in told}
    assert "127.0.0.1" not in " ".join(json.dumps(line) for line in told)

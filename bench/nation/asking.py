"""Sites that live as long as a block, and clients that ask them again and again."""

import http.client
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nation.visitors import Ask, Asked

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 20


def bare() -> Callable[..., object]:
    """Make the least a Django site can be: one view, one template, no database."""
    import django
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.template import engines
    from django.urls import path

    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(engines["django"].from_string("<h1>{{ word }}</h1>").render({"word": "bonjour"}))

    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates"}
    urls = type("urls", (), {"urlpatterns": [path("", page)]})
    key = os.urandom(9).hex()
    settings.configure(ROOT_URLCONF=urls, TEMPLATES=[engine], SECRET_KEY=key, ALLOWED_HOSTS=["*"])
    django.setup()
    return WSGIHandler()


@contextmanager
def server(target: str, port: int, folder: Path) -> Iterator[int]:
    """Keep a web server alive as long as the block, started as `vivier serve` starts its own."""
    from vivier_web.ops.serving import commands_of

    command = [
        target if word == "vivier_web.wsgi:application" else word for word in commands_of("127.0.0.1", port)[0]
    ]
    said = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'bench'}", "VIVIER_LOG_LEVEL": "WARNING"}
    with (folder / "log").open("ab") as log:
        child = subprocess.Popen(command, env=said, stdout=log, stderr=log)
    try:
        for _ in range(200):
            if child.poll() is not None:
                raise SystemExit((folder / "log").read_text())
            try:
                answer(http.client.HTTPConnection("127.0.0.1", port, timeout=20), Ask("/"))
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        child.terminate()
        child.wait(20)


def answer(connection: http.client.HTTPConnection, ask: Ask) -> int:
    """Ask once, and read what is answered whole; gives its status."""
    connection.request("GET" if ask.body is None else "POST", ask.path, body=ask.body, headers=ask.headers)
    found = connection.getresponse()
    found.read()
    return found.status


class Crowd:
    """Hold 20 clients who ask one page, each again as soon as it was answered."""

    def __init__(self, port: int, asked: Asked) -> None:
        self.port, self.asked = port, asked
        self.turns = [0] * CLIENTS  # never the same twice: what is sent differs every turn
        self.times: list[float] = []
        self.wrong: list[object] = []

    def ask_for(self, seconds: float) -> "Crowd":
        """Ask for so long; afterwards the times (ms, sorted) and whatever was not a page are here."""
        self.times, self.wrong = [], []
        end = time.perf_counter() + seconds
        clients = [threading.Thread(target=self._client, args=(n, end)) for n in range(CLIENTS)]
        for one in clients:
            one.start()
        for one in clients:
            one.join()
        self.times.sort()
        return self

    def _client(self, n: int, end: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.perf_counter() < end:
            ask = self.asked(n, self.turns[n])
            self.turns[n] += 1
            begun = time.perf_counter()
            try:
                status: object = answer(connection, ask)
            except (OSError, http.client.HTTPException) as error:
                status = error
                connection.close()
            self.times.append((time.perf_counter() - begun) * 1000)
            if status != 200:
                self.wrong.append(status)
        connection.close()

    def tell(self, title: str, seconds: float) -> None:
        """Print what was measured, and the load of the machine, where others may be at work."""
        p50, p95 = (self.times[int(len(self.times) * share)] for share in (0.5, 0.95))
        load, rate = os.getloadavg()[0], len(self.times) / seconds
        told = f"{title:14} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   {rate:6.0f} answers/s   {len(self.wrong)} errors"
        print(f"{told}   load {load:4.1f}" + (f"   {self.wrong[:3]}" if self.wrong else ""), flush=True)

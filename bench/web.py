"""How fast pages answer with 20 clients, beside a bare Django page in the same run; and how fast a nation loads.

`python bench/web.py` takes 20,000 organisations on SQLite and 5 seconds a page; `--full` takes 960,000; `--pg` a
throwaway PostgreSQL. Every process started here is ended here, by its number.
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / ".ci")]
POLES, MEMBERS, CLIENTS = 71, 400, 20
PEOPLE = 20
TOWNS = (("74", "Annecy"), ("69", "Villeurbanne"), ("44", "Saint-Nazaire"), ("31", "Toulouse"), ("59", "Roubaix"))
TRADES = ("Mécanique", "Plasturgie", "Usinage", "Électronique", "Menuiserie", "Bureau d’études", "Maintenance")


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


def put(model: type, names: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    """Load rows the way each database likes best."""
    from django.db import connection, transaction

    table = connection.ops.quote_name(model._meta.db_table)  # type: ignore[attr-defined]  # noqa: SLF001
    listed = ", ".join(names)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(names))
        connection.connection.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608


def load(organisations: int) -> list[tuple[str, int]]:
    """Load the nation; gives a session for each of some people, and the number of a member of theirs."""
    from django.core.management import call_command

    from vivier_web.members.models import Membership, Network, Organisation, Pole, Site
    from vivier_web.members.search import folded

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    rng = random.Random(1)
    kinds = ("competitivity", "craft", "ptce", "cluster")
    Network.objects.create(slug="n", name="Réseau")
    put(
        Pole,
        ("id", "slug", "name", "kind", "domain", "region", "carrier_kind", "is_fictional"),
        ((n, f"p{n}", f"Pôle {n}", kinds[n % 4], "", "84", "", True) for n in range(1, POLES + 1)),
    )
    trades = {name: folded(name) for name in TRADES}
    towns = {town: folded(town) for _, town in TOWNS}

    def named() -> Iterator[Sequence[object]]:
        for n in range(1, organisations + 1):
            yield n, f"{n:09}", f"{of[n]} {n}", "sme", "25.62B", "11", words(n)

    of = ["", *(rng.choice(TRADES) for _ in range(organisations))]

    def words(n: int) -> str:
        return f"{trades[of[n]]} {n} {n:09} {towns[TOWNS[n % len(TOWNS)][1]]}"

    def adhesions() -> Iterator[Sequence[object]]:
        for p in range(1, POLES + 1):
            for n in range((p - 1) * members + 1, p * members + 1):
                department, town = TOWNS[n % len(TOWNS)]
                yield p, n, "Entreprises", "2024-01-01", f"{trades[of[n]]} {n}", words(n), town, department

    put(Organisation, ("id", "siren", "name", "kind", "naf", "size", "words"), named())
    names = (
        "organisation_id",
        "siret",
        "name",
        "address",
        "postcode",
        "commune",
        "town",
        "department",
        "naf",
        "is_head_office",
    )
    place = lambda n: TOWNS[n % len(TOWNS)]  # noqa: E731
    put(
        Site,
        names,
        (
            (n, f"{n:09}00001", "", "", "", "", place(n)[1], place(n)[0], "25.62B", True)
            for n in range(1, organisations + 1)
        ),
    )
    members = min(MEMBERS, organisations // POLES)
    repeated = ("sort_name", "words", "town", "department")  # what the list of a pôle reads without leaving its rows
    put(Membership, ("pole_id", "organisation_id", "college", "joined_on", *repeated), adhesions())
    seconds = time.perf_counter() - begun
    print(f"Loaded: {POLES} pôles, {organisations:,} organisations and as many sites in {seconds:.1f} s")
    return [sign_in(n, members) for n in range(1, PEOPLE + 1)]


def sign_in(n: int, members: int) -> tuple[str, int]:
    """Give the cookie of somebody of the team of a pôle, and the number of one of its members."""
    from django.conf import settings
    from django.test import Client

    from vivier_web.accounts.actions import open_account
    from vivier_web.members.actions import grant_role
    from vivier_web.members.models import Pole

    user = open_account(f"team{n}@banc.example", f"Camille {n}", by=None)
    grant_role(user, "team", by=None, pole=Pole.objects.get(pk=n))
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}", (
        n - 1
    ) * members + 1


def pages() -> dict[str, Callable[[int], str]]:
    """Give the address of each page for a member; those of rooms not built are left out, and said."""
    from django.urls import NoReverseMatch, reverse

    wanted = {
        "home": ("home", False, ""),
        "search": ("members", False, "?q=mecanique"),
        "member list": ("members", False, ""),
        "member": ("member", True, ""),
        "studies": ("studies", False, ""),
    }
    found: dict[str, Callable[[int], str]] = {}
    for title, (name, has_pk, asked) in wanted.items():
        try:
            reverse(name, args=[1] if has_pk else [])
        except NoReverseMatch:
            print(f"{title:14} not built yet")
            continue
        found[title] = lambda pk, name=name, has_pk=has_pk, asked=asked: (
            reverse(name, args=[pk] if has_pk else []) + asked
        )
    return found


@contextmanager
def server(target: str, port: int, folder: Path) -> Iterator[int]:
    """Keep a web server alive as long as the block."""
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
                ask(http.client.HTTPConnection("127.0.0.1", port, timeout=20), "/", "")
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        child.terminate()
        child.wait(20)


def ask(connection: http.client.HTTPConnection, path: str, cookie: str) -> int:
    """Ask for a page, and read it whole."""
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def hammer(port: int, seconds: float, asked: Sequence[tuple[str, str]]) -> tuple[list[float], int]:
    """Ask again and again with 20 clients; gives the times in ms, and how many answers were not 200."""
    times: list[float] = []
    wrong: list[int] = []
    end = time.perf_counter() + seconds

    def client(n: int) -> None:
        path, cookie = asked[n % len(asked)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            begun = time.perf_counter()
            status = ask(connection, path, cookie)
            times.append((time.perf_counter() - begun) * 1000)
            if status != 200:
                wrong.append(status)
        connection.close()

    clients = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return sorted(times), len(wrong)


def tell(title: str, times: list[float], wrong: int, seconds: float) -> None:
    p50, p95 = (times[int(len(times) * share)] for share in (0.5, 0.95))
    rate = len(times) / seconds
    print(f"{title:14} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   {rate:6.0f} pages/s   {wrong} errors")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--organisations", type=int, default=20_000)
    reader.add_argument("--seconds", type=float, default=5)
    reader.add_argument("--full", action="store_true", help="960,000 organisations, 60 s a page")
    reader.add_argument("--pg", action="store_true", help="a throwaway PostgreSQL instead of SQLite")
    given = reader.parse_args()
    count, seconds = (960_000, 60.0) if given.full else (given.organisations, given.seconds)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vivier-bench-")))
        os.environ |= {"VIVIER_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "vivier_web.settings"}
        os.environ.pop("DATABASE_URL", None)
        if given.pg:
            import test_pg

            os.environ["DATABASE_URL"] = stack.enter_context(test_pg.server(test_pg.BINARIES[0].parent))
        from vivier_web.ops.preparing import gather_static_files, set_django_up

        set_django_up(served=True)
        gather_static_files()
        sessions = load(count)
        import test_pg as ports

        site = stack.enter_context(server("vivier_web.wsgi:application", ports.free_port(), folder))
        bare_site = stack.enter_context(server("web:bare()", ports.free_port(), folder))
        print(f"{CLIENTS} clients, {seconds:.0f} s a page, {os.cpu_count()} cores shared with the clients")
        tell("bare Django", *hammer(bare_site, seconds, [("/", "")]), seconds)
        for title, address in pages().items():
            asked = [(address(pk), cookie) for cookie, pk in sessions]
            hammer(site, 1, asked)  # the first second opens connections and loads templates
            tell(title, *hammer(site, seconds, asked), seconds)


if __name__ == "__main__":
    main()

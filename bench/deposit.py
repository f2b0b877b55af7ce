"""Reading a 5 MB payroll file in the member's browser beside reading it on the server.

    python bench/deposit.py            a file of about 5 MB, made here
    python bench/deposit.py FILE       your own file

Prints the seconds from opening the page to seeing the counts (start of Python included), those of the reading
alone, the longest time the page did not answer, and the seconds of a fresh Python on the server. Goal: under 8 s.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from intake import load_file

ROOT = Path(__file__).resolve().parents[1]
GOAL = 8.0
EMPLOYEES = 2_800
SERVER = """
import datetime as dt, json, sys, time
begun = time.perf_counter()
from vivier.intake import read
from vivier.intake.browser import prepared
on = read([sys.argv[1]], on=dt.date(2100, 1, 1)).dated
siren = read([sys.argv[1]], on=on).companies[0].siren
begun = time.perf_counter()
found = prepared([sys.argv[1]], on=on, siren=siren)
print(json.dumps([time.perf_counter() - begun, siren, on.isoformat(), found["found"]["people"]]))
"""
TICKING = """() => { let last = performance.now(); window.longest = 0; setInterval(() => {
const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; }, 20); }"""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip


def in_the_browser(file: Path, siren: str, on: dt.date) -> dict[str, float]:
    """Open the page, choose the file, wait for the counts."""
    from playwright.sync_api import sync_playwright

    from factories.site import served

    path, session = _site(siren, on)
    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        page = context.new_page()
        begun = time.perf_counter()
        page.goto(url + path)
        page.evaluate(TICKING)
        page.set_input_files("#fichiers", str(file))
        page.click("#lire")
        page.wait_for_selector("#relecture h2", timeout=120_000)
        whole = time.perf_counter() - begun
        said: dict[str, str] = page.evaluate(
            "() => ({...document.documentElement.dataset, longest: `${window.longest}`})"
        )
        browser.close()
    seconds = {name: float(said[name]) / 1000 for name in ("started", "read", "longest")}
    return {"whole": whole, **seconds}


def _site(siren: str, on: dt.date) -> tuple[str, str]:
    """Make a pôle with one member and an open wave, in a folder of its own; give the page and a session."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone
    from django_scopes import scope

    from factories import cluster
    from vivier_web.members.actions import admit_member, grant_role, register_organisation
    from vivier_web.skills.actions.waves import open_wave

    call_command("migrate", verbosity=0)
    made, today = cluster.founded(), timezone.localdate()
    with scope(pole=made.pole):
        member = register_organisation("Membre du banc d’essai", siren=siren, by=None)
        admit_member(made.pole, member, joined_on=today, by=None)
        grant_role(made.people["accountant"], "accountant", pole=made.pole, organisation=member, by=None)
        open_wave(made.pole, "Banc d’essai", on=on, opens_on=today, closes_on=today, by=None)
    client = Client()
    client.force_login(made.people["accountant"])
    return f"/mon-entreprise/depot/?membre={member.pk}", client.cookies["sessionid"].value


def main(folder: Path) -> int:
    """Measure both and print them side by side; 1 when the goal is missed."""
    home = folder / "home"
    home.mkdir()
    os.environ |= {"VIVIER_HOME": str(home), "VIVIER_DEMO": "1", "DJANGO_SETTINGS_MODULE": "vivier_web.settings",
                   "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}  # fmt: skip
    sys.path.insert(0, str(ROOT / "tests"))
    if not Path("/usr/bin/chromium").exists():
        print("chromium absent : make doctor dit comment l’installer")
        return 0
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else load_file(folder, EMPLOYEES)
    done: list[Any] = json.loads(
        subprocess.run([sys.executable, "-c", SERVER, str(file)], check=True, capture_output=True).stdout
    )
    server, siren, on, people = done
    found = in_the_browser(file, siren, dt.date.fromisoformat(on))
    busy = f"{os.getloadavg()[0]:.0f} tâches pour {os.cpu_count()} cœurs"
    print(f"fichier : {file.stat().st_size / 1e6:.1f} Mo, {people} salariés ; machine : {busy}")
    print(f"navigateur : {found['whole']:.1f} s de l’ouverture de la page aux comptes (but : {GOAL:.0f} s)")
    print(f"  dont démarrage de Python {found['started']:.1f} s, lecture {found['read']:.2f} s")
    print(f"  plus longue attente de la page : {found['longest'] * 1000:.0f} ms")
    print(f"serveur : {server:.2f} s pour la même lecture")
    return int(found["whole"] > GOAL)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary)))

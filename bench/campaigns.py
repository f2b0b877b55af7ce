"""How long the board of a national campaign takes: 71 pôles × 54 indicators, each page asked again and again.

`python bench/campaigns.py` uses a SQLite file in a folder of its own; `--pg` a throwaway PostgreSQL. The other figure
is what a network of pôles does without the platform: one workbook a pôle, opened one after the other.
"""

import argparse
import datetime as dt
import io
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / ".ci"))
YEAR = dt.date.today().year  # noqa: DTZ011 - of the machine that measures
LIMIT_MS = 300


def prepared(poles: int) -> int:
    """Found the pôles, open the campaign, let two thirds of them begin; give the number of the campaign."""
    from django_scopes import scope

    from vivier_web.indicators.actions.answering import save_sheet, send_sheet
    from vivier_web.indicators.actions.campaigns import Window, open_national
    from vivier_web.indicators.models import Campaign, NationalCampaign
    from vivier_web.members.actions import found_pole
    from vivier_web.members.models import Pole
    from vivier_web.ops.demo.indicators import TEAM

    known = NationalCampaign.objects.first()
    if known is not None:
        return known.pk
    for rank in range(poles):
        found_pole(f"pole-{rank}", f"Pôle {rank:02}", "competitivity", by=None, region="84")
    today = dt.date.today()  # noqa: DTZ011
    national = open_national("competitivite", YEAR, Window(today, today + dt.timedelta(days=60)), by=None)
    for rank, pole in enumerate(Pole.objects.all()):
        if rank % 3:
            with scope(pole=pole):
                campaign = Campaign.objects.select_related("set", "pole").get(pole=pole)
                save_sheet(campaign, None, TEAM, by=None)
                if rank % 3 == 1:
                    send_sheet(campaign, None, by=None)
    return national.pk


def quantile(took: list[float], share: float) -> float:
    """Give a quantile, in milliseconds."""
    return sorted(took)[min(len(took) - 1, int(share * len(took)))] * 1000


def workbooks(poles: int) -> float:
    """Give the seconds to open one workbook of 54 lines a pôle, and read when it was sent."""
    from openpyxl import Workbook, load_workbook

    book = Workbook()
    for rank in range(54):
        book.active.append([f"indicateur {rank}", rank, ""])
    kept = io.BytesIO()
    book.save(kept)
    start = time.perf_counter()
    for _ in range(poles):
        kept.seek(0)
        load_workbook(kept).active.cell(1, 2)
    return time.perf_counter() - start


def edits() -> list[float]:
    """Give the seconds of the edits of a whole form, again and again."""
    from decimal import Decimal

    from vivier_web.indicators.checks import check
    from vivier_web.indicators.definition import shipped_set

    told = shipped_set("competitivite")
    asked = told.asked(YEAR, of_members=False)
    typed, before = {one.key: "100" for one in asked}, {one.key: Decimal(90) for one in asked}
    took = []
    for _ in range(200):
        start = time.perf_counter()
        check(told, asked, typed, before, whole=True)
        took.append(time.perf_counter() - start)
    return took


def main() -> int:
    """Print the figures; 1 when the page is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--poles", type=int, default=71)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--pg", action="store_true", help="a throwaway PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    with ExitStack() as stack:
        os.environ["VIVIER_HOME"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="vivier-bench-"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "vivier_web.settings"
        os.environ.pop("DATABASE_URL", None)
        if asked.pg:
            from test_pg import BINARIES, server

            os.environ["DATABASE_URL"] = stack.enter_context(server(BINARIES[0].parent))
        return measured(asked)


def measured(asked: argparse.Namespace) -> int:
    """Ask the page again and again, print, judge."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections
    from django.test import Client

    from vivier_web.accounts.actions import open_account
    from vivier_web.members.actions import grant_role

    call_command("migrate", verbosity=0)
    pk = prepared(asked.poles)
    user = open_account("etat@bench.example", "Agent", by=None)
    if not user.roles.exists():
        grant_role(user, "state", by=None)
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(user)
    took = []
    for _ in range(asked.times):
        start = time.perf_counter()
        answer = browser.get(f"/bureau/autorites/campagnes/{pk}/")
        took.append(time.perf_counter() - start)
        if answer.status_code != 200:
            return 1
    print(f"{connection.vendor}, {asked.poles} pôles × 54 indicateurs, {asked.times} fois")
    print(f"  page : médiane {statistics.median(took) * 1000:.0f} ms, p95 {quantile(took, 0.95):.0f} ms")
    print(f"  un classeur par pôle, ouverts l’un après l’autre : {workbooks(asked.poles) * 1000:.0f} ms")
    checks = edits()
    print(
        f"  contrôles d’un formulaire : médiane {quantile(checks, 0.5):.1f} ms, p95 {quantile(checks, 0.95):.1f} ms"
    )
    connections.close_all()
    return int(quantile(took, 0.95) > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())

"""Loading the register of a nation, its adhesions, and what lives in its pôles, the way each database likes best."""

import datetime as dt
import json
import random
import time
from collections.abc import Iterable, Sequence

from nation import counts

POLES, MEMBERS = 71, 400
TOWNS = (("74", "Annecy"), ("69", "Villeurbanne"), ("44", "Saint-Nazaire"), ("31", "Toulouse"), ("59", "Roubaix"))
TRADES = ("Mécanique", "Plasturgie", "Usinage", "Électronique", "Menuiserie", "Bureau d’études", "Maintenance")
TODAY = dt.date.today()  # noqa: DTZ011 (fictional days around the one of the bench)
REFERENCE = counts.ON
KINDS = ("visit", "call", "need", "referral")
Row = Sequence[object]


def put(model: type, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Load rows: COPY on PostgreSQL, one prepared statement on SQLite."""
    from django.db import connection, transaction

    table = connection.ops.quote_name(model._meta.db_table)  # type: ignore[attr-defined]  # noqa: SLF001
    listed = ", ".join(connection.ops.quote_name(name) for name in names)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(names))
        connection.connection.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608


class Nation:
    """Write a nation of so many organisations, of which each pôle has so many members."""

    def __init__(self, organisations: int, members: int = MEMBERS) -> None:
        self.organisations, self.members = organisations, min(members, organisations // POLES)
        self.rng = random.Random(1)
        self.of = ["", *(self.rng.choice(TRADES) for _ in range(organisations))]

    def load(self) -> None:
        """Write everything, and say how long it took."""
        begun = time.perf_counter()
        self.register()
        seconds = time.perf_counter() - begun
        print(f"Loaded: {POLES} pôles, {self.organisations:,} organisations and as many sites in {seconds:.1f} s")
        begun = time.perf_counter()
        self.life()
        seconds = time.perf_counter() - begun
        print(f"and, for the {self.members:,} members of each, dealings, deposits and job titles in {seconds:.1f} s")
        analyse()

    def of_pole(self, pole: int) -> range:
        """Give the organisations that are members of a pôle."""
        return range((pole - 1) * self.members + 1, pole * self.members + 1)

    def register(self) -> None:
        """Write pôles, organisations, sites and adhesions."""
        from vivier_web.members.models import Membership, Network, Organisation, Pole, Site
        from vivier_web.members.search import folded

        kinds = ("competitivity", "craft", "ptce", "cluster")
        Network.objects.create(slug="n", name="Réseau")
        names = ("id", "slug", "name", "kind", "domain", "region", "carrier_kind", "is_fictional")
        poles = range(1, POLES + 1)
        put(Pole, names, ((n, f"p{n}", f"Pôle {n}", kinds[n % 4], "", "84", "", True) for n in poles))
        trades = {name: folded(name) for name in TRADES}
        towns = [(department, town, folded(town)) for department, town in TOWNS]
        everyone = range(1, self.organisations + 1)

        def words(n: int) -> str:
            return f"{trades[self.of[n]]} {n} {counts.siren(n)} {towns[n % len(towns)][2]}"

        named = ((n, counts.siren(n), f"{self.of[n]} {n}", "sme", "25.62B", "11", words(n)) for n in everyone)
        put(Organisation, ("id", "siren", "name", "kind", "naf", "size", "words"), named)
        place = ("name", "address", "postcode", "commune", "town", "department", "naf", "is_head_office")
        here = ((n, counts.siren(n), towns[n % len(towns)]) for n in everyone)
        sites = ((n, f"{siren}00001", "", "", "", "", at[1], at[0], "25.62B", True) for n, siren, at in here)
        put(Site, ("organisation_id", "siret", *place), sites)
        repeated = ("sort_name", "words", "town", "department")  # what a list reads without leaving its own rows
        both = ((p, n, towns[n % len(towns)]) for p in poles for n in self.of_pole(p))
        lines = (
            (p, n, "Entreprises", "2024-01-01", f"{trades[self.of[n]]} {n}", words(n), at[1], at[0])
            for p, n, at in both
        )
        put(Membership, ("pole_id", "organisation_id", "college", "joined_on", *repeated), lines)

    def life(self) -> None:
        """Write what passes in pôles: dealings, waves, deposits, job titles that wait for an occupation."""
        from vivier_web.members.models import Dealing
        from vivier_web.skills.models import Deposit, ReleasedTitle, Wave

        names = (
            "pole_id",
            "organisation_id",
            "kind",
            "on",
            "summary",
            "partner",
            "next_step",
            "due_on",
            "settled_on",
            "words",
        )
        put(
            Dealing, names, (row for p in range(1, POLES + 1) for n in self.of_pole(p) for row in self.dealings(p, n))
        )
        days = ("on", "opens_on", "closes_on")
        year = dt.timedelta(days=365)
        waves = [
            (
                2 * p - late,
                p,
                f"Vague {late}",
                REFERENCE - late * year,
                TODAY - late * year,
                TODAY + dt.timedelta(days=30) - late * year,
            )
            for p in range(1, POLES + 1)
            for late in (1, 0)
        ]
        put(Wave, ("id", "pole_id", "name", *days), waves)
        names = ("id", "pole_id", "wave_id", "organisation_id", "people", "cells", "sha256", "at", "quality",
                 "read_where", "has_single_ages", "report_trouble")  # fmt: skip
        gave = [(p, n) for p in range(1, POLES + 1) for n in self.of_pole(p) if n % 4]
        sent = (
            (rank, p, 2 * p - 1, n, counts.PEOPLE, counts.cells(n), f"{n:064x}", f"{TODAY} 08:00:00+00:00", "{}",
             "browser", False, "")
            for rank, (p, n) in enumerate(gave, 1)
        )  # fmt: skip
        put(Deposit, names, sent)
        titles = ((p, rank, *title) for rank, (p, n) in enumerate(gave, 1) for title in counts.titles(n))
        put(ReleasedTitle, ("pole_id", "deposit_id", "title", "key", "pcs", "count"), titles)

    def dealings(self, pole: int, n: int) -> Iterable[Row]:
        """Give what passed with a member: nothing with one in eight, for more than a year with others."""
        from vivier_web.members.search import folded

        for rank in range(n % 8):
            on = TODAY - dt.timedelta(days=self.rng.randrange(900))
            is_step = self.rng.random() < 0.3
            due = on + dt.timedelta(days=self.rng.randrange(90)) if is_step else None
            settled = due if due and self.rng.random() < 0.9 else None
            step = "Rappeler le dirigeant" if is_step else ""
            said = "Besoin de deux soudeurs avant l’été."
            yield pole, n, KINDS[rank % 4], on, said, "", step, due, settled, folded(f"{said} {step}")


def analyse() -> None:
    """Let the database look at what was loaded, as its own upkeep would within the minute, and number after it."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def study_of(pole: int) -> int:
    """Plan a study of the wave of a pôle and work it out, through the product's own actions; gives its run."""
    from django_scopes import scope

    from vivier_web.members.models import Pole
    from vivier_web.skills.actions.runs import work_out
    from vivier_web.skills.actions.studies import plan_study, queue_run
    from vivier_web.skills.models import Wave

    with scope(pole=Pole.objects.get(pk=pole)):
        study = plan_study(Wave.objects.get(pk=2 * pole - 1), "Étude", {"draws": 100}, by=None)
        run = work_out(queue_run(study, by=None).pk)
    if run.state != "done":
        raise SystemExit(json.dumps(run.trouble, ensure_ascii=False))
    return run.pk

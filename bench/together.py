"""How long several pôles that share members take to pass the gate together: `python bench/together.py 12 30 71`.

Each pôle has `--members` companies, of which one in twelve belongs to another too. Each is protected alone first, as
it would publish; then all together, each company once, with all that appeared, and audited. What a user would do
instead is to add up what the pôles publish: shared members count twice, and a cell that one of them hides has no sum.
"""

import argparse
import datetime as dt
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import django

REGIONS = ("11", "84", "93", "76", "75", "32", "44", "28", "53", "52", "24", "27", "94")
SIZES = ((10, "1-9"), (50, "10-49"), (250, "50-249"), (10**9, "250-4999"))


class Words(dict[str, dict[str, str]]):
    """Names no code: nobody reads them here."""

    def __missing__(self, column: str) -> dict[str, str]:
        """Give no word."""
        return {}


def companies(slugs: list[str], members: int, seed: int) -> list[dict[str, str]]:
    """Draw companies: most in the Region of their pôle, sizes log-normal, one in twelve in another pôle too."""
    from vivier_web.indicators.gate.together import belonging

    rng, found = random.Random(seed), []
    for rank, slug in enumerate(slugs):
        home = rng.choice(REGIONS)
        for number in range(members):
            whose = {slug} | ({rng.choice(slugs)} if rng.random() < 1 / 12 else set())
            region, section = home if rng.random() < 0.7 else rng.choice(REGIONS), rng.choice("CCCCMMJGFH")
            jobs = round(rng.lognormvariate(3.2, 1.3)) + 1
            size = next(code for most, code in SIZES if jobs < most)
            place = {"departement": region, "region": region, "division": section, "section": section}
            own = {"unit": f"{rank}-{number}", "holding": f"{rank}-{number}", "taille": size, "valeur": str(jobs)}
            found.append(place | own | belonging(whose))
    return found


def measured(poles: int, members: int, seed: int, detail: str = "coarse") -> str:
    """Protect so many pôles alone, then together; say how long, how many cells, and how many a sum would show."""
    from vivier.vocabulary import InputError
    from vivier_web.indicators.actions.passing import passed
    from vivier_web.indicators.gate.layout import cube_of
    from vivier_web.indicators.gate.together import is_in, lifted, of_pole, together
    from vivier_web.indicators.queries.cube_rows import Gathered
    from vivier_web.indicators.queries.publications import Past

    slugs = [f"pole-{rank:02}" for rank in range(poles)]
    rows, one, day = companies(slugs, members, seed), cube_of("indicateur:emplois"), dt.date(2025, 12, 31)
    every = together(one, slugs)
    spec, start, alone = every.spec(every.every), time.perf_counter(), {}
    for slug in slugs:
        own = tuple(row for row in rows if is_in(row, slug))
        alone[slug] = passed(Gathered(one, "", day, own, (), ""), Past((), (), ()), detail, Words()).published
    apart, start = time.perf_counter() - start, time.perf_counter()
    tables = tuple((of_pole(slug), *table) for slug in slugs for table in one.tables[detail])
    past = Past(tuple(lifted(each, spec, slug) for slug, each in alone.items()), tables, ())
    try:
        made = passed(Gathered(every, "", day, tuple(rows), (), ""), past, detail, Words())
    except InputError as why:  # what each published alone may already tell an overlap too nearly
        return f"{poles} pôles, {len(rows)} companies: refused in {time.perf_counter() - start:.1f} s ({why})"
    took = time.perf_counter() - start
    found = made.published
    whole = [
        codes
        for codes, is_hidden in zip(found.codes, found.hidden.tolist(), strict=True)
        if not is_hidden and set(codes[len(one.columns) :]) == {"T"}
    ]
    summable: dict[tuple[str, ...], bool] = {}
    for each in alone.values():
        for codes, is_hidden in zip(each.codes, each.hidden.tolist(), strict=True):
            summable[codes] = summable.get(codes, True) and not is_hidden
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{poles} pôles, {len(rows)} companies: alone {apart:.1f} s, together {took:.1f} s with the audit; "
        f"{len(found.codes)} cells, {int(found.hidden.sum())} hidden; national cells shown: "
        f"{len(whole)} (a sum of what each publishes: {sum(summable.values())}); {peak} MB at most"
    )


def main() -> None:
    """Measure each number of pôles asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("poles", type=int, nargs="*", default=[12, 30, 71])
    asked.add_argument("--members", type=int, default=40)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--detail", choices=["coarse", "medium", "fine"], default="coarse")
    given = asked.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "vivier_web.settings", "VIVIER_DEMO": "1", "VIVIER_HOME": home}
        django.setup()
        for poles in given.poles:
            print(measured(poles, given.members, given.seed, given.detail), flush=True)


if __name__ == "__main__":
    main()

"""How fast pages answer with 20 clients, beside a bare Django page in the same run; and how fast a nation loads.

`python bench/web.py` takes 20,000 organisations on SQLite and 5 seconds a page; `--full` takes 960,000 and 60
seconds; `--pg` a throwaway PostgreSQL; `--import 100000` imports a file of so many lines instead.
Every process started here is ended here, by its number. No worker runs: the reports of the deposits stay queued.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / ".ci"), str(ROOT / "bench")]


def wanted() -> argparse.Namespace:
    """Read the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--organisations", type=int, default=20_000)
    reader.add_argument("--members", type=int, default=400, help="of each pôle")
    reader.add_argument("--seconds", type=float, default=5)
    reader.add_argument("--full", action="store_true", help="960,000 organisations, 60 s a page")
    reader.add_argument("--pg", action="store_true", help="a throwaway PostgreSQL instead of SQLite")
    reader.add_argument("--only", default="", help="the pages to ask, separated by commas")
    reader.add_argument("--import", type=int, default=0, dest="lines", help="lines of a file to import instead")
    given = reader.parse_args()
    if given.full:
        given.organisations, given.seconds = 960_000, 60.0
    return given


@contextmanager
def platform(*, pg: bool) -> Iterator[Path]:
    """Make an empty platform that lives as long as the block; gives its folder."""
    import test_pg

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vivier-bench-")))
        os.environ |= {"VIVIER_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "vivier_web.settings"}
        for name in ("DATABASE_URL", "VIVIER_DEMO", "VIVIER_REFERENCE"):
            os.environ.pop(name, None)
        if pg:
            os.environ["DATABASE_URL"] = stack.enter_context(test_pg.server(test_pg.BINARIES[0].parent))
        from vivier_web.ops.preparing import gather_static_files, set_django_up, update_tables

        set_django_up(served=True)
        update_tables()
        gather_static_files()
        yield folder


def main() -> None:
    """Load, then ask."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what we started is ended whatever stops us
    given = wanted()
    with platform(pg=given.pg) as folder, ExitStack() as stack:
        from test_pg import free_port

        from nation import visitors
        from nation.asking import CLIENTS, Crowd, server
        from nation.loading import Nation

        if given.lines:
            from nation.importing import time_import

            time_import(folder, given.lines)
            return
        nation = Nation(given.organisations, given.members)
        nation.load()
        teams, members = visitors.teams(nation), visitors.members(nation)
        site = stack.enter_context(server("vivier_web.wsgi:application", free_port(), folder))
        bare = stack.enter_context(server("nation.asking:bare()", free_port(), folder))
        print(f"{CLIENTS} clients, {given.seconds:.0f} s a page, {os.cpu_count()} cores shared with the clients")
        asked = visitors.pages(teams) | {"deposit-send": visitors.sendings(members, site)}
        if given.only:
            asked = {title: asked[title] for title in given.only.split(",")}
        Crowd(bare, lambda *_: visitors.Ask("/")).ask_for(given.seconds).tell("bare Django", given.seconds)
        for title, of_page in asked.items():
            crowd = Crowd(site, of_page)
            crowd.ask_for(1)  # the first second opens connections and loads templates
            crowd.ask_for(given.seconds).tell(title, given.seconds)


if __name__ == "__main__":
    main()

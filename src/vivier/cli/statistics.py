"""Statistics as one reads them in a terminal: the card of each, and what they say of a code."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from vivier.cli.headcount import number
from vivier.cli.nomenclatures import day
from vivier.reference import FRANCE, Measure, Observation, Statistic, Store, region_name


def show_statistic(found: Statistic) -> None:
    """Print what a statistic measures, of what codes, where, when, and where it comes from."""
    console = Console(highlight=False)
    entry = found.entry
    console.print(f"[bold]{escape(entry.id)} — {escape(entry.title)}[/bold]", soft_wrap=True)
    dated = f", {day(entry)}" if entry.date else ""
    for heading, said in (
        ("Années", ", ".join(found.years)),
        ("Codes", f"{number(len(found.codes))}, de {', '.join(entry.levels)}"),
        ("Régions", ", ".join(map(region_name, found.regions))),
        ("À savoir", " ; ".join(entry.warnings)),
        ("Fichiers", ", ".join(source.name for source in entry.sources)),
        ("Source", f"{entry.attribution}{dated} ({entry.licence})"),
    ):
        if said:
            console.print(Padding(f"[bold]{heading}[/bold] : {escape(said)}", (0, 0, 0, 2)))
    console.print(_measures(found.measures.values()))


def _measures(measures: Iterable[Measure]) -> Table:
    table = Table(title="Ce qui est mesuré", title_justify="left")
    for name in ("Mesure", "Sens", "Unité"):
        table.add_column(name)
    for each in measures:
        table.add_row(each.id, each.label, each.unit)
    return table


def statistics_of(held: Store, nomenclature: str, code: str) -> list[str]:
    """Say which statistics have figures of a code, and how many; « vivier reference show » gives the card of each."""
    found = []
    for key in held.statistics:
        statistic = held.statistic(key)
        if nomenclature in {level.partition(":")[0] for level in statistic.entry.levels}:
            rows = statistic.of(code)
            found += [f"{key} ({_places(rows)})"] if rows else []
    return found


def _places(rows: Iterable[Observation]) -> str:
    """Say where the figures are of.

    >>> _places([Observation("D4Z", "84", "2019", "headcount", 12.5, 12.5)])
    '1 région'
    """
    regions = {row.region for row in rows}
    count = len(regions - {FRANCE})
    said = ["France"] if FRANCE in regions else []
    said += [f"{count} régions" if count > 1 else "1 région"] if count else []
    return " et ".join(said)

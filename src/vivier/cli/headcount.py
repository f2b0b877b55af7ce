"""A headcount as tables one can read in a terminal."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from vivier.intake.data import Anomaly, Company, Headcount
from vivier.reference import pcs_label

_MOST_COMPANIES, _MOST_OCCUPATIONS = 60, 12
_SOURCES = {
    "dsn": "DSN",
    "liste": "liste du personnel",
    "tableau": "tableau d’effectifs",
    "competences": "polyvalence",
}


def number(value: float, decimals: int = 0) -> str:
    """Write a number the French way.

    >>> number(1204.5, 1)
    '1\u202f204,5'
    """
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")


def show(headcount: Headcount, out: Path | None) -> None:
    """Print the companies, the occupations, then what was anomalous and what to do about it."""
    console = Console(highlight=False)
    if headcount.companies:
        console.print(_companies(headcount))
        console.print(_occupations(headcount))
    if headcount.anomalies:
        _show_anomalies(console, headcount.anomalies)
    if out is not None:
        console.print(f"Le détail est dans {escape(str(out))}.")


def show_refused(headcount: Headcount) -> None:
    """Print, on the error stream, the files left out whole and why."""
    refused = set(headcount.refused)
    told = [anomaly for anomaly in headcount.anomalies if anomaly.file in refused]
    if told:
        _show_anomalies(Console(stderr=True, highlight=False), told)


def _companies(headcount: Headcount) -> Table:
    title = f"Effectif au {headcount.on:%d/%m/%Y} : {number(headcount.people)} personnes"
    table = Table(title=title, title_justify="left")
    table.add_column("Entreprise")
    for name in ("Établissements", "Personnes", "Contrats", "ETP"):
        table.add_column(name, justify="right")
    table.add_column("Source")
    for company in headcount.companies[:_MOST_COMPANIES]:
        table.add_row(*_company(company))
    if (more := len(headcount.companies) - _MOST_COMPANIES) > 0:
        table.add_row(f"et {more} autres", "", "", "", "", "le JSON les donne toutes")
    return table


def _company(company: Company) -> tuple[str, ...]:
    count = company.count
    fte = number(count.fte, 1) if count.contracts else "–"
    return (
        company.siren,
        number(len(company.sites)),
        number(count.people),
        number(count.contracts) if count.contracts else "–",
        fte,
        f"{_SOURCES[company.kind]}, {company.on:%d/%m/%Y}",
    )


def _occupations(headcount: Headcount) -> Table:
    people: Counter[str] = Counter()
    for company in headcount.companies:
        for cell in company.count.cells:
            people[cell.pcs] += cell.n
    table = Table(title=f"Métiers les plus nombreux (PCS-ESE, n = {number(headcount.people)})", title_justify="left")
    table.add_column("Code")
    table.add_column("Métier")
    table.add_column("Personnes", justify="right")
    for code, n in sorted(people.items(), key=lambda item: (-item[1], item[0]))[:_MOST_OCCUPATIONS]:
        table.add_row(code, pcs_label(code), number(n))
    return table


def _show_anomalies(console: Console, anomalies: Iterable[Anomaly]) -> None:
    by_message: defaultdict[tuple[str, str], list[Anomaly]] = defaultdict(list)
    for anomaly in anomalies:
        by_message[anomaly.code, anomaly.message].append(anomaly)
    console.print("À savoir", style="bold italic")
    for (code, message), found in sorted(by_message.items()):
        text = f"[bold]{code}[/] [dim]{escape(_where(found))}[/]\n{escape(message)}"
        console.print(Padding(text, (0, 0, 1, 2)))


def _where(found: list[Anomaly]) -> str:
    first = found[0]
    place = f"{first.file}, ligne {first.line}" if first.line else first.file
    return place if len(found) == 1 else f"{place} (et {number(len(found) - 1)} fois ailleurs)"

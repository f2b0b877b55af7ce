"""What the store of nomenclatures holds, as one reads it in a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from vivier.cli.headcount import number
from vivier.reference import Entry, Store, store
from vivier.reference.official import UNUSED, Added

DEMONSTRATION = (
    "Aucune nomenclature officielle n’est installée : les métiers viennent d’une NOMENCLATURE DE DÉMONSTRATION, "
    "écrite pour Vivier, sans valeur officielle. Ajoutez les fichiers officiels avec « vivier reference add »."
)


def show_added(added: Added) -> None:
    """Say what each file was, what must be known of what was built, and what the store now holds."""
    console = Console(highlight=False)
    for name, kind in added.files:
        if kind and not kind.endswith(UNUSED):
            console.print(f"{escape(name)} : {escape(kind)}", soft_wrap=True)
    known = [name for name, kind in added.files if kind and kind.endswith(UNUSED)]
    unknown = [name for name, kind in added.files if kind is None]
    for said, names in (("Officiels, sans usage ici", known), ("Non reconnus, laissés de côté", unknown)):
        if names:
            console.print(f"{said} ({len(names)}) : {escape(', '.join(names))}", soft_wrap=True)
    for entry in added.built:
        for warning in entry.warnings:
            console.print(f"À savoir ({escape(entry.title)}) : {escape(warning)}.", soft_wrap=True)
    console.print()
    show_store(store())


def show_store(held: Store) -> None:
    """Print the nomenclatures, the passages, the statistics; announce the demonstration when nothing is official."""
    console = Console(highlight=False)
    entries = sorted(held.entries.values(), key=lambda entry: (not entry.file, entry.id))
    console.print(_table("Nomenclatures", (entry for entry in entries if entry.id in held.ids)))
    passages = [entry for entry in entries if entry.is_passage]
    if passages:
        console.print(_table("Passages d’une nomenclature à l’autre", passages))
    statistics = [entry for entry in entries if entry.is_statistic]
    if statistics:
        console.print(_table("Statistiques", statistics))
    if held.is_demonstration:
        console.print(f"[bold]{DEMONSTRATION}[/bold]")
    console.print(f"Dossier : {escape(str(held.folder))}", soft_wrap=True)


def _table(title: str, entries: Iterable[Entry]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("Identifiant", "Nom", "Version", "Date"):
        table.add_column(name)
    table.add_column("Contenu")
    table.add_column("Licence")
    for entry in entries:
        table.add_row(entry.id, entry.title, entry.version or "—", day(entry) or "—", contents(entry), entry.licence)
    return table


def day(entry: Entry) -> str:
    """Write the date of a nomenclature the French way.

    >>> day(Entry("naf2", "NAF", date="2008-01-01"))
    '01/01/2008'
    """
    return "/".join(reversed(entry.date.split("-")))


def contents(entry: Entry) -> str:
    """Say how much there is of the main things.

    >>> contents(Entry("rome4", "ROME 4", rows={"codes": 2240, "titles": 13120}))
    '2\u202f240 codes, 13\u202f120 appellations'
    """
    names = {
        "codes": "codes",
        "titles": "appellations",
        "skills": "compétences",
        "pairs": "liens",
        "figures": "chiffres",
    }
    return ", ".join(f"{number(entry.rows[key])} {name}" for key, name in names.items() if key in entry.rows)

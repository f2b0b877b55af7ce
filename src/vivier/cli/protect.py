"""`vivier protect`: from records to tables that betray nobody."""

from collections import Counter
from functools import partial
from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.cli.read import refuse_to_overwrite

_FILE = click.Path(path_type=Path)


@click.command("protect", cls=FrenchCommand)
@click.argument("table", metavar="TABLE.csv", type=_FILE)
@click.option("--spec", "spec_file", required=True, metavar="SPEC.toml", type=_FILE, help="Ce qui est à publier.")
@click.option("--out", required=True, metavar="OUT.csv", type=_FILE, help="Fichier à écrire, une ligne par case.")
@click.option(
    "--with", "others", multiple=True, metavar="AUTRE.csv", type=_FILE,
    help="Ce qui a déjà été publié, avec la même spécification (à répéter).",
)  # fmt: skip
@click.option(
    "--before", "pasts", multiple=True, metavar="ANCIENS.csv", type=_FILE,
    help="Enregistrements d’où venait chaque --with, dans le même ordre : le départ d’un groupe se voit alors.",
)  # fmt: skip
@click.option("--seconds", type=click.IntRange(min=1), help="Temps de recherche, en secondes.")
def protect(
    table: Path, *, spec_file: Path, out: Path, others: tuple[Path, ...], pasts: tuple[Path, ...],
    seconds: int | None,
) -> None:  # fmt: skip
    """Croiser les enregistrements de TABLE.csv en tableaux dont aucune case ne trahit une entreprise.

    OUT.csv a une ligne par case, marges comprises : le code de chaque niveau (T : tous ensemble), value, units,
    status (published, primary, secondary, zero). La valeur est vide quand elle est masquée. Rien n’est écrit si
    l’audit trouve une fuite.
    """
    from vivier import disclosure
    from vivier.cli.progress import shown
    from vivier.cli.protected import read_published, write_protected
    from vivier.cli.records import read_records, read_spec, read_vintages
    from vivier.disclosure.changes import Past, changes_of
    from vivier.disclosure.published import Published
    from vivier.disclosure.suppression import suppress
    from vivier.french import counted
    from vivier.vocabulary import InputError

    refuse_to_overwrite([table, spec_file, *others, *pasts], out)
    if len(pasts) > len(others):
        raise InputError(
            "Chaque --before va avec un --with : donnez aussi ce qui avait été publié de ces enregistrements."
        )
    spec, rules = read_spec(spec_file)
    history: list[Published | Past] = [read_published(path, spec) for path in others]
    with shown("lecture des enregistrements") as tell:
        tables = disclosure.tables_of(read_records(table, spec, tell), spec)
        for at, past in enumerate(pasts):
            history[at] = Past(
                read_published(others[at], spec), changes_of(*read_vintages(table, past, spec, tell), spec, rules)
            )
        found = disclosure.protect(
            tables,
            rules=rules,
            history=history,
            search=partial(suppress, seconds=seconds),
            tell=tell,
        )
    write_protected(out, found)
    kinds = Counter(found.published.status)
    own = counted(kinds["primary"], "masquée pour elle-même", "masquées pour elles-mêmes")
    more = counted(kinds["secondary"], "autre masquée", "autres masquées")
    click.echo(f"{counted(len(tables), 'case')} : {own}, {more} pour protéger celles-là.")
    click.echo(found.audit.sentence)
    click.echo(f"Écrit : {out}")

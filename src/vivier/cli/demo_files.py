"""`vivier demo-files`: make the files of a fictional pôle."""

import sys
from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.vocabulary import InputError


@click.command(
    "demo-files",
    cls=FrenchCommand,
    help="Fabrique dans DIR les fichiers d’un pôle fictif : DSN et listes du personnel.",
)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--seed", default=42, show_default=True, help="Graine du hasard : la même donne les mêmes fichiers.")
@click.option("--members", default=40, show_default=True, help="Nombre d’adhérents, de 1 à 200.")
def demo_files(directory: Path, seed: int, members: int) -> None:
    """Make the files, then say what was made, where, and what to do next."""
    from rich.console import Console
    from rich.progress import Progress

    from vivier import demo

    screen = Console(stderr=True)
    try:
        with Progress(console=screen, transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("Fabrication des fichiers", total=members)
            made = demo.write(
                directory, seed=seed, members=members, progress=lambda done: bar.update(task, completed=done)
            )
    except InputError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    click.echo(
        f"Pôle fictif : {made.members} adhérents, {made.people} salariés au {made.on}, {made.files} fichiers "
        f"({made.size / 1e6:.0f} Mo) dans {made.directory}."
    )
    click.echo(f"Ce qu’ils contiennent, défauts compris : {made.directory / 'LISEZMOI.txt'}")
    study = made.directory.parent / "etude"
    click.echo(f"Ensuite : vivier study {made.directory} --on {made.on} --declared {made.declared} --out {study}")

"""`vivier assign`: from affinities of experts with dossiers to a fair panel, and what is proven of it."""

import os
from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.cli.read import refuse_to_overwrite
from vivier.vocabulary import InputError

_FILE = click.Path(path_type=Path)


@click.command("assign", cls=FrenchCommand)
@click.argument("affinities", metavar="AFFINITES.csv", type=_FILE)
@click.option("--conflicts", metavar="CONFLITS.csv", type=_FILE, help="Paires interdites : expert, dossier.")
@click.option(
    "--loads", metavar="MIN:MAX", default="0:", help="Dossiers par expert, le moins et le plus (ainsi 0:4)."
)
@click.option("--per-dossier", type=click.IntRange(1), required=True, help="Experts par dossier.")
@click.option("--out", required=True, metavar="PANEL.csv", type=_FILE, help="Fichier où écrire le panel.")
@click.option("--alternates", metavar="SUPPLEANTS.csv", type=_FILE, help="Fichier où écrire les suppléants.")
@click.option("--alternates-per-dossier", type=click.IntRange(1), default=2, show_default=True, help="Suppléants.")
@click.option("--frozen", metavar="FIXES.csv", type=_FILE, help="Paires fixées d’avance : expert, dossier.")
@click.option("--enough", metavar="AFFINITE", help="Affinité jugée suffisante pour le dossier le moins bien servi.")
@click.option(
    "--time", "seconds", type=click.IntRange(1), help="Secondes de recherche (par défaut : selon la taille)."
)
@click.option("--why", is_flag=True, help="Dire pourquoi chaque expert siège là.")
def assign(affinities: Path, out: Path, **options: object) -> None:
    """Affecter des experts à des dossiers : d’abord le dossier le moins bien servi, puis le total.

    AFFINITES.csv : une ligne par expert, une colonne par dossier, une affinité (un nombre quelconque) par case. Un
    dossier est servi par la somme des affinités de ses experts. Écrit, par paire : expert, dossier, affinity.
    """
    from vivier.cli.assign_files import asked_for, lines, write_panel

    given = [each for each in (affinities, options["conflicts"], options["frozen"]) if isinstance(each, Path)]
    alternates = options["alternates"] if isinstance(options["alternates"], Path) else None
    refuse_to_overwrite(given, out, alternates)
    if alternates is not None and os.path.realpath(alternates) == os.path.realpath(out):
        raise InputError(f"Le panel et les suppléants iraient tous deux dans « {out.name} » : choisissez deux noms.")
    panel = asked_for(affinities, options)
    write_panel(panel, out, alternates)
    for line in lines(panel, with_reasons=bool(options["why"])):
        click.echo(line)
    click.echo(f"Écrit : {out}")

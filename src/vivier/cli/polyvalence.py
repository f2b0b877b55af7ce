"""`vivier polyvalence`: from polyvalence matrices to holders by skill and level, nobody's name."""

import datetime as dt
from pathlib import Path

import click

from vivier.cli.french import Day, FrenchCommand, last_month_end
from vivier.cli.read import ALL_READ, SOME_REFUSED, reading_options, refuse_to_overwrite


@click.command("polyvalence", cls=FrenchCommand)
@click.argument("files", nargs=-1, required=True, metavar="FICHIER…", type=click.Path(path_type=Path))
@click.option("--out", required=True, metavar="FICHIER", type=click.Path(path_type=Path), help="CSV à écrire.")
@click.option("--on", type=Day(), help="Jour des âges (par défaut : la fin du mois dernier).")
@click.option("--ages", is_flag=True, help="Compter par tranche d’âge (une liste du personnel peut les donner).")
@reading_options
def polyvalence(files: tuple[Path, ...], *, out: Path, on: dt.date | None, ages: bool, **choices: object) -> int:
    """Compter qui sait faire quoi dans les matrices de polyvalence de FICHIER…, sans aucun nom.

    Les personnes sont en lignes ou en colonnes ; les niveaux sont des chiffres de 0 à 4, des lettres I L U O ou des
    croix. Écrit company, skill, required, age, level, people.

    Codes de retour : 0 tout est lu, 1 des fichiers ont été laissés de côté, 2 aucune matrice n’a pu être lue.
    """
    from vivier.cli.matrices import said, write_holders
    from vivier.intake import Options
    from vivier.intake.polyvalence import read_polyvalence

    refuse_to_overwrite(files, out)
    found = read_polyvalence(files, on=on or last_month_end(), options=Options(**choices), ages=ages)  # type: ignore[arg-type]
    write_holders(out, found)
    for line in said(found):
        click.echo(line)
    click.echo(f"Écrit : {out}")
    return SOME_REFUSED if any(each.kind == "refuse" for each in found.sources) else ALL_READ

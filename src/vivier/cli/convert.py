"""`vivier convert`: cells counted in one nomenclature carried into another, totals kept and doubts shown."""

from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.cli.read import refuse_to_overwrite


@click.command("convert", cls=FrenchCommand)
@click.argument("cells", metavar="CASES.csv", type=click.Path(path_type=Path))
@click.option(
    "--from", "source", required=True, metavar="NOMENCLATURE", help="Nomenclature des codes donnés : rome3."
)
@click.option(
    "--to", "target", required=True, metavar="NOMENCLATURE", help="Nomenclature voulue, et son niveau : fap2021:86."
)
@click.option("--out", required=True, metavar="SORTIE.csv", type=click.Path(path_type=Path), help="Fichier à écrire.")
@click.option(
    "--weights",
    metavar="POIDS.csv",
    type=click.Path(path_type=Path),
    help="Poids des codes voulus (colonnes code,poids).",
)
@click.option(
    "--weights-source", "origin", default="", metavar="TEXTE", help="D’où viennent ces poids, en une phrase."
)
def convert(*, cells: Path, source: str, target: str, out: Path, weights: Path | None, origin: str) -> None:
    """Porter des effectifs d’une nomenclature à une autre.

    CASES.csv : colonnes code et effectif, si possible qualification (0–9) ; les autres (siren, annee…) sont gardées,
    et leurs valeurs converties chacune à part. Les totaux sont conservés ; ce qui n’a pas de correspondance reste
    compté sous le code « inconnu ». Un code qui mène à plusieurs est réparti selon les poids donnés (l’emploi de
    chaque famille), à défaut selon les parts que dit l’écran.
    """
    from vivier.cli.conversion import cells_of, rows_of, show_converted, weights_of
    from vivier.cli.tables import read_table, write_table
    from vivier.occupations.aggregation import aggregate, links
    from vivier.reference import store

    refuse_to_overwrite([cells, *([weights] if weights else [])], out)
    held = store()
    leads = links(held, source, target, weights=weights_of(weights, origin) if weights else None)
    table = read_table(cells, ("code", "effectif"), ("qualification", "label"))
    groups = cells_of(table)
    rows = list(rows_of(groups, leads, held))
    write_table(out, (*table.others, "code", "label", "effectif"), rows)
    every = [cell for group in groups.values() for cell in group]
    show_converted(aggregate(every, links=leads), held, [float(row[-1]) for row in rows])
    if any(cell.qualification for cell in every) and not leads.uses_qualification:
        click.echo("La qualification donnée ne sert pas dans ce passage.")
    click.echo(f"Écrit : {out}")

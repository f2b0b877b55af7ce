"""`vivier forecast`: from a stock by occupation and age to departures and openings, scenario by scenario."""

import datetime as dt
from pathlib import Path

import click

from vivier.cli.french import Day, FrenchCommand
from vivier.cli.read import refuse_to_overwrite
from vivier.cli.workers import executor_of, on_executor


@click.command("forecast", cls=FrenchCommand)
@click.argument("stock", metavar="STOCK.csv", type=click.Path(path_type=Path))
@click.option("--assumptions", metavar="A.toml", type=click.Path(path_type=Path), help="Fichier d’hypothèses.")
@click.option("--on", type=Day(), help="Jour du stock (par défaut : celui des hypothèses, sinon aujourd’hui).")
@click.option("--horizon", type=int, default=10, show_default=True, help="Années projetées (1 à 50).")
@click.option("--draws", type=int, default=1000, show_default=True, help="Tirages (100 à 10 000).")
@click.option("--seed", type=int, default=1, show_default=True, help="Graine du hasard.")
@on_executor
@click.option("--out", required=True, metavar="SORTIE.csv", type=click.Path(path_type=Path), help="Fichier à écrire.")
def forecast(
    stock: Path, *, assumptions: Path | None, on: dt.date | None, executor: str, out: Path, **run: int
) -> None:
    """Projeter les départs et les postes à pourvoir par métier.

    STOCK.csv : colonnes occupation, age (années ou tranche), sex, contract, count, et si possible group (entreprise).
    Sans fichier d’hypothèses, les ordres de grandeur nationaux. Chaque scénario est projeté, et sa différence avec le
    premier, avec leurs intervalles.
    """
    from vivier.cli.outlooks import declared_in, rows_of, stock_of, summary
    from vivier.cli.progress import shown
    from vivier.cli.tables import write_table
    from vivier.workforce.projection import compare
    from vivier.workforce.scenarios import under

    refuse_to_overwrite([stock, *([assumptions] if assumptions else [])], out)
    told = declared_in(assumptions, on, run["horizon"])
    people = stock_of(stock, told.on)
    with shown("projection"), executor_of(executor) as workers:
        outlooks = compare(people, under(told.assumptions, told.scenarios), **run, executor=workers)
    write_table(out, COLUMNS, rows_of(outlooks))
    for line in summary(people, outlooks):
        click.echo(line)
    click.echo(f"Écrit : {out}")


COLUMNS = (
    "scenario", "year", "occupation", "quantity", "mean", "sd", "q025", "q10", "q50", "q90", "q975", "n",
)  # fmt: skip

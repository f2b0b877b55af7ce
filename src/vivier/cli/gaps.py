"""`vivier gaps`: from an outlook, skills matrices and declarations to the skills that will be missing."""

from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.cli.read import refuse_to_overwrite

_FILE = click.Path(path_type=Path)
WRITTEN = ("gaps.csv", "gaps.json", "rapprochements.csv")


@click.command("gaps", cls=FrenchCommand)
@click.argument("outlook", metavar="PERSPECTIVES", type=_FILE)
@click.argument("held", metavar="POLYVALENCE.csv", type=_FILE)
@click.option(
    "--declared", metavar="DECLARATIONS.csv", type=_FILE, help="Titulaires déclarés : skill, people, level, company."
)
@click.option(
    "--required", metavar="REQUIS.csv", type=_FILE,
    help="Compétences requises : occupation, skill, et si l’on veut level, share (par défaut : le ROME installé).",
)  # fmt: skip
@click.option("--years", type=click.IntRange(1, 50), default=5, show_default=True, help="Horizon d’un tableau.")
@click.option("--newcomers", type=click.IntRange(0, 4), default=0, show_default=True, help="Niveau des recrues.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Graine du hasard.")
@click.option("--reference", metavar="DOSSIER", help="Dossier des nomenclatures (par défaut : celui de la machine).")
@click.option("--out", required=True, metavar="DOSSIER", type=_FILE, help="Dossier où écrire les écarts.")
def gaps(
    outlook: Path, held: Path, *, out: Path, declared: Path | None, required: Path | None, **options: object
) -> None:
    """Mesurer les compétences qui manqueront, en personnes et en heures de formation.

    PERSPECTIVES : le study.json d’une étude, ou un tableau occupation, headcount, departures, openings (et si l’on
    veut departures_low, departures_high, openings_low, openings_high : 8 chances sur 10). POLYVALENCE.csv : la sortie
    de « vivier polyvalence ».

    Écrit gaps.csv, gaps.json (citable par un document) et rapprochements.csv (quel texte nomme quelle compétence).
    """
    from vivier.cli.gaps_files import asked_for
    from vivier.cli.gaps_tables import lines, write_gaps
    from vivier.gaps import Terms, measure

    given = [outlook, held, *(path for path in (declared, required) if path)]
    refuse_to_overwrite(given, *(out / name for name in WRITTEN))
    asked = asked_for((outlook, held, declared, required), options)
    terms = Terms(newcomers=int(str(options["newcomers"])))
    found = measure(asked.required, asked.held, ahead=asked.ahead, terms=terms, seed=int(str(options["seed"])))
    write_gaps(out, asked, found)
    for line in lines(asked, found):
        click.echo(line)
    click.echo(f"Écrit : {out}")

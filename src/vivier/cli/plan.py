"""`vivier plan`: from needs, courses and places to shared sessions, with the proof of how good the plan is."""

from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.cli.read import refuse_to_overwrite

_FILE = click.Path(path_type=Path)


@click.command("plan", cls=FrenchCommand)
@click.argument("needs", metavar="BESOINS.csv", type=_FILE)
@click.argument("courses", metavar="FORMATIONS.csv", type=_FILE)
@click.argument("places", metavar="LIEUX.csv", type=_FILE)
@click.option("--budget", metavar="EUR", help="Budget des sessions et des places (par défaut : sans limite).")
@click.option("--travel-eur-per-km", metavar="EUR", default="0", help="Prix du kilomètre, pour une personne.")
@click.option("--nearest", type=click.IntRange(1), default=6, show_default=True, help="Lieux proches.")
@click.option(
    "--time", "seconds", type=click.IntRange(1), default=60, show_default=True, help="Secondes de recherche."
)
@click.option(
    "--question",
    type=click.Choice(["equilibre", "tous", "nombre"]),
    default="equilibre",
    help="equilibre (par défaut) : au moindre coût, une personne non formée coûtant sa priorité ; tous : former tout "
    "le monde au moindre coût ; nombre : former le plus de personnes avec le budget.",
)
@click.option("--funder", "funders", metavar="NOM=EUR", multiple=True, help="Plafond d’un financeur ; à répéter.")
@click.option("--out", required=True, metavar="DOSSIER", type=_FILE, help="Dossier où écrire le plan.")
def plan(needs: Path, courses: Path, places: Path, *, out: Path, **options: object) -> None:
    """Choisir les sessions de formation à partager, et qui va où.

    BESOINS.csv : company, lat, lon, course, people, priority_eur ; si l’on veut periods, max_km, on_the_job, release.
    FORMATIONS.csv : course, min_seats, max_seats, session_eur, seat_eur, hours, max_sessions_per_place ; si l’on veut
    periods, funders, on_the_job_eur. LIEUX.csv : place, lat, lon, max_sessions ; si l’on veut periods.

    Écrit sessions.csv, seats.csv et summary.json. Interrompue (Ctrl-C), la recherche rend le meilleur plan trouvé.
    """
    from vivier.cli.plan_files import asked_for, names_of, write_plan
    from vivier.cli.plan_summary import lines
    from vivier.cli.searching import searched

    refuse_to_overwrite([needs, courses, places], *(out / name for name in names_of()))
    asked = asked_for((needs, courses, places), options)
    found = searched(asked, options)
    write_plan(out, found)
    for line in lines(found):
        click.echo(line)
    click.echo(f"Écrit : {out}")

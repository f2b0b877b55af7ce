"""`vivier supply`: from an outlook and the declared supply of training to places to open, keep or close."""

from pathlib import Path

import click

from vivier.cli.french import FrenchCommand
from vivier.cli.read import refuse_to_overwrite

_FILE = click.Path(path_type=Path)
WRITTEN = ("places.csv", "places.json", "note.html", "note.docx")


@click.command("supply", cls=FrenchCommand)
@click.argument("outlook", metavar="ETUDE.json", type=_FILE)
@click.argument("supply", metavar="OFFRE.csv", type=_FILE)
@click.option(
    "--zones", metavar="ZONES.csv", type=_FILE, help="Part des postes de chaque zone d’emploi : zone, share."
)
@click.option(
    "--region", metavar="CODE", default="", help="Code Insee de la région (84), pour la part des débutants."
)
@click.option(
    "--whole-zone", is_flag=True,
    help="Les postes sont ceux de toute la zone, et non des seuls adhérents : alors seulement une place peut être "
    "de trop.",
)  # fmt: skip
@click.option("--reference", metavar="DOSSIER", help="Dossier des nomenclatures (par défaut : celui de la machine).")
@click.option("--out", required=True, metavar="DOSSIER", type=_FILE, help="Dossier où écrire les places et la note.")
def supply(outlook: Path, supply: Path, *, out: Path, zones: Path | None, **options: object) -> None:
    """Dire les places de formation à ouvrir, à garder ou à réduire, et l’écrire en une note.

    ETUDE.json : le study.json d’une étude. OFFRE.csv : zone, speciality (code NSF ou libellé), level (cap, bac, bac2,
    bac3 ou vide), places, et si on les sait filled et insertion_rate (0 à 1). Il faut les portraits de métiers de la
    Dares (vivier reference add).

    Écrit places.csv, places.json (les chiffres de la note), note.html et note.docx.
    """
    from vivier.cli.supply_files import asked_for
    from vivier.cli.supply_note import lines, write_adaptation
    from vivier.supply import adapt

    refuse_to_overwrite([outlook, supply, *([zones] if zones else [])], *(out / name for name in WRITTEN))
    asked = asked_for(outlook, supply, zones, options)
    found = adapt(asked.openings, asked.offers, portraits=asked.portraits, terms=asked.terms)
    write_adaptation(out, asked, found)
    for line in lines(asked, found):
        click.echo(line)
    click.echo(f"Écrit : {out}")

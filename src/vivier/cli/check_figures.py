"""`vivier check-figures`: recompute every figure of a document, and judge it by the fifteen points."""

from pathlib import Path

import click

from vivier.cli.french import FrenchCommand

_FILE = click.Path(path_type=Path)


@click.command("check-figures", cls=FrenchCommand)
@click.argument("document", metavar="DOCUMENT", type=_FILE)
@click.option(
    "--from", "files", metavar="[NOM=]FICHIER", multiple=True,
    help="Fichier de données dont le document est tiré (study.json) ; à répéter. NOM : celui de la source, s’il y "
    "en a plusieurs. Sans lui, les chiffres sont recalculés d’après les sources que le document porte.",
)  # fmt: skip
@click.option("--figures-only", is_flag=True, help="Ne vérifier que les chiffres, sans la grille de quinze points.")
def check_figures(document: Path, files: tuple[str, ...], *, figures_only: bool) -> int:
    """Recalculer chaque chiffre d’un document, et le juger sur quinze points.

    DOCUMENT : la page (.html) ou le document Word (.docx) d’une stratégie, même corrigés à la main depuis. Rend 1 si
    un chiffre diffère de ses sources, ou si un point de la grille n’est pas tenu.
    """
    from vivier.cli.traced import checked, lines

    found = checked(document, files)
    for line in lines(found, figures_only=figures_only):
        click.echo(line)
    return 0 if found.is_sound(figures_only=figures_only) else 1

"""`vivier near`: which occupations lead to which, and what is left to learn."""

import click

from vivier.cli.french import FrenchCommand


@click.command("near", cls=FrenchCommand)
@click.argument("code", metavar="CODE")
@click.option(
    "--nomenclature", "wanted", metavar="NOM", help="rome4, rome3, demo ; par défaut la première qui a CODE."
)
@click.option("--to", "direction", flag_value="to", default="to", help="Où peuvent aller ceux de CODE (par défaut).")
@click.option("--from", "direction", flag_value="from", help="Qui pourrait venir à CODE.")
@click.option("-n", "n", type=click.IntRange(1, 100), default=5, show_default=True, help="Nombre de métiers.")
def near(code: str, wanted: str | None, direction: str, n: int) -> None:
    """Montrer les métiers proches d’un code.

    Pour chacun : sa proximité, s’il figure dans les mobilités officielles, ce qui est déjà en main, ce qui est à
    apprendre.
    """
    from vivier.cli.nearness import show_near
    from vivier.reference import store

    show_near(store(), code, wanted=wanted, direction=direction, n=n)

"""`vivier study`: from the files of the members to the study of the pôle."""

import click


@click.command("study")
def study() -> None:
    """Faire l’étude."""

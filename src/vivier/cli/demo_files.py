"""`vivier demo-files`: the files of a fictional pôle."""

import click


@click.command("demo-files")
def demo_files() -> None:
    """Écrire les fichiers d’un pôle fictif."""

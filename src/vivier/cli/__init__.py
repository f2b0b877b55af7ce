"""`vivier …`: one subcommand per verb."""

from vivier.cli.main import main

__all__ = ["main"]

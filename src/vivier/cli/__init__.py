"""`vivier …`: one subcommand per verb."""


def main() -> None:
    """Run the command line."""

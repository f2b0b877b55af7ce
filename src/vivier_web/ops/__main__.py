"""`python -m vivier_web.ops …`: the same commands, for systemd units and for the processes `vivier serve` starts."""

import os
import sys

import click

from vivier.cli.french import FrenchGroup, sentence
from vivier.vocabulary import InputError
from vivier_web.ops import commands, importing, opening


@click.group(cls=FrenchGroup, name="vivier")
def vivier() -> None:
    """Servir la plateforme, la surveiller, la sauvegarder."""


for command in (
    commands.serve, commands.worker, commands.doctor, commands.backup, commands.restore, commands.verify_journal,
    importing.import_members, opening.open_pole, opening.invite,
):  # fmt: skip
    vivier.add_command(command)


def main() -> None:
    """Run one command; an error is one French sentence, and exit code 2."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        status = vivier.main(standalone_mode=False, prog_name="vivier")
    except click.UsageError as error:
        click.echo(sentence(error), err=True)
        sys.exit(2)
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()

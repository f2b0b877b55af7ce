"""The `vivier` command: the library's subcommands, and those that others add by entry point."""

import os
import sys
from importlib.metadata import entry_points

import click

from vivier.cli.aid import aid
from vivier.cli.assign import assign
from vivier.cli.audit import audit
from vivier.cli.check_figures import check_figures
from vivier.cli.code import code
from vivier.cli.convert import convert
from vivier.cli.demo_files import demo_files
from vivier.cli.forecast import forecast
from vivier.cli.french import FrenchGroup, sentence
from vivier.cli.gaps import gaps
from vivier.cli.near import near
from vivier.cli.plan import plan
from vivier.cli.polyvalence import polyvalence
from vivier.cli.protect import protect
from vivier.cli.read import read
from vivier.cli.reference import reference
from vivier.cli.study import study
from vivier.cli.supply import supply
from vivier.vocabulary import InputError

_ADDED = "vivier.commands"  # the product adds `serve`, `worker`… here: the library never imports it


class _Commands(FrenchGroup):
    """Offer the library's commands, then those of other installed packages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        added = sorted(entry.name for entry in entry_points(group=_ADDED))
        return list(dict.fromkeys([*super().list_commands(ctx), *added]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        for entry in entry_points(group=_ADDED, name=cmd_name):
            added: click.Command = entry.load()
            return added
        return None


@click.group(cls=_Commands, name="vivier")
@click.version_option(package_name="vivier", prog_name="vivier", help="Afficher la version.")
def vivier() -> None:
    """Des fichiers que les adhérents ont déjà à l’étude des emplois et des compétences du pôle."""


vivier.add_command(read)
vivier.add_command(study)
vivier.add_command(forecast)
vivier.add_command(gaps)
vivier.add_command(plan)
vivier.add_command(assign)
vivier.add_command(supply)
vivier.add_command(aid)
vivier.add_command(protect)
vivier.add_command(audit)
vivier.add_command(check_figures)
vivier.add_command(polyvalence)
vivier.add_command(code)
vivier.add_command(reference)
vivier.add_command(near)
vivier.add_command(convert)
vivier.add_command(demo_files)


def main() -> None:
    """Run the command line; every error is one French sentence on the error stream, and exit code 2."""
    # Our matrices are small: several threads of linear algebra mostly wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        status = vivier.main(standalone_mode=False, prog_name="vivier")
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.UsageError as error:
        click.echo(sentence(error), err=True)
        sys.exit(2)
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrompu : rien n’a été écrit à moitié.", err=True)
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)

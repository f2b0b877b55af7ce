"""The command line speaks French: help pages, dates, usage errors."""

import datetime as dt
import re

import click

_TYPES = {"INTEGER RANGE": "NOMBRE", "INTEGER": "NOMBRE", "TEXT": "TEXTE", "PATH": "CHEMIN"}
_EXTRAS = (("default: ", "par défaut : "), ("required", "obligatoire"))  # what click adds to a help line


class FrenchCommand(click.Command):
    """Write the help page in French."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("COMMAND [ARGS]...", "COMMANDE [PARAMÈTRES]…")
        formatter.write_usage(ctx.command_path, pieces, prefix="Usage : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands of a group."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        with formatter.section("Options "):
            formatter.write_dl([_french_record(*record) for record in records])
        if isinstance(self, click.Group):
            found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
            with formatter.section("Commandes "):
                formatter.write_dl([(name, one.get_short_help_str(78)) for name, one in found if one is not None])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the parameters; an error knows which command it is about."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the help option, described in French."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Afficher cette aide."
        return option


def _french_record(names: str, text: str) -> tuple[str, str]:
    for english, french in _TYPES.items():
        names = names.replace(english, french)
    said, bracket, extras = text.rpartition("  [")
    if not bracket:
        return names, text
    for english, french in _EXTRAS:
        extras = extras.replace(english, french)
    extras = re.sub(r"(\d+)<=x<=(\d+)", r"de \1 à \2", extras).replace("x>=", "au moins ")
    return names, f"{said}{bracket}{extras}"


class FrenchGroup(FrenchCommand, click.Group):
    """Offer several commands, in French."""


class Day(click.ParamType[dt.date]):
    """Read an ISO day (2026-01-31)."""

    name = "AAAA-MM-JJ"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Give the date; a usage error says what was expected."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail("", param, ctx)


def last_month_end() -> dt.date:
    """Give the last day of the month before this one: the last month payroll files may cover."""
    return dt.datetime.now(tz=dt.UTC).date().replace(day=1) - dt.timedelta(days=1)


def sentence(error: click.UsageError) -> str:
    """Say in one French sentence what was wrong with the command typed, and where to look.

    Nothing of click's own message is shown: it is in English.
    """
    path = error.ctx.command_path if error.ctx is not None else "vivier"
    return f"{_fault(error)} : voyez « {path} --help »."


def _fault(error: click.UsageError) -> str:
    fault = "La commande n’a pas été comprise"
    if isinstance(error, click.NoSuchOption):
        fault = f"L’option {error.option_name} n’existe pas"
    elif isinstance(error, click.BadOptionUsage):
        is_flag = _is_flag(error)
        name = error.option_name
        fault = f"L’option {name} ne prend pas de valeur" if is_flag else f"Il manque une valeur après {name}"
    elif isinstance(error, click.MissingParameter):
        fault = f"Il manque {_named(error.param)}"
    elif isinstance(error, click.BadParameter):
        fault = f"La valeur donnée à {_named(error.param)} ne convient pas ({_expected(error.param)})"
    elif error.ctx is not None and not isinstance(error.ctx.command, click.Group):
        fault = "La commande reçoit plus de paramètres qu’elle n’en attend"
    return fault


def _is_flag(error: click.BadOptionUsage) -> bool:
    params = error.ctx.command.params if error.ctx is not None else []
    return any(isinstance(one, click.Option) and one.is_flag and error.option_name in one.opts for one in params)


def _expected(param: click.Parameter | None) -> str:
    """Say what a parameter takes."""
    kind = param.type if param is not None else None
    if isinstance(kind, Day):
        return "écrivez une date comme 2026-01-31"
    if isinstance(kind, click.Choice):
        return f"choisissez {' ou '.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange) and kind.max is not None:
        return f"écrivez un nombre entier de {kind.min} à {kind.max}"
    if isinstance(kind, click.IntRange):
        return f"écrivez un nombre entier, au moins {kind.min}"
    if isinstance(kind, click.types.IntParamType):
        return "écrivez un nombre entier"
    return "vérifiez-la"


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return "un paramètre"
    return param.opts[0] if isinstance(param, click.Option) else (param.metavar or param.human_readable_name)

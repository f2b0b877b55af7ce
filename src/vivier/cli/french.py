"""The command line speaks French: help pages, dates, usage errors."""

import datetime as dt

import click


class FrenchCommand(click.Command):
    """Write the help page in French."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Usage : ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give the help option, described in French."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Afficher cette aide."
        return option


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
            self.fail("écrivez une date comme 2026-01-31", param, ctx)


def last_month_end() -> dt.date:
    """Give the last day of the month before this one: the last month payroll files may cover."""
    return dt.datetime.now(tz=dt.UTC).date().replace(day=1) - dt.timedelta(days=1)


def sentence(error: click.UsageError) -> str:
    """Say in one French sentence what was wrong with the command typed, and where to look."""
    path = error.ctx.command_path if error.ctx is not None else "vivier"
    where = f"voyez « {path} --help »"
    if isinstance(error, click.NoSuchOption):
        return f"L’option {error.option_name} n’existe pas : {where}."
    if isinstance(error, click.MissingParameter):
        return f"Il manque {_named(error.param)} : {where}."
    if isinstance(error, click.BadParameter):
        return f"La valeur donnée à {_named(error.param)} ne convient pas ({error.message.rstrip('.')}) : {where}."
    return f"La commande n’a pas été comprise : {where}."


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return "un paramètre"
    return param.opts[0] if isinstance(param, click.Option) else (param.metavar or param.human_readable_name)

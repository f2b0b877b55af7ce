"""Who may pay for training, and what to remember beside each: dated data, with its source and how sure it is."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vivier_web.skills.mobility.law import CERTAINTY


@dataclass(frozen=True, slots=True)
class Reminder:
    """Hold what to remember of a funder or of a rule: since when, from which text, how sure."""

    name: str
    reminder: str
    since: dt.date
    source: str
    certainty_words: str


@cache
def _read() -> dict[str, tuple[Reminder, ...]]:
    text = (files("vivier_web.skills.training") / "funders.toml").read_text(encoding="utf-8")
    return {
        table: tuple(
            Reminder(row["name"], row["reminder"], row["from"], row["source"], CERTAINTY[row["certainty"]])
            for row in rows
        )
        for table, rows in tomllib.loads(text).items()
    }


def funders(today: dt.date) -> tuple[Reminder, ...]:
    """Give the funders a plan may name, with what to remember of each on that day.

    >>> [each.name for each in funders(dt.date(2026, 11, 22))]
    ['OPCO', 'Région', 'Pôle', 'Entreprises']
    """
    return tuple(each for each in _read()["funder"] if each.since <= today)


def other_reminders(today: dt.date) -> tuple[Reminder, ...]:
    """Give what holds whoever pays: Qualiopi, the période de reconversion."""
    return tuple(each for each in _read()["other"] if each.since <= today)

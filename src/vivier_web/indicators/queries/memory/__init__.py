"""All that appeared which figures may be compared with before they are published, withdrawn or not."""

from collections.abc import Sequence
from dataclasses import replace

from vivier_web.indicators.queries.cube_rows import Gathered
from vivier_web.indicators.queries.memory.others import others_of
from vivier_web.indicators.queries.memory.todays_words import by_todays_words
from vivier_web.indicators.queries.memory.twins import twins_beside, twins_of
from vivier_web.indicators.queries.memory.twins_elsewhere import twins_elsewhere
from vivier_web.indicators.queries.memory.views import views_of
from vivier_web.indicators.queries.publications import Past, past_of
from vivier_web.indicators.queries.together import past_together
from vivier_web.members.models import Pole


def past_of_pole(pole: Pole, found: Gathered) -> Past:
    """Give all that appeared which the figures of a pôle may be compared with, of this day or another."""
    return _with_others(past_of(pole, found.cube, found.on), found, [pole])


def past_of_circle(poles: Sequence[Pole], found: Gathered) -> Past:
    """Give all that appeared which the figures of several pôles may be compared with, of this day or another.

    Raises:
        InputError: other pôles were put together about that day, and share members with these.
    """
    return _with_others(past_together(poles, found), found, poles)


def _with_others(past: Past, found: Gathered, poles: Sequence[Pole]) -> Past:
    views = views_of(found.rows, [pole.slug for pole in poles])
    told = twins_beside(found, poles)
    others, twins = (
        [*others_of(found, poles, views), *twins_elsewhere(found, told, views)],
        [*twins_of(found, told, views)],
    )
    digests = tuple(dict.fromkeys((*past.digests, *(key for key, _ in (*others, *twins)))))
    files = (*by_todays_words(past, found, views), *(each for _, each in others))
    return replace(past, files=files, twins=tuple(each for _, each in twins), digests=digests)

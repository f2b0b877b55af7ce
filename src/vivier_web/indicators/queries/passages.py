"""What goes through the gate: the figures of a pôle, or of several put together, with all they are compared with."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from vivier_web.indicators.models import Publication, PublicationWork
from vivier_web.indicators.queries.circles import DAY, Circle, circle_of, poles_published
from vivier_web.indicators.queries.cube_rows import Asked, Gathered
from vivier_web.indicators.queries.cubes import gathered, labels_of
from vivier_web.indicators.queries.memory import past_of_circle, past_of_pole
from vivier_web.indicators.queries.publications import Past, so_far
from vivier_web.indicators.queries.together import gathered_together, labels_together
from vivier_web.members.models import Network, Pole


@dataclass(frozen=True, slots=True)
class Passage:
    """Hold what is to be published, and of whom: one pôle, or those of a circle."""

    poles: tuple[Pole, ...]
    found: Gathered
    had_appeared: tuple[int, int]  # when the figures were read
    circle: Circle | None = None

    @property
    def pole(self) -> Pole | None:
        """The pôle, where it is alone."""
        return self.poles[0] if self.circle is None else None

    @property
    def network(self) -> Network | None:
        """The network whose pôles are put together, if it is one."""
        return self.circle.network if self.circle is not None else None

    @property
    def territory(self) -> str:
        """The territory whose pôles are put together, if it is one."""
        return self.circle.territory if self.circle is not None else ""

    @property
    def slug(self) -> str:
        """The slug of the pôle, where it is alone."""
        return self.pole.slug if self.pole is not None else ""

    @property
    def name(self) -> str:
        """Whose figures these are, in words."""
        return self.circle.name if self.circle is not None else self.poles[0].name

    def past(self) -> Past:
        """Read all that appeared which these figures may be compared with, by now.

        Raises:
            InputError: other pôles were put together about that day, and share members with these.
        """
        if self.circle is None:
            return past_of_pole(self.poles[0], self.found)
        return past_of_circle(self.poles, self.found)

    def is_overtaken(self, past: Past) -> bool:
        """Tell whether what these figures are compared with is more than `past`, by now."""
        # Comparing anew takes long, and the pôles are locked meanwhile: nothing appeared, most often.
        return so_far() != self.had_appeared and self.past().digests != past.digests

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """The words of every code."""
        return labels_of(self.found) if self.circle is None else labels_together(self.found, self.poles)

    @property
    def key(self) -> str:
        """The name of the publication for its address: what, whose, of when, and its rank among those of the same."""
        before = self.circle.own() if self.circle is not None else Publication.objects.filter(pole=self.pole)
        cube, on = self.found.cube.key, self.found.on
        whose = self.circle.key if self.circle is not None else self.slug
        return f"{cube.replace(':', '-')}-{whose}-{on.isoformat()}-{before.filter(cube=cube, on=on).count() + 1}"


def passage_of(work: PublicationWork) -> Passage:
    """Read what a work is to pass through the gate.

    Raises:
        InputError: it is no longer there.
    """
    had_appeared = so_far()
    if work.pole is not None:
        found = gathered(work.pole, Asked(work.cube, work.source, work.detail, work.perimeter))
        return Passage((work.pole,), found, had_appeared)
    circle, on = circle_of(work.network, work.territory), dt.date.fromisoformat(work.source.removeprefix(DAY))
    poles = poles_published(circle, work.cube, on)
    return Passage(tuple(poles), gathered_together(circle.name, poles, work.cube, on), had_appeared, circle)

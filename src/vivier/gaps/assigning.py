"""Who takes which post: the best levels to the most demanding posts, which leaves the fewest hours to train."""

from dataclasses import dataclass

import numpy as np

from vivier.gaps.data import LEVELS
from vivier.gaps.staying import Draws


@dataclass(frozen=True)
class Assigned:
    """Hold, path by path, the people missing at the level of their post and the hours that would bring them to it."""

    short: Draws
    hours: Draws
    hours_in_post: Draws


def assigned(wanted: Draws, remaining: Draws, recruits: Draws, arriving: int, steps: tuple[float, ...]) -> Assigned:
    """Give posts to people, both from the highest level down.

    `wanted` (paths, levels) are posts by level asked; `remaining` (paths, levels) people in post today who stay;
    `recruits` (paths,) arrive at level `arriving`. Hours of training are a difference of two sums, so serving the
    highest posts first from the highest people costs least. Exchanging two pairs never lowers it.
    """
    reach = np.concatenate(([0.0], np.cumsum(steps)))
    posts, short, hours, inside = wanted.astype(np.float64), *(np.zeros(len(wanted)) for _ in range(3))
    for level in reversed(LEVELS):
        sources = [(remaining[:, level].astype(np.float64), True)]
        if level == arriving:  # somebody in post goes before a recruit of the same level
            sources.append((recruits.astype(np.float64), False))
        for people, is_in_post in sources:
            left = people.copy()
            for asked in reversed(LEVELS):
                taken = np.minimum(posts[:, asked], left)
                posts[:, asked] -= taken
                left -= taken
                if asked > level:
                    short += taken
                    hours += taken * (reach[asked] - reach[level])
                    inside += taken * (reach[asked] - reach[level]) * is_in_post
    return Assigned(short, hours, inside)

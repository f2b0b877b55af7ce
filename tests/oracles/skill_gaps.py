"""A slow, obvious judge of gaps: people one by one, who stay or leave, who take posts by brute force."""

import itertools
import random
from collections.abc import Sequence
from math import comb

STEPS = (14, 35, 70, 35)


def fewest_hours(levels: Sequence[int], asked: Sequence[int], steps: Sequence[float] = STEPS) -> float:
    """Give the least hours that put somebody at the level of each post, trying every way to seat people."""
    reach = list(itertools.accumulate(steps, initial=0))
    seats = itertools.permutations(levels, len(asked))
    return min(
        sum(max(0, reach[post] - reach[level]) for post, level in zip(asked, each, strict=True)) for each in seats
    )


def chance_of_fewer(fewest: int, bands: Sequence[tuple[int, int, int]]) -> float:
    """Give the chance that fewer holders remain, bands being (people, staying, holders), by counting every case."""
    chances = {0: 1.0}
    for people, staying, holders in bands:
        band = {
            kept: comb(holders, kept) * comb(people - holders, staying - kept) / comb(people, staying)
            for kept in range(holders + 1)
            if 0 <= staying - kept <= people - holders
        }
        added: dict[int, float] = {}
        for (one, p), (other, q) in itertools.product(chances.items(), band.items()):
            added[one + other] = added.get(one + other, 0.0) + p * q
        chances = added
    return sum(chance for kept, chance in chances.items() if kept < fewest)


def one_path(levels: Sequence[int], staying: int, asked: Sequence[int], r: random.Random) -> tuple[int, float]:
    """Give, for one draw of who stays, the people missing at the level of their post, and the hours of training.

    Posts and people are sorted, and recruits come at level 0 to the posts that nobody takes.
    """
    kept = sorted(r.sample(list(levels), staying), reverse=True)
    posts = sorted(asked, reverse=True)
    kept += [0] * max(0, len(posts) - len(kept))
    reach = list(itertools.accumulate(STEPS, initial=0))
    pairs = [(post, level) for post, level in zip(posts, kept, strict=False) if post > level]
    return len(pairs), sum(reach[post] - reach[level] for post, level in pairs)

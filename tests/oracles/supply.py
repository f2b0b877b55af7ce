"""A slow, obvious judge of training supply: entrants drawn one by one, and what each could have learned."""

import random
from collections.abc import Iterator, Sequence


def tables(share: float, level: float, graduates: float, steps: int = 200) -> Iterator[float]:
    """Give every share of « this speciality and this level » that the margins allow, by trying many."""
    for rank in range(steps + 1):
        joint = rank / steps
        others = (share - joint, level - joint, graduates - share - level + joint)
        if all(each >= -1e-9 for each in others):
            yield joint


def drawn_entrants(
    openings: Sequence[tuple[Sequence[float], float, float]], years: int, r: random.Random
) -> tuple[float, int]:
    """Draw the posts of each occupation among its paths, each one on its own, then count entrants of a speciality.

    An opening is (paths, share of starters, share of the speciality). Gives the mean a year, and a drawn total.
    """
    mean = sum(sum(paths) / len(paths) * starters * share for paths, starters, share in openings) / years
    posts = [(round(r.choice(paths)), starters * share) for paths, starters, share in openings]
    total = sum(r.random() < share for count, share in posts for _ in range(count))
    return mean, total

"""How sure an axis is: members are drawn again, axes are searched again, and what comes back is counted."""

import numpy as np

from vivier.french import counted, listed, number
from vivier.strategy.grouping import Likenesses, groups
from vivier.strategy.profiles import Array, Labels, Profiles, likeness
from vivier.strategy.result import Stability

Chance = tuple[int, np.random.Generator]  # how many draws, and from where
CENTRED = 0.25  # weight of likeness without the size of members; tuned on planted pôles of seeds 0 to 15
FOUND = 0.75  # an axis is found again when this share of it comes back (Jaccard)
SURE, LIKELY = 0.85, 0.65  # mean Jaccard; judged, then checked on other seeds (METHODE.md)


def likenesses(found: Profiles, nearness: Array, dimensions: int, columns: Labels | None = None) -> Likenesses:
    """Give how alike subjects are over some members, neighbouring subjects being held a little more alike.

    A link of 1 counts for one standard error of a correlation: it settles what members leave in doubt, no more.
    """
    chosen = slice(None) if columns is None else columns
    known = found.known[:, chosen]
    kept = (likeness(each[:, chosen], known) for each in (found.centred, found.rows))
    near, plain = (_scaled(each) for each in kept)
    apart = plain[~np.eye(len(plain), dtype=bool)]
    # What any two subjects share is the size of members; the rest speaks where centring took too much: a member of
    # several axes is touched by many subjects, and is not larger for that.
    beyond = plain - max(float(np.median(apart)) if apart.size else 0.0, 0.0)
    near = CENTRED * near + (1 - CENTRED) * beyond
    answers = max(found.answers, 1.0)
    return Likenesses(near + nearness / np.sqrt(answers), plain, answers, dimensions)


def _scaled(covariance: Array) -> Array:
    """Bring the diagonal to 1: members drawn twice weigh twice."""
    spread = np.sqrt(np.diag(covariance))
    scale = np.where(spread > 1e-9, spread, 1.0)
    return np.asarray(covariance / np.outer(scale, scale))


def recovered(found: Profiles, nearness: Array, labels: Labels, dimensions: int, chance: Chance) -> Array:
    """Give the best Jaccard of each axis with those of each draw of members, shape (draws, axes)."""
    resamples, rng = chance
    size, axes = len(found.members), int(labels.max(initial=-1)) + 1
    best = np.zeros((resamples, axes))
    for draw in range(resamples):
        again = groups(likenesses(found, nearness, dimensions, rng.integers(0, size, size)))
        best[draw] = jaccard(labels, again)
    return best


def jaccard(labels: Labels, others: Labels) -> Array:
    """Give, for each group, its best Jaccard with the groups of another partition (0 when there is none).

    >>> jaccard(np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1])).round(2).tolist()
    [0.67, 0.67]
    """
    ours = labels[:, None] == np.arange(labels.max(initial=-1) + 1)
    theirs = others[:, None] == np.arange(others.max(initial=-1) + 1)
    if not theirs.size or not theirs.shape[1]:
        return np.zeros(ours.shape[1])
    shared = ours.T.astype(float) @ theirs
    return np.asarray((shared / (ours.sum(0)[:, None] + theirs.sum(0) - shared)).max(1))


def stability(draws: Array) -> Stability:
    """Say in one level and one sentence what the draws of one axis give.

    >>> stability(np.array([1.0, 0.9, 0.8, 1.0])).level
    'sure'
    """
    mean, found = float(draws.mean()), int((draws >= FOUND).sum())
    level = "sure" if mean >= SURE else "likely" if mean >= LIKELY else "fragile"
    words = {
        "sure": "axe sûr : il se retrouve quels que soient les membres interrogés",
        "likely": "axe probable : son contour dépend un peu des membres interrogés",
        "fragile": "axe fragile : à discuter, d’autres membres en donneraient un autre",
    }
    times = f"{number(found)} fois sur {number(len(draws))}"
    sentence = f"Retrouvé {times} quand on retire au sort les membres ; {words[level]}."
    return Stability(round(mean, 4), round(found / len(draws), 4), level, sentence)


def summed_up(names: list[str], subjects: int, members: int) -> str:
    """Say in one sentence what stands out.

    >>> summed_up([], 20, 40)[:21]
    'Rien ne se détache : '
    """
    over = f"{counted(subjects, 'sujet')} et {counted(members, 'membre')}"
    if not names:
        return f"Rien ne se détache : sur {over}, ce qui rapproche les sujets ne dépasse pas le hasard."
    several = f"{counted(len(names), 'axe')} se {'détachent' if len(names) > 1 else 'détache'}"
    return f"{several} du hasard sur {over} : {listed([f'« {name} »' for name in names])}."

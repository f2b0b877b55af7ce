"""Groups of subjects that touch the same members: starts from the main directions, settled, fused, trimmed."""

from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from vivier.strategy.profiles import Array, Labels

# Tuned on planted pôles of seeds 0 to 15, never on those that report.
SAME = 0.35  # two groups as alike as this share of what each holds together are one
BELONGS, OWN_SHARE = 1.3, 0.4  # what keeps a subject: standard errors, and share of the median of its group
STANDS, LEAST_SHARE = 1.3, 0.25  # what keeps a group: standard errors, and share of the best group
NOBODY = -1


@dataclass(frozen=True)
class Likenesses:
    """Hold how alike subjects are: `centred` without the size of members, `plain` with it, and the members behind."""

    centred: Array
    plain: Array
    members: float
    dimensions: int


def groups(seen: Likenesses) -> Labels:
    """Give the group of each subject, −1 for those of none; groups are numbered by their first subject.

    >>> blocks = np.kron(np.eye(2), np.full((3, 3), 0.8)) + 0.2 * np.eye(6)
    >>> groups(Likenesses(blocks - 0.4, blocks, 40, 1)).tolist()
    [0, 0, 0, 1, 1, 1]
    """
    best, labels = -np.inf, np.full(len(seen.centred), NOBODY)
    for start in _starts(seen):
        settled = _settled(seen.centred, start)
        fused = _fused(seen.centred, settled)
        if fused.max() < settled.max():
            settled = _settled(seen.centred, fused, rounds=4)
        worth = _worth(seen.centred, settled)
        if worth > best + 1e-9:
            best, labels = worth, settled
    labels = _standing(seen, labels)
    return _standing(seen, _trimmed(seen, labels))


def _starts(seen: Likenesses) -> list[Labels]:
    """Cut trees at a few numbers of groups: over the main directions (Ward; mean cosine), and over likeness itself.

    Main directions see through noise where members are many; likeness itself sees small groups where they are few.
    """
    values, vectors = np.linalg.eigh(seen.centred)
    kept = slice(-1, -max(seen.dimensions, 2) - 1, -1)
    # Signs of eigenvectors are free: distances and cosines do not see them.
    places = vectors[:, kept] * np.sqrt(np.maximum(values[kept] - 1, 0.05))
    lengths = np.linalg.norm(places, axis=1, keepdims=True)
    apart = np.maximum(1 - seen.plain[np.triu_indices(len(places), 1)], 0)
    trees = (
        linkage(places, "ward"),
        linkage(places / np.maximum(lengths, 1e-9), "average"),
        linkage(apart, "average"),
    )
    counts = range(seen.dimensions, min(seen.dimensions + 4, 7))
    return [(fcluster(tree, count, "maxclust") - 1).astype(np.int64) for count in counts for tree in trees]


def belonging(likeness: Array, labels: Labels) -> Array:
    """Give the correlation of each subject with the mean profile of each group, itself out: (subjects, groups)."""
    mask = _mask(labels)
    own = np.diag(likeness)[:, None]
    shared = likeness @ mask
    spread = (mask * shared).sum(0) - mask * (2 * shared - own)
    return np.asarray((shared - mask * own) / np.sqrt(np.maximum(spread, 1e-9)))


def _mask(labels: Labels) -> Array:
    return np.asarray(labels[:, None] == np.arange(labels.max(initial=NOBODY) + 1), float)


def _renumbered(labels: Labels, least: int = 1) -> Labels:
    """Number groups by their first subject; those of fewer than `least` subjects are dropped."""
    numbers, fresh = {NOBODY: NOBODY}, 0
    for label in labels:
        if int(label) not in numbers:
            is_kept = int((labels == label).sum()) >= least
            numbers[int(label)] = fresh if is_kept else NOBODY
            fresh += is_kept
    return np.array([numbers[int(label)] for label in labels], np.int64)


def _settled(likeness: Array, labels: Labels, rounds: int = 8) -> Labels:
    """Move each subject to the group that it is most like, until none moves."""
    for _ in range(rounds):
        labels = _renumbered(labels, 2)
        if labels.max() < 0:
            return labels
        moved = belonging(likeness, labels).argmax(1)
        if (moved == labels).all():
            break
        labels = moved
    return _renumbered(labels, 2)


def _worth(likeness: Array, labels: Labels) -> float:
    """How like its group each subject is (Fisher's z), in all: splitting or mixing true groups lowers it."""
    if labels.max() < 0:
        return -1.0
    near = belonging(likeness, labels)[labels >= 0, labels[labels >= 0]]
    return float(np.arctanh(np.clip(near, -0.99, 0.99)).sum())


def _between(likeness: Array, labels: Labels) -> Array:
    """Mean likeness within and between groups, a subject and itself left out."""
    mask = _mask(labels)
    sizes = mask.sum(0)
    pairs = np.outer(sizes, sizes) - np.diag(sizes)
    return np.asarray(mask.T @ (likeness - np.diag(np.diag(likeness))) @ mask / np.maximum(pairs, 1))


def _fused(likeness: Array, labels: Labels) -> Labels:
    """Fuse groups that are about as alike as each is within: halves of one group."""
    while labels.max(initial=NOBODY) >= 1:
        means = _between(likeness, labels)
        within = np.diag(means)
        ratios = means / np.maximum(np.minimum.outer(within, within), 1e-3)
        np.fill_diagonal(ratios, -np.inf)
        one, other = np.unravel_index(int(ratios.argmax()), ratios.shape)
        if ratios[one, other] < SAME:
            break
        labels = _renumbered(np.where(labels == other, one, labels))
    return labels


def _standing(seen: Likenesses, labels: Labels) -> Labels:
    """Drop groups whose subjects are no more alike than others are, once the size of members is left in.

    Taking the size of members away makes subjects of no group look alike: they are alike in what groups have, and
    they have not. Left in, they are not.
    """
    labels = _renumbered(labels)
    while labels.max(initial=NOBODY) >= 0:
        within = np.diag(_between(seen.plain, labels))
        mask = _mask(labels)
        sizes = mask.sum(0)
        outside = np.maximum(sizes * (len(labels) - sizes), 1)
        excess = within - np.einsum("ig,ij,jg->g", mask, seen.plain, 1 - mask) / outside
        spread = np.maximum(1 + (sizes - 2) * np.maximum(within, 0), 1e-9)
        strength = excess * np.sqrt(seen.members * np.maximum(sizes - 1, 1) / spread)
        is_weak = (strength < STANDS) | (excess < LEAST_SHARE * excess.max())
        if not is_weak.any():
            return labels
        weakest = int(np.argmin(np.where(is_weak, excess, np.inf)))
        labels = _renumbered(np.where(labels == weakest, NOBODY, labels))
    return labels


def _trimmed(seen: Likenesses, labels: Labels) -> Labels:
    """Keep in each group the subjects that are enough like the rest of it."""
    for _ in range(6):
        labels = _renumbered(labels, 2)
        if labels.max(initial=NOBODY) < 0:
            return labels
        near = belonging(seen.centred, labels)
        medians = np.array([np.median(near[labels == group, group]) for group in range(near.shape[1])])
        nearest = near.argmax(1)
        enough = np.maximum(BELONGS / np.sqrt(seen.members), OWN_SHARE * medians[nearest])
        kept = _renumbered(np.where(near.max(1) > enough, nearest, NOBODY), 2)
        if (kept == labels).all():
            break
        labels = kept
    return labels

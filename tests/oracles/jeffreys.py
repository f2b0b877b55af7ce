"""A slow, obvious Jeffreys interval: the posterior of a share, summed on a fine grid."""

import math


def jeffreys(hard, size, tail=0.025, steps=200_000):
    """Give the two ends between which a Beta(hard + ½, size − hard + ½) has all but twice `tail`."""
    a, b = hard + 0.5, size - hard + 0.5
    grid = [(step + 0.5) / steps for step in range(steps)]
    logs = [(a - 1) * math.log(x) + (b - 1) * math.log(1 - x) for x in grid]
    most = max(logs)
    weights = [math.exp(each - most) for each in logs]
    total, so_far, ends = math.fsum(weights), 0.0, []
    for x, weight in zip(grid, weights, strict=True):
        before, so_far = so_far, so_far + weight / total
        ends += [x for bound in (tail, 1 - tail) if before < bound <= so_far]
    return tuple(ends)

"""Slow, obvious judges of strategy: adjusted Rand by pairs, exact tests by listing everything."""

from itertools import combinations, product
from math import comb


def adjusted_rand(truth, found):
    """Hubert and Arabie's index (1985), from every pair of subjects."""
    pairs = list(combinations(range(len(truth)), 2))
    ours = [truth[a] == truth[b] for a, b in pairs]
    theirs = [found[a] == found[b] for a, b in pairs]
    both = sum(x and y for x, y in zip(ours, theirs, strict=True))
    expected = sum(ours) * sum(theirs) / len(pairs)
    most = (sum(ours) + sum(theirs)) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def mean_ranks(values):
    return {
        value: sum(each < value for each in values) + (sum(each == value for each in values) + 1) / 2
        for value in values
    }


def permutation(first, second):
    """Share of all the ways to name the first college whose sum of ranks is at least as far from the usual one."""
    pooled = [*first, *second]
    rank = mean_ranks(pooled)
    usual = len(first) * (len(pooled) + 1) / 2
    far = abs(sum(rank[each] for each in first) - usual)
    ways = list(combinations(range(len(pooled)), len(first)))
    return sum(abs(sum(rank[pooled[at]] for at in way) - usual) >= far - 1e-9 for way in ways) / len(ways)


def fisher(a, n, b, m):
    """Fisher's two-sided p-value, table by table."""
    chance = {x: comb(n, x) * comb(m, a + b - x) for x in range(max(0, a + b - m), min(n, a + b) + 1)}
    return sum(each for each in chance.values() if each <= chance[a]) / sum(chance.values())


def boschloo(a, n, b, m, shares):
    """The worst chance, over these common shares, of a pair of counts as rare as the observed one."""
    limit = fisher(a, n, b, m) * (1 + 1e-7)
    listed = [(x, y) for x, y in product(range(n + 1), range(m + 1)) if fisher(x, n, y, m) <= limit]
    return max(
        sum(comb(n, x) * comb(m, y) * p ** (x + y) * (1 - p) ** (n + m - x - y) for x, y in listed) for p in shares
    )


def chance_covered(n, m, one, other, intervals):
    """How often an interval holds the true difference of two shares, counting every pair of answers."""
    return sum(
        comb(n, x) * one**x * (1 - one) ** (n - x) * comb(m, y) * other**y * (1 - other) ** (m - y)
        for (x, y), (low, high) in intervals.items()
        if low - 1e-9 <= one - other <= high + 1e-9
    )

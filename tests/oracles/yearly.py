"""Slow and obvious judges of a yearly collection: groups put together by name, answers imputed one at a time."""

import math


def families(paths, counts, fewest, depth=0):
    """Cut paths by their code at a depth; those with too few answers are put together, with the poorest if need be.

    `counts` gives the answers of each path; the result is a set of sets of paths.
    """
    if depth == len(next(iter(paths))):
        return {frozenset(paths)}
    branches = {}
    for path in paths:
        branches.setdefault(path[depth], set()).add(path)
    total = {code: sum(counts[path] for path in own) for code, own in branches.items()}
    poor = {code for code in branches if total[code] < fewest}
    rich = sorted(set(branches) - poor, key=lambda code: (total[code], code))
    if poor and rich and sum(total[code] for code in poor) < fewest:
        poor.add(rich.pop(0))
    found = set()
    for code in rich:
        found |= families(branches[code], counts, fewest, depth + 1)
    if poor:
        found.add(frozenset(path for code in poor for path in branches[code]))
    return found


def filled(values, known, weights, groups):
    """Impute each missing answer by the growth of its group, or its mean where growth says nothing."""
    found = []
    for value, past, group in zip(values, known, groups, strict=True):
        if not math.isnan(value):
            found.append((value, "réponse"))
            continue
        own = [
            (v, k, w)
            for v, k, w, g in zip(values, known, weights, groups, strict=True)
            if g == group and not math.isnan(v) and w > 0
        ]
        pairs = [(v, k, w) for v, k, w in own if not math.isnan(k)]
        base = sum(w * k for _, k, w in pairs)
        if not math.isnan(past) and len(pairs) >= 2 and base > 0:
            found.append((past * sum(w * v for v, _, w in pairs) / base, "ratio"))
        else:
            found.append((sum(w * v for v, _, w in own) / sum(w for *_, w in own), "moyenne"))
    return found


def shortest_calls(values, expected, weights, residual):
    """List whom to call by taking the heaviest doubt away, one at a time, until the rest weighs little enough."""
    total = abs(sum(w * e for w, e in zip(weights, expected, strict=True)))
    scores = [w * abs(v - e) / total for v, e, w in zip(values, expected, weights, strict=True)]
    called = []
    while math.fsum(s for at, s in enumerate(scores) if at not in called) >= residual:
        called.append(max((at for at in range(len(scores)) if at not in called), key=lambda at: (scores[at], -at)))
    return called

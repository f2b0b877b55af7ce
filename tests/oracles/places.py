"""A slow judge of people and posts placed in ROME: one loop, one person, one post at a time."""

import random


def expected_people(occupations):
    """Give the people expected in each ROME; an occupation is (people, {ROME: titled}, {ROME: share})."""
    found = {}
    for people, titled, shares in occupations:
        for code, n in titled.items():
            found[code] = found.get(code, 0) + n
        for _ in range(people - sum(titled.values())):
            for code, share in shares.items():
                found[code] = found.get(code, 0) + share
    return found


def dealt_posts(people, titled, shares, posts, times, seed):
    """Play who is where, then where each post is; give for each ROME the sorted counts of posts over all plays."""
    rng = random.Random(seed)
    found = {code: [] for code in {*titled, *shares}}
    for _ in range(times):
        true = {code: rng.gammavariate(share, 1) for code, share in shares.items()}
        where = [code for code, n in titled.items() for _ in range(n)]
        where += rng.choices(list(true), list(true.values()), k=people - len(where)) if people > len(where) else []
        counts = dict.fromkeys(found, 0)
        for _ in range(posts):
            counts[rng.choice(where)] += 1
        for code, n in counts.items():
            found[code].append(n)
    return {code: sorted(counts) for code, counts in found.items()}

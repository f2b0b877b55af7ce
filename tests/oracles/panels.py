"""Slow and obvious judges of panels: what a panel breaks, and the best panel by trying all of them."""

import itertools


def violations(panel, *, affinity, loads, conflicts, quotas, frozen, terms):
    """List what a panel breaks, condition by condition."""
    pairs = [(seat.expert, seat.dossier) for seat in panel.seats]
    wrong = [f"{pair} twice" for pair in set(pairs) if pairs.count(pair) > 1]
    wrong += [f"{pair} in conflict" for pair in pairs if pair in set(conflicts)]
    wrong += [f"{pair} not held" for pair in frozen if pair not in pairs]
    for dossier in affinity.dossiers:
        experts = [expert for expert, where in pairs if where == dossier]
        if len(experts) != terms.per_dossier:
            wrong.append(f"{dossier} has {len(experts)} experts")
        for quota in quotas:
            inside = sum(expert in quota.experts for expert in experts)
            if not quota.least <= inside <= quota.most:
                wrong.append(f"{dossier} has {inside} of {quota.name}")
    low, high = loads
    for expert in affinity.experts:
        count = sum(who == expert for who, _ in pairs)
        if not low <= count <= (len(affinity.dossiers) if high is None else high):
            wrong.append(f"{expert} has {count} dossiers")
    wrong += [
        f"{seat} badly copied" for seat in panel.seats if seat.affinity != affinity.of(seat.expert, seat.dossier)
    ]
    return wrong


def best(*, affinity, loads, conflicts, quotas, frozen, terms):
    """Give (worst, total) of the best panel by trying every one; None when none holds."""
    low, high = loads
    most = len(affinity.dossiers) if high is None else high
    values = {(e, d): affinity.of(e, d) for e in affinity.experts for d in affinity.dossiers}
    found = None
    choices = [
        [
            group
            for group in itertools.combinations(affinity.experts, terms.per_dossier)
            if not any((expert, dossier) in set(conflicts) for expert in group)
            and all(expert in group for expert, where in frozen if where == dossier)
            and all(q.least <= sum(expert in q.experts for expert in group) <= q.most for q in quotas)
        ]
        for dossier in affinity.dossiers
    ]
    for groups in itertools.product(*choices):
        seated = list(itertools.chain.from_iterable(groups))
        if all(low <= seated.count(expert) <= most for expert in affinity.experts):
            sums = [
                sum(values[expert, dossier] for expert in group)
                for dossier, group in zip(affinity.dossiers, groups, strict=True)
            ]
            score = (round(min(sums), 6), round(sum(sums), 6))
            found = score if found is None else max(found, score)
    return found

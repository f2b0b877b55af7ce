"""Pooled rates by brute force: every level, every spread, every rate of each company, on grids; the slow judge."""

import math


def pooled(companies, levels, level_prior, spreads, spread_prior):
    """Give the posterior mean of the level, and that of the factor of each company around the nation.

    `companies` maps a name to (exits, months, monthly rate expected nationally); priors weigh each point of a grid.
    A company draws its monthly rate from a beta whose mean is the level's and whose first parameter is spread⁻².
    """
    total, level_sum, factors = 0.0, 0.0, dict.fromkeys(companies, 0.0)
    for level, about_level in zip(levels, level_prior, strict=True):
        for spread, about_spread in zip(spreads, spread_prior, strict=True):
            told = {name: integrals(level, spread, *seen) for name, seen in companies.items()}
            weight = about_level * about_spread * math.prod(whole for whole, _ in told.values())
            total += weight
            level_sum += weight * level
            for name, (whole, first) in told.items():
                factors[name] += weight * first / whole / companies[name][2]
    return level_sum / total, {name: one / total for name, one in factors.items()}


def integrals(level, spread, exits, months, national):
    """Give the integrals of the likelihood times the beta, and times the rate, over monthly rates up to 40 %.

    The likelihood is scaled by its value at the raw rate, so that products of many exits stay in range.
    """
    steps, mean = 1500, level * national
    a = spread**-2
    b = a * (1 - mean) / mean
    constant = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    raw = min(max(exits / months, 1e-6), 0.39)
    scale = exits * math.log(raw) + (months - exits) * math.log1p(-raw)
    whole = first = 0.0
    for step in range(steps):
        rate = 0.4 * (step + 0.5) / steps
        log = constant + (a - 1 + exits) * math.log(rate) + (b - 1 + months - exits) * math.log1p(-rate) - scale
        height = math.exp(log) / steps
        whole += height
        first += height * rate
    return whole, first

"""Owners played one by one, month by month of birth: the slow, obvious judge of the transmissions."""

import datetime as dt
import math
from functools import cache
from itertools import accumulate

from scipy.stats import beta

LAST = 12 * 170


def month_of(on):
    """The month that begins nearest to the day, counted from year 0."""
    return 12 * on.year + on.month - 1 + (1 if on.day > 15 else 0)


def stopping_ages(career, legal, full):
    """The chance of stopping at each completed month of age, other reasons left out, written out part by part."""
    early = round(12 * career["early_years"])
    weights = [0.0] * LAST
    parts = (
        (career["early_share"], list(range(legal - early, legal)), "rising"),
        (career["legal_share"], list(range(legal, legal + 12)), "flat"),
        (career["later_share"], list(range(legal + 12, full)), "falling"),
        (career["full_rate_share"], list(range(full, full + 12)), "flat"),
    )
    for share, months, slope in parts:
        n = len(months)
        raw = {"rising": range(1, n + 1), "flat": [1] * n, "falling": range(n, 0, -1)}[slope]
        for month, weight in zip(months, raw, strict=True):
            weights[month] = share * weight / sum(raw)
    left = career["beyond_share"]
    for month in range(full + 12, LAST):
        weights[month] = left / (12 * career["beyond_years"])
        left -= weights[month]
    return weights


@cache
def left_at(career, legal, full):
    """Who is left at each completed month of age: what remains to stop from that month on."""
    weights = stopping_ages(dict(career), legal, full)
    return list(accumulate(reversed(weights)))[::-1]


def legal_age(assumptions, now, months):
    """The legal age of who has that many completed months of age at the beginning of month `now`."""
    born = now - months - 1
    return assumptions.law.legal_age_months(dt.date(born // 12, born % 12 + 1, 1))


def still_there(owner, pace, assumptions, now, ends):
    """The chance that an owner is in post after so many months, one month of hazard after the other."""
    factor = pace * assumptions.pace[owner.plan]
    monthly_other = (1 - assumptions.career["other_rate"]) ** (1 / 12)
    by_age = [0.0] * len(ends)
    for birth in range(12):
        months = 12 * owner.age + birth
        legal = legal_age(assumptions, now, months)
        left = left_at(tuple(assumptions.career.items()), legal, 12 * assumptions.law.full_rate_age)
        for rank, end in enumerate(ends):
            there = left[months + end] / left[months]
            by_age[rank] += (there * monthly_other**end) ** factor / 12
    if owner.year is None:
        return by_age
    around, weight = declared(owner.year, assumptions, now, ends)
    return [weight * kept**pace + (1 - weight) * aged for kept, aged in zip(around, by_age, strict=True)]


def declared(year, assumptions, now, ends):
    """Who is there at each end if the declared year governs, and the chance that it does, given that nobody left yet."""
    table = assumptions.declared
    near = year - now // 12 <= table["near_years"]
    belief = table["believed_near" if near else "believed_far"]
    chances = {}
    for name, delay in (("early", -1), ("same", 0), ("late_1", 1), ("late_2", 2), ("late_3", 3), ("late_4", 4)):
        for month in range(12):
            chances[12 * (year + delay) + month - now] = table[name] / 12
    ahead = math.fsum(chance for month, chance in chances.items() if month >= 0)
    weight = belief * ahead / (belief * ahead + 1 - belief) if belief * ahead else 0.0
    left = [math.fsum(chance for month, chance in chances.items() if month >= end) for end in ends]
    return [each / ahead if ahead else 0.0 for each in left], weight


def play(companies, assumptions, on, ends, rng):
    """Play one world: for each company, the rank of the year when its last owner stops (or None) and if it closes.

    `companies` is a list of lists of owners; one pace and one rank of the closing shares for the whole world.
    """
    sd = assumptions.career["pace_sd"]
    pace = math.exp(rng.gauss(0, sd) - sd * sd / 2)
    luck_of_closing = rng.random()
    order = ("successor", "sought", "none", "closing", "unknown")
    rows = []
    for owners in companies:
        last = 0
        for owner in owners:
            luck = rng.random()
            last = max(
                last, sum(luck < chance for chance in still_there(owner, pace, assumptions, month_of(on), ends))
            )
        plan = next(name for name in order if any(owner.plan == name for owner in owners))
        table = assumptions.closing_employer if owners[0].employees else assumptions.closing_alone
        weight = table["weight"]
        share = shares_that_close(table[plan], weight, luck_of_closing)
        rows.append((last if last < len(ends) else None, rng.random() < share))
    return rows


@cache
def shares_that_close(mean, weight, rank):
    return float(beta.ppf(rank, mean * weight, (1 - mean) * weight))

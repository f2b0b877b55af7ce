"""A pôle played person by person, month of birth by month of birth: the slow, obvious judge of the forecast."""

import datetime as dt
import math
from dataclasses import dataclass, field

LAST_MONTH = 75 * 12


@dataclass
class Truth:
    """What really governs a played pôle: one mean shift, one yearly exit probability by age, the ages of recruits."""

    law: object
    behaviour: object
    shift: float = 0.0
    exit_by_age: dict[int, float] = field(default_factory=dict)
    hire_ages: dict[int, float] = field(default_factory=dict)
    cache: dict[int, list[float]] = field(default_factory=dict)

    def ages_at_retirement(self, legal_age_months):
        if legal_age_months not in self.cache:
            self.cache[legal_age_months] = tilted(plain_ages(self.behaviour, legal_age_months), self.shift)
        return self.cache[legal_age_months]


def plain_ages(behaviour, legal):
    """The weight of each month of age at retirement, written out part by part."""
    full = 67 * 12
    early = round(12 * behaviour.early_years)
    weights = [0.0] * LAST_MONTH
    parts = (
        (behaviour.early_share, range(legal - early, legal), "rising"),
        (behaviour.legal_share, range(legal, legal + 3), "flat"),
        (behaviour.later_share, range(legal + 3, full), "falling"),
        (behaviour.full_rate_share, range(full, full + 3), "flat"),
        (behaviour.beyond_share, range(full + 3, LAST_MONTH), "falling"),
    )
    for share, months, slope in parts:
        n = len(months)
        raw = {"rising": range(1, n + 1), "flat": [1] * n, "falling": range(n, 0, -1)}[slope]
        for month, weight in zip(months, raw, strict=True):
            weights[month] = share * weight / sum(raw)
    return weights


def tilted(weights, shift):
    """The same ages, mean moved by `shift` years: the tilt is found by halving."""
    if shift == 0:
        return weights
    months = [m for m, w in enumerate(weights) if w]
    mean = sum(m * weights[m] for m in months) / 12
    low, high = -3.0, 3.0
    for _ in range(25):
        tilt = (low + high) / 2
        new = {m: weights[m] * math.exp(tilt * (m / 12 - mean)) for m in months}
        moved = sum(m * w for m, w in new.items()) / sum(new.values()) / 12 - mean
        low, high = (tilt, high) if moved < shift else (low, tilt)
    total = sum(new.values())
    return [new.get(m, 0.0) / total for m in range(LAST_MONTH)]


def play(ages, truth, on, horizon, rng):
    """Play one world: yearly rows (retired, left, all_retired, all_left), headcount stable, recruits at year ends."""
    veterans = [new_person(age, 0, truth, on, rng) for age, n in ages.items() for _ in range(n)]
    recruits = []
    rows = []
    for year in range(horizon):
        first = leave(veterans, year, truth, rng)
        second = leave(recruits, year, truth, rng)
        rows.append((*first, first[0] + second[0], first[1] + second[1]))
        for _ in range(sum(first) + sum(second)):
            age = rng.choices(list(truth.hire_ages), list(truth.hire_ages.values()))[0]
            recruits.append(new_person(age, year + 1, truth, on, rng))
    return rows


def new_person(age, year, truth, on, rng):
    """Someone who has this completed age at the end of that year: (months of age then, year, months at retirement)."""
    months = 12 * age + rng.randrange(12)
    born = middle_of_birth_month(on, months - 12 * year)
    weights = truth.ages_at_retirement(truth.law.legal_age_months(born))
    left = weights[months:]
    retires = months + rng.choices(range(len(left)), left)[0] if sum(left) > 0 else months
    return [months, year, retires]


def middle_of_birth_month(on, months):
    years, rest = divmod(months, 12)
    year, month = on.year - years, on.month - rest
    if month < 1:
        year, month = year - 1, month + 12
    return dt.date(year, month, min(on.day, 28)) - dt.timedelta(days=15)


def leave(people, year, truth, rng):
    """Take out of the list those who leave during the year; give how many retired, how many left otherwise."""
    retired = left = 0
    for person in list(people):
        months, since, retires = person
        start = months + 12 * (year - since)
        chance = truth.exit_by_age.get(start // 12, 0.0)
        retires_now = start <= retires < start + 12
        # Who resigns in March does not retire in June: the risk of leaving otherwise runs until the month of retirement.
        exposed = (retires - start + 0.5) / 12 if retires_now else 1
        if rng.random() < 1 - (1 - chance) ** exposed:
            left += 1
            people.remove(person)
        elif retires_now:
            retired += 1
            people.remove(person)
    return retired, left

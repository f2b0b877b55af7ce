"""The figure of one family in each official statistic, with what it falls back on: its region, else France."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vivier.reference import FRANCE, Statistic, region_name
from vivier.workforce.accounting import GROUPED, JOINED, Account, accounts_of, employment_weights, roll_up
from vivier.workforce.landmarks import BANDS, Statistics

LEAST_KNOWN = 0.5  # of the people of an occupation: a mean over fewer would be of something else
WIDEST = 0.5  # between the bounds of a difficulty: beyond, secrecy hides nearly all and France is asked
# Exits from permanent jobs are 8–25 % a year in most occupations. The survey covers private employers only: where
# they are public or households, its rate is nearly nothing; where posts last a few days, more than there are people.
# Out of these ends, nothing is believed.
LEAST_EXITS, MOST_EXITS = 0.015, 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what a statistic says of one family: the code, the year and the region that its figures are really of."""

    values: tuple[float, ...]
    code: str
    year: str = ""
    region: str = FRANCE


@dataclass(frozen=True, slots=True)
class Averaged:
    """Hold the mean of several families, and what it is made of: (family, its share, its reading), heaviest first."""

    values: tuple[float, ...]
    parts: tuple[tuple[str, float, Reading], ...]


Reader = Callable[[str], Reading | None]


def averaged(shares: Mapping[str, float], read: Reader) -> Averaged | None:
    """Average the readings of families by their shares; None when those known are less than half of the people.

    >>> rates = {"D4Z": Reading((0.04,), "D4Z"), "D6Z": Reading((0.08,), "D6Z")}
    >>> averaged({"D4Z": 0.75, "D6Z": 0.25}, rates.get).values
    (0.05,)
    """
    read_of = ((code, share, read(code)) for code, share in shares.items() if share > 0)
    known = [(code, share, found) for code, share, found in read_of if found is not None]
    weight = math.fsum(share for _, share, _ in known)
    if not known or weight < LEAST_KNOWN * math.fsum(shares.values()):
        return None
    parts = sorted(known, key=lambda part: (-part[1], part[0]))
    columns = zip(*(found.values for _, _, found in parts), strict=True)
    means = (
        math.fsum(share * value for (_, share, _), value in zip(parts, column, strict=True)) / weight
        for column in columns
    )
    return Averaged(tuple(means), tuple(parts))


def accounts_reader(statistics: Statistics, region: str) -> Reader | None:
    """Read net creations and end-of-career departures for each head, over eleven years.

    A family that the table groups is read in its group; in Corsica, in its merged row; where the region has no row,
    in France.
    """
    if statistics.outlook is None:
        return None
    accounts = accounts_of(statistics.outlook)
    weights = employment_weights(statistics.employment) if statistics.employment else None
    france = roll_up(accounts, weights=weights).by_code
    year = statistics.outlook.entry.version
    local = {
        part: (code, account)
        for (place, code), account in accounts.items()
        if place == region and account.headcount
        for part in code.split(JOINED)
    }

    def read(code: str) -> Reading | None:
        family = GROUPED.get(code, code)
        if family in local:
            return Reading(_a_head(local[family][1]), local[family][0], year, region)
        account = france.get(family)
        return Reading(_a_head(account), family, year) if account and account.headcount else None

    return read


def _a_head(account: Account) -> tuple[float, float]:
    return account.creations / account.headcount, account.departures / account.headcount


def ages_reader(statistics: Statistics) -> Reader | None:
    """Read the shares of the nine age bands; France only."""
    ages = statistics.ages
    if ages is None:
        return None

    def read(code: str) -> Reading | None:
        people = {row.measure: row.low for row in ages.of(code) if row.measure in BANDS}
        whole = math.fsum(people.values())
        shares = tuple(people.get(band, 0.0) / whole for band in BANDS) if whole else ()
        return Reading(shares, code, ages.years[-1]) if whole else None

    return read


def exits_reader(statistics: Statistics) -> Reader | None:
    """Read the exits from permanent jobs other than retirements; France only.

    Exits × (1 − ends of fixed-term contracts − retirements), all in the year of the reasons.
    """
    turnover = statistics.turnover
    if turnover is None:
        return None

    def read(code: str) -> Reading | None:
        ends, retired = turnover.figure(code, "fixed_term_end"), turnover.figure(code, "retirement")
        exits = turnover.figure(code, "exit_rate", year=ends.year) if ends else None
        if ends is None or retired is None or exits is None:
            return None
        rate = exits.low * (1 - ends.low - retired.low)
        return Reading((rate,), code, ends.year) if LEAST_EXITS <= rate <= MOST_EXITS else None

    return read


def tension_reader(statistics: Statistics, region: str) -> Reader | None:
    """Read the composite of tension, of the region, else of France."""
    tension = statistics.tension
    if tension is None:
        return None

    def read(code: str) -> Reading | None:
        for place in dict.fromkeys((region, FRANCE)):
            if (found := tension.figure(code, "tension", place)) is not None:
                return Reading((found.low,), code, found.year, place)
        return None

    return read


def jobseekers_reader(statistics: Statistics) -> Reader | None:
    """Read the jobseekers of category A for each job; France only, in the last year of the people counted."""
    seekers, ages = statistics.jobseekers, statistics.ages
    if seekers is None or ages is None:
        return None

    def read(code: str) -> Reading | None:
        jobs = [row for row in ages.of(code) if row.measure in BANDS]
        year = max((row.year for row in jobs), default="").rpartition("-")[2]
        found = seekers.figure(code, "jobseekers_a", year=year if year in seekers.years else "")
        whole = math.fsum(row.low for row in jobs)
        return Reading((found.low / whole,), code, found.year) if found is not None and whole else None

    return read


def difficulty_reader(statistics: Statistics, region: str) -> Reader | None:
    """Read the bounds of the share of difficult projects, of the region, else of France.

    Every hidden line of d difficult among p projects has d ≤ p ≤ 4: the share is least with p = 4 and d = 0, most
    with p = d = 4. Both ends are thus over the most projects.
    """
    projects = statistics.projects
    if projects is None:
        return None

    def read(code: str) -> Reading | None:
        for place in dict.fromkeys((region, FRANCE)):
            asked, hard = projects.figure(code, "projects", place), projects.figure(code, "difficult", place)
            if asked is None or hard is None or not asked.high:
                continue
            bounds = (hard.low / asked.high, hard.high / asked.high)
            if place == FRANCE or bounds[1] - bounds[0] <= WIDEST:
                return Reading(bounds, code, asked.year, place)
        return None

    return read


def source(statistic: Statistic, found: Averaged | None, region: str, certainty: str) -> str:
    """Say in one line where a figure comes from, what it falls back on, and how sure it is."""
    title = statistic.entry.attribution
    if found is None:
        return f"inconnu : {title} ne le dit pas pour au moins la moitié des effectifs"
    years = "/".join(dict.fromkeys(reading.year for _, _, reading in found.parts))
    places = dict.fromkeys(reading.region for _, _, reading in found.parts)
    said = " et ".join(region_name(place) for place in places)
    lacking = f", à défaut {_of(region_name(region))}" if region != FRANCE and FRANCE in places else ""
    families = [_family(code, share, reading) for code, share, reading in found.parts]
    more = f" et {len(families) - 3} autres" if len(families) > 3 else ""
    return f"{title} ({years}) ; {said}{lacking} ; {', '.join(families[:3])}{more} [{certainty}]"


def _of(name: str) -> str:
    """Put « de » before a name.

    >>> _of("Auvergne-Rhône-Alpes"), _of("Corse")
    ('d’Auvergne-Rhône-Alpes', 'de Corse')
    """
    return f"d’{name}" if name[0] in "AEIOUÎÉ" else f"de {name}"


def _family(code: str, share: float, reading: Reading) -> str:
    """Name a family, its share, and the wider one that was read instead.

    >>> _family("D0Z", 0.42, Reading((0.03,), "D0A"))
    'D0A à défaut de D0Z (42 %)'
    """
    name = code if reading.code == code else f"{reading.code} à défaut de {code}"
    return f"{name} ({share:.0%})".replace("%", " %")

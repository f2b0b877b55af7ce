"""Portraits of families of occupations, from the statistics of the reference store."""

import math
from collections.abc import Iterable

from vivier.reference import FRANCE, Statistic, Store, hypothesis, region_code
from vivier.supply.data import DIPLOMAS, NONE, STUDYING, Portrait

SPECIALITIES, LEVELS, AGES = "dares-specialities", "dares-diplomas", "dares-ages"
OUTLOOK, SEEKERS = "dares-2030", "dares-jobseekers"
YOUNG = ("15-24", "25-29")
_YEARS = "2017-2019"


def portraits_of(held: Store, codes: Iterable[str], *, region: str = FRANCE) -> tuple[Portrait, ...]:
    """Give the portraits of families of FAP-2009 (levels 22, 87 or 225), those that are published, by code.

    Specialities are those of people under 30 in the family, the nearest to what beginners learned; the share of
    openings that starters fill is that of the region in 2019-2030, at most all of them (all where nobody says);
    jobseekers for one job are national (category A).

    Raises:
        InputError: the statistics on diplomas and ages are not installed, or the region is not known.
    """
    specialities, levels, ages = (held.statistic(key) for key in (SPECIALITIES, LEVELS, AGES))
    place = region_code(region) if region else FRANCE
    outlook, seekers = (held.statistic(key) if key in held.statistics else None for key in (OUTLOOK, SEEKERS))
    found = []
    for code in sorted(set(codes)):
        people = {row.measure: row.middle for row in ages.of(code)}
        young = math.fsum(people.get(band, 0.0) for band in YOUNG)
        named = {row.measure: row.middle for row in specialities.of(code) if row.middle > 0}
        if young > 0 and named:
            # Rounding may leave those of named specialities a little above all the young.
            base = max(young, math.fsum(named.values()))
            found.append(
                Portrait(
                    code, {name: value / base for name, value in named.items()}, _levels(levels, code),
                    answers=young * hypothesis("supply", "answers").values["per_thousand"],
                    starters=_starters(outlook, code, place),
                    seekers=_seekers(seekers, code, math.fsum(people.values())),
                )
            )  # fmt: skip
    return tuple(found)


def _levels(levels: Statistic, code: str) -> dict[str, float]:
    told = {row.measure: row.middle for row in levels.of(code) if row.year == _YEARS}
    total = math.fsum(told.values())
    return {each: told.get(each, 0.0) / total for each in (NONE, STUDYING, *DIPLOMAS)} if total else {}


def _starters(outlook: Statistic | None, code: str, place: str) -> float:
    """Give the share of openings that starters fill; the statistic counts starters negatively."""
    if outlook is None:
        return 1.0
    rows = [row for row in outlook.of(code) if place in (FRANCE, row.region)]
    sums = {name: math.fsum(row.middle for row in rows if row.measure == name) for name in ("starters", "openings")}
    if sums["openings"] <= 0 or sums["starters"] >= 0:
        return 1.0
    return min(1.0, -sums["starters"] / sums["openings"])


def _seekers(seekers: Statistic | None, code: str, people: float) -> float | None:
    found = seekers.figure(code, "jobseekers_a") if seekers is not None else None
    return found.middle / people if found is not None and people else None

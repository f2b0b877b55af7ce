"""What is believed of each occupation before anything is known of a pôle: official figures, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass

from vivier.reference import FRANCE, Statistic, region_code
from vivier.vocabulary import Interval
from vivier.workforce import readings
from vivier.workforce.accounting import Account
from vivier.workforce.landmarks import BANDS, Bridge, Landmark, Statistics
from vivier.workforce.readings import Averaged, Reader

PUBLISHED, FORMULA = "V", "M"  # certainty: read as published; a formula of ours on published figures
_FAMILIES_2021 = ("difficulty",)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Hold one thing to ask: of which statistic, how, and how sure the answer is."""

    statistic: Statistic
    read: Reader
    certainty: str = PUBLISHED


def landscape(bridge: Bridge, *, statistics: Statistics, region: str = FRANCE) -> dict[str, Landmark]:
    """Give what official statistics say of each occupation of a bridge, in a region (Insee code) or in France.

    A figure is the mean of those of the families of the occupation, by their shares. Where the region has none,
    France is read; where a family has none, the wider one that holds it; the source says so.

    >>> landscape(Bridge("rome4", {}), statistics=Statistics(), region="84")
    {}

    Raises:
        InputError: the region is not known.
    """
    place = region_code(region) if region else FRANCE
    asked = _asked(statistics, place)
    return {each: _landmark(each, bridge, asked, place) for each in bridge.occupations}


def _asked(statistics: Statistics, region: str) -> dict[str, _Asked]:
    every: tuple[tuple[str, Statistic | None, Reader | None, str], ...] = (
        ("accounts", statistics.outlook, readings.accounts_reader(statistics, region), PUBLISHED),
        ("exit_rate", statistics.turnover, readings.exits_reader(statistics), FORMULA),
        ("ages", statistics.ages, readings.ages_reader(statistics), PUBLISHED),
        ("difficulty", statistics.projects, readings.difficulty_reader(statistics, region), PUBLISHED),
        ("tension", statistics.tension, readings.tension_reader(statistics, region), PUBLISHED),
        ("jobseekers_per_job", statistics.jobseekers, readings.jobseekers_reader(statistics), FORMULA),
    )
    return {
        name: _Asked(statistic, read, certainty)
        for name, statistic, read, certainty in every
        if statistic is not None and read is not None
    }


def _landmark(occupation: str, bridge: Bridge, asked: Mapping[str, _Asked], region: str) -> Landmark:
    found: dict[str, Averaged] = {}
    sources: dict[str, str] = {}
    for name, each in asked.items():
        shares = (bridge.fap2021 if name in _FAMILIES_2021 else bridge.fap2009).get(occupation, {})
        mean = readings.averaged(shares, each.read)
        said = readings.source(each.statistic, mean, region, each.certainty)
        sources |= dict.fromkeys(("growth_rate", "career_end_rate") if name == "accounts" else (name,), said)
        if mean is not None:
            found[name] = mean
    # One head at the start: its creations and departures are those of the mean account.
    account = Account(1.0, *found["accounts"].values) if "accounts" in found else None
    low, high = found["difficulty"].values if "difficulty" in found else (None, None)
    return Landmark(
        occupation,
        growth_rate=account.growth_rate if account else None,
        career_end_rate=account.departure_rate if account else None,
        exit_rate=_one(found, "exit_rate"),
        ages=dict(zip(BANDS, found["ages"].values, strict=True)) if "ages" in found else None,
        difficulty=None if low is None or high is None else (low + high) / 2,
        difficulty_bounds=None if low is None or high is None else Interval(low, high),
        tension=_one(found, "tension"),
        jobseekers_per_job=_one(found, "jobseekers_per_job"),
        ambiguous_share=bridge.ambiguous.get(occupation, 0.0),
        sources=sources,
    )


def _one(found: Mapping[str, Averaged], name: str) -> float | None:
    return found[name].values[0] if name in found else None

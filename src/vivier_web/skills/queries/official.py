"""What official statistics say of a member's own families of occupations in its region, each with source and year."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vivier_web.members.models import Pole
from vivier_web.skills.queries.titles import reference_store

if TYPE_CHECKING:
    from vivier.study import Study
    from vivier.study.families import Families
    from vivier.workforce.landmarks import Landmark

MOST = 8  # families shown, those with most people first
# The nine bands of the Dares, in the six of a deposit.
_BANDS = {
    "moins_25": ("15-24",), "25_34": ("25-29", "30-34"), "35_44": ("35-39", "40-44"), "45_54": ("45-49", "50-54"),
    "55_59": ("55-59",), "60_plus": ("60+",),
}  # fmt: skip
_SOURCED = ("ages", "career_end_rate", "difficulty")
_ALL = "ensemble"


@dataclass(frozen=True, slots=True)
class Official:
    """Hold the region beside a member, its families weighed by the member's people: shares are 0–1.

    `career_ends` and `openings` are shares of people over the horizon; `families` are lines of JSON values;
    `sources` say, once each, where figures come from and of which year.
    """

    region: str
    people: int
    ages: dict[str, float]
    career_ends: float | None
    openings: float | None
    families: list[dict[str, Any]]
    sources: list[str]


def families_of(pole: Pole) -> "Families | None":
    """Give the official families of the region of a pôle (of France when it has none); None when not installed."""
    from vivier.study.official import has_official_figures  # NumPy weighs: opened in the worker only

    held = reference_store()
    if not has_official_figures(held):
        return None
    return _families(pole.region or None, tuple(sorted(one.file for one in held.entries.values())))


@lru_cache(maxsize=2)
def _families(region: str | None, _installed: tuple[str, ...]) -> "Families | None":
    """Remember the families of a region while what is installed stays the same: they take six seconds to gather."""
    from vivier.study.official import families_in

    return families_in(region, reference_store())


def official_beside(study: "Study", families: "Families") -> Official | None:
    """Set the official row of each family beside a member's; None when its people are in none that is published."""
    counted = _people(study)
    known = {name: n for name, n in counted.items() if name in families.landmarks}
    whole = sum(known.values())
    if not whole:
        return None
    shown = sorted(known, key=lambda name: (-known[name], name))
    marks = {name: families.landmarks[name] for name in shown}
    return Official(
        families.region,
        whole,
        _ages(known, marks),
        _mean(known, {name: one.career_end_rate for name, one in marks.items()}, study.horizon),
        _mean(known, {name: _opening_rate(one) for name, one in marks.items()}, study.horizon),
        [_line(study, name, families) for name in shown[:MOST]],
        _sources(marks[name] for name in shown),
    )


def _people(study: "Study") -> dict[str, int]:
    rows = study.table("familles").rows if any(one.name == "familles" for one in study.tables) else ()
    return {
        row.keys[0]: round(row.figure.value) for row in rows if row.keys[1] == "effectif" and row.figure is not None
        and row.keys[0] != _ALL
    }  # fmt: skip


def _ages(people: dict[str, int], marks: "dict[str, Landmark]") -> dict[str, float]:
    told = {name: one.ages for name, one in marks.items() if one.ages is not None}
    whole = sum(people[name] for name in told)
    return {
        band: round(sum(people[name] * sum(ages[one] for one in ours) for name, ages in told.items()) / whole, 3)
        for band, ours in _BANDS.items()
        if whole
    }


def _opening_rate(mark: "Landmark") -> float | None:
    if mark.career_end_rate is None or mark.growth_rate is None:
        return None
    return max(0.0, mark.career_end_rate + mark.growth_rate)


def _mean(people: dict[str, int], rates: dict[str, float | None], years: int) -> float | None:
    told = {name: rate for name, rate in rates.items() if rate is not None}
    whole = sum(people[name] for name in told)
    return round(years * sum(people[name] * rate for name, rate in told.items()) / whole, 3) if whole else None


def _line(study: "Study", name: str, families: "Families") -> dict[str, Any]:
    from vivier.report.figures import figure, span

    row = {keys[1]: one for keys, one in ((row.keys, row.figure) for row in study.table("familles").rows)
           if keys[0] == name and one is not None}  # fmt: skip
    mark, mine, region = families.landmarks[name], row.get("fins_de_carriere"), row.get("fins_de_carriere_region")
    return {
        "label": families.labels.get(name, name),
        "people": round(row["effectif"].value),
        "mine": figure(mine) if mine is not None else "",
        "interval": span(mine) if mine is not None and mine.interval_80 is not None else "",
        "region": figure(region) if region is not None else "",
        "gap": round(mine.value - region.value, 1) if mine is not None and region is not None else None,
        "difficulty": mark.difficulty,
        "seniors": sum(mark.ages[one] for one in ("55-59", "60+")) if mark.ages is not None else None,
    }


def _sources(marks: Any) -> list[str]:
    """Give each source once, without the shares of the families it was read in."""
    said = {f"{parts[0]} ({parts[1]})" if len(parts) > 1 else parts[0]
            for mark in marks for name in _SOURCED if name in mark.sources
            for parts in [[part.strip() for part in mark.sources[name].split(" ; ")]]}  # fmt: skip
    return sorted(said)

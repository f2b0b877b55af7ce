"""A member beside others: its pôle, and the official row of its families of occupations in its region."""

from dataclasses import dataclass
from typing import Any

from vivier_web.pages.company.papers import AGES

_MERGED = {"moins_35": ("moins_25", "25_34"), "35_54": ("35_44", "45_54"), "55_plus": ("55_59", "60_plus")}


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one measure in hundredths: here, in the pôle, in the region; None where nothing is told."""

    words: str
    mine: int | None
    theirs: int | None
    region: int | None

    @property
    def gap(self) -> int | None:
        """How many points more here than in the region, else than in the pôle."""
        other = self.region if self.region is not None else self.theirs
        return None if self.mine is None or other is None else self.mine - other


@dataclass(frozen=True, slots=True)
class Compared:
    """Hold the lines, and which columns have something to say."""

    lines: list[Line]
    has_pole: bool
    has_region: bool


def compared(told: dict[str, Any]) -> Compared | None:
    """Lay a report's figures beside those of others; None when there is nobody to be beside."""
    pole, official = told["beside"], told.get("official")
    if pole is None and official is None:
        return None
    mine, theirs = told.get("pace") or [{}, None]
    lines = _ages(pole, official)
    for name, words in (("career_ends", "Fins de carrière"), ("openings", "Postes à pourvoir, créations comprises")):
        found = [_share(one, name) for one in (mine, theirs, official)]
        if found[0] is not None and any(one is not None for one in found[1:]):
            until = int(told["on"][:4]) + told["horizon"]
            lines.append(Line(f"{words} d’ici {until}", found[0], found[1], found[2]))
    return Compared(lines, pole is not None, official is not None)


def _ages(pole: dict[str, Any] | None, official: dict[str, Any] | None) -> list[Line]:
    if pole is None:
        return []
    region = dict(official["ages"]) if official else {}
    region |= {wide: sum(region[band] for band in bands) for wide, bands in _MERGED.items() if region}
    bands = [band for band in AGES if band in pole["theirs"] or band in pole["mine"]]
    mine, theirs = pole["mine"], pole["theirs"]
    return [
        Line(
            AGES[band][0].upper() + AGES[band][1:],
            round(100 * mine.get(band, 0)),
            round(100 * theirs.get(band, 0)),
            _share(region, band),
        )
        for band in bands
    ]


def _share(held: dict[str, Any] | None, name: str) -> int | None:
    value = held.get(name) if held else None
    return None if value is None else round(100 * value)

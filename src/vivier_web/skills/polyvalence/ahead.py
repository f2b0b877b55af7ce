"""What a guarded study says of each occupation: people in post, the share that stays, the posts at the horizon."""

from typing import TYPE_CHECKING

from vivier.study.data import TOTAL, Figure, Study

if TYPE_CHECKING:
    from vivier.gaps import Ahead

_SD = 2 * 1.2816  # how many standard deviations an 80 % interval spans
EVERY = "toutes"


def people_of(study: Study) -> dict[str, int]:
    """Give the people projected of each occupation whose departures and openings are both shown."""
    left, opened = _figures(study, "departs"), _figures(study, "postes")
    return {code: one.n for code, one in left.items() if code in opened and len(code) == 4 and one.n}


def posts_of(study: Study) -> dict[str, float]:
    """Give the posts of each of these occupations at the horizon: those who stay, and the openings."""
    left, opened = _figures(study, "departs"), _figures(study, "postes")
    return {code: max(0.0, n - left[code].value) + opened[code].value for code, n in people_of(study).items()}


def ahead_of(study: Study) -> "Ahead":
    """Give what an engine of gaps is told of the years ahead; people of companies are not told apart."""
    from vivier.gaps import Ahead
    from vivier.gaps.data import Needed, Retention, Staff

    left, opened = _figures(study, "departs"), _figures(study, "postes")
    people, posts = people_of(study), posts_of(study)
    return Ahead(
        study.horizon,
        tuple(Staff(code, n) for code, n in people.items()),
        tuple(
            Retention(code, max(0.0, min(1.0, 1 - left[code].value / n)), min(1.0, _sd(left[code]) / n))
            for code, n in people.items()
        ),
        tuple(Needed(code, posts[code], _sd(opened[code])) for code in people),
    )


def _figures(study: Study, name: str) -> dict[str, Figure]:
    """Give the total over the horizon of each occupation, every cause together."""
    rows = study.table(name).rows
    return {row.keys[0]: row.figure for row in rows if row.keys[1:] == (TOTAL, EVERY) and row.figure is not None}


def _sd(figure: Figure) -> float:
    around = figure.interval_80
    return 0.0 if around is None else max(0.0, (around.high - around.low) / _SD)

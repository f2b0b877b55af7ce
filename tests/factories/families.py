"""Two official families and what is published of them, made up; a workshop whose occupations lead to them."""

import datetime as dt

from vivier.intake import Cell, Company, Headcount
from vivier.intake.data import Count
from vivier.study.families import Families
from vivier.vocabulary import Interval
from vivier.workforce.landmarks import BANDS, Landmark

ON = dt.date(2026, 1, 31)
AGES = dict(zip(BANDS, (0.08, 0.1, 0.11, 0.12, 0.12, 0.13, 0.14, 0.13, 0.07), strict=True))


def landmark(family, **given):
    told = {"growth_rate": 0.01, "career_end_rate": 0.027, "exit_rate": 0.08, "ages": AGES, "difficulty": 0.72}
    return Landmark(
        family, **{**told, "difficulty_bounds": Interval(0.70, 0.74), "jobseekers_per_job": 0.03, **given}
    )


def families(**given):
    """Usinage leads to one family, maintenance to two in shares of ¾ and ¼, and the last to none."""
    told = {
        "title": "FAP-2021, 86 familles",
        "region": "Auvergne-Rhône-Alpes",
        "shares": {"623f": {"D1X": 1.0}, "628b": {"G0A": 0.75, "D1X": 0.25}},
        "labels": {"D1X": "Ouvriers de l’enlèvement de métal", "G0A": "Ouvriers de la maintenance"},
        "landmarks": {"D1X": landmark("D1X"), "G0A": landmark("G0A", career_end_rate=None, difficulty=None)},
        "path": ("PCS-ESE → FAP-2021",),
    }
    return Families(**{**told, **given})


def workshop(siren="000100115", times=1):
    cells = tuple(
        Cell(pcs, age, "H", "CDI", n * times)
        for pcs, age, n in (
            ("623f", 34, 9),
            ("623f", 58, 6),
            ("628b", 41, 8),
            ("628b", "55_59", 4),
            ("inconnu", 50, 3),
        )
    )
    cells = tuple(sorted(cells, key=lambda cell: cell.key))
    company = Company(siren, ON, "dsn", Count(sum(cell.n for cell in cells), cells=cells))
    return Headcount(ON, (company,))

"""What a figure of a study looks like on a page: its value, its interval."""

from vivier.french import FIXED, NARROW, SMALL, bounds, expected, number, share
from vivier.study import Figure
from vivier.vocabulary import Interval


def figure(value: Figure) -> str:
    r"""Write the value of a figure in the manner of its unit, without its interval.

    >>> figure(Figure(0.21, "part", 3739)), figure(Figure(1204.2, "postes", 3739))
    ('21\xa0%', '1\u202f204')
    """
    if value.unit == "part":
        return share(value.value, value.n)
    return expected(value.value) if value.interval_80 else number(value.value)


def figure_bounds(value: Figure) -> str:
    r"""Write the 80 % interval of a figure, or nothing when it has none.

    >>> figure_bounds(Figure(131, "postes", 275, Interval(112, 150), Interval(102, 160)))
    '[112\u202f;\xa0150]'
    >>> figure_bounds(Figure(275, "personnes", 275))
    ''
    """
    if value.interval_80 is None:
        return ""
    if value.unit == "part" and value.n < SMALL:
        low, high = value.interval_80.low * value.n, value.interval_80.high * value.n
        return bounds(Interval(low, high))
    return bounds(value.interval_80, as_share=value.unit == "part")


def span(value: Figure) -> str:
    r"""Write the 80 % interval of a figure in words, for a headline.

    >>> span(Figure(1204, "postes", 3739, Interval(1090, 1330)))
    '1\u202f090 à 1\u202f330'
    """
    return figure_bounds(value).strip("[]").replace(f"{NARROW};{FIXED}", " à ")

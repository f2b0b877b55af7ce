"""Read working times, in every unit people use, as a ratio of full time."""

import datetime as dt
import re
from collections.abc import Callable

from vivier.intake.sheets.dates import UnreadableError
from vivier.intake.sheets.grid import Row, Value, heading

WEEK = 35.0
MONTH = 151.67
_LONGEST_WEEK = 60  # hours; more hours than that are those of a month
_FORFAIT = 218.0  # days a year (L. 3121-64)

_NUMBER = r"[+-]?\d+(?:[.,]\d+)?|[+-]?[.,]\d+"
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f'](?=\d{3}(?!\d))")
_PART = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})\s*(?:h|heures?|[èe]mes?|e|i[èe]mes?)?")
_CLOCK = re.compile(r"(\d{1,3})\s*(?:h|:|heures?)\s*(\d{2})(?::00)?(?:\s*(?:mn|min))?")
_HOURS = re.compile(rf"({_NUMBER})\s*(?:h|hrs?|heures?)\.?\s*(?:/|par)?\s*(mois|mens\w*|sem\w*|hebdo\w*|s|m)?\.?")
_PER_CENT = re.compile(rf"({_NUMBER})\s*(?:%|pour ?cent)")


def read_number(value: Value) -> float:
    """Read a number as French people write it; `UnreadableError` (E07) when it is none.

    >>> read_number("1 234,5"), read_number("0,80"), read_number(28)
    (1234.5, 0.8, 28.0)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnreadableError("E07")
    if not isinstance(value, str):
        return float(value)
    text = _GROUPED.sub("", value.strip())
    if "." in text and "," in text:
        thousands = "." if text.rindex(",") > text.rindex(".") else ","
        text = text.replace(thousands, "")
    text = text.replace(",", ".")
    if not text.isascii() or re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text) is None:
        raise UnreadableError("E07")
    return float(text)


def share(number: float) -> float:
    """Give the ratio of a percentage column's number: over 1.5 it is per cent.

    >>> share(80), share(0.8)
    (0.8, 0.8)
    """
    return number / 100 if number > 1.5 else number


_UNITS: dict[str, Callable[[float], float]] = {
    "etp": share,
    "taux": share,
    "hebdo": lambda hours: hours / WEEK,
    "mois": lambda hours: hours / MONTH,
}


def read_ratio(value: Value, unit: str) -> float | None:
    """Read a working-time cell as a ratio (0–1), None when it holds no figure; `UnreadableError` (E07) otherwise.

    `unit` is the field of its column (`etp`, `taux`, `hebdo`, `mois`) and speaks for numbers that say nothing.

    >>> read_ratio("80 %", "taux"), read_ratio("28/35", "taux"), read_ratio(28, "hebdo"), read_ratio("28h", "taux")
    (0.8, 0.8, 0.8, 0.8)
    >>> read_ratio("temps plein", "taux"), read_ratio("temps partiel", "taux")
    (1.0, None)
    """
    if value is None:
        return None
    if isinstance(value, dt.timedelta):
        return _capped(hours_ratio(value.total_seconds() / 3600))
    if isinstance(value, dt.time):
        return _capped(hours_ratio(value.hour + value.minute / 60))
    if isinstance(value, str):
        return _from_text(value, unit)
    return _capped(_UNITS[unit](read_number(value)))


def _from_text(text: str, unit: str) -> float | None:
    try:
        return _capped(_UNITS[unit](read_number(text)))
    except UnreadableError:
        pass
    if (ratio := figure_in(text)) is not None:
        return _capped(ratio)
    return _in_words(heading(text))


def _in_words(words: str) -> float | None:
    if re.fullmatch(
        r"(a |en )?(temps |tps )?(plein|complet)( temps)?|tc|plein temps|forfait( .*)?|.*\bforfait jours?\b.*", words
    ):
        return 1.0
    if re.search(r"\bmi temps\b", words):
        return 0.5
    if is_part_time(words) or words in {"", "nc", "n a", "na", "neant"}:
        return None
    raise UnreadableError("E07")


def figure_in(text: str) -> float | None:
    """Give the ratio that the first figure of a text stands for, None without any.

    >>> figure_in("temps partiel 80 %"), figure_in("TP 24 h/semaine") == 24 / 35, figure_in("4/5e")
    (0.8, True, 0.8)
    """
    bare = _GROUPED.sub("", text)
    if found := _PER_CENT.search(bare):
        return read_number(found[1]) / 100
    if found := _CLOCK.search(bare):
        return hours_ratio(int(found[1]) + int(found[2]) / 60)
    if (found := _PART.search(bare)) and read_number(found[2]):
        return read_number(found[1]) / read_number(found[2])
    if found := _HOURS.search(bare):
        return hours_ratio(read_number(found[1]), is_monthly=(found[2] or "").startswith("m"))
    return _of_days(bare)


def _of_days(text: str) -> float | None:
    found = re.search(rf"({_NUMBER})\s*(?:j|jours?)\b", text)
    return read_number(found[1]) / _FORFAIT if found and read_number(found[1]) > 31 else None


def hours_ratio(hours: float, *, is_monthly: bool = False) -> float:
    """Give the ratio of a number of hours, a week or, when it is too long for one, a month.

    >>> hours_ratio(28), round(hours_ratio(121.34), 2)
    (0.8, 0.8)
    """
    return hours / (MONTH if is_monthly or hours > _LONGEST_WEEK else WEEK)


def is_part_time(words: str) -> bool:
    """Tell whether a folded text says that somebody works part time.

    >>> is_part_time("salarie a temps partiel"), is_part_time("temps plein")
    (True, False)
    """
    return re.search(r"\b(temps|tps) partiel\b|\bpartiel\b|\btp\b|\bmi temps\b", words) is not None


def is_bare_mark(value: Value) -> bool:
    """Tell whether a cell titled « Temps partiel » only says yes or no, without any figure.

    >>> is_bare_mark("Oui"), is_bare_mark(1), is_bare_mark("Oui, 80 %"), is_bare_mark(0.8)
    (True, True, False, False)
    """
    if isinstance(value, str):
        return not any(map(str.isdigit, value.strip(" 01"))) and _in_words_or_none(heading(value)) is None
    return value is None or value in {0, 1}


def _in_words_or_none(words: str) -> float | None:
    try:
        return _in_words(words)
    except UnreadableError:
        return None


def part_time_noted(text: str) -> float | None:
    """Give the ratio of a part time told in an observation: None when it tells none, NaN when without figure.

    >>> part_time_noted("CDI, temps partiel 80 %"), part_time_noted("apprenti"), part_time_noted("temps partiel")
    (0.8, None, nan)
    """
    words = heading(text)
    if not is_part_time(words):
        return None
    told = re.search(r"(temps|tps)[\s-]+partiels?|\btp\b|partiels?|mi[\s-]temps", text, re.IGNORECASE)
    # The figure follows the words; a date or a length of contract may stand before them.
    after, before = (text[told.end() :], text[: told.start()]) if told else (text, "")
    ratio = figure_in(re.sub(r"\d{1,2}/\d{1,2}/\d{2,4}", " ", after))
    if ratio is None and (found := _PER_CENT.search(before)):
        ratio = read_number(found[1]) / 100
    if ratio is None:
        return 0.5 if "mi temps" in words else float("nan")
    return _capped(ratio)


def noted_ratio(contract: str, observations: str) -> float | None:
    """Give the ratio told by the texts of a contract column and of observations, as `part_time_noted` does.

    >>> noted_ratio("CDI 80 %", ""), noted_ratio("CDI", "temps partiel 28/35"), noted_ratio("CDI", "")
    (0.8, 0.8, None)
    """
    told = [note for note in (part_time_noted(contract), part_time_noted(observations)) if note is not None]
    if not told and "%" in contract and (ratio := figure_in(contract)) is not None:
        return _capped(ratio)
    # A figure in either text is better than none in the other.
    return next((note for note in told if note == note), told[0] if told else None)  # noqa: PLR0124 - NaN


def guessed_unit(rows: list[Row], column: int) -> str:
    """Say what the bare numbers of a column titled « Temps de travail » are, from those of its first rows.

    >>> guessed_unit([Row(2, [35], 1), Row(3, [28], 1)], 0), guessed_unit([Row(2, [80], 1), Row(3, [100], 1)], 0)
    ('hebdo', 'taux')
    """
    numbers = []
    for row in rows:
        try:
            numbers.append(read_number(row.at(column)))
        except UnreadableError:
            continue
    largest = max(numbers, default=0.0)
    if largest <= 1.5 or 48 < largest <= 100:
        return "taux"
    return "hebdo" if largest <= 48 else "mois"


def _capped(ratio: float) -> float:
    if ratio < 0:
        raise UnreadableError("E07")
    return round(min(ratio, 1.0), 6)

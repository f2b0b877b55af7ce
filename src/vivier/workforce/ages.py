"""The ages of the model: single years from 14 to 75, and the six bands that headcount cells carry."""

import re
from bisect import bisect_right

FIRST_AGE = 14
OLDEST = 110  # an age above it is a typing error, not a person
LAST_AGE = 75  # « 75 ans et plus »: nobody is projected to work past it
AGES = LAST_AGE - FIRST_AGE + 1
UNKNOWN = "inconnu"
BANDS = ("moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus")
FIRST_OF_BAND = (FIRST_AGE, 25, 35, 45, 55, 60)


def band_of(age: int) -> int:
    """Give the rank, in `BANDS`, of the band that holds this age in completed years.

    >>> BANDS[band_of(54)], BANDS[band_of(55)], BANDS[band_of(80)]
    ('45_54', '55_59', '60_plus')
    """
    return bisect_right(FIRST_OF_BAND, age, lo=1) - 1


def ages_of(band: str) -> range:
    """Give the single ages of a band, whatever its ends.

    >>> ages_of("55_59"), ages_of("moins_25"), ages_of("60_plus"), ages_of("50_64")
    (range(55, 60), range(14, 25), range(60, 76), range(50, 65))
    """
    first, _, last = band.partition("_")
    start = FIRST_AGE if first == "moins" else int(first)
    end = LAST_AGE if last == "plus" else int(last) - (first == "moins")
    return range(max(start, FIRST_AGE), min(end, LAST_AGE) + 1)


def age_band(text: str) -> str | None:
    """Give the band that a text means, in the style of `BANDS`; `inconnu` for nothing; None when it is no band.

    >>> age_band("55-59 ans"), age_band("60 ans et plus"), age_band("< 25"), age_band("Inconnu"), age_band("senior")
    ('55_59', '60_plus', 'moins_25', 'inconnu', None)
    """
    words = text.casefold().replace("_", " ").strip()
    if words in ("", UNKNOWN):
        return UNKNOWN
    ages = [int(age) for age in re.findall(r"\d+", words)]
    known = all(FIRST_AGE <= age <= OLDEST for age in ages)
    if len(ages) == 2 and known and ages[0] <= min(ages[1], LAST_AGE):
        return f"{ages[0]}_{ages[1]}"
    if len(ages) == 1 and known:
        if re.search(r"plus|\+|>|≥", words) and ages[0] <= LAST_AGE:
            return f"{ages[0]}_plus"
        if re.search(r"moins|<", words) and ages[0] > FIRST_AGE:
            return f"moins_{ages[0]}"
    return None

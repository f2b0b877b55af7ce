"""The ages of the model: single years from 14 to 75, and the six bands that headcount cells carry."""

from bisect import bisect_right

FIRST_AGE = 14
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
    """Give the single ages of a band.

    >>> ages_of("55_59")
    range(55, 60)
    """
    rank = BANDS.index(band)
    return range(FIRST_OF_BAND[rank], (*FIRST_OF_BAND[1:], LAST_AGE + 1)[rank])

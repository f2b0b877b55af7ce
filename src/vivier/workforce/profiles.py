"""Age profiles: how people whose ages come as bands, or not at all, are likely to be spread over single years."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from vivier.reference import hypothesis
from vivier.vocabulary import InputError
from vivier.workforce.ages import AGES, BANDS, FIRST_AGE, LAST_AGE, ages_of

Floats = npt.NDArray[np.float64]


@cache
def national_profile() -> Floats:
    """Give the relative weight of each age from 14 to 75 in permanent employment, shape (62,).

    >>> national_profile()[[2, 26, 49, 61]]
    array([  1., 100.,  27.,   0.])
    """
    cited = {int(age): float(weight) for age, weight in hypothesis("careers", "ages").values.items()}
    ages = np.arange(FIRST_AGE, LAST_AGE + 1)
    return np.asarray(np.interp(ages, list(cited), list(cited.values()), left=0, right=0))


def profile_of(shares: Mapping[tuple[int, int], float]) -> Floats:
    """Give a profile by single age, shape (62,), from shares by groups of ages (first, last), both included.

    Within a group, ages follow the national profile. Source of such shares: Dares, age by FAP.

    >>> profile_of({(15, 49): 0.6, (50, 75): 0.4})[36:].sum().round(6)
    np.float64(0.4)
    """
    profile = np.zeros(AGES)
    total = sum(shares.values())
    if not shares or not total > 0 or min(shares.values()) < 0:
        raise InputError("Un profil par âge a besoin de parts positives, dont une au moins n’est pas nulle.")
    for (first, last), share in shares.items():
        rows = slice(max(first, FIRST_AGE) - FIRST_AGE, min(last, LAST_AGE) - FIRST_AGE + 1)
        weights = national_profile()[rows]
        if weights.sum() > 0:
            profile[rows] += share / total * weights / weights.sum()
    return profile


def within(ages: Sequence[int] | range, profile: Floats) -> Floats:
    """Give the chances of each age, shape (62,), of someone known only to be of one of these ages.

    Where the profile is silent on them, the national profile speaks; where it is silent too, ages are equal.
    """
    rows = np.array(ages) - FIRST_AGE
    for weights in (profile, national_profile(), np.ones(AGES)):
        chances = np.zeros(AGES)
        chances[rows] = weights[rows]
        if chances.sum() > 0:
            break
    return np.asarray(chances / chances.sum())


def hire_profile(shares: Sequence[float]) -> Floats:
    """Give the chances of each age at hiring, shape (62,), from shares by band of `BANDS`."""
    bands = [share * within(ages_of(band), national_profile()) for band, share in zip(BANDS, shares, strict=True)]
    return np.asarray(np.sum(bands, axis=0))

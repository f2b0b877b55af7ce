"""From official figures to beliefs: what the Dares says of an occupation, in the terms of the projection."""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from vivier.workforce.ages import FIRST_AGE, LAST_AGE, band_of
from vivier.workforce.assumptions import Belief
from vivier.workforce.beliefs import Turnover
from vivier.workforce.landmarks import Landmark
from vivier.workforce.profiles import national_profile, profile_of

Floats = npt.NDArray[np.float64]
EXITS = (0.25, 4.0)  # a factor beyond speaks of the survey rather than of the occupation


def beliefs_of(landmarks: Mapping[str, Landmark], *, turnover: Turnover) -> dict[str, Belief]:
    """Give what the projection believes of each occupation, so that it starts from its official figures.

    Ages are those of the occupation; the factor of other exits is such that its people, at those ages, leave at the
    official rate; growth is the official one. Where nothing is published, nothing is changed. Ends of careers follow
    the law and the behaviour: official departures to 2030 were worked out under the law of 2019, and count every
    definitive exit; they are shown beside, never forced.
    """
    leave = np.array([turnover.rates[band_of(age)] for age in range(FIRST_AGE, LAST_AGE + 1)])
    return {name: _belief(landmark, leave) for name, landmark in landmarks.items()}


def _belief(landmark: Landmark, leave: Floats) -> Belief:
    ages = None if landmark.ages is None else profile_of({_ends(band): n for band, n in landmark.ages.items()})
    profile = national_profile() / national_profile().sum() if ages is None else ages
    exits = 1.0 if landmark.exit_rate is None else float(np.clip(landmark.exit_rate / (profile @ leave), *EXITS))
    said = {line for name, line in landmark.sources.items() if name in ("ages", "exit_rate", "growth_rate")}
    return Belief(
        exit_factor=exits,
        growth_rate=landmark.growth_rate or 0.0,
        ages=None if ages is None else tuple(ages.tolist()),
        source=" | ".join(sorted(said)),
    )


def _ends(band: str) -> tuple[int, int]:
    """Give the first and the last age of a band of the Dares: « 25-29 », « 60+ »."""
    ages = [int(age) for age in re.findall(r"\d+", band)]
    return (ages[0], ages[1]) if len(ages) == 2 else (ages[0], LAST_AGE)

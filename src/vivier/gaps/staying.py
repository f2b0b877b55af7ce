"""How many of those in post will still be there, and how many posts there will be, path by path."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from vivier.gaps.data import UNKNOWN, Ahead, Needed, Retention
from vivier.gaps.streams import stream
from vivier.vocabulary import InputError

Draws = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
_NOTHING = 1e-12  # of a share: what is below moves nobody


def staying_of(ahead: Ahead, occupations: Iterable[str], draws: int, seed: int) -> dict[tuple[str, str], Whole]:
    """Draw how many people of each occupation and age band stay, shape (draws,) each.

    The spread given is that of the whole row, chance included: the number who stay is drawn whole, and who they are
    is drawn apart, so that chance is counted once.

    Raises:
        InputError: nothing says how many of an occupation stay, or a row is given twice.
    """
    rows = _rows(ahead.retention)
    there: dict[str, dict[str, int]] = {}
    for each in ahead.staff:
        ages = there.setdefault(each.occupation, {})
        ages[each.age] = ages.get(each.age, 0) + each.people
    found: dict[tuple[str, str], Whole] = {}
    for occupation in sorted(set(occupations)):
        by_age = dict(sorted(there.get(occupation, {}).items()))
        if by_age and set(by_age) <= set(rows[occupation]):
            for age, people in by_age.items():
                found[occupation, age] = _stayers(rows[occupation][age], people, draws, seed)
        elif by_age:
            row = rows[occupation].get(UNKNOWN)
            if row is None:
                raise InputError(
                    f"Rien ne dit combien de personnes de « {occupation} » resteront : donnez son maintien en poste, "
                    "à tous les âges de son effectif ou sans âge."
                )
            total = _stayers(row, sum(by_age.values()), draws, seed)
            found |= {(occupation, age): each for age, each in _spread(total, by_age, occupation, seed).items()}
    return found


def _rows(retention: Iterable[Retention]) -> dict[str, dict[str, Retention]]:
    rows: dict[str, dict[str, Retention]] = defaultdict(dict)
    for row in retention:
        if row.age in rows[row.occupation]:
            raise InputError(f"Le maintien en poste de « {row.occupation} » est donné deux fois : gardez une ligne.")
        rows[row.occupation][row.age] = row
    return rows


def _stayers(row: Retention, people: int, draws: int, seed: int) -> Whole:
    rng = stream(seed, f"staying {row.occupation} {row.age}")
    rates = _along(row.draws, draws) if row.draws else beta_draws(row.rate, row.sd, draws, rng)
    # Rounded up or down at random, so that the mean is kept.
    whole: Whole = np.minimum(np.floor(rates * people + rng.random(draws)).astype(np.int64), people)
    return whole


def beta_draws(mean: float, sd: float, draws: int, rng: np.random.Generator) -> Draws:
    """Draw shares between 0 and 1 of a given mean and standard deviation (a beta, or the mean alone without spread).

    >>> beta_draws(0.8, 0.0, 3, stream(1, "exemple")).tolist()
    [0.8, 0.8, 0.8]
    """
    most = mean * (1 - mean)
    if sd < _NOTHING or most < _NOTHING:
        return np.full(draws, mean)
    # A spread that no share can have is brought back to the widest one.
    size = most / min(sd * sd, 0.999 * most) - 1
    return rng.beta(mean * size, (1 - mean) * size, draws)


def _along(given: tuple[float, ...], draws: int) -> Draws:
    """Follow the paths that were given, again from the first when there are fewer of them."""
    return np.asarray(np.resize(np.array(given, np.float64), draws))


def _spread(total: Whole, by_age: dict[str, int], occupation: str, seed: int) -> dict[str, Whole]:
    """Share out those who stay among the ages of their occupation, at random."""
    rng = stream(seed, f"ages {occupation}")
    left, rest = total.copy(), sum(by_age.values())
    found = {}
    for age, people in by_age.items():
        found[age] = drawn(left, rest - left, np.full_like(left, people), rng)
        left, rest = left - found[age], rest - people
    return found


def drawn(good: Whole, bad: Whole, taken: Whole, rng: np.random.Generator) -> Whole:
    """Draw how many good ones there are among those taken (hypergeometric)."""
    found: Whole = rng.hypergeometric(good, bad, taken)
    return found


def posts_of(needed: Iterable[Needed], occupations: Iterable[str], draws: int, seed: int) -> dict[str, Draws]:
    """Draw how many posts of each occupation there will be, shape (draws,) each.

    Raises:
        InputError: nothing says how many posts an occupation will have, or a row is given twice.
    """
    rows: dict[str, Needed] = {}
    for row in needed:
        if row.occupation in rows:
            raise InputError(f"Les postes de « {row.occupation} » sont donnés deux fois : gardez une seule ligne.")
        rows[row.occupation] = row
    found = {}
    for occupation in sorted(set(occupations)):
        if occupation not in rows:
            raise InputError(
                f"Rien ne dit combien de postes « {occupation} » aura à l’horizon : donnez-en le nombre."
            )
        row = rows[occupation]
        rng = stream(seed, f"posts {occupation}")
        told = _along(row.draws, draws) if row.draws else row.posts + row.sd * rng.standard_normal(draws)
        found[occupation] = np.maximum(told, 0.0)
    return found

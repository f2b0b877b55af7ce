"""Random streams keyed by (seed, unit): the same figures in any order of rows."""

import hashlib

import numpy as np

from vivier.vocabulary import InputError


def stream(seed: int, unit: str) -> np.random.Generator:
    """Give the random stream of one unit: it depends on the seed and on its name, on nothing else.

    >>> stream(1, "H2902").random() == stream(1, "H2902").random() != stream(2, "H2902").random()
    True
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InputError("La graine doit être un nombre entier, positif ou nul.")
    digest = hashlib.sha256(unit.encode()).digest()
    words = [int.from_bytes(digest[at : at + 4], "little") for at in range(0, 32, 4)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))

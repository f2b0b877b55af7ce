"""What one publishes: a value or nothing for each cell, and the sums anyone can write from the codes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vivier.disclosure.ladder import Codes, Ladder, named
from vivier.disclosure.spec import Spec
from vivier.vocabulary import InputError

PUBLISHED, PRIMARY, SECONDARY, ZERO = "published", "primary", "secondary", "zero"
AGREED = "agreed"  # shown although it would be primary: each of its contributors agreed to it
STATUSES = (PUBLISHED, PRIMARY, SECONDARY, ZERO, AGREED)
HIDDEN = (PRIMARY, SECONDARY)


@dataclass(frozen=True)
class Published:
    """Hold tables as they leave the house: nothing here is, or gives back, a hidden value.

    `values` and `units` are NaN where they are not shown; a cell that is absent has no contributor.
    """

    spec: Spec
    codes: tuple[Codes, ...]  # one code a column of the specification, `T` where it is summed over
    values: np.ndarray  # (n,) float
    units: np.ndarray  # (n,) float
    status: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.codes) == len(self.values) == len(self.units) == len(self.status):
            raise InputError("Une table publiée donne un code, une valeur, un nombre et un statut à chaque case.")
        if len(set(self.codes)) < len(self.codes):
            twice = next(each for at, each in enumerate(self.codes) if each in self.codes[:at])
            raise InputError(f"La case « {named(self.spec, twice)} » est publiée deux fois : gardez une seule ligne.")
        for at, status in enumerate(self.status):
            is_empty = bool(np.isnan(self.values[at]))
            is_odd = status not in STATUSES or is_empty != (status in HIDDEN) or self.values[at] < 0
            if is_odd or (status == ZERO and self.values[at] != 0):
                raise InputError(
                    f"La case « {named(self.spec, self.codes[at])} » a un statut ou une valeur qui ne vont pas "
                    f"ensemble : statuts {', '.join(STATUSES)}, et une valeur vide pour les cases masquées."
                )

    @property
    def hidden(self) -> np.ndarray:
        """Which cells show no value."""
        return np.asarray(np.isnan(self.values))

    def only(self, rows: Sequence[int]) -> "Published":
        """Keep some cells, by their rank."""
        codes, status = tuple(self.codes[at] for at in rows), tuple(self.status[at] for at in rows)
        at = np.array(rows, np.int64)
        return replace(self, codes=codes, values=self.values[at], units=self.units[at], status=status)

    def check_sums(self) -> None:
        """Refuse tables that are not whole: a total is absent, or is not the sum of its parts.

        Raises:
            InputError: naming the cell.
        """
        value = dict(zip(self.codes, self.values.tolist(), strict=True))
        for total, parts in Ladder(self.spec).sums(self.codes):
            found = [value[codes] for codes in parts]
            most = float(np.nansum(found))
            lacks = value.get(total, 0.0) - most  # NaN where the total is hidden
            slack = 1e-6 * max(1.0, most)
            if total not in value or lacks < -slack or (lacks > slack and not np.isnan(found).any()):
                raise InputError(
                    f"La case « {named(self.spec, total)} » manque ou n’est pas la somme de ses parties : donnez le "
                    "fichier entier, tel qu’il a été écrit."
                )

    def name(self, at: int) -> str:
        """Give a cell's name in French."""
        return named(self.spec, self.codes[at])

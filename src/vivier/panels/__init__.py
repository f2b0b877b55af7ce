"""Who judges what: affinities by words, conflicts of interest, fair panels, how far marks agree.

`assign` is the verb; `data` has what it takes (`Affinity`, `Quota`, `Expert`, `Dossier`), `result` what it gives.
`honesty` reads the marks of a call afterwards.
"""

from vivier.panels.assigning import assign
from vivier.panels.data import Terms
from vivier.panels.honesty import honesty
from vivier.panels.interests import conflicts
from vivier.panels.result import Panel
from vivier.panels.words import affinity

__all__ = ["Panel", "Terms", "affinity", "assign", "conflicts", "honesty"]

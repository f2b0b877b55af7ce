"""Public aid to a consortium: dated funding rules, kept as data → who may get what, line by line, each rule cited.

`compute` is the verb; `rules` reads one regime by its name, or a family of regimes by its day. `Cost`, `Partner` and
`Consortium` are what it takes, `Award` what it gives. Prior aids and funders’ caps are in `data`, the other pieces of
an award in `result`, the regimes that ship in `reading.known`.
"""

from vivier.aid.computing import compute
from vivier.aid.data import Consortium, Cost, Partner
from vivier.aid.reading import rules
from vivier.aid.result import Award

__all__ = ["Award", "Consortium", "Cost", "Partner", "compute", "rules"]

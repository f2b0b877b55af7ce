"""Free job titles into occupation codes, with a doubt one can trust and a question where the title cannot decide.

`train` learns a `Model` from a `Lexicon` (the titles, labels and texts of a nomenclature, handed over by the caller);
`code` is the verb: titles in, `Codings` out. What a coding holds is in `vivier.occupations.coder.data`.
"""

from vivier.occupations.coder.coding import code
from vivier.occupations.coder.data import Codings, Lexicon, Title
from vivier.occupations.coder.model import Model
from vivier.occupations.coder.training import train

__all__ = ["Codings", "Lexicon", "Model", "Title", "code", "train"]

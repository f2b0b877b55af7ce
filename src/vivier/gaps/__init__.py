"""What skills will be missing: required less held and retained, in people and training hours, and which are fragile.

`measure` is the verb; what it takes is in `data` (`Staff`, `Retention` and `Needed` fill an `Ahead`), what it gives
in `result`. `rome.required_in` reads what occupations call for in the ROME.
"""

from vivier.gaps.data import Ahead, Held, Required, Terms
from vivier.gaps.measuring import measure
from vivier.gaps.result import Gaps

__all__ = ["Ahead", "Gaps", "Held", "Required", "Terms", "measure"]

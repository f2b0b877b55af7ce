"""Strategy: from the findings of engines to at most four axes, each with its evidence; gaps of perception.

`emerge` is the verb; `perceptions` compares how colleges answer, exactly. What a finding may say is in `data`, what
axes say in `result`, how they are written and read back in `layout`, the generic answers in `responses`.
"""

from vivier.strategy.colleges import Answers, perceptions
from vivier.strategy.data import Finding, Rules
from vivier.strategy.emerging import emerge
from vivier.strategy.result import Axes

__all__ = ["Answers", "Axes", "Finding", "Rules", "emerge", "perceptions"]

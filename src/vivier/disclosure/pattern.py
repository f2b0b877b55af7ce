"""What is hidden so far, and for each goal the circuit that proves it is met."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from vivier.disclosure.circuits import Circuit
from vivier.disclosure.goals import Goal


class Pattern:
    """Holds a mask made of circuits: a secondary cell is hidden while at least one circuit goes through it.

    What no circuit uses any longer is published again by itself: nothing superfluous is kept.
    """

    def __init__(self, sensitive: np.ndarray, cost: np.ndarray) -> None:
        """Start with the sensitive cells hidden and no goal met."""
        self.sensitive, self.cost = sensitive, cost
        self.circuits: dict[Goal, Circuit] = {}
        self._uses = np.zeros(len(sensitive), dtype=np.int64)
        self._through: dict[int, dict[Goal, None]] = {}

    @property
    def hidden(self) -> np.ndarray:
        """The mask, (n,) bool."""
        mask: np.ndarray = self.sensitive | (self._uses > 0)
        return mask

    @property
    def secondary(self) -> np.ndarray:
        """The indices of the cells hidden only to protect others."""
        return np.flatnonzero((self._uses > 0) & ~self.sensitive)

    @property
    def spent(self) -> float:
        """The cost of the secondary cells."""
        return float(self.cost[self.secondary].sum())

    def meet(self, goal: Goal, circuit: Circuit) -> None:
        """Record the circuit that meets a goal, in place of the one it had."""
        self.release((goal,))
        self.circuits[goal] = circuit
        self._uses[circuit.cells] += 1
        for cell in circuit.cells.tolist():
            self._through.setdefault(cell, {})[goal] = None

    def share(self, circuit: Circuit, asked: Mapping[int, Sequence[Goal]]) -> None:
        """Record a circuit for the goals, by cell, that it meets too and that have none yet."""
        for cell in circuit.cells.tolist():
            for goal in asked.get(cell, ()):
                if goal not in self.circuits and circuit.meets(goal):
                    self.meet(goal, circuit)

    def release(self, goals: Iterable[Goal]) -> list[tuple[Goal, Circuit]]:
        """Forget the circuits of some goals, and give them back."""
        freed = [(goal, self.circuits.pop(goal)) for goal in goals if goal in self.circuits]
        for goal, circuit in freed:
            self._uses[circuit.cells] -= 1
            for cell in circuit.cells.tolist():
                del self._through[cell][goal]
        return freed

    def through(self, cell: int) -> list[Goal]:
        """List the goals whose circuit goes through a cell, the oldest first."""
        return list(self._through.get(cell, ()))

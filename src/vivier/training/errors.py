"""What a request that no plan can meet answers: the smallest set of its constraints that conflict."""

from vivier.vocabulary import InputError


class ConflictError(InputError):
    """Say that no plan meets the request, and name the constraints that cannot hold together.

    `constraints` is the set that was found; `is_smallest` tells whether no smaller set conflicts.
    """

    def __init__(self, sentence: str, constraints: tuple[str, ...] = (), *, is_smallest: bool = True) -> None:
        """Keep the sentence and the constraints."""
        super().__init__(sentence)
        self.constraints = constraints
        self.is_smallest = is_smallest

"""Reads about people and the journal."""

from vivier_web.accounts.journal import first_broken
from vivier_web.accounts.models import Act


def first_broken_act() -> int | None:
    """Give the number of the first act of the journal that was tampered with; None when it is whole."""
    acts = Act.objects.order_by("number").iterator(chunk_size=5000)
    return first_broken((act.number, act.entry, act.sealed) for act in acts)

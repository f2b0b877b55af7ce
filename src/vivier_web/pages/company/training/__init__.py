"""Shared training as a member sees it: whether it may be planned for, its own seats, its answers."""

"""Reads about pôles and members."""

from vivier_web.members.queries.actors import actor_of, poles_of, roles_of

__all__ = ["actor_of", "poles_of", "roles_of"]

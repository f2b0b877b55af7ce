"""Reads about pôles and members."""

from vivier_web.members.queries.actors import actor_of, known_of, poles_of, roles_of, roles_under

__all__ = ["actor_of", "known_of", "poles_of", "roles_of", "roles_under"]

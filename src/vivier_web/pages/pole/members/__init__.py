"""Connaître: the members of a pôle, their sites, people and dealings."""

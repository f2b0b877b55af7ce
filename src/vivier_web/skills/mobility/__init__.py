"""Mobility between members: offers met with searches, the legal routes, what each side may see of the other.

Nothing here reads a table. Rules that change with the law, and hypotheses, are dated data (`*.toml`) with a source.
"""

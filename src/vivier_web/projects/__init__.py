"""The usine à projets: idea, consortium, budget, dossiers, then what was delivered and what it changed.

A `Project` is what partners do together; a `Dossier` (of `procedures`) is what a body judges of it. A project may
have several dossiers: a label, then a funding, then the next presentation.
"""

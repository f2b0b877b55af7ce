"""The generic dossier: a procedure is one file that says what is asked, who judges, who sees, what silence does.

The pure heart, which knows no table: `definition` (read, write, digest, compare, shipped), `dossier` (the plain state
that a row is turned into), `lifecycle` (situation, advance, fall_silent), `marking` (consensus, propose, rank),
`visibility` (may_see, sees, cells), `checks` (check), `coordination` (chain, agreement), `simulation` (simulate).
"""

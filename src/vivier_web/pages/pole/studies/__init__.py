"""Prévoir: waves, job titles to review, studies and their runs."""

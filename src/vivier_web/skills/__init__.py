"""Jobs and skills: waves, deposits, job titles to review, studies and their runs."""

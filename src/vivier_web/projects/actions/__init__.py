"""Every change of ideas and projects: one verb, one transaction, one line in the journal."""

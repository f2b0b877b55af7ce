"""Every change of a dossier: one verb, one transaction, one line in the journal."""

"""The generic dossier: a procedure is one file that says what is asked, who judges, who sees, what silence does."""

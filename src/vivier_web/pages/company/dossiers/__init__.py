"""The dossiers of a member: opened in a procedure of the pôle, filled in, filed, followed to the decision."""

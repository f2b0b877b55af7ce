"""The dossiers of a pôle: the pipeline by stage, one dossier, its opinions, its decision and what follows."""

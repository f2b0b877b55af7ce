"""Ideas and projects of a pôle: the box, the pipeline, a project, its consortium, budget, aid and dossiers."""

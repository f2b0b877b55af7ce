"""Every change of a project, a file a subject."""

"""Reads about waves, deposits, titles and studies, one file a subject."""

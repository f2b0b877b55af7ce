"""Reads about campaigns of indicators, a file a subject."""

"""Reads about projects, a file a subject."""

"""Reads of projects and practices, one file a subject."""

"""Slow, obvious engines used as judges."""

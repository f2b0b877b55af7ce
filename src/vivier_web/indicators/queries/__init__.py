"""Reads of the indicators, by subject."""

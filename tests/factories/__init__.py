"""Believable things for tests to work on."""

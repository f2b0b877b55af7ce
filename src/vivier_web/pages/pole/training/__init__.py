"""Shared training as a pôle's team prepares it: the catalogue, the needs, plans, their results."""

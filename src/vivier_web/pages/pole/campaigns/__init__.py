"""Campaigns of indicators, for the team of a pôle."""

"""Practices: what the pôle does and shares, and what other pôles offer, with what their dossiers show."""

"""The API: published data for anyone, and each pôle’s own for the programs it trusts with a key."""

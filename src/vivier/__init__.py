"""Vivier, the library: from the files members already have to what a pôle can decide on."""

"""What every audience's pages are made of; nothing here reads a table."""

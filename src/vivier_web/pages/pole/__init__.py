"""Pages of a pôle's team."""

"""Web pages, by who is looking."""

"""Statistical secrecy: which cells of linked tables are hidden so that nobody's figure can be worked out."""

"""Changes of campaigns of indicators, a file a subject."""

"""What changes the indicators, by subject."""

"""What changes procedures, one file a subject."""

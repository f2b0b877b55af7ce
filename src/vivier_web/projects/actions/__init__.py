"""What changes projects and practices, one file a subject."""

"""What is kept of campaigns and of what was published, a file a subject."""

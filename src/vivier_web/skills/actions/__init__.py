"""What changes waves, deposits, titles and studies, one file a subject."""

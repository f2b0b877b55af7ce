"""What changes procedures and dossiers, one file a subject."""

"""What is read of dossiers: their plain state, conflicts, what each reader may see."""

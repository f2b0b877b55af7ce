"""The desk of an expert: dossiers to read once interests are declared, marks with their anchors in view."""

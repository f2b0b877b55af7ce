"""The committee room, the panels of experts that serve it, the calls it decides."""

"""The indicators a member is asked for."""

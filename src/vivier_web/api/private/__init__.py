"""What a key opens: one file an app."""

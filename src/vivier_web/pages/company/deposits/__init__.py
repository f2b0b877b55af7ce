"""A member's deposits: files read on its own computer, counts sent, a report given back."""

"""Mobility as a member sees it: what it offers, what it seeks, what meets them, whom it was introduced to."""

"""Mobility as a pôle's team sees it: guarded counts, couples without names, those that agreed."""

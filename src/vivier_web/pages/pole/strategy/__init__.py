"""Décider: the workshop where a strategy is proposed, rewritten and decided, and its document."""

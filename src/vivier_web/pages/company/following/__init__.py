"""The projects of a member after their award: what it hands over, its documents, what it declares once they ended."""

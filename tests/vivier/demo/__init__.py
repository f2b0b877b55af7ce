"""The fictional pôle: its people, its files, its command."""

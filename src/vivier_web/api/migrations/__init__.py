"""Migrations, written by a tool."""

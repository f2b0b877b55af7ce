"""Yearly indicators collected once, and figures published without betraying a single company."""

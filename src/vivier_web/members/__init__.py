"""Pôles, organisations and sites, adhesions, labels, roles held over them, and the pôle's dealings with them."""

"""What a key may open."""

from django.db.models import TextChoices


class Scope(TextChoices):
    """Name one thing a key opens; the French words are what its maker reads."""

    MEMBERS_READ = "members:read", "Lire les membres du pôle"

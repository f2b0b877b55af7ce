"""States of a version of a procedure, in the words of the screen."""

from django.db.models import TextChoices


class VersionState(TextChoices):
    """Name how far a version of a procedure is."""

    DRAFT = "draft", "Brouillon"
    PUBLISHED = "published", "Publiée"
    RETIRED = "retired", "Retirée"

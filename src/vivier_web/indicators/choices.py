"""The words of what is kept about publications."""

from django.db.models import TextChoices


class Answer(TextChoices):
    """What a member says of its cells being shown."""

    ASKED = "asked", "demandé"
    SIGNED = "signed", "signé"
    DECLINED = "declined", "refusé"

"""States of a version of a procedure, in the words of the screen."""

from django.db.models import TextChoices


class VersionState(TextChoices):
    """Name how far a version of a procedure is."""

    DRAFT = "draft", "Brouillon"
    PUBLISHED = "published", "Publiée"
    RETIRED = "retired", "Retirée"


class AssignmentState(TextChoices):
    """Name how an expert answered to a dossier that was put to them."""

    INVITED = "invited", "Sollicité"
    ACCEPTED = "accepted", "A accepté, sans intérêt à déclarer"
    DECLINED = "declined", "A décliné"
    RECUSED = "recused", "Récusé"

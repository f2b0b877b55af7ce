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


class PanelState(TextChoices):
    """Name how far a proposed panel is."""

    QUEUED = "queued", "en attente"
    RUNNING = "running", "en calcul"
    DONE = "done", "proposé"
    FAILED = "failed", "impossible"


class TieKind(TextChoices):
    """Name what ties an expert to an organisation."""

    JOB = "job", "y travaille ou y a travaillé"
    MANDATE = "mandate", "y siège"
    PROJECT = "project", "a mené un projet avec elle"

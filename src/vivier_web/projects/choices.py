"""The words of projects, and their French labels."""

from django.db.models import TextChoices


class ProjectState(TextChoices):
    """Where a project is, from its emergence to its value."""

    EMERGING = "emerging", "en émergence"
    BUILDING = "building", "en montage"
    FILED = "filed", "déposé"
    GRANTED = "granted", "financé"
    RUNNING = "running", "en cours"
    ENDED = "ended", "achevé"
    DROPPED = "dropped", "abandonné"


class PartnerState(TextChoices):
    """What an organisation answered to the consortium."""

    INVITED = "invited", "sollicité"
    JOINED = "joined", "partenaire"
    DECLINED = "declined", "a décliné"
    LEFT = "left", "a quitté le projet"

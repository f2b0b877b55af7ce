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


class FunderKind(TextChoices):
    """Who pays a part of an award."""

    STATE = "state", "État"
    REGION = "region", "Région"
    LOCAL = "local", "collectivité"
    EUROPE = "europe", "Union européenne"
    OTHER = "other", "autre financeur"


class DeliverableKind(TextChoices):
    """What a consortium promised for a day."""

    MILESTONE = "milestone", "jalon"
    DELIVERABLE = "deliverable", "livrable"
    REPORT = "report", "compte rendu"


class ReviewOutcome(TextChoices):
    """What the committee of financers said of a year."""

    GO = "go", "poursuite"
    CONDITIONS = "conditions", "poursuite sous conditions"
    SUSPEND = "suspend", "suspension"
    STOP = "stop", "arrêt"


class DocumentClass(TextChoices):
    """What kind of secret a document is; who may open it follows."""

    TECHNICAL_SECRET = "technical_secret", "secret technique"
    BUDGET = "budget", "budget"
    LETTER = "letter", "lettre d’engagement"
    MINUTES = "minutes", "compte rendu"
    PUBLIC = "public", "public"


class PartnerState(TextChoices):
    """What an organisation answered to the consortium."""

    INVITED = "invited", "sollicité"
    JOINED = "joined", "partenaire"
    DECLINED = "declined", "a décliné"
    LEFT = "left", "a quitté le projet"

"""States and kinds of the skills app, in the words of the screen."""

from django.db.models import TextChoices


class RunState(TextChoices):
    """Name how far a run is."""

    QUEUED = "queued", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Interrompu"


class ReadWhere(TextChoices):
    """Name where a member's files were read."""

    BROWSER = "browser", "Sur l’ordinateur du membre"
    SERVER = "server", "Sur le serveur, en mémoire, avec l’accord du membre"


class RouteKind(TextChoices):
    """Name the legal route that an offer has in view; its rules are in `skills.mobility.routes`."""

    LOAN = "loan", "Prêt de main-d’œuvre à but non lucratif"
    GROUPING = "grouping", "Groupement d’employeurs"
    RECONVERSION = "reconversion", "Période de reconversion"
    POSTING = "posting", "Travail à temps partagé"


class Closed(TextChoices):
    """Name why an introduction came to nothing; nobody is to blame."""

    DECLINED = "declined", "sans suite"
    LAPSED = "lapsed", "sans réponse en trente jours"
    WITHDRAWN = "withdrawn", "l’offre ou la recherche n’est plus là"

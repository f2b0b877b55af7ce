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

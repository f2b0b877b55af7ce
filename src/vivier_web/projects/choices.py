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


class PracticeAxis(TextChoices):
    """The six axes of the collection of good practices of governance (State, January 2008)."""

    STRATEGY = "strategy", "Stratégie"
    RD_STRATEGY = "rd_strategy", "Stratégie de R&D"
    PROJECTS = "projects", "Processus projet"
    INTERNATIONAL = "international", "International"
    SMALL = "small", "Implication des PME"
    SKILLS = "skills", "Gestion des compétences"


STEPS = {
    "strategy": ("Analyser son marché", "Fixer ses orientations", "Partager la stratégie", "Anticiper"),
    "rd_strategy": ("Cartographier les acteurs", "Choisir ses thèmes", "Tenir une feuille de route"),
    "projects": ("Faire émerger", "Monter le dossier", "Expertiser et labelliser", "Financer", "Suivre et valoriser"),
    "international": ("Cibler", "Se faire connaître", "Coopérer"),
    "small": ("Repérer les PME", "Les associer aux projets", "Les accompagner"),
    "skills": ("Cartographier les compétences", "Rapprocher de la formation", "Outiller les projets"),
}

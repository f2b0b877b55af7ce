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


class AmendmentState(TextChoices):
    """Where an amendment is, from what is asked to what is signed."""

    OPEN = "open", "en attente d’accords"
    AGREED = "agreed", "accepté, à signer"
    SIGNED = "signed", "signé"
    REFUSED = "refused", "refusé"
    WITHDRAWN = "withdrawn", "retiré"


class AmendmentSide(TextChoices):
    """As what somebody must accept an amendment."""

    LEAD = "lead", "chef de file"
    PARTNER = "partner", "partenaire concerné"
    POLE = "pole", "pôle"
    FUNDER = "funder", "financeur"


class Answer(TextChoices):
    """What somebody asked for its agreement said."""

    ACCEPTED = "accepted", "accepté"
    REFUSED = "refused", "refusé"


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


class IdeaOrigin(TextChoices):
    """Where an idea comes from."""

    MEMBER = "member", "un membre"
    TEAM = "team", "l’équipe du pôle"
    AXIS = "axis", "un axe de la stratégie"
    GAP = "gap", "un écart de compétences"


class IdeaState(TextChoices):
    """What became of an idea."""

    PROPOSED = "proposed", "proposée"
    KEPT = "kept", "retenue"
    SET_ASIDE = "set_aside", "écartée"
    PROJECT = "project", "devenue projet"


class Reach(TextChoices):
    """Who may read an idea; its author decides."""

    TEAM = "team", "équipe seulement"
    MEMBERS = "members", "membres du pôle"


class FundingKind(TextChoices):
    """What pays for a project, beside the aid that the rules give."""

    OWN = "own", "fonds propres"
    LOAN = "loan", "emprunt"
    REGION = "region", "Région ou collectivité, hors de cette aide"
    PUBLIC = "public", "autre argent public"
    PRIVATE = "private", "autre argent privé"


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

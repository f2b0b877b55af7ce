"""The kinds of pôles, organisations, labels and dealings, in the words of the field."""

from django.db.models import TextChoices


class PoleKind(TextChoices):
    """Name the kind of a pôle."""

    COMPETITIVITY = "competitivity", "Pôle de compétitivité"
    CRAFT = "craft", "Pôle d’innovation pour l’artisanat"
    PTCE = "ptce", "Pôle territorial de coopération économique"
    CLUSTER = "cluster", "Grappe d’entreprises (cluster)"


class OrganisationKind(TextChoices):
    """Name the type of an organisation, as pôles speak of their members."""

    CRAFT = "craft", "Entreprise artisanale"
    MICRO = "micro", "Très petite entreprise (TPE)"
    SME = "sme", "Petite ou moyenne entreprise (PME)"
    MID_CAP = "mid_cap", "Entreprise de taille intermédiaire (ETI)"
    LARGE = "large", "Grande entreprise"
    LABORATORY = "laboratory", "Laboratoire"
    CARNOT = "carnot", "Institut Carnot"
    SCHOOL = "school", "École, université, organisme de formation"
    CHAMBER = "chamber", "Chambre consulaire"
    TECHNICAL = "technical", "Centre technique"
    SSE = "sse", "Structure de l’économie sociale et solidaire"
    AUTHORITY = "authority", "Collectivité ou administration"
    OTHER = "other", "Autre"


class CarrierKind(TextChoices):
    """Name the legal form that carries a pôle."""

    ASSOCIATION = "association", "Association"
    SCIC = "scic", "Société coopérative d’intérêt collectif (SCIC)"
    UES = "ues", "Union économique et sociale (UES)"
    TRAINING_CENTRE = "training_centre", "Centre de formation (CFA, CFPPA…)"
    TECHNICAL_CENTRE = "technical_centre", "Centre technique"
    CHAMBER = "chamber", "Chambre consulaire"
    PROFESSIONAL = "professional", "Organisation professionnelle"
    PUBLIC = "public", "Établissement public ou collectivité"
    COMPANY = "company", "Société"


class DealingKind(TextChoices):
    """Name what passed between a pôle and an organisation."""

    VISIT = "visit", "Visite"
    CALL = "call", "Appel"
    NEED = "need", "Besoin exprimé"
    REFERRAL = "referral", "Mise en relation"
    MAIL = "mail", "Courriel"


class ImportState(TextChoices):
    """Name how far an import is."""

    WAITING = "waiting", "À confirmer"
    DONE = "done", "Fait"
    UNDONE = "undone", "Annulé"


# INSEE's classes of employees (`trancheEffectifs`).
SIZES = {
    "NN": "Sans salarié",
    "00": "0 salarié",
    "01": "1 ou 2 salariés",
    "02": "3 à 5 salariés",
    "03": "6 à 9 salariés",
    "11": "10 à 19 salariés",
    "12": "20 à 49 salariés",
    "21": "50 à 99 salariés",
    "22": "100 à 199 salariés",
    "31": "200 à 249 salariés",
    "32": "250 à 499 salariés",
    "41": "500 à 999 salariés",
    "42": "1 000 à 1 999 salariés",
    "51": "2 000 à 4 999 salariés",
    "52": "5 000 à 9 999 salariés",
    "53": "10 000 salariés et plus",
}

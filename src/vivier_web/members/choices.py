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

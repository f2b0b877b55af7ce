"""The kinds of roles a person may hold, and over what."""

from django.db.models import TextChoices


class RoleKind(TextChoices):
    """Name what somebody is for the product; the French word is what the screen says."""

    OPERATOR = "operator", "Exploitant de la plateforme"
    DIRECTOR = "director", "Direction du pôle"
    TEAM = "team", "Équipe du pôle"
    GOVERNANCE = "governance", "Chargé de gouvernance"
    BOARD = "board", "Administrateur du pôle"
    EXPERT = "expert", "Expert"
    NETWORK = "network", "Secrétariat de réseau"
    MEMBER = "member", "Contributeur d’un membre"
    ACCOUNTANT = "accountant", "Expert-comptable"
    EMPLOYEE = "employee", "Salarié ou bénévole d’un membre"
    TRAINER = "trainer", "Organisme de formation"
    STATE = "state", "Agent de l’État"
    REGION = "region", "Agent de Région"
    LOCAL = "local", "Agent de collectivité"


OVER_ALL = frozenset({RoleKind.OPERATOR, RoleKind.STATE})
OVER_TERRITORY = frozenset({RoleKind.REGION, RoleKind.LOCAL})
OVER_NETWORK = frozenset({RoleKind.NETWORK})
OVER_ORGANISATION = frozenset({RoleKind.MEMBER, RoleKind.ACCOUNTANT, RoleKind.EMPLOYEE, RoleKind.TRAINER})
OVER_POLE = frozenset(RoleKind) - OVER_ALL - OVER_TERRITORY - OVER_NETWORK - OVER_ORGANISATION
AUTHORITIES = frozenset({RoleKind.STATE, RoleKind.REGION, RoleKind.LOCAL})
STAFF = frozenset({RoleKind.DIRECTOR, RoleKind.TEAM})
MUST_HAVE_SECOND_FACTOR = frozenset({RoleKind.OPERATOR, RoleKind.DIRECTOR})

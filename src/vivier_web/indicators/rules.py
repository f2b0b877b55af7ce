"""Who may do what with campaigns of indicators: one function a permission, each with its sentence."""

from vivier_web.accounts.choices import AUTHORITIES, STAFF, RoleKind
from vivier_web.members.rules import Actor, may_answer_for


def may_read_campaigns(actor: Actor) -> bool:
    """Suivre les campagnes d’indicateurs et lire leurs millésimes : l’équipe du pôle et sa gouvernance."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD, RoleKind.OPERATOR)


def may_run_campaigns(actor: Actor) -> bool:
    """Ouvrir une campagne, répondre pour le pôle, relancer et figer : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_answer_indicators_for(actor: Actor, organisation_id: int) -> bool:
    """Répondre aux indicateurs pour ce membre : son contributeur, ou qui il a délégué ; lui seul les lit."""
    return may_answer_for(actor, organisation_id)


def may_follow_national_campaigns(actor: Actor) -> bool:
    """Suivre les campagnes nationales, qui a répondu et quand : agents de l’État, des Régions, des collectivités."""
    return actor.holds_anywhere(*AUTHORITIES)


def may_open_national_campaigns(actor: Actor) -> bool:
    """Ouvrir une campagne dans tous les pôles d’une nature : agents de l’État."""
    return actor.holds_anywhere(RoleKind.STATE)

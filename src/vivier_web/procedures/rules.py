"""Who may read and write the procedures of a pôle."""

from vivier_web.accounts.choices import AUTHORITIES, STAFF, RoleKind
from vivier_web.members.rules import Actor


def may_read_procedures(actor: Actor) -> bool:
    """Lire les procédures publiées du pôle : son équipe, sa gouvernance, ses membres, ses experts, son réseau."""
    readers = (RoleKind.GOVERNANCE, RoleKind.BOARD, RoleKind.NETWORK, RoleKind.EXPERT, RoleKind.OPERATOR)
    return actor.holds(*STAFF, *readers) or bool(actor.organisations(RoleKind.MEMBER, RoleKind.ACCOUNTANT))


def may_write_procedures(actor: Actor) -> bool:
    """Adopter, écrire, simuler, publier et offrir des procédures : l’équipe du pôle et sa direction."""
    return actor.holds(*STAFF)


def may_read_procedures_of_poles(actor: Actor) -> bool:
    """Lire ce que publient les pôles de son territoire : agents de l’État, des Régions, des collectivités."""
    return actor.holds_anywhere(*AUTHORITIES)

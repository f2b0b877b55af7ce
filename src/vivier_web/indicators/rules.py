"""Who may do what with indicators and publications."""

from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.members.rules import Actor, may_see_authority_desk


def may_see_publications(actor: Actor) -> bool:
    """Voir ce qui se prépare et ce qui a été publié : l’équipe du pôle, sa gouvernance, ses administrateurs."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD, RoleKind.OPERATOR)


def may_prepare_publications(actor: Actor) -> bool:
    """Préparer une publication et la faire passer par le contrôle du secret : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_publish_figures(actor: Actor) -> bool:
    """Publier des chiffres, ou les retirer : la direction du pôle."""
    return actor.holds(RoleKind.DIRECTOR)


def may_compare_poles(actor: Actor) -> bool:
    """Comparer les pôles par ce qu’ils publient : agents de l’État, des Régions et des collectivités."""
    return may_see_authority_desk(actor)


def may_compare_network(actor: Actor) -> bool:
    """Comparer les pôles de son réseau par ce qu’ils publient : son secrétariat."""
    return actor.holds_anywhere(RoleKind.NETWORK)

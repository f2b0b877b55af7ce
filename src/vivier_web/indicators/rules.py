"""Who may do what with indicators and publications: one function a permission, each with its sentence."""

from vivier_web.accounts.choices import AUTHORITIES, STAFF, RoleKind
from vivier_web.members.rules import Actor, may_answer_for, may_see_authority_desk

FRANCE = "FR"  # the territory of all the pôles


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


def may_see_publications(actor: Actor) -> bool:
    """Voir ce qui se prépare et ce qui a été publié : l’équipe du pôle, sa gouvernance, ses administrateurs."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD, RoleKind.OPERATOR)


def may_prepare_publications(actor: Actor) -> bool:
    """Préparer une publication et la faire passer par le contrôle du secret : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_sign_agreements(actor: Actor) -> bool:
    """Accepter ou refuser, pour un membre, que ses chiffres paraissent : son contributeur, jamais un délégué."""
    return bool(actor.organisations(RoleKind.MEMBER))


def may_publish_figures(actor: Actor) -> bool:
    """Publier des chiffres, ou les retirer : la direction du pôle."""
    return actor.holds(RoleKind.DIRECTOR)


def may_compare_poles(actor: Actor) -> bool:
    """Comparer les pôles par ce qu’ils publient : agents de l’État, des Régions et des collectivités."""
    return may_see_authority_desk(actor)


def may_compare_network(actor: Actor) -> bool:
    """Comparer les pôles de son réseau par ce qu’ils publient : son secrétariat."""
    return actor.holds_anywhere(RoleKind.NETWORK)


def may_publish_jointly(actor: Actor) -> bool:
    """Réunir des pôles dans une publication : le secrétariat d’un réseau, un agent de l’État ou d’une Région."""
    return actor.holds_anywhere(RoleKind.NETWORK, RoleKind.STATE, RoleKind.REGION)


def may_withdraw_joint(actor: Actor, circle: tuple[int | None, str]) -> bool:
    """Publier ou retirer les chiffres de ces pôles réunis : le secrétariat de ce réseau, l’État, cette Région."""
    network, territory = circle
    if network is not None:
        return any(role.kind == RoleKind.NETWORK and role.network_id == network for role in actor.roles)
    if territory == FRANCE:
        return actor.holds_anywhere(RoleKind.STATE)
    return any(role.kind == RoleKind.REGION and territory and role.territory == territory for role in actor.roles)

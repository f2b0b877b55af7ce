"""Who may do what with ideas and projects: one function a permission, each with its sentence."""

from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.members.rules import Actor


def may_see_projects(actor: Actor) -> bool:
    """Voir les projets du pôle et leurs partenaires : son équipe, sa gouvernance, ses administrateurs."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD)


def may_build_projects(actor: Actor) -> bool:
    """Ouvrir un projet, composer son consortium et son budget, calculer l’aide : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_sort_ideas(actor: Actor) -> bool:
    """Lire toutes les idées, les retenir, les écarter, en faire des projets : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_share_ideas(actor: Actor) -> bool:
    """Proposer des idées, dire celles qui intéressent, suivre ses projets : les contributeurs des membres."""
    return bool(actor.organisations(RoleKind.MEMBER))


def may_share_ideas_for(actor: Actor, organisation_id: int) -> bool:
    """Proposer des idées et suivre ses projets au nom de ce membre : ses contributeurs, jamais ceux d’un autre."""
    return organisation_id in actor.organisations(RoleKind.MEMBER)

"""Who may do what with procedures and dossiers: one function a permission, each with its sentence."""

from vivier_web.accounts.choices import AUTHORITIES, STAFF, RoleKind
from vivier_web.members.rules import Actor


def may_file_dossiers(actor: Actor) -> bool:
    """Ouvrir, remplir et suivre les dossiers d’un membre : ses contributeurs."""
    return bool(actor.organisations(RoleKind.MEMBER))


def may_file_dossiers_for(actor: Actor, organisation_id: int) -> bool:
    """Ouvrir, remplir et suivre les dossiers de ce membre : ses contributeurs, jamais ceux d’un autre."""
    return organisation_id in actor.organisations(RoleKind.MEMBER)


def may_see_dossiers(actor: Actor) -> bool:
    """Voir les dossiers du pôle, chacun selon ce que sa procédure ouvre : l’équipe, la gouvernance, le conseil."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD)


def may_instruct_dossiers(actor: Actor) -> bool:
    """Solliciter des experts, faire avancer un dossier, écrire la décision : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_judge_dossiers(actor: Actor) -> bool:
    """Lire les dossiers qui lui sont confiés et donner un avis : un expert du pôle."""
    return actor.holds(RoleKind.EXPERT)


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


def may_instruct_addressed_dossiers(actor: Actor) -> bool:
    """Instruire les dossiers adressés à son administration : agents de l’État, des Régions, des collectivités."""
    return actor.holds_anywhere(*AUTHORITIES)

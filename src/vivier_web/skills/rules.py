"""Who may do what with waves, deposits, titles and studies."""

from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.members.rules import Actor, may_answer_for


def may_open_waves(actor: Actor) -> bool:
    """Ouvrir, figer et clore une vague de collecte : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_follow_waves(actor: Actor) -> bool:
    """Suivre qui a déposé, sans voir ce qui l’a été : l’équipe du pôle et sa gouvernance."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.OPERATOR)


def may_review_titles(actor: Actor) -> bool:
    """Coder les intitulés de poste que les membres ont montrés : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_read_studies(actor: Actor) -> bool:
    """Lire les études, dont aucun chiffre ne trahit un membre : équipe, gouvernance, administrateurs, réseau."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD, RoleKind.NETWORK, RoleKind.OPERATOR)


def may_run_studies(actor: Actor) -> bool:
    """Préparer et lancer une étude : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_deposit_for(actor: Actor, organisation_id: int) -> bool:
    """Déposer des effectifs pour un membre : son contributeur, ou l’expert-comptable à qui il a délégué."""
    return may_answer_for(actor, organisation_id)


def may_read_report_of(actor: Actor, organisation_id: int) -> bool:
    """Lire le rapport propre à un membre : lui seul, et qui il a délégué ; jamais l’équipe du pôle."""
    return may_answer_for(actor, organisation_id)


def may_share_people(actor: Actor) -> bool:
    """Proposer ou chercher du personnel entre membres : les contributeurs d’un membre, eux-mêmes."""
    return bool(actor.organisations(RoleKind.MEMBER))


def may_share_people_of(actor: Actor, organisation_id: int) -> bool:
    """Proposer ou chercher du personnel pour ce membre : son contributeur seul, jamais qui il a délégué."""
    return organisation_id in actor.organisations(RoleKind.MEMBER)


def may_follow_mobility(actor: Actor) -> bool:
    """Suivre les mobilités entre membres, sans nom tant que les deux ne sont pas d’accord : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_answer_needs_for(actor: Actor, organisation_id: int) -> bool:
    """Remplir et lire le retour d’un membre sur ses besoins : son contributeur, ou qui il a délégué ; lui seul."""
    return may_answer_for(actor, organisation_id)


def may_read_needs(actor: Actor) -> bool:
    """Lire les besoins additionnés des membres, et ceux des projets : ceux qui lisent les études."""
    return may_read_studies(actor)


def may_ask_needs(actor: Actor) -> bool:
    """Demander leur retour aux membres et les relancer : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_read_released_needs(actor: Actor) -> bool:
    """Lire le retour d’un membre qui l’a permis, tant qu’il le permet : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_declare_project_needs(actor: Actor) -> bool:
    """Déclarer ce dont les projets auront besoin : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_read_strategy(actor: Actor) -> bool:
    """Lire l’atelier de stratégie et son document : l’équipe, la gouvernance et les administrateurs du pôle."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD, RoleKind.OPERATOR)


def may_write_strategy(actor: Actor) -> bool:
    """Faire proposer des axes, les récrire, les décider et publier la stratégie : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_read_retained_strategy(actor: Actor) -> bool:
    """Lire la stratégie retenue, une fois publiée : les membres du pôle, et ceux qui répondent pour eux."""
    return bool(actor.organisations(RoleKind.MEMBER, RoleKind.ACCOUNTANT))


def may_plan_training(actor: Actor) -> bool:
    """Tenir le catalogue, planifier des formations partagées et les proposer aux membres : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_offer_training(actor: Actor) -> bool:
    """Proposer au pôle des formations et des lieux : les organismes de formation."""
    return bool(actor.organisations(RoleKind.TRAINER))

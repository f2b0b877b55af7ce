"""Who may do what with ideas and projects: one function a permission, each with its sentence."""

from collections.abc import Mapping

from vivier_web.accounts.choices import AUTHORITIES, STAFF, RoleKind
from vivier_web.members.rules import Actor
from vivier_web.projects.need_to_know import Reader


def may_see_projects(actor: Actor) -> bool:
    """Voir les projets du pôle, leurs partenaires, leur suivi une fois financés : équipe, gouvernance, conseil."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD)


def may_build_projects(actor: Actor) -> bool:
    """Monter un projet et calculer son aide, puis tenir sa convention, ses échéances et ses versements : l’équipe."""
    return actor.holds(*STAFF)


def may_sort_ideas(actor: Actor) -> bool:
    """Lire toutes les idées, les retenir, les écarter, en faire des projets : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_share_ideas(actor: Actor) -> bool:
    """Proposer des idées, prendre part aux projets de son entreprise, les suivre : les contributeurs des membres."""
    return bool(actor.organisations(RoleKind.MEMBER))


def may_share_ideas_for(actor: Actor, organisation_id: int) -> bool:
    """Proposer des idées et suivre ses projets au nom de ce membre : ses contributeurs, jamais ceux d’un autre."""
    return organisation_id in actor.organisations(RoleKind.MEMBER)


def may_read_outcomes(actor: Actor) -> bool:
    """Lire ce que les projets achevés ont déclaré, toutes entreprises ensemble : équipe, gouvernance, réseau."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD, RoleKind.NETWORK)


def may_answer_for_funders(actor: Actor) -> bool:
    """Répondre aux avenants des projets que son administration finance : agents de l’État, Régions, collectivités."""
    return actor.holds_anywhere(*AUTHORITIES)


def readers_of(actor: Actor, ties: Mapping[int, str], depositor: int | None) -> list[Reader]:
    """Give each way somebody looks at a document of a project: as the team, the steering, or a partner.

    `ties` says what each organisation is in the consortium; `depositor` is who filed it (None: the team).
    """
    kinds = (*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD)
    found = [
        Reader(str(kind), is_depositor=depositor is None and kind in STAFF) for kind in kinds if actor.holds(kind)
    ]
    found += [
        Reader("member", ties.get(pk, "none"), is_depositor=pk == depositor, organisation_id=pk)
        for pk in sorted(actor.organisations(RoleKind.MEMBER))
        if pk in ties or pk == depositor
    ]
    return found

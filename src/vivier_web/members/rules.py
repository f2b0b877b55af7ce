"""Who may do what with pôles and members: one function a permission, each with its sentence."""

from dataclasses import dataclass, field

from vivier_web.accounts.choices import AUTHORITIES, OVER_ORGANISATION, OVER_POLE, STAFF, RoleKind


@dataclass(frozen=True, slots=True)
class Held:
    """Hold one role as rules see it: its kind and what it is over."""

    kind: str
    pole_id: int | None = None
    organisation_id: int | None = None
    network_id: int | None = None
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Hold who is asking, every role they hold, and the pôle they are looking at (None: none)."""

    user_id: int | None = None
    roles: tuple[Held, ...] = ()
    pole_id: int | None = None
    networks: frozenset[int] = field(default_factory=frozenset)  # networks of the pôle being looked at

    def holds(self, *kinds: str) -> bool:
        """Tell whether one of these roles is held over the pôle being looked at."""
        return any(role.kind in kinds and self._covers(role) for role in self.roles)

    def holds_anywhere(self, *kinds: str) -> bool:
        """Tell whether one of these roles is held at all."""
        return any(role.kind in kinds for role in self.roles)

    def organisations(self, *kinds: str) -> frozenset[int]:
        """Give the organisations one holds these roles for, in the pôle being looked at."""
        found = (r.organisation_id for r in self.roles if r.kind in kinds and self._covers(r))
        return frozenset(pk for pk in found if pk is not None)

    def _covers(self, role: Held) -> bool:
        if role.kind == RoleKind.OPERATOR:
            return True
        if role.network_id is not None:
            return role.network_id in self.networks
        return role.pole_id is not None and role.pole_id == self.pole_id


def may_sign_in(actor: Actor) -> bool:
    """Voir sa page d’accueil : toute personne qui a un compte."""
    return actor.user_id is not None


def may_see_members(actor: Actor) -> bool:
    """Voir la liste et les fiches des membres : l’équipe du pôle, sa gouvernance, le secrétariat de son réseau."""
    return actor.holds(*STAFF, RoleKind.GOVERNANCE, RoleKind.BOARD, RoleKind.NETWORK, RoleKind.OPERATOR)


def may_change_members(actor: Actor) -> bool:
    """Admettre, corriger ou importer des membres : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_keep_dealings(actor: Actor) -> bool:
    """Noter les échanges avec les membres et leurs suites : l’équipe du pôle."""
    return actor.holds(*STAFF)


def may_grant_roles(actor: Actor) -> bool:
    """Inviter des personnes et leur donner un rôle dans le pôle : sa direction."""
    return actor.holds(RoleKind.DIRECTOR, RoleKind.OPERATOR)


def may_read_journal(actor: Actor) -> bool:
    """Lire le journal des actes du pôle : sa direction, l’exploitant."""
    return actor.holds(RoleKind.DIRECTOR, RoleKind.OPERATOR)


def may_see_authority_desk(actor: Actor) -> bool:
    """Voir le bureau des autorités : agents de l’État, des Régions et des collectivités."""
    return actor.holds_anywhere(*AUTHORITIES)


def may_see_team_desk(actor: Actor) -> bool:
    """Voir ce qui attend l’équipe d’un pôle : elle seule, et l’exploitant."""
    return actor.holds(*STAFF, RoleKind.OPERATOR)


def may_see_steering_desk(actor: Actor) -> bool:
    """Voir où en est le pôle : ses administrateurs et qui suit sa gouvernance."""
    return actor.holds(RoleKind.GOVERNANCE, RoleKind.BOARD)


def may_see_network_desk(actor: Actor) -> bool:
    """Voir côte à côte les pôles d’un réseau : son secrétariat."""
    return actor.holds_anywhere(RoleKind.NETWORK)


def may_see_clients(actor: Actor) -> bool:
    """Voir ce que ses clients ont à déposer : l’expert-comptable à qui ils ont délégué."""
    return actor.holds_anywhere(RoleKind.ACCOUNTANT)


def may_see_expert_desk(actor: Actor) -> bool:
    """Voir ce que le pôle attend de ses experts : eux seuls."""
    return actor.holds(RoleKind.EXPERT)


def may_see_training_desk(actor: Actor) -> bool:
    """Voir ce que le pôle attend des organismes de formation : eux seuls."""
    return actor.holds(RoleKind.TRAINER)


def may_see_employee_desk(actor: Actor) -> bool:
    """Voir ce que son entreprise a transmis au pôle, et ce qu’il sait de soi : salariés et bénévoles d’un membre."""
    return actor.holds(RoleKind.EMPLOYEE)


def may_read_notice(actor: Actor) -> bool:
    """Lire l’information des salariés d’un membre : ses salariés, ses contributeurs, son expert-comptable."""
    return bool(actor.organisations(RoleKind.EMPLOYEE, RoleKind.MEMBER, RoleKind.ACCOUNTANT))


def may_answer_for(actor: Actor, organisation_id: int) -> bool:
    """Déposer et répondre pour un membre : son contributeur, ou l’expert-comptable à qui il a délégué."""
    return organisation_id in actor.organisations(RoleKind.MEMBER, RoleKind.ACCOUNTANT)


def may_answer_for_some(actor: Actor) -> bool:
    """Voir l’espace d’un membre : ses contributeurs et ses délégués."""
    return bool(actor.organisations(RoleKind.MEMBER, RoleKind.ACCOUNTANT))


def may_see_people(actor: Actor) -> bool:
    """Voir qui travaille avec le pôle, et sous quel rôle : l’équipe du pôle, l’exploitant."""
    return actor.holds(*STAFF, RoleKind.OPERATOR)


def may_grant(actor: Actor, kind: str) -> bool:
    """Donner ou retirer ce rôle : la direction pour ceux de son pôle et de ses membres, l’exploitant pour tous."""
    if actor.holds(RoleKind.OPERATOR):
        return True
    return kind in OVER_POLE | OVER_ORGANISATION and actor.holds(RoleKind.DIRECTOR)

"""Who may make keys, and what a key may open."""

from collections.abc import Collection

from vivier_web.api.choices import Scope
from vivier_web.members.rules import Actor, may_grant_roles, may_see_members


def may_make_tokens(actor: Actor) -> bool:
    """Créer et retirer les clés que montrent les programmes : la direction du pôle."""
    return may_grant_roles(actor)


def may_read_members_by_token(actor: Actor, scopes: Collection[str]) -> bool:
    """Lire les membres par une clé : une clé faite pour cela, dont l’auteur le peut encore lui-même."""
    return Scope.MEMBERS_READ in scopes and may_see_members(actor)

"""The columns of the permission matrix, and how a row of it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from factories.cluster import Cluster
from vivier_web.accounts.choices import RoleKind

EVERYONE = frozenset(RoleKind.values)
NOBODY: frozenset[str] = frozenset()
STAFF = frozenset({"director", "team"})
HEADS = frozenset({"director", "operator"})
READERS = STAFF | {"governance", "board", "network", "operator"}
STRATEGISTS = STAFF | {"governance", "board", "operator"}
COMPANY = frozenset({"member", "accountant"})
CONTRIBUTOR = frozenset({"member"})
AUTHORITIES = frozenset({"state", "region", "local"})
DELIBERATING = STAFF | {"governance", "board"}  # who may see the dossiers of a pôle
FOLLOWERS = READERS | COMPANY | {"expert"}  # who may read the procedures of a pôle

Keys = Callable[[Cluster], dict[str, Any]]


def role_of(kind: str) -> Keys:
    """Give the key of the role a person of this kind holds."""
    return lambda found: {"pk": found.people[kind].roles.get().pk}


@dataclass(frozen=True)
class Row:
    """Hold what is expected of one URL.

    `who` gets one of the statuses `ok`, every other role one of `refused`; whoever is not signed in is sent to the
    sign-in page, unless `anonymous` says what else. `keys` gives the arguments of the URL from a pôle; those of
    another pôle give 404 or the refusal when `is_of_a_pole`. `method` and `data` are what is sent.
    """

    who: frozenset[str]
    ok: tuple[int, ...] = (200,)
    refused: tuple[int, ...] = (403, 404)
    anonymous: tuple[int, ...] | None = None
    keys: Keys | None = None
    is_of_a_pole: bool = False
    method: str = "get"
    data: dict[str, Any] | None = None


def page(who: frozenset[str], **more: Any) -> Row:
    """Say that a page is seen by these roles."""
    return Row(who, **more)


def thing(who: frozenset[str], keys: Keys, **more: Any) -> Row:
    """Say that a page about an object of the pôle is seen by these roles."""
    return Row(who, keys=keys, is_of_a_pole=True, **more)


def gesture(who: frozenset[str], keys: Keys | None = None, **more: Any) -> Row:
    """Say that a button (POST) serves these roles, on an object of their pôle, and then leads to a page."""
    more = {"ok": (302,), "method": "post", "is_of_a_pole": keys is not None} | more
    return Row(who, keys=keys, **more)


def public(*statuses: int, **more: Any) -> Row:
    """Say that a page is the same for anyone, signed in or not."""
    return Row(EVERYONE, ok=statuses or (200,), anonymous=statuses or (200,), **more)


def closed(**more: Any) -> Row:
    """Say that a page does not exist here, for anyone."""
    return Row(NOBODY, **({"refused": (404,), "anonymous": (404,)} | more))

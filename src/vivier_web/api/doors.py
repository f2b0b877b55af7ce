"""How a program shows its key, and what it then may read."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import Field

from vivier_web.api.queries import token_of
from vivier_web.members.models import Pole
from vivier_web.members.queries import actor_of, roles_of
from vivier_web.members.rules import Actor

_MOST = 200  # a longer text is no key of ours


class Refusal(Schema):
    """Hold why a call got nothing."""

    detail: str = Field(description="Ce qui a manqué, et quoi faire")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Hold who a key speaks for: its maker as they may act today, its pôle, and what it opens."""

    actor: Actor
    pole: Pole
    scopes: frozenset[str]


class Key(HttpBearer):
    """Ask for `Authorization: Bearer vivier_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:  # noqa: ARG002 (ninja's signature)
        """Give who the key speaks for; None refuses it."""
        kept = token_of(token) if 0 < len(token) <= _MOST and "\x00" not in token else None
        if kept is None:
            return None
        _count(kept.pk)
        roles = roles_of(kept.user)
        return Bearer(actor_of(kept.user, kept.pole, roles), kept.pole, frozenset(kept.scopes))


def _count(pk: int) -> None:
    name = f"api:{pk}:{int(time.time() // 60)}"
    cache.add(name, 0, 60)
    if cache.incr(name) > settings.API_CALLS_A_MINUTE:
        raise HttpError(429, "Trop d’appels en une minute : ralentissez, puis recommencez.")

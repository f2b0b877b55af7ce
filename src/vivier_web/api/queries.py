"""Reads about keys."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from vivier_web.api.models import ApiToken


def digest(secret: str) -> str:
    """Give what is kept of a key; it is long and drawn at random, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """Find the key this secret is, when it is still valid and its maker may still sign in."""
    with scopes_disabled():
        found: ApiToken | None = (
            ApiToken.objects.select_related("user", "pole")
            .filter(sha256=digest(secret), ended_at=None, expires_at__gt=timezone.now(), user__is_active=True)
            .first()
        )
    return found


def tokens() -> QuerySet[ApiToken]:
    """Give the keys of the pôle being looked at that have not been taken back, with their makers."""
    kept: QuerySet[ApiToken] = ApiToken.objects.filter(ended_at=None).select_related("user")
    return kept

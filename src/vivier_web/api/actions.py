"""Making a key and taking it back."""

import datetime as dt
import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.api.choices import Scope
from vivier_web.api.models import ApiToken
from vivier_web.api.queries import digest
from vivier_web.members.models import Pole

PREFIX = "vivier_"
DAYS = (30, 90, 365)


@transaction.atomic
def make_token(pole: Pole, name: str, scopes: Collection[str], *, days: int, by: User) -> tuple[ApiToken, str]:
    """Make a key; its secret is given this once, and never again."""
    if not name.strip():
        raise InputError("Donnez un nom à la clé : celui du programme qui la montrera.")
    if not scopes or not set(scopes) <= set(Scope.values):
        raise InputError("Choisissez ce que la clé ouvre.")
    if days not in DAYS:
        raise InputError("Choisissez une durée de 30, 90 ou 365 jours.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        pole=pole,
        user=by,
        name=name.strip()[:80],
        scopes=sorted(scopes),
        start=secret[:12],
        sha256=digest(secret),
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    record("make_token", by=by, subject=f"token:{token.pk}", pole=pole.slug, scopes=token.scopes, days=days)
    return token, secret


@transaction.atomic
def end_token(token: ApiToken, *, by: User) -> ApiToken:
    """Take a key back: it opens nothing any more."""
    if token.ended_at is None:
        token.ended_at = timezone.now()
        token.save(update_fields=["ended_at"])
        record("end_token", by=by, subject=f"token:{token.pk}", pole=token.pole.slug)
    return token

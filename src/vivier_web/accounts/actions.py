"""What changes people and the journal."""

import json
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from vivier_web.accounts.journal import GENESIS, Entry, seal
from vivier_web.accounts.models import Act, User

_JOURNAL_LOCK = 7_106_1951  # any number, the same for all who write in the journal


def record(verb: str, *, by: User | None, subject: str = "", pole: str = "", **detail: Any) -> Act:
    """Write one act in the journal, in the transaction of the change it tells.

    `detail` holds numbers and codes, never a name or an address: those may have to be erased one day.
    """
    with transaction.atomic():
        _wait_for_the_pen()
        last = Act.objects.order_by("-number").values_list("number", "sealed").first()
        number, previous = last or (0, GENESIS)
        said = json.dumps(detail, sort_keys=True, ensure_ascii=False, default=str) if detail else ""
        entry = Entry(timezone.now(), by.pk if by else None, verb, pole, subject, said)
        return Act.objects.create(
            number=number + 1,
            at=entry.at,
            actor_id=entry.actor_id,
            verb=verb,
            pole=pole,
            subject=subject,
            detail=said,
            sealed=seal(entry, previous),
        )


def _wait_for_the_pen() -> None:
    """Let one writer at a time; SQLite already does (its transactions take the lock when they begin)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_JOURNAL_LOCK])


@transaction.atomic
def open_account(email: str, full_name: str, *, by: User | None, password: str | None = None) -> User:
    """Open the account of somebody, or give it when the address already has one."""
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is not None:
        return known
    user = User.objects.create_user(email, password, full_name=full_name.strip())
    record("open_account", by=by, subject=f"user:{user.pk}")
    return user


@transaction.atomic
def choose_first_password(user: User, password: str) -> User:
    """Keep the password chosen from an invitation: its link is then of no use to anyone else."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("accept_invitation", by=user, subject=f"user:{user.pk}")
    return user


@transaction.atomic
def erase_person(user: User, *, by: User | None) -> User:
    """Erase what says who somebody was: name, address, password, second factors, identities, sessions.

    The row and its number stay, so that the journal stays whole and says "a person whose data were erased".
    """
    for rows in (Authenticator, SocialAccount, EmailAddress):
        rows.objects.filter(user=user).delete()
    own = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()
    user.email, user.full_name = f"efface-{user.pk}@personne.invalid", "Personne effacée"
    user.is_active, user.erased_at, user.last_login = False, timezone.now(), None
    user.set_unusable_password()
    user.save()
    record("erase_person", by=by, subject=f"user:{user.pk}")
    return user

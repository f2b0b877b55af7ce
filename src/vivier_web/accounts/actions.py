"""What changes people and the journal."""

import json
from typing import Any

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

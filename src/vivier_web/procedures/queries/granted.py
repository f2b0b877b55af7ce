"""What a decision granted, as those who granted it follow it: until when, suspended or not, renewable or why not."""

import datetime as dt
from dataclasses import dataclass

from vivier_web.procedures.lifecycle.granting import may_renew
from vivier_web.procedures.models import Decision, Grant


@dataclass(frozen=True, slots=True)
class Granted:
    """Hold what a decision granted; `terms` are the months for which it may be renewed now, none when it may not."""

    pk: int
    title: str
    from_on: dt.date
    until_on: dt.date | None
    is_conditional: bool
    suspended_on: dt.date | None
    withdrawn_on: dt.date | None
    why: str
    terms: tuple[int, ...]


def granted(row: Grant, *, terms: tuple[int, ...] = ()) -> Granted:
    """Give a grant as plain values."""
    return Granted(
        row.pk, row.title, row.from_on, row.until_on, row.is_conditional, row.suspended_on, row.withdrawn_on, row.why,
        terms,
    )  # fmt: skip


def granted_by(decision: Decision, *, is_theirs: bool) -> tuple[Granted, ...]:
    """List what a decision granted, the first first; with the terms of a renewal for those who may decide of it."""
    rows = sorted(decision.grants.all(), key=lambda row: (row.from_on, row.pk))
    return tuple(granted(row, terms=terms_of(row) if is_theirs else ()) for row in rows)


def terms_of(row: Grant) -> tuple[int, ...]:
    """Give for how many months it may be renewed now."""
    if why_not_renew(row):
        return ()
    return row.decision.dossier.definition().grant(row.key).durations


def why_not_renew(row: Grant) -> str:
    """Say why what was granted may not be renewed now, or nothing when it may."""
    if row.until_on is None or row.withdrawn_on:
        return "Ce qui n’a pas de terme, ou qui a été retiré, ne se renouvelle pas."
    if row.suspended_on:
        return "Il est suspendu : levez d’abord la suspension."
    if row.renewals.exists():
        return "Il a déjà été renouvelé : c’est le dernier qui se renouvelle."
    if not may_renew(row.decision.dossier.definition().grant(row.key), renewals_before(row)):
        return f"« {row.title} » a déjà été renouvelé autant de fois que la procédure le prévoit."
    return ""


def renewals_before(grant: Grant | None) -> int:
    """Count how many renewals led to this one."""
    count = 0
    while grant is not None and grant.renewed_from is not None:
        count, grant = count + 1, grant.renewed_from
    return count

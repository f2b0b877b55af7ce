"""What waits for a pôle's team: next steps, needs, members not seen, ends that come near, imports to confirm."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from vivier_web.members.choices import DealingKind, ImportState
from vivier_web.members.models import Dealing, ImportBatch, Label, Membership, Pole

SHOWN = 6  # lines of each pile; the count says how many there are
SOON = dt.timedelta(days=14)
UNSEEN = dt.timedelta(days=365)
MEMBERSHIP_ENDS = dt.timedelta(days=90)
LABEL_ENDS = dt.timedelta(days=270)  # a label is asked for again long before it ends

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pile(Generic[T]):
    """Hold the first lines of what waits, and how many wait."""

    rows: tuple[T, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Duties:
    """Hold what waits for one person of a team today."""

    steps: Pile[Dealing]
    late: int
    needs: Pile[Dealing]
    unseen: Pile[Membership]
    leaving: Pile[Membership]
    labels: Pile[Label]
    imports: Pile[ImportBatch]

    @property
    def total(self) -> int:
        """How many things wait, in all."""
        return sum(
            pile.total for pile in (self.steps, self.needs, self.unseen, self.leaving, self.labels, self.imports)
        )


def duties(pole: Pole, *, user_id: int | None, today: dt.date) -> Duties:
    """Give what waits: one's own next steps first, the latest first among them."""
    steps = _steps(pole, user_id, today)
    return Duties(
        _pile(steps),
        steps.filter(due_on__lt=today).count(),
        _pile(_needs(pole)),
        _pile(_unseen(pole, today)),
        _pile(_leaving(pole, today)),
        _pile(Label.objects.filter(pole=pole, ends_on__range=(today, today + LABEL_ENDS)).order_by("ends_on")),
        _pile(ImportBatch.objects.filter(pole=pole, state=ImportState.WAITING).defer("table").select_related("by")),
    )


def _pile(rows: "QuerySet[Any]") -> "Pile[Any]":
    shown: Iterable[Any] = rows[: SHOWN + 1]
    found = tuple(shown)
    return Pile(found[:SHOWN], len(found) if len(found) <= SHOWN else rows.count())


def _steps(pole: Pole, user_id: int | None, today: dt.date) -> "QuerySet[Dealing]":
    waiting = Dealing.objects.filter(pole=pole, settled_on=None, due_on__lte=today + SOON).exclude(next_step="")
    is_mine = Case(When(by_id=user_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return waiting.annotate(rank=is_mine).select_related("organisation", "by").order_by("rank", "due_on", "pk")


def _needs(pole: Pole) -> "QuerySet[Dealing]":
    bare = Dealing.objects.filter(pole=pole, settled_on=None, kind=DealingKind.NEED, next_step="")
    return bare.select_related("organisation").order_by("on", "pk")


def _unseen(pole: Pole, today: dt.date) -> "QuerySet[Membership]":
    since = today - UNSEEN
    met = Dealing.objects.filter(pole=pole, organisation=OuterRef("organisation"), on__gt=since)
    old = Membership.objects.filter(pole=pole, left_on=None, joined_on__lte=since)
    return old.filter(~Exists(met)).select_related("organisation").order_by("sort_name", "pk")


def _leaving(pole: Pole, today: dt.date) -> "QuerySet[Membership]":
    soon = Membership.objects.filter(pole=pole, left_on__range=(today, today + MEMBERSHIP_ENDS))
    return soon.select_related("organisation").order_by("left_on", "pk")

"""What waits for a pôle's team: next steps, needs, members not seen, ends that come near, imports to confirm."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

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
    """Give what waits: one's own next steps first, the latest first among them; in six queries at most."""
    steps, needs = _open_dealings(pole, user_id, today)
    return Duties(
        _shown(steps),
        steps[0].late if steps else 0,
        _shown(needs),
        _unseen(pole, today),
        _pile(_leaving(pole, today)),
        _pile(Label.objects.filter(pole=pole, ends_on__range=(today, today + LABEL_ENDS)).order_by("ends_on")),
        _pile(ImportBatch.objects.filter(pole=pole, state=ImportState.WAITING).defer("table").select_related("by")),
    )


def _pile(rows: "QuerySet[Any]") -> "Pile[Any]":
    """Read the first rows and how many there are in one query: the piles read so are short."""
    return _shown(list(rows.annotate(in_all=Window(Count("pk")))[:SHOWN]))


def _shown(rows: Sequence[Any]) -> "Pile[Any]":
    return Pile(tuple(rows), rows[0].in_all if rows else 0)


def _open_dealings(pole: Pole, user_id: int | None, today: dt.date) -> tuple[list[Any], list[Any]]:
    """Give the first next steps and the first needs without one, each row with how many there are and are late."""
    steps = Q(due_on__lte=today + SOON) & ~Q(next_step="")
    needs = Q(kind=DealingKind.NEED, next_step="")
    is_step = Case(When(next_step="", then=Value(0)), default=Value(1), output_field=IntegerField())
    is_mine = Case(When(by_id=user_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    # A need has no step: it is ranked by its day, a step by whose it is and by when it is due.
    whose = Case(When(next_step="", then=Value(0)), default=is_mine, output_field=IntegerField())
    day = Case(When(next_step="", then=F("on")), default=F("due_on"))
    order = [whose.asc(), day.asc(), F("pk").asc()]
    waiting = Dealing.objects.filter(steps | needs, pole=pole, settled_on=None).annotate(
        is_step=is_step,
        rank=Window(RowNumber(), partition_by=is_step, order_by=order),
        in_all=Window(Count("pk"), partition_by=is_step),
        late=Window(Count("pk", filter=Q(due_on__lt=today)), partition_by=is_step),
    )
    first = list(waiting.filter(rank__lte=SHOWN).select_related("organisation", "by").order_by("rank"))
    return [each for each in first if each.is_step], [each for each in first if not each.is_step]


def _unseen(pole: Pole, today: dt.date) -> "Pile[Membership]":
    """Give the first by name, found along the index; they are counted apart, without being sorted."""
    since = today - UNSEEN
    met = Dealing.objects.filter(pole=pole, organisation=OuterRef("organisation"), on__gt=since)
    old = Membership.objects.filter(~Exists(met), pole=pole, joined_on__lte=since).of_day(today)
    found = tuple(old.select_related("organisation").defer("words").order_by("sort_name", "pk")[: SHOWN + 1])
    return Pile(found[:SHOWN], len(found) if len(found) <= SHOWN else old.count())


def _leaving(pole: Pole, today: dt.date) -> "QuerySet[Membership]":
    soon = Membership.objects.filter(pole=pole, left_on__range=(today, today + MEMBERSHIP_ENDS))
    return soon.select_related("organisation").order_by("left_on", "pk")

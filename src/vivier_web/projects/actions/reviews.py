"""The yearly review of the financers: planned, held with its decision and conditions, each followed to its proof."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.projects.actions.awards import locked
from vivier_web.projects.choices import ProjectState, ReviewOutcome
from vivier_web.projects.models import Project, Review, ReviewCondition


@dataclass(frozen=True, slots=True)
class Held:
    """Hold what a review decided: the day, the outcome, why, and the conditions with their days."""

    on: dt.date
    outcome: str
    motives: str
    conditions: tuple[tuple[str, dt.date], ...] = ()


@transaction.atomic
def plan_review(project: Project, *, due_on: dt.date, by: User | None) -> Review:
    """Plan one more review: of a project suspended or stopped that asks to go on, or whenever a financer asks."""
    row = locked(project)
    is_stopped = row.state == ProjectState.DROPPED and row.reviews.filter(outcome=ReviewOutcome.STOP).exists()
    if row.state != ProjectState.RUNNING and not is_stopped:
        raise InputError("Une revue se tient d’un projet en cours, ou qu’une revue a arrêté.")
    made = Review.objects.create(project=row, due_on=due_on, is_extra=True)
    record("plan_review", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, review=made.pk)
    return made


@transaction.atomic
def hold_review(review: Review, held: Held, *, by: User | None) -> Review:
    """Keep what a review decided; stopping ends the aid, and only another review lets the project go on.

    Raises:
        InputError: it was held already, the day is to come, the reasons are missing, or conditions do not match.
    """
    project = locked(review.project)
    row = Review.objects.get(pk=review.pk)
    _check(row, held)
    row.held_on, row.outcome, row.motives, row.by = held.on, held.outcome, held.motives.strip()[:2000], by
    row.save(update_fields=["held_on", "outcome", "motives", "by"])
    ReviewCondition.objects.bulk_create(
        ReviewCondition(review=row, text=text.strip()[:300], due_on=day) for text, day in held.conditions
    )
    state = ProjectState.DROPPED if held.outcome == ReviewOutcome.STOP else ProjectState.RUNNING
    if project.state not in {ProjectState.ENDED, state}:
        project.state = state
        project.save(update_fields=["state"])
    record(
        "hold_review", by=by, subject=f"project:{project.pk}", pole=project.pole.slug, review=row.pk,
        outcome=held.outcome, conditions=len(held.conditions),
    )  # fmt: skip
    return row


def _check(row: Review, held: Held) -> None:
    if row.held_on is not None:
        raise InputError("Cette revue est tenue, et ne se modifie pas : planifiez-en une autre.")
    if held.outcome not in ReviewOutcome.values:
        raise InputError("Choisissez ce que la revue décide.")
    if not held.motives.strip():
        raise InputError("Donnez les motifs : les partenaires les lisent, mot pour mot.")
    if held.on > timezone.localdate():
        raise InputError("Cette revue est à venir : notez sa décision quand elle est tenue.")
    if held.outcome == ReviewOutcome.CONDITIONS and not held.conditions:
        raise InputError("Une poursuite sous conditions dit lesquelles, et pour quand.")
    if held.outcome != ReviewOutcome.CONDITIONS and held.conditions:
        raise InputError("Des conditions accompagnent une poursuite sous conditions.")
    if any(not text.strip() for text, _ in held.conditions):
        raise InputError("Chaque condition est écrite, avec son échéance.")


@transaction.atomic
def settle_review_condition(condition: ReviewCondition, proof: str, *, by: User | None) -> ReviewCondition:
    """Note what proves that a condition is met; empty takes it back."""
    row = (
        ReviewCondition.objects.select_for_update(of=("self",))
        .select_related("review__project__pole")
        .get(pk=condition.pk)
    )
    row.proof = proof.strip()[:300]
    row.settled_on = timezone.localdate() if row.proof else None
    row.save(update_fields=["proof", "settled_on"])
    project = row.review.project
    record(
        "settle_review_condition", by=by, subject=f"project:{project.pk}", pole=project.pole.slug, condition=row.pk
    )
    return row

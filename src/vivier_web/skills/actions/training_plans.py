"""Plans of shared training: asked for, worked out by the worker, stopped early, proposed to members, answered."""

import threading
import time
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.actions.works import mine, note, requeue_lost, take, teller, worked
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import SeatAnswer, TrainingPlan, TrainingProposal, Wave
from vivier_web.skills.queries.training import inputs_of
from vivier_web.skills.queries.training_plans import declined_of, sessions_of
from vivier_web.skills.training.solving import QUESTIONS, digest, solved

if TYPE_CHECKING:
    from vivier.training.data import Found

Json = dict[str, Any]
NOUN = "training_plan"
MOST_SECONDS = 600
EVERY = 1.0  # seconds between two looks at whether somebody asked to stop
NOTHING = (
    "Aucun besoin à planifier : aucun membre n’a encore donné son accord pour une formation du catalogue. "
    "Complétez les besoins, ou le catalogue."
)


@task(priority=10)  # somebody waits for it: before the reports of a whole wave
def compute(pk: int) -> None:
    """Work a plan out, in the worker."""
    work_out_plan(pk)


def enqueue(plan: TrainingPlan) -> None:
    """Ask the worker for a plan, once what it reads is safely written."""
    transaction.on_commit(lambda: compute.enqueue(plan.pk))


def requeue_lost_plans() -> int:
    """Queue again the plans lost with their worker; give how many were found."""
    return requeue_lost(TrainingPlan, NOUN, enqueue)


@transaction.atomic
def queue_plan(wave: Wave, parameters: Json, *, by: User | None) -> TrainingPlan:
    """Ask for a plan of a wave, from what is known now.

    Raises:
        InputError: there is nothing to plan, or a parameter makes no sense.
    """
    _check(parameters)
    Pole.objects.select_for_update(of=("self",)).get(pk=wave.pole_id)  # numbers follow one another
    inputs = inputs_of(wave, parameters)
    _check_inputs(inputs)
    last = TrainingPlan.objects.filter(pole=wave.pole).aggregate(last=Max("number"))["last"] or 0
    plan = TrainingPlan.objects.create(
        pole=wave.pole, wave=wave, number=last + 1, parameters=parameters, inputs=inputs,
        inputs_sha256=digest(inputs), by=by,
    )  # fmt: skip
    people = sum(need["people"] for need in inputs["needs"])
    record("queue_training_plan", by=by, subject=f"{NOUN}:{plan.pk}", pole=wave.pole.slug, people=people)
    enqueue(plan)
    return plan


def _check(parameters: Json) -> None:
    if parameters["question"] not in QUESTIONS:
        raise InputError("Choisissez la question à laquelle le plan répond.")
    if parameters["question"] == "most" and parameters["budget"] is None and not parameters["funders"]:
        raise InputError("Donnez un budget : « le plus de personnes » se compte avec un budget.")
    if not 1 <= parameters["seconds"] <= MOST_SECONDS:
        raise InputError(f"Le temps de recherche va de 1 à {MOST_SECONDS} secondes.")


def _check_inputs(inputs: Json) -> None:
    lacking = (
        ("courses", "Le catalogue n’a aucune formation : ajoutez-en une avant de planifier."),
        ("places", "Le catalogue n’a aucun lieu : dites où les sessions peuvent se tenir."),
        ("needs", NOTHING),
    )  # fmt: skip
    for name, sentence in lacking:
        if not inputs[name]:
            raise InputError(sentence)


@transaction.atomic
def rerun_plan(plan: TrainingPlan, *, by: User | None) -> TrainingPlan:
    """Ask for the same plan again from what is known now, less the seats that members declined."""
    before = [tuple(each) for each in plan.parameters.get("without", ())]
    without = sorted({*before, *declined_of(plan)})
    return queue_plan(plan.wave, {**plan.parameters, "without": [list(each) for each in without]}, by=by)


@transaction.atomic
def stop_plan(plan: TrainingPlan, *, by: User | None) -> None:
    """Ask a search to stop and keep the best plan so far."""
    waiting = TrainingPlan.objects.filter(pk=plan.pk, state__in=(RunState.QUEUED, RunState.RUNNING))
    if waiting.filter(stop_asked_at=None).update(stop_asked_at=timezone.now()):
        record("stop_training_plan", by=by, subject=f"{NOUN}:{plan.pk}", pole=plan.pole.slug)


def work_out_plan(pk: int) -> TrainingPlan:
    """Compute one plan that waits; one that somebody else took, or that is done, is left as it is."""
    worked(take(TrainingPlan, pk, step="Lecture des besoins", beside=("wave",)), NOUN, _worked_out)
    with scopes_disabled():
        return TrainingPlan.objects.get(pk=pk)


def _worked_out(plan: TrainingPlan) -> None:
    from vivier.training.errors import ConflictError

    try:
        _finished(plan, solved(plan.inputs, plan.parameters, stop=_stopper(plan), show=_shower(plan)))
    except ConflictError as why:
        mine(plan).update(conflict=list(why.constraints))
        raise


class _stopper:  # noqa: N801 (used as a function)
    """Tell whether somebody asked to stop; the base is asked at most once a second, by the thread that began."""

    def __init__(self, plan: TrainingPlan) -> None:
        self.plan, self.asked_at, self.is_asked = plan, 0.0, False
        self.thread = threading.get_ident()

    def __call__(self) -> bool:
        """Tell it."""
        now = time.monotonic()
        if not self.is_asked and now - self.asked_at >= EVERY and threading.get_ident() == self.thread:
            self.asked_at = now
            self.is_asked = not mine(self.plan).filter(stop_asked_at=None).exists()
        return self.is_asked


class _shower:  # noqa: N801 (used as a function)
    """Keep how good the best plan so far is, at most twice a second."""

    def __init__(self, plan: TrainingPlan) -> None:
        self.plan, self.tell = plan, teller(plan)
        self.began, self.shown_at = time.monotonic(), -EVERY
        self.seconds = plan.parameters["seconds"]

    def __call__(self, found: "Found") -> None:
        """Keep it."""
        now = time.monotonic()
        if now - self.shown_at >= EVERY / 2:
            self.shown_at = now
            best = {"cost_eur": found.cost_eur, "bound_eur": found.bound_eur, "gap": found.gap}
            mine(self.plan).update(best=best | {"sessions": found.sessions, "people": found.people})
            self.tell("Recherche du meilleur plan", min((now - self.began) / self.seconds, 0.99))


def _finished(plan: TrainingPlan, result: Json) -> None:
    with transaction.atomic():
        is_first = mine(plan).update(
            state=RunState.DONE,
            step="",
            progress=1,
            finished_at=timezone.now(),
            version=version("vivier"),
            result=result,
            result_sha256=digest(result),
        )
        if is_first:
            people = result["people_trained"]
            note("finish_training_plan", plan, NOUN, sessions=len(result["sessions"]), people=people)


@transaction.atomic
def propose_plan(plan: TrainingPlan, *, by: User | None) -> TrainingProposal:
    """Propose to each member its own seats.

    Raises:
        InputError: the plan has no result, or holds no session.
    """
    if plan.state != RunState.DONE or not sessions_of(plan):
        raise InputError("Ce plan n’a pas de session à proposer.")
    proposal, is_new = TrainingProposal.objects.get_or_create(plan=plan, defaults={"pole": plan.pole, "by": by})
    if is_new:
        record("propose_training_plan", by=by, subject=f"{NOUN}:{plan.pk}", pole=plan.pole.slug)
    return proposal


@transaction.atomic
def recall_plan(plan: TrainingPlan, *, by: User | None) -> None:
    """Take back the proposal of a plan; answers are kept, and count again if it is proposed again."""
    if TrainingProposal.objects.filter(plan=plan).delete()[0]:
        record("recall_training_plan", by=by, subject=f"{NOUN}:{plan.pk}", pole=plan.pole.slug)


@transaction.atomic
def answer_seats(
    plan: TrainingPlan, member: Organisation, session: str, *, is_accepted: bool | None, by: User | None
) -> None:
    """Accept or decline the seats of a member in one session; None takes its answer back.

    The journal tells it without its author: the team sees numbers of members, not which.

    Raises:
        InputError: the plan is no longer proposed, or this member has no seat there.
    """
    if not TrainingProposal.objects.filter(plan=plan).exists():
        raise InputError("Ce plan n’est plus proposé : le pôle en prépare un autre.")
    if not any(seat["session"] == session for seat in sessions_of(plan, member.pk)):
        raise InputError("Vous n’avez pas de place dans cette session.")
    mine_ = SeatAnswer.objects.filter(plan=plan, organisation=member, session=session)
    if is_accepted is None:
        mine_.delete()
    else:
        SeatAnswer.objects.update_or_create(
            plan=plan, organisation=member, session=session,
            defaults={"is_accepted": is_accepted, "by": by, "pole": plan.pole},
        )  # fmt: skip
    record("answer_training_seats", by=None, subject=f"{NOUN}:{plan.pk}", pole=plan.pole.slug)

"""Plans: the list, a new one, stopping, running again, proposing to members."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.training.catalogue import wave_of
from vivier_web.pages.pole.training.forms import PlanForm
from vivier_web.pages.pole.training.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.skills import rules
from vivier_web.skills.actions import training_plans as acts
from vivier_web.skills.models import TrainingPlan
from vivier_web.skills.queries.training import courses_of, gathered, places_of, waves_to_plan
from vivier_web.skills.queries.training_plans import plans_of
from vivier_web.skills.training.funders import other_reminders
from vivier_web.skills.training.solving import QUESTIONS

A_PAGE = 20


@require_GET
@needs(rules.may_plan_training)
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans; without any, say what is ready and what is missing."""
    pole = pole_of(request)
    page = Paginator(plans_of(pole), A_PAGE).get_page(request.GET.get("page"))
    waves = waves_to_plan(pole)
    context = {"page": page, "questions": QUESTIONS, "latest": next(iter(page), None)}
    if not page.object_list:
        found = gathered(waves[0]) if waves else None
        ready = [one for one in courses_of(pole) if one.accepted_at]
        context |= {"found": found, "courses": len(ready), "places": len(places_of(pole))}
    return shown(request, "plans", here="training", trail=[("Plans de formation", "")], **context)


@needs(rules.may_plan_training)
def new_plan(request: HttpRequest) -> HttpResponse:
    """Ask for a plan, and begin it at once."""
    pole, today = pole_of(request), timezone.localdate()
    waves = waves_to_plan(pole)
    first = wave_of(request, waves)
    initial = {"wave": first.pk if first else None}
    form = PlanForm(request.POST or None, initial=initial, waves=waves, today=today)
    if request.method == "POST" and form.is_valid():
        wave = next(one for one in waves if one.pk == form.cleaned_data["wave"])
        try:
            made = acts.queue_plan(wave, form.parameters(), by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            return redirect("training_plan", made.pk)
    context = {
        "form": form,
        "waves": waves,
        "found": gathered(first) if first else None,
        "others": other_reminders(today),
        "status": 422 if form.errors else 200,
    }
    return shown(request, "new", here="training", trail=[("Nouveau plan", "")], **context)


def plan_of(pk: int) -> TrainingPlan:
    """Give a plan of the pôle, or a page that says there is none."""
    found: TrainingPlan = get_object_or_404(TrainingPlan.objects.select_related("wave", "pole"), pk=pk)
    return found


def _done(
    request: HttpRequest, pk: int, act: Callable[[TrainingPlan], object], words: str, undo: str = ""
) -> HttpResponse:
    try:
        act(plan_of(pk))
    except InputError as why:
        messages.error(request, str(why))
    else:
        say(request, words, undo=undo)
    return redirect("training_plan", pk)


@require_POST
@needs(rules.may_plan_training)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop searching, and keep the best plan so far."""
    words = "La recherche s’arrête : le meilleur plan trouvé sera gardé."
    return _done(request, pk, lambda plan: acts.stop_plan(plan, by=person(request)), words)


@require_POST
@needs(rules.may_plan_training)
def rerun(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a plan again, from the needs and the catalogue of today, less the seats declined."""
    try:
        made = acts.rerun_plan(plan_of(pk), by=person(request))
    except InputError as why:
        messages.error(request, str(why))
        return redirect("training_plan", pk)
    messages.success(request, f"Le plan n° {made.number} est lancé, sans les places déclinées.")
    return redirect("training_plan", made.pk)


@require_POST
@needs(rules.may_plan_training)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to each member its own seats."""
    words = "Le plan est proposé : chaque membre voit ses places, et seulement les siennes."
    undo = reverse("recall_training_plan", args=[pk])
    return _done(request, pk, lambda plan: acts.propose_plan(plan, by=person(request)), words, undo)


@require_POST
@needs(rules.may_plan_training)
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the proposal back."""
    words = "Le plan n’est plus proposé ; les réponses déjà données sont gardées."
    undo = reverse("propose_training_plan", args=[pk])
    return _done(request, pk, lambda plan: acts.recall_plan(plan, by=person(request)), words, undo)

"""The idea box as the team reads it: every idea, those to take up from the strategy, what is decided of each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.members.models import Membership, Organisation
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.projects.room import idea_or_404, shown
from vivier_web.pages.pole.projects.sources import source_named, sources_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import acted
from vivier_web.pages.shared.idea_form import IdeaForm
from vivier_web.projects import rules
from vivier_web.projects.actions import ideas as acts
from vivier_web.projects.choices import IdeaState
from vivier_web.projects.models import Idea
from vivier_web.projects.queries.ideas import cards_of, idea_told, ideas_for_team, states_of

A_PAGE = 20
DECIDED = {
    IdeaState.KEPT: "Idée retenue : elle attend un porteur.",
    IdeaState.SET_ASIDE: "Idée écartée ; son auteur lit pourquoi.",
    IdeaState.PROPOSED: "Idée rouverte.",
}


@needs(rules.may_sort_ideas)
def ideas(request: HttpRequest) -> HttpResponse:
    """List ideas, the most wanted first, of one state when asked."""
    pole, state = pole_of(request), request.GET.get("etat", "")
    state = state if state in IdeaState.values else ""
    counts = states_of(pole)
    page = Paginator(ideas_for_team(pole, state), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cards": cards_of(page.object_list),
        "page": page,
        "state": state,
        "states": [(value, words, counts.get(value, 0)) for value, words in IdeaState.choices],
        "waiting": counts.get(IdeaState.PROPOSED, 0),
        "total": sum(counts.values()),
    }
    return shown(request, "ideas", here="ideas", trail=[], **context)


@needs(rules.may_sort_ideas)
def new_idea(request: HttpRequest) -> HttpResponse:
    """Propose an idea of the team."""
    form = IdeaForm(request.POST or None)
    if form.is_valid():
        try:
            made = acts.propose_idea(pole_of(request), form.cleaned_data, by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "L’idée est dans la boîte.")
            return redirect("idea", made.pk)
    return _form(request, form, "Proposer une idée")


@needs(rules.may_sort_ideas)
def edit_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an idea of the team; those of members are theirs to correct."""
    row = idea_or_404(request, pk)
    if row.organisation_id is not None:
        messages.error(request, "Cette idée est d’un membre : lui seul la corrige, et décide qui la lit.")
        return redirect("idea", pk)
    form = IdeaForm(request.POST or None, initial=initial_of(row))
    if form.is_valid():
        try:
            acts.describe_idea(row, form.cleaned_data, by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "L’idée est corrigée.")
            return redirect("idea", pk)
    return _form(request, form, "Corriger l’idée")


def initial_of(row: Idea) -> dict[str, str]:
    """Give what a form starts from."""
    return {name: getattr(row, name) for name in ("title", "problem", "sought", "reach")}


def _form(request: HttpRequest, form: IdeaForm, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "status": 422 if form.is_bound else 200, "back": "ideas"}
    return shown(request, "form", here="ideas", trail=[(heading, "")], **context)


@needs(rules.may_sort_ideas)
def idea_sources(request: HttpRequest) -> HttpResponse:
    """List the axes of the published strategy and the gaps of skills; one click makes an idea of each."""
    pole = pole_of(request)
    taken = {each.source_key: each for each in Idea.objects.filter(pole=pole).exclude(source_key="")}
    rows = [(each, taken.get(each.key[:120])) for each in sources_of(pole)]
    context = {
        "axes": [pair for pair in rows if pair[0].origin == "axis"],
        "gaps": [pair for pair in rows if pair[0].origin == "gap"],
    }
    return shown(request, "sources", here="ideas", trail=[("Depuis la stratégie", "")], **context)


@require_POST
@needs(rules.may_sort_ideas)
def take_up(request: HttpRequest) -> HttpResponse:
    """Make an idea of an axis or of a gap."""
    try:
        source = source_named(pole_of(request), request.POST.get("source", ""))
    except InputError as why:
        messages.error(request, str(why))
        return redirect("idea_sources")
    made = acts.take_up_source(pole_of(request), source, by=person(request))
    messages.success(request, "C’est une idée ; complétez-la, puis ouvrez-la aux membres.")
    return redirect("idea", made.pk)


@needs(rules.may_sort_ideas)
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an idea, who is interested, what was said, and what may be decided."""
    row = idea_or_404(request, pk)
    told = idea_told(row)
    known = [each.pk for each in told.interested] + ([row.organisation_id] if row.organisation_id else [])
    members = Membership.objects.filter(pole=pole_of(request), left_on=None).select_related("organisation")
    leads = [(each.organisation_id, each.organisation.name) for each in members.order_by("sort_name", "pk")[:1000]]
    context = {
        "told": told,
        "idea": row,
        "remark_url": reverse("remark_on_idea", args=[pk]),
        "leads": sorted(leads, key=lambda each: each[0] not in known),
        "suggested": row.organisation_id or (known[0] if known else None),
    }
    return shown(request, "idea", here="ideas", trail=[(row.title, "")], **context)


@require_POST
@needs(rules.may_sort_ideas)
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a remark of the team."""
    row, text = idea_or_404(request, pk), request.POST.get("text", "")
    return acted(request, lambda: acts.add_remark(row, text, by=person(request)), "Remarque ajoutée.", "idea", pk)


@require_POST
@needs(rules.may_sort_ideas)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an idea, set it aside with its reason, or open it again."""
    row, state = idea_or_404(request, pk), request.POST.get("etat", "")
    reason, words = request.POST.get("reason", ""), DECIDED.get(IdeaState(state)) if state in DECIDED else ""
    return acted(request, lambda: acts.decide_idea(row, state, reason, by=person(request)), words or "", "idea", pk)


@require_POST
@needs(rules.may_sort_ideas)
def make_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a project of an idea, with the lead chosen."""
    row, asked = idea_or_404(request, pk), request.POST.get("porteur", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 12
    lead = Organisation.objects.filter(pk=int(asked) if is_number else 0).first()
    if lead is None:
        messages.error(request, "Choisissez le chef de file parmi les membres.")
        return redirect("idea", pk)
    try:
        made = acts.make_project(row, lead, by=person(request))
    except InputError as why:
        messages.error(request, str(why))
        return redirect("idea", pk)
    messages.success(request, "Le projet est ouvert ; les membres intéressés sont sollicités.")
    return redirect("project", made.pk)

"""The idea box as a member reads it: what it proposed, what was opened to members, what interests it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.company.projects.here import at, idea_or_404, member_of, shown
from vivier_web.pages.company.who import pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.idea_form import IdeaForm
from vivier_web.projects import rules
from vivier_web.projects.actions import ideas as acts
from vivier_web.projects.queries.ideas import cards_of, idea_told, ideas_for_member

A_PAGE = 20


@needs(rules.may_share_ideas)
def ideas(request: HttpRequest) -> HttpResponse:
    """List the ideas the member may read, the most wanted first."""
    member = member_of(request)
    page = Paginator(ideas_for_member(pole_of(request), member), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "cards": cards_of(page.object_list, member)}
    return shown(request, "ideas", member, here="member_ideas", trail=[], **context)


@needs(rules.may_share_ideas)
def new_idea(request: HttpRequest) -> HttpResponse:
    """Propose an idea of the member."""
    member, form = member_of(request), IdeaForm(request.POST or None)
    if form.is_valid():
        try:
            made = acts.propose_idea(pole_of(request), form.cleaned_data, by=user_of(request), organisation=member)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Votre idée est dans la boîte ; l’équipe du pôle vous répondra ici.")
            return redirect(at("member_idea", member, made.pk))
    context = {"form": form, "heading": "Proposer une idée", "status": 422 if form.is_bound else 200}
    return shown(request, "form", member, here="member_ideas", trail=[("Proposer", "")], **context)


@needs(rules.may_share_ideas)
def edit_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one's own idea, or change who reads it."""
    member = member_of(request)
    row = idea_or_404(request, pk, member)
    if row.organisation_id != member.pk:
        messages.error(request, "Seul son auteur corrige une idée.")
        return redirect(at("member_idea", member, pk))
    initial = {name: getattr(row, name) for name in ("title", "problem", "sought", "reach")}
    form = IdeaForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            acts.describe_idea(row, form.cleaned_data, by=user_of(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Votre idée est corrigée.")
            return redirect(at("member_idea", member, pk))
    context = {"form": form, "heading": "Corriger votre idée", "status": 422 if form.is_bound else 200}
    return shown(request, "form", member, here="member_ideas", trail=[("Corriger", "")], **context)


@needs(rules.may_share_ideas)
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one idea, what was said of it, and what became of it."""
    member = member_of(request)
    row = idea_or_404(request, pk, member)
    context = {
        "idea": row,
        "told": idea_told(row, member),
        "is_own": row.organisation_id == member.pk,
        "remark_url": at("remark_on_member_idea", member, pk),
    }
    return shown(request, "idea", member, here="member_ideas", trail=[(row.title, "")], **context)


@require_POST
@needs(rules.may_share_ideas)
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the member is interested, or no longer is."""
    member = member_of(request)
    row = idea_or_404(request, pk, member)
    if request.POST.get("geste") == "retirer":
        acts.drop_idea_support(row, member, by=user_of(request))
        messages.success(request, "C’est retiré.")
    else:
        acts.support_idea(row, member, by=user_of(request))
        messages.success(
            request, "C’est noté : l’équipe du pôle sait que cela vous intéresse, les autres membres non."
        )
    back = "member_ideas" if request.POST.get("retour") == "liste" else "member_idea"
    return redirect(at(back, member, *([] if back == "member_ideas" else [pk])))


@require_POST
@needs(rules.may_share_ideas)
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a remark, in the name of the member."""
    member = member_of(request)
    row, text = idea_or_404(request, pk, member), request.POST.get("text", "")
    act: Callable[[], object] = lambda: acts.add_remark(row, text, by=user_of(request), organisation=member)  # noqa: E731
    try:
        act()
        messages.success(request, "Remarque ajoutée.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect(at("member_idea", member, pk))

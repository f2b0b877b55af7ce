"""The seats a member has in the plan proposed to it: its own alone; accepted, declined, taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.members import rules
from vivier_web.pages.company.who import address, member_of, members_of, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills.actions.training import agree_to_plan, withdraw_from_plan
from vivier_web.skills.actions.training_plans import answer_seats
from vivier_web.skills.models import TrainingPlan
from vivier_web.skills.queries.needs import awaited_from
from vivier_web.skills.queries.training import consent_of
from vivier_web.skills.queries.training_plans import own_seats

ANSWERS: dict[str, bool | None] = {"oui": True, "non": False, "annuler": None}
WORDS = {
    "oui": "Vos places sont acceptées. « Revenir » les remet en attente.",
    "non": "Vos places sont déclinées : le pôle refera son plan sans elles. « Revenir » les remet en attente.",
    "annuler": "Votre réponse est reprise : vos places attendent de nouveau.",
}


@require_GET
@needs(rules.may_answer_for_some)
def own(request: HttpRequest) -> HttpResponse:
    """Show the member its own seats, and whether it may be planned for."""
    member = member_of(request)
    awaited = awaited_from(pole_of(request), member, timezone.localdate())
    latest = awaited[0] if awaited else None
    found = own_seats(pole_of(request), member)
    context = {
        "member": member,
        "members": members_of(request),
        "seats": found,
        "waiting": sum(one.is_accepted is None for one in found),
        "awaited": latest,
        "consent": consent_of(latest.call, member) if latest else None,
        "trail": [("Mon entreprise", address("company", member)), ("Formations partagées", "")],
    }
    return render(request, "company/training/seats.html", context)


@require_POST
@needs(rules.may_answer_for_some)
def answer(request: HttpRequest, pk: int, session: str) -> HttpResponse:
    """Accept or decline one's seats, or take the answer back."""
    member = member_of(request)
    plan: TrainingPlan = get_object_or_404(TrainingPlan.objects.select_related("pole"), pk=pk)
    said = request.POST.get("reponse", "")
    if said not in ANSWERS:
        raise Http404
    try:
        answer_seats(plan, member, session, is_accepted=ANSWERS[said], by=user_of(request))
        messages.success(request, WORDS[said])
    except InputError as why:
        messages.error(request, str(why))
    return redirect(address("member_training", member))


@require_POST
@needs(rules.may_answer_for_some)
def agree(request: HttpRequest) -> HttpResponse:
    """Let the team plan one's training with other members, or stop letting it."""
    member = member_of(request)
    awaited = awaited_from(pole_of(request), member, timezone.localdate())
    if awaited:
        if request.POST.get("accord") == "oui":
            agree_to_plan(awaited[0].call, member, by=user_of(request))
            messages.success(request, "L’équipe peut organiser vos formations avec d’autres membres.")
        else:
            withdraw_from_plan(awaited[0].call, member, by=user_of(request))
            messages.success(request, "L’équipe ne planifie plus vos formations ; le plan sera refait sans vous.")
    return redirect(address("member_training", member))

"""Filling the return: a step at a time, each kept as it is left; a review, then sent."""

import time
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.members import rules
from vivier_web.members.models import Organisation
from vivier_web.pages.company.needs.fields import Layout
from vivier_web.pages.company.who import address, member_of, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills.actions import needs as acts
from vivier_web.skills.actions.training import agree_to_plan, withdraw_from_plan
from vivier_web.skills.models import NeedsCall
from vivier_web.skills.needs.carried import only
from vivier_web.skills.needs.reading import read, read_step, required_done
from vivier_web.skills.needs.schema import MOST_REQUIRED, Schema, Step
from vivier_web.skills.needs.told import told
from vivier_web.skills.queries.needs import Awaited, asked_of, awaited_from, release_of
from vivier_web.skills.queries.needs_filling import (
    Filling,
    filling_of,
    occupation_choices,
    own_occupations,
    previous_answers,
)
from vivier_web.skills.queries.training import consent_of

REVIEW = "relire"
_SALT = "vivier.needs"


def awaited_of(request: HttpRequest, member: Organisation) -> Awaited | None:
    """Give the call this page is about: the one asked for, else the first that is open, else the latest."""
    asked = request.GET.get("vague", "")
    found = awaited_from(pole_of(request), member, timezone.localdate())
    if asked:
        return next((one for one in found if str(one.call.wave_id) == asked), None)
    return next((one for one in found if one.is_open), next(iter(found), None))


def to_step(member: Organisation, call: NeedsCall, step: str = "") -> HttpResponse:
    """Go to a step of a return."""
    return redirect(address("needs_return", member, vague=call.wave_id, **({"etape": step} if step else {})))


@require_GET
@needs(rules.may_answer_for_some)
def page(request: HttpRequest) -> HttpResponse:
    """Show a step of the return, its review, or the receipt of what was sent."""
    member = member_of(request)
    awaited = awaited_of(request, member)
    if awaited is None:
        return render(request, "company/needs/nothing.html", {"member": member, "trail": _trail(member)})
    if not awaited.is_open or (awaited.sent is not None and not awaited.has_draft):
        return redirect(address("needs_receipt", member, vague=awaited.call.wave_id))
    return shown(request, member, awaited, {}, slug=request.GET.get("etape", ""))


def shown(
    request: HttpRequest, member: Organisation, awaited: Awaited, troubles: dict[str, str], *, slug: str
) -> HttpResponse:
    """Show one step as it stands, with what is wrong in it."""
    call = awaited.call
    filling = filling_of(call, member)
    schema, first_year = asked_of(call)
    done, asked = required_done(schema, filling.typed)
    context: dict[str, Any] = {
        "member": member,
        "call": call,
        "awaited": awaited,
        "filling": filling,
        "schema": schema,
        "done": done,
        "asked": asked,
        "most": MOST_REQUIRED,
        "minutes": round(filling.seconds / 60),
        "steps": _steps(schema, filling, first_year),
        "query": f"membre={member.pk}&vague={call.wave_id}",
        "opened": signing.dumps(int(time.time()), salt=_SALT),
        "trail": _trail(member),
    }
    status = 422 if troubles else 200
    if slug == REVIEW:
        found = read(schema, filling.typed, first_year=first_year)
        context |= {
            "tables": told(schema, found.answers, first_year=first_year) if not found.troubles else (),
            "lacking": len(found.troubles),
            "is_released": release_of(call, member) is not None,
            "is_planned": consent_of(call, member) is not None,
        }
        return render(request, "company/needs/review.html", context, status=status)
    step = schema.step(slug) if slug else _first_left(schema, filling, first_year)
    own = own_occupations(member)
    layout = Layout(schema, first_year, filling, troubles, own)
    rank = schema.steps.index(step)
    context |= {
        "step": step,
        "rank": rank + 1,
        "questions": layout.asked(step),
        "troubles": troubles,
        "is_prefilled": bool(only(step, filling.sources)),
        "own": own[:30],
        "has_previous_year": previous_answers(call, member) is not None,
        "before": schema.steps[rank - 1] if rank else None,
        "is_last": rank == len(schema.steps) - 1,
        "has_gate": any(question.when for question in step.questions),
        "head_office": member.sites.first(),
    }
    return render(request, "company/needs/step.html", context, status=status)


def _steps(schema: Schema, filling: Filling, first_year: int) -> list[tuple[Step, str, int]]:
    """Give each step, how it stands and what it lacks."""
    found = []
    for step in schema.steps:
        lacks = len(read_step(schema, step, filling.typed, first_year=first_year).troubles)
        state = (
            "fait" if not lacks and step.slug in filling.seen else "incomplet" if step.slug in filling.seen else ""
        )
        found.append((step, state, lacks))
    return found


def _first_left(schema: Schema, filling: Filling, first_year: int) -> Step:
    left = (step for step, state, _ in _steps(schema, filling, first_year) if state != "fait")
    return next(left, schema.steps[0])


def _trail(member: Organisation) -> list[tuple[str, str]]:
    return [("Mon entreprise", address("company", member)), ("Mes besoins", "")]


@require_POST
@needs(rules.may_answer_for_some)
def save(request: HttpRequest) -> HttpResponse:
    """Keep a step, then go where the button says: on, back, or here again with one more row."""
    member = member_of(request)
    awaited = awaited_of(request, member)
    if awaited is None:
        return redirect(address("company", member))
    call, slug = awaited.call, request.POST.get("etape", "")
    schema, first_year = asked_of(call)
    step = schema.step(slug)
    try:
        draft = acts.save_step(
            call, member, step.slug, _without_row(request.POST), by=user_of(request), seconds=_seconds(request)
        )
    except InputError as why:
        messages.error(request, str(why))
        return to_step(member, call)
    gesture = request.POST.get("geste", "suite")
    if gesture == "quitter":
        messages.success(request, "Votre brouillon est gardé : reprenez-le quand vous voudrez.")
        return redirect(address("company", member))
    if gesture != "suite" or "retirer" in request.POST:
        return to_step(member, call, gesture if gesture in {each.slug for each in schema.steps} else step.slug)
    troubles = read_step(schema, step, draft.typed, first_year=first_year).troubles
    if troubles:
        return shown(request, member, awaited, troubles, slug=step.slug)
    rank = schema.steps.index(step) + 1
    return to_step(member, call, schema.steps[rank].slug if rank < len(schema.steps) else REVIEW)


def _without_row(posted: QueryDict) -> dict[str, str]:
    """Give what was posted, less the row whose « retirer » was pressed."""
    gone = posted.get("retirer", "")
    return {name: said for name, said in posted.items() if not gone or not name.startswith(f"{gone}-")}  # type: ignore[misc]


def _seconds(request: HttpRequest) -> int:
    """Give how long the page was open, as it was signed when it was shown."""
    try:
        opened = signing.loads(request.POST.get("ouvert", ""), salt=_SALT, max_age=86400)
    except signing.BadSignature:
        return 0
    return int(time.time()) - int(opened)


@require_POST
@needs(rules.may_answer_for_some)
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last change back."""
    return _changed(request, lambda call, member, _: acts.undo_step(call, member, by=user_of(request)), "Annulé.")


@require_POST
@needs(rules.may_answer_for_some)
def repeat(request: HttpRequest) -> HttpResponse:
    """Fill a step as last year."""
    return _changed(
        request,
        lambda call, member, slug: acts.repeat_step(call, member, slug, by=user_of(request)),
        "Étape remplie comme l’an dernier, là où cela vaut encore.",
    )


def _changed(request: HttpRequest, act: Any, words: str) -> HttpResponse:
    member = member_of(request)
    awaited = awaited_of(request, member)
    if awaited is None:
        return redirect(address("company", member))
    slug = request.POST.get("etape", "")
    try:
        act(awaited.call, member, slug)
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, words)
    return to_step(member, awaited.call, slug)


@require_POST
@needs(rules.may_answer_for_some)
def send(request: HttpRequest) -> HttpResponse:
    """Send the return, or show what it lacks."""
    member = member_of(request)
    awaited = awaited_of(request, member)
    if awaited is None:
        return redirect(address("company", member))
    agreed = request.POST.get("accord") == "oui"
    try:
        acts.send_return(awaited.call, member, by=user_of(request), is_released=agreed)
        plans = agree_to_plan if request.POST.get("formations") == "oui" else withdraw_from_plan
        plans(awaited.call, member, by=user_of(request))
    except acts.IncompleteError as why:
        messages.error(request, str(why))
        schema, _ = asked_of(awaited.call)
        first = next(iter(why.troubles)).split("-")[0]
        slug = next(step.slug for step in schema.steps if any(one.name == first for one in step.questions))
        return shown(request, member, awaited, why.troubles, slug=slug)
    except InputError as why:
        messages.error(request, str(why))
        return to_step(member, awaited.call)
    return redirect(address("needs_receipt", member, vague=awaited.call.wave_id))


@require_POST
@needs(rules.may_answer_for_some)
def correct(request: HttpRequest) -> HttpResponse:
    """Take up again what was sent."""
    return _changed(
        request,
        lambda call, member, _: acts.correct_return(call, member, by=user_of(request)),
        "Corrigez ce qui a changé, puis envoyez : votre retour précédent vaut jusque-là.",
    )


@require_GET
@needs(rules.may_answer_for_some)
def occupations(request: HttpRequest) -> HttpResponse:
    """Propose occupations for the job title being typed: the member's own first."""
    member = member_of(request)
    row = request.GET.get("champ", "")[:20]
    title = request.GET.get(f"{row}-title", "")[:120]
    found = occupation_choices(title, own_occupations(member))
    context = {"row": row, "title": title, "occupations": found, "pcs": ""}
    return render(request, "company/needs/occupations.html", context)

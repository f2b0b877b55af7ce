"""The page of polyvalence matrices, and what it sends: skills and counts read on the member's own computer."""

import json
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import PrefixNode
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.members import rules
from vivier_web.members.models import Organisation
from vivier_web.pages.company.deposits.sending import PYTHON
from vivier_web.pages.company.who import address, member_of, user_of, wave_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills.actions.polyvalence import CLOSED, deposit_skills, withdraw_skills
from vivier_web.skills.models import Wave
from vivier_web.skills.queries.gaps import latest_skills_deposit, lines_of, may_match
from vivier_web.skills.queries.readings import skills_in_memory

_SALT = "vivier.polyvalence"  # of what the server read and the member has not sent yet
_AN_HOUR = 3600
_OLD = "La lecture date de plus d’une heure ou d’une autre collecte : choisissez vos fichiers de nouveau."


@require_GET
@needs(rules.may_answer_for_some)
def page(request: HttpRequest) -> HttpResponse:
    """Show what was sent, and where matrices are chosen, read and, once seen, sent."""
    return _page(request, member_of(request), wave_of(request))


def _page(request: HttpRequest, member: Organisation, wave: Wave | None, trouble: str = "") -> HttpResponse:
    before = latest_skills_deposit(member)
    context = {
        "member": member,
        "wave": wave if member.siren is not None else None,
        "before": before,
        "lines": lines_of(before) if before is not None else [],
        "may_match": before is not None and may_match(),
        "python": PrefixNode.handle_simple("STATIC_URL") + PYTHON,
        "trouble": trouble,
        "trail": trail_of(member),
    }
    return render(request, "company/skills/deposit.html", context, status=400 if trouble else 200)


def trail_of(member: Organisation, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Give the crumbs of this room."""
    here = address("polyvalence", member) if more else ""
    return [("Mon entreprise", address("company", member)), ("Compétences", here), *more]


@require_POST
@needs(rules.may_answer_for_some)
def send(request: HttpRequest) -> HttpResponse:
    """Receive what the page sends, and answer where one goes next; or say why nothing was kept."""
    member, wave = member_of(request), wave_of(request)
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError):
        payload = None
    if wave is None:
        return JsonResponse({"error": CLOSED}, status=400)
    try:
        deposit_skills(wave, member, payload, by=user_of(request))
    except InputError as why:
        return JsonResponse({"error": str(why)}, status=400)
    return JsonResponse({"next": _next(member)})


def _next(member: Organisation) -> str:
    return address("polyvalence_match" if may_match() else "polyvalence", member)


@require_POST
@needs(rules.may_answer_for_some)
def read_here(request: HttpRequest) -> HttpResponse:
    """Read files on the server, in memory, for whoever agreed to it; show what was read, keep nothing."""
    member, wave = member_of(request), wave_of(request)
    if wave is None or member.siren is None:
        return _page(request, member, None, CLOSED)
    if request.POST.get("agreed") != "oui":
        return _page(request, member, wave, "Cochez votre accord pour que les fichiers soient lus sur le serveur.")
    try:
        found = skills_in_memory(request.FILES.getlist("fichiers"), on=wave.on, siren=member.siren)
    except InputError as why:
        return _page(request, member, wave, str(why))
    context = {
        "member": member,
        "wave": wave,
        "found": found,
        "rows": [_row(one) for one in found["company"]["skills"]],
        "kept": signing.dumps([wave.pk, member.pk, found["company"]], salt=_SALT, compress=True),
        "trail": trail_of(member, ("Relire", "")),
    }
    return render(request, "company/skills/review.html", context)


def _row(one: dict[str, Any]) -> tuple[str, list[int], int | None]:
    by_level = dict(one["levels"])
    return one["skill"], [by_level.get(level, 0) for level in "01234"], one["required"]


@require_POST
@needs(rules.may_answer_for_some)
def send_read(request: HttpRequest) -> HttpResponse:
    """Deposit what the server read a moment ago, with the skills that were ticked."""
    member, wave = member_of(request), wave_of(request)
    if wave is None:
        return _page(request, member, None, CLOSED)
    try:
        payload = _agreed(request, member, wave)
        deposit_skills(wave, member, payload, by=user_of(request), read_where="server")
    except InputError as why:
        return _page(request, member, wave, str(why))
    return redirect(_next(member))


def _agreed(request: HttpRequest, member: Organisation, wave: Wave) -> dict[str, Any]:
    """Take back what the server read, as it signed it, and keep the skills that were ticked."""
    try:
        of_wave, of_member, kept = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=_AN_HOUR)
    except signing.BadSignature:
        raise InputError(_OLD) from None
    if (of_wave, of_member) != (wave.pk, member.pk):
        raise InputError(_OLD)
    ticked = {rank for rank in request.POST.getlist("competences") if rank.isascii() and rank.isdigit()}
    company: dict[str, Any] = kept
    return company | {"skills": [one for rank, one in enumerate(company["skills"]) if str(rank) in ticked]}


@require_POST
@needs(rules.may_answer_for_some)
def withdraw(request: HttpRequest) -> HttpResponse:
    """Erase what was sent; a new deposit brings it back."""
    member = member_of(request)
    before = latest_skills_deposit(member)
    if before is not None:
        withdraw_skills(before, by=user_of(request))
        messages.success(
            request, "Vos compétences sont effacées de la plateforme. Un nouveau dépôt les y remettrait."
        )
    return redirect(address("polyvalence", member))

"""The page of a deposit, and what it sends: counts read on the member's own computer."""

import json
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import PrefixNode
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.members import rules
from vivier_web.members.models import Organisation
from vivier_web.pages.company.deposits import columns
from vivier_web.pages.company.who import address, member_of, user_of, wave_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills.actions.deposits import deposit
from vivier_web.skills.models import Wave
from vivier_web.skills.queries.deposits import current_deposit
from vivier_web.skills.queries.readings import Held, read_in_memory

PYTHON = "vendor/pyodide-314.0.7/"  # the folder `make assets` names by the version of package.json
_SALT = "vivier.deposit"  # of what the server read and the member has not sent yet
_AN_HOUR = 3600
_CLOSED = "Aucune collecte n’est ouverte aujourd’hui : votre pôle vous écrira à la prochaine."


@require_GET
@needs(rules.may_answer_for_some)
def page(request: HttpRequest) -> HttpResponse:
    """Show where files are chosen, read and, once seen, sent."""
    member, wave = member_of(request), wave_of(request)
    if wave is None or member.siren is None:
        return _nothing(request, member)
    return _page(request, member, wave)


def _page(request: HttpRequest, member: Organisation, wave: Wave, trouble: str = "") -> HttpResponse:
    context = {
        "member": member,
        "wave": wave,
        "before": current_deposit(wave, member),
        "python": PrefixNode.handle_simple("STATIC_URL") + PYTHON,
        "trouble": trouble,
        "trail": _trail(member),
    }
    return render(request, "company/deposit.html", context, status=400 if trouble else 200)


def _trail(member: Organisation) -> list[tuple[str, str]]:
    return [("Mon entreprise", address("company", member)), ("Déposer mes effectifs", "")]


def _nothing(request: HttpRequest, member: Organisation) -> HttpResponse:
    why = (
        _CLOSED
        if member.siren
        else "Le SIREN de cette entreprise n’est pas connu : demandez à votre pôle de l’ajouter."
    )
    return render(request, "company/no_deposit.html", {"member": member, "why": why, "trail": _trail(member)})


@require_POST
@needs(rules.may_answer_for_some)
def send(request: HttpRequest) -> HttpResponse:
    """Receive what the page sends, and answer where the report will be; or say why nothing was kept."""
    member, wave = member_of(request), wave_of(request)
    if wave is None:
        return JsonResponse({"error": _CLOSED}, status=400)
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError):
        payload = None
    try:
        deposit(wave, member, payload, by=user_of(request))
    except InputError as why:
        return JsonResponse({"error": str(why)}, status=400)
    return JsonResponse({"next": address("report", member)})


@require_POST
@needs(rules.may_answer_for_some)
def read_here(request: HttpRequest) -> HttpResponse:
    """Read files on the server, in memory, for whoever agreed to it; show what was read, keep nothing."""
    member, wave = member_of(request), wave_of(request)
    if wave is None or member.siren is None:
        return _nothing(request, member)
    if request.POST.get("agreed") != "oui":
        return _page(request, member, wave, "Cochez votre accord pour que les fichiers soient lus sur le serveur.")
    try:
        files = columns.given(request)
        sheets = columns.asked(files, wave.on)
    except InputError as why:
        return _page(request, member, wave, str(why))
    if sheets and not request.POST.get(columns.CONFIRMED):
        return _columns(request, member, wave, files=files, sheets=columns.told(sheets))
    return _counted(request, member, wave, files=files, sheets=sheets)


def _counted(
    request: HttpRequest, member: Organisation, wave: Wave, *, files: list[Held], sheets: list[dict[str, Any]]
) -> HttpResponse:
    """Count with the columns that stand, or say beside them why it cannot be."""
    choices = columns.chosen(request, sheets)
    is_single = request.POST.get("single_ages") == "oui"
    try:
        found = read_in_memory(files, on=wave.on, siren=member.siren or "", single_ages=is_single, columns=choices)
    except InputError as why:
        if not sheets:
            return _page(request, member, wave, str(why))
        corrected = columns.told(sheets, choices)
        return _columns(request, member, wave, files=files, sheets=corrected, trouble=str(why))
    return _review(request, member, wave, found)


def _columns(request: HttpRequest, member: Organisation, wave: Wave, **more: Any) -> HttpResponse:
    """Ask about columns; the files go back with the question."""
    context = more | {
        "member": member,
        "wave": wave,
        "files": columns.going_back(more["files"]),
        "single_ages": request.POST.get("single_ages") == "oui",
        "trail": _trail(member),
    }
    return render(request, "company/columns.html", context, status=400 if more.get("trouble") else 200)


def _review(request: HttpRequest, member: Organisation, wave: Wave, found: dict[str, Any]) -> HttpResponse:
    kept = {"company": found["company"], "single_ages": found["single_ages"], "titles": found["titles"]}
    context = {
        "member": member,
        "wave": wave,
        "found": found,
        "kept": signing.dumps([wave.pk, member.pk, kept], salt=_SALT, compress=True),
        "trail": _trail(member),
    }
    return render(request, "company/review.html", context)


@require_POST
@needs(rules.may_answer_for_some)
def send_read(request: HttpRequest) -> HttpResponse:
    """Deposit what the server read a moment ago, with the titles that were ticked."""
    member, wave = member_of(request), wave_of(request)
    if wave is None:
        return _nothing(request, member)
    try:
        payload = _agreed(request, member, wave)
        deposit(wave, member, payload, by=user_of(request), read_where="server")
    except InputError as why:
        return _page(request, member, wave, str(why))
    return redirect(address("report", member))


def _agreed(request: HttpRequest, member: Organisation, wave: Wave) -> dict[str, Any]:
    """Take back what the server read, as it signed it, and keep the titles that were ticked."""
    try:
        of_wave, of_member, kept = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=_AN_HOUR)
    except signing.BadSignature:
        of_wave = None
    if of_wave is None or (of_wave, of_member) != (wave.pk, member.pk):
        raise InputError(
            "La lecture date de plus d’une heure ou d’une autre collecte : choisissez vos fichiers de nouveau."
        )
    ticked = {rank for rank in request.POST.getlist("titres") if rank.isascii() and rank.isdigit()}
    titles = [
        {key: offer[key] for key in ("title", "pcs", "count")}
        for rank, offer in enumerate(kept["titles"])
        if str(rank) in ticked
    ]
    return {"company": kept["company"], "single_ages": kept["single_ages"], "titles": titles}

"""Pôles published together: offered on the page that compares them, withdrawn and shown again by whose they are."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.indicators import national, rules
from vivier_web.members.rules import Actor
from vivier_web.pages.shared.access import Asking, needs


def _actor(request: HttpRequest) -> Actor:
    return cast("Asking", request).actor


def offered(request: HttpRequest) -> dict[str, Any]:
    """Give what somebody may put together, what is under way and what they did, for the page that compares."""
    actor = _actor(request)
    passages = national.passages(actor)
    return {
        "offers": national.offers(actor),
        "joint": national.joint(actor),
        "passages": passages,
        "is_passing": any(each.is_waiting for each in passages),
    }


@require_GET
@needs(rules.may_publish_jointly)
def progress(request: HttpRequest) -> HttpResponse:
    """Give how far passages are, for the page that asks every two seconds; once done, ask it to open anew."""
    found = offered(request)
    answer = render(request, "shared/figures/passages.html", found)
    if not found["is_passing"]:
        answer["HX-Refresh"] = "true"
    return answer


def _back(request: HttpRequest) -> HttpResponse:
    is_network = _actor(request).holds_anywhere(RoleKind.NETWORK)
    return redirect("network_figures" if is_network else "authority_figures")


@require_POST
@needs(rules.may_publish_jointly)
def put_together(request: HttpRequest, circle: str, cube: str, day: str) -> HttpResponse:
    """Ask that the pôles of a circle that published the same be published together, each enterprise once."""
    try:
        is_theirs = national.publish_for(_actor(request), circle, cube, _day(day), by=request.user)
    except InputError as why:
        messages.error(request, str(why))
        return _back(request)
    if not is_theirs:
        raise Http404
    messages.success(request, "Le contrôle commence : ces chiffres paraissent s’ils ne trahissent personne.")
    return _back(request)


@require_POST
@needs(rules.may_publish_jointly)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a publication of several pôles no more."""
    try:
        is_theirs = national.withdraw_joint(_actor(request), pk, request.POST.get("why", ""), by=request.user)
    except InputError as why:
        messages.error(request, str(why))
        return _back(request)
    if not is_theirs:
        raise Http404
    messages.success(
        request, "Publication retirée ; elle reste comparée aux suivantes. « Remettre » la montre de nouveau."
    )
    return _back(request)


@require_POST
@needs(rules.may_publish_jointly)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it again."""
    if not national.restore_joint(_actor(request), pk, by=request.user):
        raise Http404
    messages.success(request, "La publication est de nouveau montrée, la même.")
    return _back(request)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError("Choisissez un jour dans la liste.") from None

"""The buttons of the room: adopt, publish, set aside, begin the next version, offer; each says how to undo it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.pages.pole.members.here import person, pole_of, refuse
from vivier_web.pages.pole.procedures.room import version_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.procedures import rules
from vivier_web.procedures.actions import versions as acts
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries.versions import offered_version, shipped_procedure


@require_POST
@needs(rules.may_write_procedures)
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """Adopt a procedure that comes with the platform."""
    pole = pole_of(request)
    if shipped_procedure(key) is None:
        raise Http404
    return _made(request, lambda by: acts.adopt_shipped(pole, key, by=by), "adoptée en brouillon")


@require_POST
@needs(rules.may_write_procedures)
def adopt_offered(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt a procedure that another pôle offers."""
    pole = pole_of(request)
    if offered_version(pole, pk) is None:
        raise Http404
    return _made(request, lambda by: acts.adopt_from_pole(pole, pk, by=by), "adoptée en brouillon")


@require_POST
@needs(rules.may_write_procedures)
def next_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version from this one."""
    version = version_of(request, pk)
    return _made(request, lambda by: acts.new_version(version, by=by), "commencée en brouillon")


def _made(request: HttpRequest, act: Callable[[User | None], ProcedureVersion], done: str) -> HttpResponse:
    try:
        made = act(person(request))
    except InputError as why:
        refuse(request, str(why))
        return redirect("procedures")
    undo = reverse("retire_procedure", args=[made.pk])
    say(request, f"« {made.title} », version {made.version} : {done}. Relisez, adaptez, publiez.", undo=undo)
    return redirect("procedure", made.pk)


@require_POST
@needs(rules.may_write_procedures)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft that passes the checks."""
    undo = reverse("retire_procedure", args=[pk])
    return _changed(request, pk, acts.publish_procedure, "Publiée : des dossiers peuvent la suivre.", undo)


@require_POST
@needs(rules.may_write_procedures)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a version aside."""
    words = "Mise de côté : aucun nouveau dossier ne la suivra ; ceux qui la suivent la gardent."
    return _changed(request, pk, acts.retire, words, reverse("resume_procedure", args=[pk]))


@require_POST
@needs(rules.may_write_procedures)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back a version that was set aside."""
    return _changed(request, pk, acts.resume, "Remise où elle était.", reverse("retire_procedure", args=[pk]))


@require_POST
@needs(rules.may_write_procedures)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a version to other pôles."""
    words = "Offerte : les autres pôles peuvent la lire et l’adopter."
    return _changed(request, pk, acts.offer, words, reverse("withdraw_procedure_offer", args=[pk]))


@require_POST
@needs(rules.may_write_procedures)
def withdraw_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a version no more."""
    words = "Elle n’est plus offerte ; les pôles qui l’ont adoptée gardent la leur."
    return _changed(request, pk, acts.withdraw_offer, words, reverse("offer_procedure", args=[pk]))


def _changed(
    request: HttpRequest, pk: int, act: Callable[..., ProcedureVersion], words: str, undo: str
) -> HttpResponse:
    version = version_of(request, pk)
    try:
        act(version, by=person(request))
    except InputError as why:
        refuse(request, str(why))
    else:
        say(request, words, undo=undo)
    return redirect("procedure", pk)

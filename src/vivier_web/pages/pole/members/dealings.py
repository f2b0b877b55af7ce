"""The people within a member, and what passes between them and the pôle."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vivier_web.members import actions, rules
from vivier_web.members.models import Contact, Dealing
from vivier_web.pages.pole.members import forms
from vivier_web.pages.pole.members.here import (
    filled,
    form_page,
    organisation_or_404,
    person,
    pole_of,
    to_member,
    trail_to,
)
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say

_FORGOTTEN = "forgotten_contact"  # the key of the session: the last person erased, until the next one


@needs(rules.may_keep_dealings)
def add_dealing(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a visit, a call, a need, a referral."""
    organisation = organisation_or_404(request, pk)
    pole = pole_of(request)
    contacts = Contact.objects.filter(pole=pole, organisation=organisation)
    form = forms.DealingForm(request.POST or None, initial={"on": timezone.localdate()}, contacts=contacts)
    if request.method == "POST" and filled(
        form, lambda said: actions.note_dealing(pole, organisation, by=person(request), **said)
    ):
        say(request, "C’est noté.")
        return to_member(pk, "echanges")
    back = reverse("member", args=[pk])
    return form_page(request, form, "Noter un échange", back=back, trail=trail_to(organisation, last="Échange"))


def _dealing(request: HttpRequest, pk: int, dealing: int) -> Dealing:
    return get_object_or_404(Dealing, pk=dealing, organisation_id=pk, pole=pole_of(request))


@needs(rules.may_keep_dealings)
def edit_dealing(request: HttpRequest, pk: int, dealing: int) -> HttpResponse:
    """Correct what was noted."""
    organisation, row = organisation_or_404(request, pk), _dealing(request, pk, dealing)
    contacts = Contact.objects.filter(pole=pole_of(request), organisation=organisation)
    form = forms.DealingForm(request.POST or None, instance=row, contacts=contacts)
    if request.method == "POST" and filled(
        form, lambda said: actions.describe_dealing(row, by=person(request), **said)
    ):
        say(request, "L’échange est corrigé.")
        return to_member(pk, "echanges")
    back = reverse("member", args=[pk])
    return form_page(request, form, "Modifier l’échange", back=back, trail=trail_to(organisation, last="Échange"))


@require_POST
@needs(rules.may_keep_dealings)
def settle_dealing(request: HttpRequest, pk: int, dealing: int) -> HttpResponse:
    """Note that the next step was taken, and offer to undo it."""
    row = _dealing(request, pk, dealing)
    actions.settle_dealing(row, on=timezone.localdate(), by=person(request))
    undo = reverse("reopen_dealing", args=[pk, dealing])
    say(request, f"« {row.next_step or row.get_kind_display()} » : c’est fait.", undo=undo)
    return _back(request, pk)


@require_POST
@needs(rules.may_keep_dealings)
def reopen_dealing(request: HttpRequest, pk: int, dealing: int) -> HttpResponse:
    """Put a next step back among those to take."""
    actions.reopen_dealing(_dealing(request, pk, dealing), by=person(request))
    say(request, "La suite est de nouveau à faire.")
    return _back(request, pk)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back where the button was: the desk or the card."""
    asked = request.POST.get("retour", "")
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return redirect(asked)
    return to_member(pk, "echanges")


@needs(rules.may_keep_dealings)
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note somebody."""
    organisation = organisation_or_404(request, pk)
    form = forms.ContactForm(request.POST or None)
    if request.method == "POST" and filled(
        form, lambda said: actions.add_contact(pole_of(request), organisation, by=person(request), **said)
    ):
        say(request, "La personne est notée.")
        return to_member(pk, "personnes")
    back = reverse("member", args=[pk])
    return form_page(
        request,
        form,
        "Ajouter une personne",
        back=back,
        trail=trail_to(organisation, last="Personne"),
        sub="Seule l’équipe de votre pôle la voit. Notez ce qui sert à la joindre, rien de plus.",
    )


def _contact(request: HttpRequest, pk: int, contact: int) -> Contact:
    return get_object_or_404(Contact, pk=contact, organisation_id=pk, pole=pole_of(request))


@needs(rules.may_keep_dealings)
def edit_contact(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Correct or erase somebody."""
    organisation, row = organisation_or_404(request, pk), _contact(request, pk, contact)
    form = forms.ContactForm(request.POST or None, instance=row)
    if request.method == "POST" and filled(
        form, lambda said: actions.describe_contact(row, by=person(request), **said)
    ):
        say(request, "La fiche de cette personne est corrigée.")
        return to_member(pk, "personnes")
    return form_page(
        request,
        form,
        "Modifier la personne",
        back=reverse("member", args=[pk]),
        trail=trail_to(organisation, last="Personne"),
        erase=reverse("forget_contact", args=[pk, contact]),
    )


@require_POST
@needs(rules.may_keep_dealings)
def forget_contact(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Erase somebody, and offer to undo it for as long as the session remembers."""
    row = _contact(request, pk, contact)
    said = {name: getattr(row, name) for name in ("name", "function", "email", "phone")}
    request.session[_FORGOTTEN] = {"organisation": pk, "said": said}
    actions.forget_contact(row, by=person(request))
    say(request, "La personne est effacée.", undo=reverse("recall_contact", args=[pk]))
    return to_member(pk, "personnes")


@require_POST
@needs(rules.may_keep_dealings)
def recall_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note again the person just erased."""
    organisation = organisation_or_404(request, pk)
    kept = request.session.pop(_FORGOTTEN, None)
    if kept is None or kept["organisation"] != pk:
        say(request, "Cette personne ne peut plus être rétablie : notez-la de nouveau.")
        return to_member(pk, "personnes")
    actions.add_contact(pole_of(request), organisation, by=person(request), **kept["said"])
    say(request, "La personne est rétablie.")
    return to_member(pk, "personnes")

"""The card of a member, and what its team changes in it: identity, sites, adhesion."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.members import actions, rules
from vivier_web.members.choices import SIZES
from vivier_web.members.models import Contact, Membership, Organisation, Site
from vivier_web.members.queries import lists
from vivier_web.members.queries.cards import member_card
from vivier_web.members.territory import DEPARTMENTS, department_of
from vivier_web.pages.pole.members import forms
from vivier_web.pages.pole.members.here import (
    filled,
    form_page,
    organisation_or_404,
    person,
    pole_of,
    refuse,
    to_member,
    trail_to,
)
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.skills.queries.duties import deposits_told


@needs(rules.may_see_members)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that the pôle knows of a member."""
    pole, today = pole_of(request), timezone.localdate()
    organisation = organisation_or_404(request, pk)
    card = member_card(pole, organisation, today=today)
    context: dict[str, Any] = {
        "card": card,
        "deposits": deposits_told(pole, organisation),
        "trail": trail_to(organisation),
        "size": SIZES.get(organisation.size, ""),
        "department": DEPARTMENTS.get(card.adhesion.department, ""),
        "may_change": rules.may_change_members(request.actor),  # type: ignore[attr-defined]
        "may_keep": rules.may_keep_dealings(request.actor),  # type: ignore[attr-defined]
        "dealing_form": forms.DealingForm(
            initial={"on": today}, contacts=Contact.objects.none(), known=card.contacts
        ),
        "leaving_form": forms.LeavingForm(initial={"left_on": today}),
    }
    return render(request, "pole/members/member.html", context)


@needs(rules.may_change_members)
def register_member(request: HttpRequest) -> HttpResponse:
    """Register an organisation and admit it; one already known to the platform is admitted as it is."""
    pole = pole_of(request)
    form = forms.RegisterForm(request.POST or None, initial={"joined_on": timezone.localdate()})
    made: list[Organisation] = []
    if request.method == "POST" and filled(form, lambda said: made.append(_register(request, said))):
        say(request, "Le membre est admis. Notez ici les personnes que vous y connaissez et ce qui s’est dit.")
        return to_member(made[0].pk)
    return form_page(
        request,
        form,
        "Admettre un membre",
        back=reverse("members"),
        trail=trail_to(last="Admettre un membre"),
        submit="Admettre",
        colleges=lists.colleges(pole),
        sub="Une organisation que la plateforme connaît déjà par son SIREN est reprise telle quelle.",
    )


def _register(request: HttpRequest, said: dict[str, Any]) -> Organisation:
    pole, by = pole_of(request), person(request)
    siret, postcode, town = (said.pop(name) for name in ("siret", "postcode", "town"))
    joined_on, college = said.pop("joined_on"), said.pop("college").strip()
    place = {"postcode": postcode, "town": town, "department": department_of(postcode=postcode)}
    is_known = siret and Site.objects.filter(siret=siret).exists()
    sites = [{"siret": siret, "is_head_office": True, **place}] if siret and not is_known else []
    organisation = actions.register_organisation(said.pop("name"), by=by, sites=sites, **said)
    actions.admit_member(pole, organisation, joined_on=joined_on, by=by, college=college)
    return organisation


@needs(rules.may_change_members)
def edit_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of an organisation."""
    organisation = organisation_or_404(request, pk)
    form = forms.OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and filled(
        form, lambda said: actions.describe_organisation(organisation, by=person(request), **said)
    ):
        say(request, "La fiche est corrigée.")
        return to_member(pk)
    return form_page(request, form, "Modifier la fiche", back=_card(pk), trail=_trail(request, pk, "Modifier"))


def _card(pk: int) -> str:
    return reverse("member", args=[pk])


def _trail(request: HttpRequest, pk: int, last: str) -> Any:
    return trail_to(organisation_or_404(request, pk), last=last)


@needs(rules.may_change_members)
def add_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Note an establishment."""
    organisation = organisation_or_404(request, pk)
    form = forms.SiteForm(request.POST or None, initial={"siret": organisation.siren or ""})
    if request.method == "POST" and filled(
        form, lambda said: actions.open_site(organisation, by=person(request), **said)
    ):
        say(request, "L’établissement est noté.")
        return to_member(pk, "etablissements")
    return form_page(
        request, form, "Ajouter un établissement", back=_card(pk), trail=trail_to(organisation, last="Établissement")
    )


@needs(rules.may_change_members)
def edit_site(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """Correct an establishment."""
    organisation = organisation_or_404(request, pk)
    row = get_object_or_404(Site, pk=site, organisation=organisation)
    form = forms.SiteForm(request.POST or None, instance=row)
    if request.method == "POST" and filled(form, lambda said: actions.describe_site(row, by=person(request), **said)):
        say(request, "L’établissement est corrigé.")
        return to_member(pk, "etablissements")
    return form_page(
        request, form, "Modifier l’établissement", back=_card(pk), trail=trail_to(organisation, last="Établissement")
    )


def _adhesion(request: HttpRequest, pk: int, adhesion: int) -> Membership:
    return get_object_or_404(Membership, pk=adhesion, organisation_id=pk, pole=pole_of(request))


@needs(rules.may_change_members)
def edit_adhesion(request: HttpRequest, pk: int, adhesion: int) -> HttpResponse:
    """Correct the day or the college of an adhesion."""
    row = _adhesion(request, pk, adhesion)
    form = forms.AdhesionForm(request.POST or None, instance=row)
    if request.method == "POST" and filled(
        form, lambda said: actions.describe_membership(row, by=person(request), **said)
    ):
        say(request, "L’adhésion est corrigée.")
        return to_member(pk)
    return form_page(
        request,
        form,
        "Modifier l’adhésion",
        back=_card(pk),
        trail=_trail(request, pk, "Adhésion"),
        colleges=lists.colleges(pole_of(request)),
    )


@require_POST
@needs(rules.may_change_members)
def end_adhesion(request: HttpRequest, pk: int, adhesion: int) -> HttpResponse:
    """End an adhesion, and offer to undo it."""
    row = _adhesion(request, pk, adhesion)
    form = forms.LeavingForm(request.POST)
    if not filled(form, lambda said: actions.end_membership(row, by=person(request), **said)):
        trail = _trail(request, pk, "Fin d’adhésion")
        return form_page(request, form, "Mettre fin à l’adhésion", back=_card(pk), trail=trail)
    say(request, "La fin de l’adhésion est notée.", undo=reverse("resume_adhesion", args=[pk, adhesion]))
    return to_member(pk)


@require_POST
@needs(rules.may_change_members)
def resume_adhesion(request: HttpRequest, pk: int, adhesion: int) -> HttpResponse:
    """Undo the end of an adhesion."""
    try:
        actions.resume_membership(_adhesion(request, pk, adhesion), by=person(request))
    except InputError as error:
        refuse(request, str(error))
        return to_member(pk)
    say(request, "L’adhésion reprend, comme si elle n’avait pas cessé.")
    return to_member(pk)


@require_POST
@needs(rules.may_change_members)
def admit_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Admit again an organisation that had left."""
    organisation = organisation_or_404(request, pk)
    last = Membership.objects.filter(pole=pole_of(request), organisation=organisation).order_by("-joined_on").first()
    if last is None:
        raise Http404
    today = timezone.localdate()
    actions.admit_member(pole_of(request), organisation, joined_on=today, by=person(request), college=last.college)
    say(request, "L’organisation est de nouveau membre, à compter d’aujourd’hui.")
    return to_member(pk)

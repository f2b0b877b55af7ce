"""What a member offers and seeks itself: saying it, taking it back, putting it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.pages.company.mobility.forms import Declaring, OfferForm, SearchForm
from vivier_web.pages.company.mobility.here import member_of, trail_to
from vivier_web.pages.company.who import address, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions import mobility as actions
from vivier_web.skills.mobility.law import reminder
from vivier_web.skills.models import Offer, Search
from vivier_web.skills.queries.occupations_named import Named, named

PREFILLED = {
    "intitule": "title",
    "pcs": "pcs",
    "rome": "rome",
    "personnes": "people",
    "du": "from_on",
    "au": "until_on",
}
LONGEST_TITLE = 80


@needs(rules.may_share_people)
def offer(request: HttpRequest) -> HttpResponse:
    """Offer people of the member."""
    member = member_of(request)
    form = _filled(request, OfferForm, member)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        how = {"form": said["form"], "acknowledges": said["acknowledges"], "by": user_of(request)}
        try:
            actions.offer_people(pole_of(request), member, form.said(), **how)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Votre offre est là, sans votre nom. Vous la retirez quand vous voulez.")
            return redirect(address("mobility", member))
    return _page(request, member, form, "Proposer du personnel")


@needs(rules.may_share_people)
def search(request: HttpRequest) -> HttpResponse:
    """Declare people whom the member lacks."""
    member = member_of(request)
    form = _filled(request, SearchForm, member)
    if form.is_bound and form.is_valid():
        km = form.cleaned_data["km"] or 0
        try:
            actions.declare_search(pole_of(request), member, form.said(), km=km, by=user_of(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Votre recherche est là, sans votre nom. Vous la retirez quand vous voulez.")
            return redirect(address("mobility", member))
    return _page(request, member, form, "Chercher du personnel")


@require_GET
@needs(rules.may_share_people)
def occupations(request: HttpRequest) -> HttpResponse:
    """Give the occupations proposed for a title, as a piece of the form."""
    return render(request, "company/mobility/occupations.html", {"named": _named(request.GET.get("title", ""))})


def _named(title: str) -> Named:
    return named(" ".join(title.split())[:LONGEST_TITLE])


def _filled(request: HttpRequest, kind: type[Declaring], member: Organisation) -> Any:
    """Fill the form with what was sent; nothing is checked when only proposals are asked for, or when a link came."""
    sites = list(member.sites.filter(closed_on=None))
    if request.method == "POST" and "proposer" not in request.POST:
        return kind(request.POST, sites=sites)
    given: dict[str, Any] = {name: request.GET[key] for key, name in PREFILLED.items() if key in request.GET}
    return kind(initial=request.POST.dict() if request.method == "POST" else given, sites=sites)


def _page(request: HttpRequest, member: Organisation, form: Declaring, heading: str) -> HttpResponse:
    found = _named(str(form["title"].value() or ""))
    offered = {each.code for each in found.pcs}
    chosen = str(form["pcs"].value() or "")
    context = {
        "member": member,
        "form": form,
        "named": found,
        "pcs": chosen if chosen in offered else (found.pcs[0].code if found.pcs else ""),
        "rome": str(form["rome"].value() or ""),
        "reminder": reminder() if isinstance(form, OfferForm) else None,
        "heading": heading,
        "trail": trail_to(member, heading),
    }
    return render(request, "company/mobility/form.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest, model: Any, pk: int) -> tuple[Any, Organisation]:
    member = member_of(request)
    return get_object_or_404(model.objects.select_related("pole"), pk=pk, organisation=member), member


@require_POST
@needs(rules.may_share_people)
def withdraw_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back."""
    row, member = _own(request, Offer, pk)
    actions.withdraw_offer(row, by=user_of(request))
    messages.success(request, "Votre offre est retirée ; « Remettre » la rend telle quelle.")
    return redirect(address("mobility", member))


@require_POST
@needs(rules.may_share_people)
def withdraw_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a search back."""
    row, member = _own(request, Search, pk)
    actions.withdraw_search(row, by=user_of(request))
    messages.success(request, "Votre recherche est retirée ; « Remettre » la rend telle quelle.")
    return redirect(address("mobility", member))


@require_POST
@needs(rules.may_share_people)
def resume_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an offer back."""
    row, member = _own(request, Offer, pk)
    actions.resume_offer(row, by=user_of(request))
    return redirect(address("mobility", member))


@require_POST
@needs(rules.may_share_people)
def resume_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a search back."""
    row, member = _own(request, Search, pk)
    actions.resume_search(row, by=user_of(request))
    return redirect(address("mobility", member))

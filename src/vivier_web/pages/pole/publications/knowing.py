"""What the gate must know: figures that appeared elsewhere, members of one group."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.indicators import rules
from vivier_web.indicators.actions.knowing import note_known_figure
from vivier_web.indicators.actions.publishing import day_of
from vivier_web.indicators.models import KnownFigure
from vivier_web.indicators.queries.cubes import sources_of
from vivier_web.members.actions import link_group
from vivier_web.members.models import GroupLink, Membership, Organisation
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.publications.forms import GroupForm, KnownForm
from vivier_web.pages.pole.publications.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say


@needs(rules.may_prepare_publications)
def known(request: HttpRequest) -> HttpResponse:
    """Note a figure that appeared elsewhere, or the group of a member."""
    pole, today = pole_of(request), timezone.localdate()
    sources = sources_of(pole)
    current = Membership.objects.filter(pole=pole).of_day(today)
    members = list(Organisation.objects.filter(memberships__in=current).order_by("name").distinct())
    is_group = "head" in request.POST
    figure = KnownForm(None if is_group else request.POST or None, sources=sources, prefix="")
    group = GroupForm(request.POST if is_group else None, members=members)
    form: Any = group if is_group else figure
    if request.method == "POST" and form.is_valid():
        try:
            words = _grouped(request, group, members) if is_group else _noted(request, figure)
        except InputError as why:
            form.add_error(None, str(why))
        else:
            say(request, words)
            return redirect("known_figures")
    context = {
        "figure": figure,
        "group": group,
        "figures": list(KnownFigure.objects.filter(pole=pole)),
        "links": list(GroupLink.objects.filter(pole=pole).select_related("organisation")),
        "status": 422 if form.errors else 200,
    }
    return shown(request, "known", [("Ce que le contrôle doit savoir", "")], **context)


def _noted(request: HttpRequest, form: KnownForm) -> str:
    said, pole = form.cleaned_data, pole_of(request)
    cube, _, source = said["source"].partition("|")
    codes = {"departement": said["departement"]} if said["departement"] else {}
    note_known_figure(
        pole, (cube, day_of(pole, cube, source)), codes,
        value=float(said["value"]), where=said["where"], by=person(request),
    )  # fmt: skip
    return "Noté : les prochaines publications seront comparées à ce chiffre."


def _grouped(request: HttpRequest, form: GroupForm, members: list[Organisation]) -> str:
    said = form.cleaned_data
    member = next(one for one in members if one.pk == said["member"])
    link_group(pole_of(request), member, said["head"], by=person(request))
    return f"Noté : {member.name} compte avec son groupe." if said["head"] else f"{member.name} compte seule."

"""The campaigns of a pôle: who answered, when, how much was proposed; opening, extending, reminding, freezing."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vivier import french
from vivier.vocabulary import InputError
from vivier_web.indicators import rules
from vivier_web.indicators.actions.campaigns import Window, extend_campaign, open_campaign
from vivier_web.indicators.actions.freezing import freeze_campaign
from vivier_web.indicators.actions.reminding import MOST, remind
from vivier_web.indicators.definition import shipped
from vivier_web.indicators.models import Campaign
from vivier_web.indicators.queries.boards import Respondent, cards, frozen_of, names_of, respondents, vintages_of
from vivier_web.indicators.queries.sheets import is_open
from vivier_web.pages.pole.campaigns.answering import campaign_or_404
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.indicator_opening import Opening, start

A_PAGE = 50


@needs(rules.may_read_campaigns)
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns of the pôle, and open one."""
    pole, may_run = pole_of(request), rules.may_run_campaigns(cast("Asking", request).actor)
    today = timezone.localdate()
    fit = [one for one in shipped() if one.kind == pole.kind] or list(shipped())
    posted = request.POST if may_run and request.method == "POST" else None
    form = Opening([(one.key, one.title) for one in fit], posted, initial=start(today))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            window = Window(said["opens_on"], said["closes_on"])
            made = open_campaign(
                pole, said["set"], said["year"], window, by=person(request), term=said.get("term", "")
            )
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "La campagne est ouverte : les membres la trouvent sur leur page d’accueil.")
            return redirect("campaign", pk=made.pk)
    found = cards(pole)
    context = {
        "here": "campaigns", "cards": found, "form": form, "may_run": may_run, "sets": fit,
        "open_one": next((one for one in found if one.is_open), None),
    }  # fmt: skip
    return render(request, "pole/campaigns/list.html", context, status=422 if form.is_bound else 200)


@require_GET
@needs(rules.may_read_campaigns)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who answered, when, and what waits: reminders, doubts, the freeze."""
    found = campaign_or_404(pk)
    team, *members = respondents(found)
    kept = request.GET.get("etat", "")
    wanted = [row for row in members if not kept or (row.sent_at is not None) == (kept == "envoye")]
    context = {
        "here": "campaigns",
        "campaign": found,
        "team": team,
        "page": Paginator(wanted, A_PAGE).get_page(request.GET.get("page")),
        "kept": kept,
        "more": f"&etat={kept}",
        "done": sum(row.sent_at is not None for row in members),
        "total": len(members),
        "headline": _headline(team, members),
        "facts": _facts(team, members, found),
        "is_open": is_open(found, timezone.localdate()),
        "may_run": rules.may_run_campaigns(cast("Asking", request).actor),
        "vintages": vintages_of(found),
        "doubts": _doubts(found),
        "most": MOST,
        "trail": [("Campagnes", reverse("campaigns")), (f"{found.set.title}, {found.period_words}", "")],
    }
    return render(request, "pole/campaigns/board.html", context)


def _doubts(found: Campaign) -> list[tuple[str, str, Any]]:
    """Name who is to be called about which indicator; never the value."""
    frozen = frozen_of(found)
    if frozen is None:
        return []
    told = found.set.definition()
    names = names_of({one.organisation for one in frozen.doubts if one.organisation is not None})
    return [
        (names.get(one.organisation or 0, "L’équipe du pôle"), told.by_key[one.indicator].label, one)
        for one in frozen.doubts
    ]


def _headline(team: Respondent, members: list[Respondent]) -> str:
    """State where the campaign is."""
    done = sum(row.sent_at is not None for row in members)
    if members and done < len(members):
        verb = "a répondu" if done < 2 else "ont répondu"
        return f"{french.counted(done, 'membre')} sur {french.number(len(members))} {verb}"
    return "Les réponses du pôle restent à envoyer" if team.sent_at is None else "Tout le monde a répondu"


def _facts(team: Respondent, members: list[Respondent], found: Campaign) -> list[tuple[str, str, str]]:
    """Give at most four figures: value, words, on how many."""
    begun = [row for row in members if row.started_at is not None]
    edits = team.edits + sum(row.edits for row in members)
    whole = french.counted(len(found.set.definition().of_year(found.year, found.term)), "indicateur")
    facts = [
        (f"{team.filled} sur {team.asked}", "chiffres du pôle remplis", f"{whole} en tout, calculs compris"),
        (f"{team.share}\u202f%", "de ces chiffres sont préremplis", "la source est dite à chaque champ"),
    ]
    if members:
        share = round(sum(row.share for row in begun) / len(begun)) if begun else 0
        words = "des chiffres des membres sont préremplis"
        facts.append((f"{share}\u202f%", words, french.counted(len(begun), "membre")))
    facts.append((french.number(edits), "contrôles ont parlé pendant la saisie", "à corriger ou à confirmer"))
    return facts


@require_POST
@needs(rules.may_run_campaigns)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Let answers come until a later day."""
    found = campaign_or_404(pk)
    try:
        until = forms.DateField().clean(request.POST.get("jusqu_au", ""))
        extend_campaign(found, cast("dt.date", until), by=person(request))
    except forms.ValidationError:
        messages.error(request, "Cette date ne se lit pas : écrivez-la comme 2026-03-31.")
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "La campagne est prolongée.")
    return redirect("campaign", pk=pk)


@require_POST
@needs(rules.may_run_campaigns)
def remind_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to those who have not answered."""
    try:
        written = remind(campaign_or_404(pk), by=person(request))
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"La lettre part à {french.counted(written, 'destinataire')}.")
    return redirect("campaign", pk=pk)


@require_POST
@needs(rules.may_run_campaigns)
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze what stands."""
    try:
        made = freeze_campaign(campaign_or_404(pk), by=person(request))
    except InputError as why:
        messages.error(request, str(why))
        return redirect("campaign", pk=pk)
    messages.success(request, f"Le millésime {made.number} est figé : ces chiffres ne changeront plus.")
    return redirect("vintage", pk=pk, number=made.number)

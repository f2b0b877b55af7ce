"""The pôle's own sheet: filled rubric by rubric, prefilled, undone, sent, corrected."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.indicators import rules
from vivier_web.indicators.actions import answering as acts
from vivier_web.indicators.models import Campaign
from vivier_web.indicators.queries.sheets import filling_of, source_words
from vivier_web.pages.pole.members.here import person
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.indicator_sheet import REVIEW, Laid, laid_out, seconds_of


def campaign_or_404(pk: int) -> Campaign:
    """Give a campaign of the pôle looked at."""
    return get_object_or_404(Campaign.objects.select_related("set", "pole", "national"), pk=pk)


@require_GET
@needs(rules.may_run_campaigns)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a rubric of the sheet, its review, or what was sent."""
    return shown(request, campaign_or_404(pk), request.GET.get("rubrique", ""))


def shown(request: HttpRequest, campaign: Campaign, asked: str, *, status: int = 200) -> HttpResponse:
    """Show the sheet as it stands."""
    filling = filling_of(campaign, None)
    asked = asked if filling.sheet.is_open else REVIEW
    if not asked and filling.sheet.started_at is None:  # what is prefilled is to be read first
        asked = filling.asked[0].section
    context = laid_out(Laid(*filling.parts, source_words), asked, is_begun=status != 200) | {
        "campaign": campaign,
        "filling": filling,
        "share": round(100 * filling.prefilled / len(filling.asked)) if filling.asked else 0,
        "here": "campaigns",
        "trail": [("Campagnes", reverse("campaigns")), (f"{campaign.set.title}, {campaign.period_words}",
                  reverse("campaign", args=[campaign.pk])), ("Réponses du pôle", "")],
        "is_of_pole": True,
        "base": reverse("answer_campaign", args=[campaign.pk]),
        "save_url": reverse("save_campaign", args=[campaign.pk]),
        "undo_url": reverse("undo_campaign", args=[campaign.pk]),
        "send_url": reverse("send_campaign", args=[campaign.pk]),
        "correct_url": reverse("correct_campaign", args=[campaign.pk]),
        "and": "?",
    }  # fmt: skip
    return render(request, "shared/indicators/sheet.html", context, status=status)


def to_section(campaign: Campaign, section: str = "") -> HttpResponse:
    """Go to a rubric."""
    return redirect(reverse("answer_campaign", args=[campaign.pk]) + (f"?rubrique={section}" if section else ""))


@require_POST
@needs(rules.may_run_campaigns)
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a rubric, then go where the button says."""
    campaign, section = campaign_or_404(pk), request.POST.get("rubrique", "")
    try:
        acts.save_sheet(campaign, None, request.POST.dict(), by=person(request), seconds=seconds_of(request))
    except InputError as why:
        messages.error(request, str(why))
        return to_section(campaign, section)
    laid = Laid(*filling_of(campaign, None).parts, source_words)
    if request.POST.get("geste") == "quitter":
        messages.success(request, "Votre brouillon est gardé : reprenez-le quand vous voudrez.")
        return redirect("campaign", pk=pk)
    if section == REVIEW or request.POST.get("geste") == "ici":
        return to_section(campaign, section)
    here = laid.section(section)
    unread = [one for one in laid.fields(here) if one.trouble and one.value]
    stopped = {name for one in laid.checked.hard for name in one.fields} & {
        one.indicator.key for one in laid.fields(here)
    }
    if unread or stopped:
        return shown(request, campaign, here.key, status=422)
    return to_section(campaign, laid.after(here))


@require_POST
@needs(rules.may_run_campaigns)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last change back."""
    campaign = campaign_or_404(pk)
    try:
        acts.undo_sheet(campaign, None, by=person(request))
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Annulé.")
    return to_section(campaign, request.POST.get("rubrique", ""))


@require_POST
@needs(rules.may_run_campaigns)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the sheet of the pôle, or say what is left."""
    campaign = campaign_or_404(pk)
    try:
        acts.send_sheet(campaign, None, by=person(request))
    except acts.UnfinishedError as why:
        messages.error(request, str(why))
        return shown(request, campaign, REVIEW, status=422)
    except InputError as why:
        messages.error(request, str(why))
        return to_section(campaign, REVIEW)
    messages.success(request, "Les réponses du pôle sont envoyées ; vous pouvez encore les corriger.")
    return redirect("campaign", pk=pk)


@require_POST
@needs(rules.may_run_campaigns)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up again what was sent."""
    campaign = campaign_or_404(pk)
    try:
        acts.correct_sheet(campaign, None, by=person(request))
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Corrigez, puis envoyez : ce qui était envoyé vaut jusque-là.")
    return to_section(campaign)

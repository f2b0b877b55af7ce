"""The sheet of a member: a few figures, prefilled, that its pôle reads only added to those of others."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vivier.vocabulary import InputError
from vivier_web.indicators import rules as own
from vivier_web.indicators.actions import answering as acts
from vivier_web.indicators.models import Campaign
from vivier_web.indicators.queries.sheets import Awaited, awaited_from, filling_of, source_words
from vivier_web.members import rules
from vivier_web.members.models import Organisation
from vivier_web.pages.company.who import address, member_of, pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.indicator_sheet import REVIEW, Laid, laid_out, seconds_of

Act = Callable[[Campaign, Organisation], object]


def awaited_of(request: HttpRequest, member: Organisation) -> Awaited | None:
    """Give the campaign this page is about: the one asked for, else the first that is open, else the latest."""
    asked = request.GET.get("campagne", "")
    found = awaited_from(pole_of(request), member, timezone.localdate())
    if asked:
        return next((one for one in found if str(one.campaign.pk) == asked), None)
    return next((one for one in found if one.is_open), next(iter(found), None))


@require_GET
@needs(rules.may_answer_for_some)
def page(request: HttpRequest) -> HttpResponse:
    """Show a rubric, the review, or what was sent."""
    member = member_of(request, may=own.may_answer_indicators_for)
    awaited = awaited_of(request, member)
    if awaited is None:
        trail = [("Mon entreprise", address("company", member)), ("Indicateurs", "")]
        return render(request, "company/campaigns/nothing.html", {"member": member, "trail": trail})
    return _shown(request, member, awaited, request.GET.get("rubrique", ""))


def _shown(
    request: HttpRequest, member: Organisation, awaited: Awaited, asked: str, *, status: int = 200
) -> HttpResponse:
    campaign = awaited.campaign
    filling = filling_of(campaign, member)
    can_type = filling.sheet.is_open and (awaited.is_open or filling.sheet.sent_at is not None)
    if not asked and filling.sheet.started_at is None:  # what is prefilled is to be read first
        asked = filling.asked[0].section
    more = {"campagne": campaign.pk}
    context = laid_out(Laid(*filling.parts, source_words), asked if can_type else REVIEW, is_begun=status != 200) | {
        "campaign": campaign,
        "filling": filling,
        "share": round(100 * filling.prefilled / len(filling.asked)) if filling.asked else 0,
        "member": member,
        "is_closed": not awaited.is_open,
        "trail": [("Mon entreprise", address("company", member)), ("Indicateurs", "")],
        "base": address("member_indicators", member, **more),
        "save_url": address("save_member_indicators", member, **more),
        "undo_url": address("undo_member_indicators", member, **more),
        "send_url": address("send_member_indicators", member, **more),
        "correct_url": address("correct_member_indicators", member, **more),
        "and": "&",
    }
    return render(request, "shared/indicators/sheet.html", context, status=status)


def _to(member: Organisation, campaign: Campaign, section: str = "") -> HttpResponse:
    more = {"campagne": campaign.pk} | ({"rubrique": section} if section else {})
    return redirect(address("member_indicators", member, **more))


@require_POST
@needs(rules.may_answer_for_some)
def save(request: HttpRequest) -> HttpResponse:
    """Keep a rubric, then go where the button says."""
    member = member_of(request, may=own.may_answer_indicators_for)
    awaited, section = awaited_of(request, member), request.POST.get("rubrique", "")
    if awaited is None:
        return redirect(address("company", member))
    campaign = awaited.campaign
    try:
        acts.save_sheet(campaign, member, request.POST.dict(), by=user_of(request), seconds=seconds_of(request))
    except InputError as why:
        messages.error(request, str(why))
        return _to(member, campaign, section)
    if request.POST.get("geste") == "quitter":
        messages.success(request, "Votre brouillon est gardé : reprenez-le quand vous voudrez.")
        return redirect(address("company", member))
    laid = Laid(*filling_of(campaign, member).parts, source_words)
    if section == REVIEW:
        return _to(member, campaign, REVIEW)
    here = laid.section(section)
    mine = laid.fields(here)
    stopped = {name for one in laid.checked.hard for name in one.fields} & {one.indicator.key for one in mine}
    if stopped or any(one.trouble and one.value for one in mine):
        return _shown(request, member, awaited, here.key, status=422)
    return _to(member, campaign, laid.after(here))


@require_POST
@needs(rules.may_answer_for_some)
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last change back."""
    return _changed(
        request, lambda campaign, member: acts.undo_sheet(campaign, member, by=user_of(request)), "Annulé."
    )


@require_POST
@needs(rules.may_answer_for_some)
def correct(request: HttpRequest) -> HttpResponse:
    """Take up again what was sent."""
    words = "Corrigez, puis envoyez : ce qui était envoyé vaut jusque-là."
    return _changed(
        request, lambda campaign, member: acts.correct_sheet(campaign, member, by=user_of(request)), words
    )


def _changed(request: HttpRequest, act: Act, words: str) -> HttpResponse:
    member = member_of(request, may=own.may_answer_indicators_for)
    awaited = awaited_of(request, member)
    if awaited is None:
        return redirect(address("company", member))
    try:
        act(awaited.campaign, member)
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, words)
    return _to(member, awaited.campaign, request.POST.get("rubrique", ""))


@require_POST
@needs(rules.may_answer_for_some)
def send(request: HttpRequest) -> HttpResponse:
    """Send the sheet of a member, or say what is left."""
    member = member_of(request, may=own.may_answer_indicators_for)
    awaited = awaited_of(request, member)
    if awaited is None:
        return redirect(address("company", member))
    try:
        acts.send_sheet(awaited.campaign, member, by=user_of(request))
    except acts.UnfinishedError as why:
        messages.error(request, str(why))
        return _shown(request, member, awaited, REVIEW, status=422)
    except InputError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "Merci : vos chiffres sont envoyés. Vous pouvez encore les corriger.")
    return _to(member, awaited.campaign, REVIEW)

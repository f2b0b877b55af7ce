"""National campaigns of indicators, for the agents of a territory: opened by the State, followed pôle by pôle."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from vivier import french
from vivier.vocabulary import InputError
from vivier_web.indicators import national, rules
from vivier_web.members.territory import REGIONS
from vivier_web.pages.authority.desk import regions_of
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.pages.shared.indicator_opening import Opening, start

Facts = list[tuple[str, str, str]]


@require_GET
@needs(rules.may_follow_national_campaigns)
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the national campaigns."""
    actor = cast("Asking", request).actor
    context = {
        "cards": national.campaigns(regions_of(actor)),
        "may_open": rules.may_open_national_campaigns(actor),
        "today": timezone.localdate(),
        "trail": [("Autorités", reverse("desk_authority")), ("Campagnes nationales", "")],
    }
    return render(request, "authority/campaigns.html", context)


@needs(rules.may_open_national_campaigns)
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a campaign in every pôle of a kind."""
    posted = request.POST if request.method == "POST" else None
    form = Opening(national.sets(), posted, initial=start(timezone.localdate()))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            pk = national.open_national(
                said["set"], said["year"], (said["opens_on"], said["closes_on"]), by=request.user,
                term=said.get("term", ""),
            )  # fmt: skip
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "La campagne s’ouvre dans chaque pôle de cette nature.")
            return redirect("authority_campaign", pk=pk)
    trail = [
        ("Autorités", reverse("desk_authority")), ("Campagnes nationales", reverse("authority_campaigns")),
        ("Ouvrir une campagne", ""),
    ]  # fmt: skip
    context = {"form": form, "trail": trail}
    return render(request, "authority/open_campaign.html", context, status=422 if form.is_bound else 200)


@require_GET
@needs(rules.may_follow_national_campaigns)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far each pôle is."""
    regions = regions_of(cast("Asking", request).actor)
    found = national.campaign_of(pk, regions)
    if found is None:
        raise Http404
    kept = request.GET.get("etat", "")
    lines = national.lines(pk, regions)
    wanted = [one for one in lines if not kept or (one.sent_at is not None) == (kept == "envoye")]
    context = {
        "found": found,
        "lines": [(one, REGIONS.get(one.region, "")) for one in wanted],
        "kept": kept,
        "odd": national.odd(pk, regions),
        "facts": _facts(found, lines),
        "trail": [("Autorités", reverse("desk_authority")), ("Campagnes nationales", reverse("authority_campaigns")),
                  (f"{found.title}, {found.period_words}", "")],
    }  # fmt: skip
    return render(request, "authority/campaign.html", context)


def _facts(found: national.NationalCard, lines: tuple[national.NationalLine, ...]) -> Facts:
    answered, asked = sum(one.answered for one in lines), sum(one.members for one in lines)
    begun = [one for one in lines if one.started_at is not None]
    share = round(sum(one.share for one in begun) / len(begun)) if begun else 0
    return [
        (f"{found.sent} sur {found.poles}", "pôles ont envoyé leurs réponses", ""),
        (french.number(answered), "membres ont répondu", f"sur {french.number(asked)} interrogés"),
        (f"{share}\u202f%", "des chiffres des pôles étaient préremplis", french.counted(len(begun), "pôle")),
        (french.number(found.frozen), "pôles ont figé un millésime", ""),
    ]

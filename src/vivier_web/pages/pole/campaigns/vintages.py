"""What was frozen, one vintage beside another; and what a set of indicators says, before anybody answers."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vivier.vocabulary import InputError
from vivier_web.indicators import rules
from vivier_web.indicators.definition import shipped_set
from vivier_web.indicators.definition.words import FACTS, KINDS, LEVELS, PERIODICITIES, WHO
from vivier_web.indicators.queries.boards import beside, frozen_of, vintages_of
from vivier_web.indicators.queries.indicator_cubes import cube_key, publishable
from vivier_web.pages.pole.campaigns.answering import campaign_or_404
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.procedures.definition.words import CERTAINTIES


@require_GET
@needs(rules.may_read_campaigns)
def vintage(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show the totals of a vintage, beside another one when asked."""
    campaign = campaign_or_404(pk)
    found = frozen_of(campaign, number)
    if found is None or not number:
        raise Http404
    asked = request.GET.get("avec", "")
    other = frozen_of(campaign, int(asked)) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 5 else None
    rows = vintages_of(campaign)
    context = {
        "here": "campaigns",
        "campaign": campaign,
        "found": found,
        "other": other,
        "kept": next(one for one in rows if one.number == number),
        "others": [one for one in rows if one.number != number],
        "groups": beside(campaign, other, found),
        "hidden": sum(bool(one.why) for one in found.totals),
        "shown": sum(one.value is not None for one in found.totals),
        "doubts": len(found.doubts),
        "is_last": number == max(one.number for one in rows),
        "publishable": [(f"{cube_key(one)}|campaign:{campaign.pk}", one.label) for one in publishable(campaign)],
        "may_prepare": rules.may_prepare_publications(cast("Asking", request).actor),
        "trail": [("Campagnes", reverse("campaigns")), (f"{campaign.set.title}, {campaign.period_words}",
                  reverse("campaign", args=[pk])), (f"Millésime {number}", "")],
    }  # fmt: skip
    return render(request, "pole/campaigns/vintage.html", context)


@require_GET
@needs(rules.may_read_campaigns)
def indicator_set(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a set asks: definitions, formulas, sources, certainty, edits."""
    try:
        told = shipped_set(key)
    except InputError as why:
        raise Http404 from why
    groups = [
        (section, [
            (one, KINDS[one.kind], WHO[one.who], FACTS.get(one.known, ""), CERTAINTIES[one.certainty],
             PERIODICITIES[one.periodicity])
            for one in told.indicator if one.section == section.key
        ])
        for section in told.section
    ]  # fmt: skip
    edits = [(edit, LEVELS[edit.level]) for edit in told.edit]
    trail = [("Campagnes", reverse("campaigns")), (told.title, "")]
    context = {"here": "campaigns", "told": told, "groups": groups, "edits": edits, "trail": trail}
    return render(request, "pole/campaigns/set.html", context)

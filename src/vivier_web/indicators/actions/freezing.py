"""Freezing a campaign: what stands is kept for ever under its print; a later correction makes the next vintage."""

import hashlib

from django.db import transaction
from django.utils import timezone

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.indicators.actions.doubting import doubts_of
from vivier_web.indicators.actions.totalling import totals_of
from vivier_web.indicators.actions.weighing import weighed
from vivier_web.indicators.models import Campaign, Vintage
from vivier_web.indicators.queries.respondents import answered_records, past_of, silent_members
from vivier_web.indicators.queries.vintages import packed, unpacked


@transaction.atomic
def freeze_campaign(campaign: Campaign, *, by: User | None) -> Vintage:
    """Freeze what stands today: the next vintage, or the last one when nothing changed since.

    Raises:
        InputError: the team of the pôle has not sent its own sheet.
    """
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("set", "pole").get(pk=campaign.pk)
    told = campaign.set.definition()
    answered = answered_records(campaign)
    if campaign.asked(of_members=False) and not any(one.organisation is None for one in answered):
        raise InputError("L’équipe n’a pas encore envoyé ses réponses : envoyez-les, puis figez la campagne.")
    earlier = tuple(unpacked(one) for one in Vintage.objects.filter(campaign=campaign).order_by("number"))
    past = past_of(campaign)
    silent = silent_members(campaign)
    kept = weighed(told, answered, silent, past)
    text = packed(kept, totals_of(told, kept, earlier), doubts_of(campaign, told, kept, past))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    last = Vintage.objects.filter(campaign=campaign).first()
    if last is not None and last.sha256 == sha256:
        return last
    respondents = {one.organisation for one in answered if one.organisation is not None}
    vintage = Vintage.objects.create(
        pole=campaign.pole, campaign=campaign, number=last.number + 1 if last is not None else 1, text=text,
        sha256=sha256, answered=len(respondents), members=len(respondents) + len(silent),
        by=by,
    )  # fmt: skip
    campaign.frozen_at = timezone.now()
    campaign.save(update_fields=["frozen_at"])
    record(
        "freeze_campaign", by=by, subject=f"campaign:{campaign.pk}", pole=campaign.pole.slug, vintage=vintage.number,
        sha256=sha256, respondents=len(respondents),
    )  # fmt: skip
    return vintage

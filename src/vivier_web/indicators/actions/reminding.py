"""Reminding those who have not answered: three letters at most, and none after an answer."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.choices import STAFF, RoleKind
from vivier_web.accounts.models import User
from vivier_web.indicators.models import Campaign, Sheet
from vivier_web.indicators.queries.sheets import is_open
from vivier_web.members.actions.posting import send_letters
from vivier_web.members.models import Membership, Role

MOST = 3
APART = dt.timedelta(days=5)
DAYS_BEFORE = (21, 10, 3)  # of the end: when the letters leave by themselves


@transaction.atomic
def remind(campaign: Campaign, *, by: User | None) -> int:
    """Write to those who have not answered and were not reminded three times; give to how many.

    Raises:
        InputError: the campaign is closed, they were reminded some days ago, or nobody is left to remind.
    """
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("set", "pole").get(pk=campaign.pk)
    if not is_open(campaign, timezone.localdate()):
        raise InputError("Cette campagne n’est pas ouverte : prolongez-la avant de relancer.")
    if campaign.reminded_at is not None and timezone.now() - campaign.reminded_at < APART:
        again = timezone.localtime(campaign.reminded_at + APART)
        raise InputError(f"Une relance est partie il y a peu : attendez le {again:%d/%m/%Y}.")
    late = _late(campaign)
    if not late:
        raise InputError(
            "Personne à relancer : tous ont répondu, ont été relancés trois fois ou ne sont pas invités."
        )
    now = timezone.now()
    for sheet in late:
        sheet.reminders, sheet.reminded_at = sheet.reminders + 1, now
    Sheet.objects.bulk_create([one for one in late if one.pk is None])
    Sheet.objects.bulk_update([one for one in late if one.pk], ["reminders", "reminded_at"])
    campaign.reminded_at = now
    campaign.save(update_fields=["reminded_at"])
    pole = campaign.pole
    record("remind_campaign", by=by, subject=f"campaign:{campaign.pk}", pole=pole.slug, respondents=len(late))
    owners = [one.organisation_id for one in late]
    transaction.on_commit(lambda: post_letters.enqueue(campaign.pk, owners))
    return len(late)


def remind_when_due(today: dt.date | None = None) -> int:
    """Remind by itself each open campaign whose end comes near; gives how many campaigns were."""
    day = today or timezone.localdate()
    ends = [day + dt.timedelta(days=days) for days in DAYS_BEFORE]
    with scopes_disabled():
        near = list(Campaign.objects.filter(closes_on__in=ends, opens_on__lte=day).select_related("pole", "set"))
    done = 0
    for campaign in near:
        with scope(pole=campaign.pole):
            try:
                remind(campaign, by=None)
            except InputError:
                continue
            done += 1
    return done


@task()
def post_letters(campaign_pk: int, owners: list[int | None]) -> None:
    """Write to each respondent that still has not answered, in the worker."""
    with scopes_disabled():
        campaign = Campaign.objects.select_related("set", "pole").get(pk=campaign_pk)
    with scope(pole=campaign.pole):
        sheets = Sheet.objects.filter(campaign=campaign, sent_at=None).select_related("organisation")
        late = [one for one in sheets if one.organisation_id in owners]
        found = _addresses(campaign, [one.organisation_id for one in late])
    written = ((found[one.organisation_id], _letter(campaign, one)) for one in late if one.organisation_id in found)
    send_letters(campaign.pole, f"les indicateurs de {campaign.period_words}", written)


def _late(campaign: Campaign) -> list[Sheet]:
    """Give the sheets of those who may be reminded, those not begun not yet kept."""
    kept = {one.organisation_id: one for one in Sheet.objects.filter(campaign=campaign)}
    owners: list[int | None] = [None]
    if campaign.asked(of_members=True):
        members = Membership.objects.filter(pole_id=campaign.pole_id).of_day(timezone.localdate())
        owners += list(members.values_list("organisation_id", flat=True))
    invited = _addresses(campaign, owners)
    blank = (
        Sheet(pole_id=campaign.pole_id, campaign=campaign, organisation_id=pk) for pk in owners if pk not in kept
    )
    sheets = [*(kept[pk] for pk in owners if pk in kept), *blank]
    return [
        one for one in sheets if one.sent_at is None and one.reminders < MOST and invited.get(one.organisation_id)
    ]


def _addresses(campaign: Campaign, owners: Iterable[int | None]) -> dict[int | None, list[str]]:
    """Give the addresses of those who answer for each respondent; None: the team of the pôle."""
    wanted = set(owners)
    kinds = {*STAFF, RoleKind.MEMBER, RoleKind.ACCOUNTANT}
    roles = Role.objects.filter(pole_id=campaign.pole_id, kind__in=kinds, ended_at=None, user__is_active=True)
    found: dict[int | None, list[str]] = {}
    for pk, email in roles.order_by("user__email").values_list("organisation_id", "user__email").distinct():
        if pk in wanted:
            found.setdefault(pk, []).append(email)
    return found


def _letter(campaign: Campaign, sheet: Sheet) -> str:
    if sheet.organisation is None:
        link, name = reverse("answer_campaign", args=[campaign.pk]), campaign.pole.name
    else:
        link = f"{reverse('member_indicators')}?membre={sheet.organisation_id}&campagne={campaign.pk}"
        name = sheet.organisation.name
    context = {"campaign": campaign, "name": name, "link": f"{settings.SITE_URL}{link}", "sheet": sheet, "most": MOST}
    return render_to_string("pole/campaigns/email/reminder.txt", context)

"""Letters about agreements: one when it is asked, two more at most, and none after an answer."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier_web.accounts.actions import record
from vivier_web.accounts.choices import RoleKind
from vivier_web.indicators.choices import Answer
from vivier_web.indicators.models import Agreement, PublicationWork
from vivier_web.indicators.queries.agreements import published_from
from vivier_web.members.actions.posting import send_letters
from vivier_web.members.models import Role

MOST = 3
APART = dt.timedelta(days=7)


def write_to_asked(work: PublicationWork, *, now: dt.datetime | None = None) -> int:
    """Write to those who have not answered nor were written to this week; gives to how many members."""
    at = now or timezone.now()
    asked = Agreement.objects.filter(work=work, answer=Answer.ASKED, letters__lt=MOST)
    waiting = asked.exclude(written_at__gt=at - APART)
    invited = _addresses(work.own_pole.pk)
    late = [one for one in waiting if one.organisation_id in invited]
    for one in late:
        one.letters, one.written_at = one.letters + 1, at
    Agreement.objects.bulk_update(late, ["letters", "written_at"])
    pks = [one.pk for one in late]
    if pks:
        transaction.on_commit(lambda: post_agreement_letters.enqueue(work.pk, pks))
    return len(pks)


def remind_agreements_when_due(now: dt.datetime | None = None) -> int:
    """Remind of each agreement that waits a week after the last letter; gives how many members were reminded."""
    at = now or timezone.now()
    with scopes_disabled():
        late = Agreement.objects.filter(answer=Answer.ASKED, letters__lt=MOST, written_at__lte=at - APART)
        found = set(late.values_list("work", flat=True))
        works = list(PublicationWork.objects.filter(pk__in=found - set(published_from(found))).select_related("pole"))
    return sum(_reminded(work, at) for work in works)


@transaction.atomic
def _reminded(work: PublicationWork, at: dt.datetime) -> int:
    with scope(pole=work.own_pole):
        # Locked: two workers that take the same round write once.
        PublicationWork.objects.select_for_update(of=("self",)).get(pk=work.pk)
        count = write_to_asked(work, now=at)
        if count:
            subject = f"publication_work:{work.pk}"
            record("remind_agreements", by=None, subject=subject, pole=work.own_pole.slug, members=count)
        return count


@task()
def post_agreement_letters(work_pk: int, pks: list[int]) -> None:
    """Write to each member that still has not answered, in the worker; no cell and no figure is named."""
    with scopes_disabled():
        work = PublicationWork.objects.select_related("pole").get(pk=work_pk)
    with scope(pole=work.own_pole):
        waiting = list(Agreement.objects.filter(pk__in=pks, answer=Answer.ASKED).select_related("organisation"))
        found = _addresses(work.own_pole.pk)
        if published_from([work_pk]):
            return
    written = ((found[one.organisation_id], _letter(work, one)) for one in waiting if one.organisation_id in found)
    send_letters(work.own_pole, "un accord vous est demandé", written)


def _addresses(pole_pk: int) -> dict[int, list[str]]:
    """Give the addresses of those who may sign for each member: its contributors, never a delegate."""
    roles = Role.objects.filter(pole_id=pole_pk, kind=RoleKind.MEMBER, ended_at=None, user__is_active=True)
    found: dict[int, list[str]] = {}
    for pk, email in roles.order_by("user__email").values_list("organisation_id", "user__email").distinct():
        if pk is not None:
            found.setdefault(pk, []).append(email)
    return found


def _letter(work: PublicationWork, one: Agreement) -> str:
    link = f"{settings.SITE_URL}{reverse('member_agreements')}"
    context = {"pole": work.own_pole, "name": one.organisation.name, "link": link, "one": one, "most": MOST}
    return render_to_string("company/email/agreement.txt", context)

"""What the pôle's team does about needs: reminding members, declaring what projects need; erasing what is old."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier.reference import pcs_occupations
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.members.actions.posting import send_letters
from vivier_web.members.models import Pole
from vivier_web.skills.models import (
    NeedsCall,
    NeedsDraft,
    NeedsRelease,
    NeedsReturn,
    ProjectNeed,
    TrainingConsent,
    TrainingNeed,
    TrainingPlan,
)
from vivier_web.skills.needs.answers import ProjectNeed as Declared
from vivier_web.skills.queries.deposits import is_open
from vivier_web.skills.queries.needs import addresses_of, may_remind_from, responding
from vivier_web.skills.queries.needs_filling import rome_of

KEPT = dt.timedelta(days=3 * 366)  # a return serves to prefill the next ones, then no longer
YEARS = range(2020, 2061)


@transaction.atomic
def remind_members(call: NeedsCall, *, by: User | None) -> int:
    """Write to those who have not answered, at most once a week; give to how many members.

    Raises:
        InputError: they were reminded less than a week ago, nobody is left to remind, or the wave is closed.
    """
    call = NeedsCall.objects.select_for_update(of=("self",)).select_related("wave", "pole").get(pk=call.pk)
    if not is_open(call.wave, timezone.localdate()):
        raise InputError("Cette collecte n’est pas ouverte : rouvrez-la avant de relancer ses membres.")
    again = may_remind_from(call)
    if again is not None:
        day = f"{timezone.localtime(again):%d/%m/%Y}"
        raise InputError(f"Les membres ont été relancés il y a moins d’une semaine : attendez le {day}.")
    late = [row for row in responding(call) if row.sent_at is None and row.addresses]
    if not late:
        raise InputError("Aucun membre à relancer n’a de contributeur invité : invitez-en depuis leurs fiches.")
    call.reminded_at = timezone.now()
    call.save(update_fields=["reminded_at"])
    record("remind_needs", by=by, subject=f"wave:{call.wave_id}", pole=call.pole.slug, members=len(late))
    transaction.on_commit(lambda: post_reminders.enqueue(call.pk))
    return len(late)


@task()
def post_reminders(call_pk: int) -> None:
    """Write to each member that has not answered, in the worker: one letter a member, to all who answer for it."""
    with scopes_disabled():
        call = NeedsCall.objects.select_related("wave", "pole").get(pk=call_pk)
    with scope(pole=call.pole):
        late = [row for row in responding(call) if row.sent_at is None]
        addresses = addresses_of(call)
    written = (
        (addresses[row.organisation_pk], _letter(call, row.name, row.organisation_pk))
        for row in late
        if row.organisation_pk in addresses
    )
    send_letters(call.pole, "votre retour sur vos besoins", written)


def _letter(call: NeedsCall, name: str, pk: int) -> str:
    link = f"{settings.SITE_URL}{reverse('needs_return')}?membre={pk}"
    return render_to_string("pole/needs/email/reminder.txt", {"call": call, "name": name, "link": link})


@transaction.atomic
def declare_project_need(pole: Pole, need: Declared, *, by: User | None) -> ProjectNeed:
    """Declare how many people a project will need in one occupation and year.

    Raises:
        InputError: the project has no name, the occupation no code, the year or the number are out of bounds.
    """
    project, title = " ".join(need.project.split())[:120], " ".join(need.title.split())[:120]
    if not project or not title:
        raise InputError("Donnez le nom du projet et le métier attendu.")
    if need.pcs not in pcs_occupations():
        raise InputError("Choisissez le métier le plus proche : l’étude compte par code de la PCS-ESE.")
    if need.year not in YEARS or not 1 <= need.people <= 9999:
        raise InputError("Une année à venir, et de 1 à 9999 postes.")
    made = ProjectNeed.objects.create(
        pole=pole, project=project, title=title, pcs=need.pcs, rome=need.rome or rome_of(title), year=need.year,
        people=need.people, by=by,
    )  # fmt: skip
    record(
        "declare_project_need", by=by, subject=f"need:{made.pk}", pole=pole.slug, pcs=made.pcs, year=made.year,
        people=made.people,
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_project_need(need: ProjectNeed, *, by: User | None) -> None:
    """Take back what a project was said to need; it may be put back."""
    if need.withdrawn_at is None:
        need.withdrawn_at = timezone.now()
        need.save(update_fields=["withdrawn_at"])
        record("withdraw_project_need", by=by, subject=f"need:{need.pk}", pole=need.pole.slug)


@transaction.atomic
def restore_project_need(need: ProjectNeed, *, by: User | None) -> None:
    """Put back what a project was said to need."""
    if need.withdrawn_at is not None:
        need.withdrawn_at = None
        need.save(update_fields=["withdrawn_at"])
        record("restore_project_need", by=by, subject=f"need:{need.pk}", pole=need.pole.slug)


def erase_old_returns(today: dt.date) -> int:
    """Erase what came from waves that closed three years ago, training plans included, and old needs given by hand.

    Gives of how many calls.
    """
    with scopes_disabled():
        due = list(
            NeedsCall.objects.filter(wave__closes_on__lte=today - KEPT, erased_at=None).select_related("wave", "pole")
        )
    for call in due:
        with scope(pole=call.pole):
            _erase(call)
    with scopes_disabled():
        TrainingNeed.objects.filter(at__date__lte=today - KEPT).delete()  # given by hand, of no call
    return len(due)


@transaction.atomic
def _erase(call: NeedsCall) -> None:
    for model in (NeedsReturn, NeedsDraft, NeedsRelease, TrainingConsent):
        model.objects.filter(call=call).delete()
    TrainingPlan.objects.filter(wave_id=call.wave_id).delete()  # they say who goes where; answers go with them
    call.erased_at = timezone.now()
    call.save(update_fields=["erased_at"])
    record("erase_needs", by=None, subject=f"wave:{call.wave_id}", pole=call.pole.slug)

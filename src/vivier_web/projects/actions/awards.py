"""What was awarded and until when it may be finalised: noted, reminded, lost when the rule says so, given back."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import task

from vivier.vocabulary import InputError
from vivier_web.accounts.actions import record
from vivier_web.accounts.models import User
from vivier_web.projects.choices import ProjectState
from vivier_web.projects.lapses import AS_WRITTEN, Delay, delay_of, rule_of
from vivier_web.projects.models import Award, Project
from vivier_web.projects.queries.consortium import addresses_of

_TO_AWARD = (ProjectState.EMERGING, ProjectState.BUILDING, ProjectState.FILED, ProjectState.GRANTED)


def locked(project: Project) -> Project:
    """Give the row as it is now, held until the end of the transaction: two people may act in the same second."""
    return Project.objects.select_for_update(of=("self",)).select_related("pole").get(pk=project.pk)


@transaction.atomic
def note_award(
    project: Project, *, announced_on: dt.date, rule: str, by: User | None, until_on: dt.date | None = None
) -> Award:
    """Note that an award was announced, and the rule that says until when it may be finalised; may be corrected.

    `until_on` is the last day when the award itself writes it.

    Raises:
        InputError: the day is to come, the rule is not known, or the project is past its award.
    """
    row, known = locked(project), rule_of(rule)
    if row.state not in _TO_AWARD:
        raise InputError("Ce projet n’attend plus d’annonce : sa convention est signée, ou il est abandonné.")
    if announced_on > timezone.localdate():
        raise InputError("L’annonce est à venir : notez-la le jour où elle est faite.")
    if known.key == AS_WRITTEN and until_on is None:
        raise InputError("Donnez le dernier jour pour signer, tel que la décision d’octroi l’écrit.")
    if until_on is not None and until_on <= announced_on:
        raise InputError("Le dernier jour pour signer suit l’annonce : corrigez l’un des deux jours.")
    said: dict[str, Any] = {"rule": known.key, "announced_on": announced_on, "until_on": until_on, "reminders": []}
    said |= {"lapsed_on": None, "revived_on": None, "why": ""}  # another award: the journal keeps what was lost
    award, _ = Award.objects.update_or_create(project=row, defaults=said)
    row.state = ProjectState.GRANTED
    row.save(update_fields=["state"])
    record("note_award", by=by, subject=f"project:{row.pk}", pole=row.pole.slug, rule=known.key, on=announced_on)
    return award


@transaction.atomic
def revive_award(award: Award, *, until_on: dt.date, why: str, by: User | None) -> Award:
    """Give back an award that was lost, or move its last day, by a decision with its reason.

    Raises:
        InputError: there is no reason, the day is past, or the agreement is signed.
    """
    project = locked(award.project)
    row = Award.objects.get(pk=award.pk)
    if not why.strip():
        raise InputError("Dites qui a décidé de rendre l’aide ou de prolonger le délai, et pourquoi.")
    if until_on < timezone.localdate():
        raise InputError("Le nouveau délai est déjà passé : donnez un jour à venir.")
    if project.state != ProjectState.GRANTED and row.lapsed_on is None:
        raise InputError("Ce projet n’attend plus sa convention : son délai ne compte plus.")
    row.until_on, row.why, row.revived_on = until_on, why.strip()[:300], timezone.localdate()
    row.lapsed_on, row.reminders = None, []
    row.save(update_fields=["until_on", "why", "revived_on", "lapsed_on", "reminders"])
    project.state = ProjectState.GRANTED
    project.save(update_fields=["state"])
    record("revive_award", by=by, subject=f"project:{project.pk}", pole=project.pole.slug, until=until_on)
    return row


def watch_awards(today: dt.date | None = None) -> int:
    """Remind of every award that is not finalised, and let lapse those past their last day; run by the worker.

    Gives how many changed.
    """
    day = today or timezone.localdate()
    with scopes_disabled():
        waiting = list(Award.objects.filter(project__state=ProjectState.GRANTED).select_related("project__pole"))
    changed = 0
    for each in waiting:
        with scope(pole=each.project.pole):
            changed += _watch(each, day)
    return changed


@transaction.atomic
def _watch(award: Award, day: dt.date) -> bool:
    project = locked(award.project)
    row = Award.objects.get(pk=award.pk)
    if project.state != ProjectState.GRANTED:  # signed in the meantime
        return False
    asked = delay_at(row, day)
    if asked.is_lost:
        row.lapsed_on, project.state = day, ProjectState.DROPPED
        row.save(update_fields=["lapsed_on"])
        project.save(update_fields=["state"])
        record("lapse_award", by=None, subject=f"project:{project.pk}", pole=project.pole.slug, rule=row.rule)
    elif asked.remind:
        row.reminders = [*row.reminders, asked.remind]
        row.save(update_fields=["reminders"])
        record("remind_award", by=None, subject=f"project:{project.pk}", pole=project.pole.slug, days=asked.days_left)
    else:
        return False
    transaction.on_commit(lambda: post_award_letter.enqueue(row.pk, asked.days_left))
    return True


def delay_at(award: Award, day: dt.date) -> Delay:
    """Say what a day asks of an award."""
    sent = tuple(award.reminders)
    return delay_of(rule_of(award.rule), award.announced_on, day, moved_to=award.until_on, sent=sent)


@task()
def post_award_letter(award_pk: int, days_left: int) -> None:
    """Write to the lead and the team that an award must be finalised or is lost; the project is not named."""
    with scopes_disabled():
        award = Award.objects.select_related("project__pole").filter(pk=award_pk).first()
    if award is None:
        return
    project = award.project
    with scope(pole=project.pole):
        to = addresses_of(project)
    if not to:
        return
    told = {
        "award": award,
        "rule": rule_of(award.rule),
        "pole": project.pole,
        "last_day": delay_at(award, award.announced_on).last_day,
        "days_left": days_left,
        "link": f"{settings.SITE_URL}{reverse('project_following', args=[project.pk])}",
        "partner_link": f"{settings.SITE_URL}{reverse('my_project_following', args=[project.pk])}",
    }
    words = "une aide est caduque" if days_left < 0 else "une aide reste à finaliser"
    text = render_to_string("shared/following/email/award.txt", told)
    EmailMessage(f"[Vivier] {project.pole.name} : {words}", text, None, bcc=to).send()

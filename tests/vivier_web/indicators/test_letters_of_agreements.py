"""Letters about agreements: who is written to, how often, what stops them, and that no figure is in them."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from factories import collected, publishing
from vivier_web.accounts.models import Act
from vivier_web.indicators.actions import publishing as acts
from vivier_web.indicators.actions.agreement_letters import APART, MOST, remind_agreements_when_due
from vivier_web.indicators.actions.agreements import answer_agreement, ask_agreements
from vivier_web.indicators.choices import Answer
from vivier_web.indicators.models import Agreement
from vivier_web.indicators.queries.cube_rows import Asked
from vivier_web.skills.actions.waves import freeze_wave

PEOPLE = 4_011


@pytest.fixture
def work(pole):
    """A rehearsal of three members, one to a job: all is hidden; one of them has a contributor."""
    given = publishing.wave(pole.pole)
    for number, organisation in enumerate(pole.members):
        job = ("623e", "477a", "388a")[number]
        company = collected.company(organisation.siren, (job, "35_44", "H", "CDI", PEOPLE + number))
        collected.deposit(given, organisation, company)
    return publishing.rehearsed(freeze_wave(given, by=None), "fine")


@pytest.fixture
def asked(work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_agreements(work, by=None)
    return work


def reminded(capture, days):
    """Take a round of the worker some days later; give how many letters left."""
    mail.outbox.clear()
    with capture(execute=True):
        remind_agreements_when_due(timezone.now() + dt.timedelta(days=days))
    return len(mail.outbox)


def test_a_letter_goes_to_who_may_sign_and_says_no_cell_and_no_figure(asked, pole):
    [letter] = mail.outbox
    [own] = Agreement.objects.filter(organisation=pole.members[0])
    assert letter.bcc == ["member@mecatronique.example"]
    assert "/mon-entreprise/accords/" in letter.body
    assert f"1re sur {MOST}" in letter.body
    assert not any(cell["name"] in letter.body + letter.subject for cell in own.cells)
    assert not any(str(PEOPLE + number) in letter.body for number in range(3))


def test_a_reminder_leaves_each_week_three_letters_at_most(asked, django_capture_on_commit_callbacks):
    week = APART.days
    days = (week - 1, week, week, 2 * week - 1, 2 * week, 3 * week, 9 * week)
    assert [reminded(django_capture_on_commit_callbacks, each) for each in days] == [0, 1, 0, 0, 1, 0, 0]
    assert list(Act.objects.filter(verb="remind_agreements").values_list("subject", flat=True)) == [
        f"publication_work:{asked.pk}"
    ] * (MOST - 1)


@pytest.mark.parametrize("answer", [Answer.SIGNED, Answer.DECLINED])
def test_an_answer_stops_the_reminders(asked, pole, answer, django_capture_on_commit_callbacks):
    answer_agreement(Agreement.objects.get(organisation=pole.members[0]), answer, by=None)
    assert reminded(django_capture_on_commit_callbacks, APART.days) == 0


def test_an_answer_between_the_order_and_the_letter_stops_it(work, pole, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_agreements(work, by=None)
        answer_agreement(Agreement.objects.get(organisation=pole.members[0]), Answer.SIGNED, by=None)
    assert mail.outbox == []


def test_once_published_nobody_is_reminded(asked, django_capture_on_commit_callbacks):
    final = acts.publish(asked.pole, Asked(asked.cube, asked.source, "fine", {}), by=None, rehearsal=asked)
    assert acts.work_out_publication(final.pk).state == "done"
    assert reminded(django_capture_on_commit_callbacks, APART.days) == 0
    assert not Act.objects.filter(verb="remind_agreements").exists(), "the journal says no letter that did not leave"

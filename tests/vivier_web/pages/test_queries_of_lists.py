"""What list pages ask of the database: as much with three rows as with one (others say so in their own file)."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from factories.cluster import Cluster
from factories.collected import collected, company, deposit, member
from factories.registers import csv_of
from vivier_web.accounts.models import User
from vivier_web.api.actions import make_token
from vivier_web.members.actions import award_label, note_dealing, prepare_import
from vivier_web.members.models import Membership
from vivier_web.members.registers import opened
from vivier_web.skills.actions.runs import work_out
from vivier_web.skills.actions.studies import plan_study, queue_run

TODAY = timezone.localdate()
QUICK = {"horizon": 1, "draws": 100}
UNKNOWN = ("inconnu", "35_44", "H", "CDI", 60)


def imports(pole: Cluster, rows: int) -> str:
    for rank in range(rows):
        prepare_import(pole.pole, f"{rank}.csv", opened(csv_of(("", "Neuve"))), by=pole.people["team"])
    return reverse("imports")


def keys(pole: Cluster, rows: int) -> str:
    for rank in range(rows):
        make_token(pole.pole, f"Clé {rank}", ["members:read"], days=30, by=pole.people["director"])
    return reverse("tokens")


def labels(pole: Cluster, rows: int) -> str:
    for rank in range(rows):
        award_label(pole.pole, by=None, name=f"Label {rank}", granted_by="État", granted_on=TODAY)
    return reverse("pole_card")


def runs_of_a_study(pole: Cluster, rows: int) -> str:
    study = plan_study(collected(pole.pole, members=0), "", QUICK, by=pole.people["team"])
    for _ in range(rows):
        queue_run(study, by=None)
    return reverse("study", args=[study.pk])


def runs_to_compare(pole: Cluster, rows: int) -> str:
    wave = collected(pole.pole, members=3, people=12)
    made = [work_out(queue_run(plan_study(wave, "", QUICK, by=None), by=None).pk) for _ in range(rows + 1)]
    return reverse("compare_runs", args=[made[0].pk])


def desk(pole: Cluster, rows: int) -> str:
    """Fill every pile of the desk."""
    by: User = pole.people["team"]
    said = {"kind": "need", "on": TODAY - dt.timedelta(days=400), "summary": "…", "by": by}
    for rank in range(rows):
        note_dealing(pole.pole, pole.members[rank], next_step="Rappeler", due_on=TODAY, **said)
        note_dealing(pole.pole, pole.members[rank], **said)
        one = member(pole.pole, rank)
        Membership.objects.filter(organisation=one).update(left_on=TODAY + dt.timedelta(days=9))
        ends_on = TODAY + dt.timedelta(days=30)
        award_label(pole.pole, by=None, name=f"Label {rank}", granted_by="État", granted_on=TODAY, ends_on=ends_on)
        wave = collected(pole.pole, members=0)
        deposit(wave, one, company(one.siren, UNKNOWN), [(f"Usineur {rank}", 4)])
        queue_run(plan_study(wave, "", QUICK, by=None), by=None)
    imports(pole, rows)
    return reverse("home")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("made", "kind", "queries"),
    [
        (desk, "team", 18),
        (imports, "team", 5),
        (keys, "director", 5),
        (labels, "team", 6),
        (runs_of_a_study, "team", 6),
        (runs_to_compare, "team", 6),
    ],
)
def test_a_list_costs_as_many_queries_whatever_its_length(
    pole: Cluster, signed_in: object, django_assert_num_queries: object, *,
    made: Callable[[Cluster, int], str], kind: str, queries: int, rows: int,
) -> None:  # fmt: skip
    url, browser = made(pole, rows), signed_in(kind)
    with django_assert_num_queries(queries):
        answer = browser.get(url)
    assert answer.status_code == 200

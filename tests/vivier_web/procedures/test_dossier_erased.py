"""What is kept of dossiers and for how long; what an expert takes away and leaves behind."""

import datetime as dt
import json

import pytest
from django.core.serializers import serialize
from django.utils import timezone
from django_scopes import scopes_disabled

from factories import filed
from factories.cluster import Cluster
from vivier_web.ops.retention import erase_what_is_due
from vivier_web.procedures import models
from vivier_web.procedures.actions.filing import withdraw_dossier
from vivier_web.procedures.actions.judging import invite_expert, recuse
from vivier_web.procedures.choices import AssignmentState
from vivier_web.procedures.kept import kept_until, rule_of, rules
from vivier_web.procedures.models import Assignment, Dossier, Opinion

TABLES = ("Assignment", "Attestation", "Colabel", "Condition", "Content", "Decision", "Dossier", "Grant", "Opinion")


def everything() -> str:
    with scopes_disabled():
        return "".join(serialize("json", getattr(models, each).objects.all()) for each in TABLES)


def test_the_rule_in_force_is_a_dated_fact_with_its_source() -> None:
    assert all(each.source and each.certainty for each in rules())
    assert rule_of(dt.date(2010, 1, 1)) is None
    closed, today = dt.date(2026, 1, 31), dt.date(2026, 6, 1)
    cases = [
        ((None, False), dt.date(2028, 1, 31)),
        ((None, True), dt.date(2036, 1, 31)),
        ((dt.date(2030, 12, 31), True), dt.date(2040, 12, 31)),
    ]
    for (until, has_grant), last in cases:
        assert kept_until(closed, granted_until=until, has_grant=has_grant, today=today) == last


def test_what_an_old_dossier_says_is_erased_by_itself_and_its_outcome_stays(pole: Cluster) -> None:
    made = filed.decided(pole)
    Dossier.objects.update(organisation=pole.members[0])
    withdraw_dossier(made.dossier, by=None)
    made.grants.all().delete()
    closed_on = timezone.localdate()
    assert "MARQUE-TECHNICAL_SECRET" in everything(), "something could stay"
    assert "MARQUE-PANEL" in everything()
    assert erase_what_is_due(closed_on + dt.timedelta(days=700)).dossiers == 0
    assert [erase_what_is_due(closed_on + dt.timedelta(days=days)).dossiers for days in (735, 736)] == [1, 0]
    assert "MARQUE" not in everything()
    kept = Dossier.objects.get()
    assert (kept.outcome, kept.title, kept.decisions.get().outcome) == ("withdrawn", "", "accepted_with_conditions")


def test_what_granted_something_is_kept_ten_years(pole: Cluster) -> None:
    made = filed.decided(pole)
    withdraw_dossier(made.dossier, by=None)
    assert made.grants.exists()
    assert erase_what_is_due(timezone.localdate() + dt.timedelta(days=3600)).dossiers == 0


@pytest.mark.parametrize("is_erased", [False, True])
def test_an_expert_takes_away_what_they_said_and_leaves_no_interest(
    pole: Cluster, signed_in: object, is_erased: bool
) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier, count=2)
    asked = invite_expert(filed.filed(pole, rank=1), pole.people["expert"], by=None)
    third = recuse(filed.accepted(pole, filed.filed(pole, rank=2)), "INTERET-DECLARE", by=None)
    browser = signed_in("expert")  # type: ignore[operator]
    if not is_erased:
        answer = browser.get("/compte/mes-donnees/")
        said = json.loads(answer.content)
        assert len(said["expertises"]) == 3
        assert filed.marker("panel") in answer.content.decode()
        assert [each["interet_declare"] for each in said["expertises"]][-1] == "INTERET-DECLARE"
        assert "Experte Numéro1" not in answer.content.decode(), "it speaks of nobody else"
        return
    browser.post("/compte/effacer/", {"word": "EFFACER"})
    assert Assignment.objects.get(pk=asked.pk).state == AssignmentState.DECLINED
    assert Assignment.objects.get(pk=third.pk).reason == ""
    assert Opinion.objects.count() == 2, "a decision may rest on it"
    assert pole.people["expert"].full_name not in everything()

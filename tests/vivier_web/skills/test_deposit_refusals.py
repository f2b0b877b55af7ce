"""Every deposit that may not be is refused in a sentence and keeps nothing; queries read back what stands."""

import copy
import datetime as dt

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from factories import cluster
from factories.cluster import Cluster
from factories.collected import ON, as_cells, company, crowd
from factories.collected import deposit as lay_out
from vivier.intake import Headcount
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.skills.actions import reports
from vivier_web.skills.actions.deposits import deposit
from vivier_web.skills.actions.waves import open_wave
from vivier_web.skills.models import Deposit, ReleasedTitle, Wave
from vivier_web.skills.queries.deposits import (
    current_deposits,
    gathered,
    headcount_of,
    headcount_of_deposit,
    is_open,
    latest_deposit,
    report_of,
    waiting_for,
)

TITLE = {"title": "Soudeur TIG", "pcs": "623e", "count": 2}


@pytest.fixture
def wave(pole: Cluster) -> Wave:
    today = timezone.localdate()
    return open_wave(pole.pole, "Hiver", on=ON, opens_on=today, closes_on=today, by=None)


@pytest.fixture
def good(pole: Cluster) -> dict[str, object]:
    made = company(pole.members[0].siren, ("623e", "25_34", "H", "CDI", 3), ("628b", "60_plus", "F", "CDI", 1))
    return {"company": as_cells(made), "titles": [TITLE], "single_ages": False}


BAD = [
    ({"titles": None}, "intitulés"),
    ({"titles": [{**TITLE, "count": 4}]}, "plus de salariés"),
    ({"titles": [TITLE, {**TITLE, "title": "Soudeur MIG"}]}, "plus de salariés"),
    ({"titles": [{**TITLE, "pcs": "388a"}]}, "plus de salariés"),
    ({"titles": [{**TITLE, "title": "paie@exemple.fr"}]}, "intitulés"),
    ({"titles": [TITLE, TITLE]}, "intitulés"),
    ({"single_ages": "oui"}, "rechargez-la"),
    ({"single_ages": 1}, "rechargez-la"),
    ({"company": None}, "rubriques"),
    ({"noms": []}, "rechargez-la"),
]


@pytest.mark.parametrize(("change", "sentence"), BAD)
def test_a_payload_with_one_thing_wrong_keeps_nothing(
    wave: Wave, pole: Cluster, good: dict, change: dict, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        deposit(wave, pole.members[0], {**good, **change}, by=None)
    kept = Deposit.objects.count(), ReleasedTitle.objects.count(), Act.objects.filter(verb="deposit").count()
    assert kept == (0, 0, 0)
    deposit(wave, pole.members[0], good, by=None)
    assert (Deposit.objects.count(), ReleasedTitle.objects.count()) == (1, 1)


@pytest.mark.parametrize("payload", [None, [], "", 3, {}, {"company": {}}])
def test_what_is_no_payload_is_told_to_load_the_page_again(wave: Wave, pole: Cluster, payload: object) -> None:
    with pytest.raises(InputError, match="rechargez-la"):
        deposit(wave, pole.members[0], payload, by=None)


def test_a_refusal_leaves_the_deposit_before_as_it_was(wave: Wave, pole: Cluster, good: dict) -> None:
    kept = deposit(wave, pole.members[0], good, by=None)
    for change, _ in BAD:
        with pytest.raises(InputError):
            deposit(wave, pole.members[0], {**good, **change}, by=None)
    kept.refresh_from_db()
    assert (kept.replaced_at, kept.cells, kept.titles.count()) == (None, good["company"], 1)


def test_a_place_that_nobody_reads_in_is_refused(wave: Wave, pole: Cluster, good: dict) -> None:
    with pytest.raises(ValueError, match="ailleurs"):
        deposit(wave, pole.members[0], good, by=None, read_where="ailleurs")
    assert Deposit.objects.count() == 0


def test_ages_in_years_are_kept_once_agreed_to(wave: Wave, pole: Cluster, good: dict) -> None:
    years = as_cells(company(pole.members[0].siren, ("623e", 33, "H", "CDI", 3)))
    with pytest.raises(InputError, match="sans votre accord"):
        deposit(wave, pole.members[0], {**good, "company": years}, by=None)
    kept = deposit(wave, pole.members[0], {**good, "company": years, "single_ages": True}, by=None)
    assert headcount_of_deposit(kept).companies[0].count.cells[0].age == 33


def test_the_order_of_keys_does_not_make_another_deposit_but_one_title_less_does(
    wave: Wave, pole: Cluster, good: dict
) -> None:
    first = deposit(wave, pole.members[0], good, by=None)
    same = deposit(wave, pole.members[0], dict(reversed(copy.deepcopy(good).items())), by=None)
    other = deposit(wave, pole.members[0], {**good, "titles": []}, by=None)
    assert (first.pk == same.pk, first.pk == other.pk) == (True, False)
    assert ReleasedTitle.objects.count() == 0


def test_a_member_of_two_poles_gives_to_each_apart(wave: Wave, pole: Cluster, good: dict) -> None:
    deposit(wave, pole.members[0], good, by=None)
    with scopes_disabled():
        other = cluster.founded("plasturgie", first=1)
        outside = other.members[-1]
    with pytest.raises(InputError, match="n’est plus adhérente"):
        deposit(wave, outside, {**good, "company": {**good["company"], "siren": outside.siren}}, by=None)
    assert Deposit.objects.count() == 1


@pytest.mark.parametrize(
    ("opens", "closes", "field", "is_one"),
    [(0, 0, "", True), (-1, 1, "", True), (1, 2, "", False), (-2, -1, "", False), (0, 0, "frozen_at", False),
     (0, 0, "erased_at", False)],
)  # fmt: skip
def test_a_wave_is_open_from_its_first_day_to_its_last(opens: int, closes: int, field: str, *, is_one: bool) -> None:
    today = dt.date(2026, 11, 22)
    wave = Wave(opens_on=today + dt.timedelta(days=opens), closes_on=today + dt.timedelta(days=closes))
    if field:
        setattr(wave, field, timezone.now())
    assert is_open(wave, today) is is_one


def test_what_is_gathered_does_not_depend_on_who_sent_first(pole: Cluster) -> None:
    cells = [as_cells(crowd(one.siren, 20)) for one in pole.members]
    found = gathered(ON, cells)
    assert found == gathered(ON, cells[::-1])
    assert [one.siren for one in found.companies] == sorted(one.siren for one in pole.members)
    assert (found.people, gathered(ON, [])) == (60, Headcount(ON))


def test_queries_agree_on_what_stands(wave: Wave, pole: Cluster, good: dict) -> None:
    first, second = pole.members[:2]
    deposit(wave, first, good, by=None)
    last = deposit(wave, first, {**good, "titles": []}, by=None)
    beside = lay_out(wave, second, crowd(second.siren, 7))
    assert set(current_deposits(wave)) == {last, beside}
    assert headcount_of(wave).people == 4 + 7
    assert latest_deposit(first) == last
    assert latest_deposit(pole.members[2]) is None
    assert [one.deposit for one in waiting_for(pole.pole, second, timezone.localdate())] == [beside]
    Deposit.objects.filter(pk=last.pk).update(cells=None)
    last.refresh_from_db()
    assert headcount_of_deposit(last) == Headcount(ON)
    assert headcount_of(wave).people == 7


def test_a_report_that_cannot_be_worked_out_says_why_and_is_not_asked_for_again(
    wave: Wave, pole: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = lay_out(wave, pole.members[0], crowd(pole.members[0].siren, 9))
    Deposit.objects.filter(pk=kept.pk).update(at=timezone.now() - dt.timedelta(hours=1))
    monkeypatch.setattr(reports, "DRAWS", 1)  # too few for an interval
    assert reports.requeue_lost_reports() == 1
    kept.refresh_from_db()
    assert (report_of(kept), kept.report_trouble.endswith(".")) == (None, True)
    assert reports.requeue_lost_reports() == 0


def test_a_report_that_breaks_says_so_and_the_same_deposit_asks_for_it_again(
    wave: Wave, pole: Cluster, good: dict, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(reports, "HORIZON", "dix")
    with django_capture_on_commit_callbacks(execute=True):
        kept = deposit(wave, pole.members[0], good, by=None)
    kept.refresh_from_db()
    assert (kept.report, kept.report_trouble) == (None, reports.BROKEN)
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        assert deposit(wave, pole.members[0], good, by=None) == kept
    kept.refresh_from_db()
    assert (kept.report is not None, kept.report_trouble) == (True, "")


def test_a_deposit_replaced_meanwhile_receives_no_report(wave: Wave, pole: Cluster, good: dict) -> None:
    first = deposit(wave, pole.members[0], good, by=None)
    deposit(wave, pole.members[0], {**good, "titles": []}, by=None)
    reports.work_out_report.call(first.pk)
    first.refresh_from_db()
    assert (first.report, first.report_trouble) == (None, "")
    assert Act.objects.filter(verb="work_out_report", subject=f"deposit:{first.pk}").count() == 0


@pytest.mark.parametrize(
    "cells", [[], [("inconnu", "inconnu", "inconnu", "inconnu", 1)], [("623e", "25_34", "H", "CDD", 4)]]
)
def test_a_company_of_which_little_is_known_has_its_report_or_is_told_why(
    wave: Wave, pole: Cluster, cells: list[tuple]
) -> None:
    kept = lay_out(wave, pole.members[0], company(pole.members[0].siren, *cells))
    reports.work_out_report.call(kept.pk)
    kept.refresh_from_db()
    told = report_of(kept)
    assert (told is None) == bool(kept.report_trouble)
    assert told is None or told["on"] == "2026-01-31"

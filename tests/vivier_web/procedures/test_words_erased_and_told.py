"""Words that must not outlive their dossier, nor be taken for a key: minutes made again, reasons told as typed."""

import datetime as dt

import pytest
from django.db import transaction

from factories import filed, meetings
from factories.cluster import Cluster
from vivier.panels import affinity, assign, conflicts
from vivier.panels.data import Dossier as Subject
from vivier.panels.data import Expert, Terms
from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.rules import Actor, Held
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions import panel_work, panels
from vivier_web.procedures.actions.erasing import erase_dossier
from vivier_web.procedures.actions.judging import answer_invitation, invite_expert
from vivier_web.procedures.actions.meeting_papers import print_minutes, said_in_minutes
from vivier_web.procedures.models import Dossier, Minutes
from vivier_web.procedures.queries.panels import panel_shown


def test_the_minutes_of_an_erased_dossier_are_made_again_without_its_words(
    pole: Cluster, django_capture_on_commit_callbacks: object
) -> None:
    meeting = meetings.held(pole)
    acts.decide_all(meeting, by=None)
    acts.close_meeting(meeting, by=pole.people["team"])
    print_minutes.call(meeting.pk)
    first, dossier = bytes(Minutes.objects.get().pdf), Dossier.objects.get()
    assert dossier.title == filed.marker("public"), "its title was in them"
    with transaction.atomic():
        erase_dossier(dossier)
        assert not Minutes.objects.exists(), "what names it is gone at once, whatever the worker does"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase_dossier(dossier)
    if not Minutes.objects.exists():
        print_minutes.call(meeting.pk)
    assert bytes(Minutes.objects.get().pdf) != first
    meeting.refresh_from_db()
    team = Actor(0, (Held(RoleKind.TEAM, pole_id=meeting.pole_id),), meeting.pole_id)
    assert filed.marker("public") not in str([each.title for each in said_in_minutes(meeting, team)["room"].rows])


def test_what_looks_like_a_key_in_the_words_of_a_person_is_told_as_typed(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    for rank in range(2):
        panels.write_card(pole.pole, filed.expert(pole, rank), panels.Card("soudage"), by=None)
    made = invite_expert(dossier, filed.expert(pole, 0), by=None)
    reason = f"Bureau E{made.expert_id}, lot D{dossier.pk}"
    answer_invitation(made, "recused", by=None, reason=reason)
    draft = panels.ask_panel(dossier.procedure, dossier.stage, panels.Terms(1, 0), by=None)
    panel_work.compute_panel.call(draft.pk)
    draft.refresh_from_db()
    told = panel_shown(draft)[0].apart[0]
    assert told == f"{made.expert.full_name} a déclaré un conflit avec « {dossier.reference} » : {reason}."


COUNTED = [
    (1, {"a": (0, 1)}, Terms(per_dossier=2), "Chaque dossier demande 2 experts et il n’y en a que 1"),
    (1, {"a": (0, 0)}, Terms(per_dossier=1), "Le dossier demande 1 place et les charges maximales"),
    (2, {"a": (0, 1)}, Terms(per_dossier=1), "Les 2 dossiers demandent 2 places"),
    (1, {"a": (2, 3)}, Terms(per_dossier=1), "demandent 2 places et le dossier n’en a que 1"),
]


@pytest.mark.parametrize(("dossiers", "loads", "terms", "words"), COUNTED)
def test_what_blocks_a_panel_is_counted_in_french(
    dossiers: int, loads: dict[str, tuple[int, int]], terms: Terms, words: str
) -> None:
    near = affinity([Expert("a", "soudage")], [Subject(f"d{rank}", "soudage") for rank in range(dossiers)])
    with pytest.raises(InputError, match=words):
        assign(near, loads=loads, terms=terms)


def test_an_instant_counts_for_its_day() -> None:
    who, what = [Expert("a", companies=("Fonderie",))], [Subject("d", partners=("Fonderie",))]
    noon = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
    assert conflicts(who, what, today=noon) == conflicts(who, what, today=noon.date())

"""Panels asked for, lost, changed and sent twice; seats as the team left them against a plain judge; cards and ties."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from factories import cluster, filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import end_role
from vivier_web.procedures.actions import panel_work
from vivier_web.procedures.actions import panels as acts
from vivier_web.procedures.actions.filing import withdraw_dossier
from vivier_web.procedures.actions.judging import answer_invitation, invite_expert
from vivier_web.procedures.choices import PanelState
from vivier_web.procedures.models import Assignment, Dossier, ExpertCard, PanelDraft, Tie
from vivier_web.procedures.queries.panel_lists import cards_of, colleges_of, reviews_waiting
from vivier_web.procedures.queries.panels import inputs_of, key_of, panel_shown

ONE = acts.Terms(per_dossier=1, alternates=0)

KEYS = [
    ("732829320", "Mécanique", "732829320"),
    ("732 829 320", "Mécanique", "732829320"),
    ("73282932000074", "Mécanique", "732829320"),  # a SIRET leads to its company
    ("", "  Mécanique   du VAL ", "mécanique du val"),
    (None, "Straße", "strasse"),
    ("sans", "Atelier", "atelier"),
    ("", "   ", ""),
]


@pytest.mark.parametrize(("siren", "name", "key"), KEYS)
def test_an_organisation_is_known_by_its_siren_else_its_folded_name(siren: str | None, name: str, key: str) -> None:
    assert key_of(siren, name) == key


pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(st.lists(pairs, max_size=5, unique=True), st.lists(st.tuples(pairs, st.booleans()), max_size=8))
def test_seats_are_those_found_then_each_change_in_turn(
    found: list[tuple[int, int]], changed: list[tuple[tuple[int, int], bool]]
) -> None:
    draft = PanelDraft(
        result={"seats": [{"expert": e, "dossier": d, "why": "proche"} for e, d in found]},
        changes=[{"expert": e, "dossier": d, "is_in": is_in} for (e, d), is_in in changed],
    )
    left, by_hand = set(found), set()
    for pair, is_in in changed:
        left = left | {pair} if is_in else left - {pair}
        by_hand = by_hand | {pair} if is_in else by_hand - {pair}
    seats = draft.seats()
    assert len(seats) == len(left), "nobody sits twice on one dossier"
    assert {(each["expert"], each["dossier"]) for each in seats} == left
    assert {(each["expert"], each["dossier"]) for each in seats if each.get("is_by_hand")} == by_hand
    assert all("is_by_hand" not in each for each in draft.result["seats"]), "what was found is not touched"


def test_a_panel_that_failed_has_no_seats() -> None:
    assert PanelDraft(result={}, changes=[]).seats() == []


def carded(found: Cluster, count: int = 3, **more: Any) -> list[ExpertCard]:
    said = {"words": "soudage laser"} | more
    return [
        acts.write_card(found.pole, filed.expert(found, rank), acts.Card(**said), by=None) for rank in range(count)
    ]


def asked(dossier: Dossier, terms: acts.Terms = ONE) -> PanelDraft:
    draft = acts.ask_panel(dossier.procedure, dossier.stage, terms, by=None)
    panel_work.compute_panel.call(draft.pk)
    return PanelDraft.objects.get(pk=draft.pk)


def seats(draft: PanelDraft) -> set[tuple[int, int]]:
    return {(seat.expert, row.dossier.pk) for row in panel_shown(draft) for seat in row.seats}


def test_a_card_is_one_an_expert_cut_to_its_length_and_of_experts_only(pole: Cluster) -> None:
    expert = filed.expert(pole, 0)
    acts.write_card(pole.pole, expert, acts.Card("ancien", "industrie", "Jura", 2), by=None)
    long = acts.Card(f"  {'m' * 4000}", f" {'c' * 90} ", "", 50)
    row = acts.write_card(pole.pole, expert, long, by=None)
    assert ExpertCard.objects.get() == row
    assert (len(row.words), len(row.college), row.region, row.most) == (3000, 60, "", 50)
    for most in (-1, 51):
        with pytest.raises(InputError, match="de 0 à 50"):
            acts.write_card(pole.pole, expert, acts.Card("", most=most), by=None)
    end_role(expert.roles.get(), by=None)
    with pytest.raises(InputError, match="pas experte"):
        acts.write_card(pole.pole, expert, acts.Card("retour"), by=None)
    assert ExpertCard.objects.get().most == 50


TIES = [
    ({"kind": "cousin", "name": "Atelier"}, "lien dans la liste"),
    ({"kind": "", "name": "Atelier"}, "lien dans la liste"),
    ({"kind": "job", "name": "  "}, "Nommez"),
    ({"kind": "job", "name": "Atelier", "siren": "123456789"}, "SIREN"),
    ({"kind": "job", "name": "Atelier", "siren": "abc"}, "SIREN"),
]


def test_a_tie_badly_said_is_refused_and_a_good_one_may_be_taken_back(pole: Cluster) -> None:
    [card] = carded(pole, 1)
    for wrong, sentence in TIES:
        with pytest.raises(InputError, match=sentence):
            acts.add_tie(card, by=None, **wrong)
    assert not Tie.objects.exists()
    tie = acts.add_tie(card, "job", f"  {'A' * 300} ", by=None, siren=" 732 829 320 ")
    assert (len(tie.name), tie.siren, tie.until_on) == (200, "732829320", None)
    assert [(each.person, each.ties) for each in cards_of(pole.pole)] == [(card.expert, 1)]
    acts.drop_tie(tie, by=None)
    assert [each.ties for each in cards_of(pole.pole)] == [0]
    told = list(Act.objects.filter(verb__in=["add_tie", "drop_tie"]).values_list("subject", flat=True))
    assert told == [f"user:{card.expert_id}"] * 2


def test_lists_of_cards_and_colleges_are_of_this_pole_and_say_who_is_busy(pole: Cluster) -> None:
    carded(pole, 2, college="recherche")
    acts.write_card(pole.pole, filed.expert(pole, 1), acts.Card("", "industrie"), by=None)
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        acts.write_card(other.pole, other.people["expert"], acts.Card("", "AILLEURS"), by=None)
    assert colleges_of(pole.pole) == ["industrie", "recherche"]
    dossier = filed.filed(pole)
    assert [(each.stage, each.count) for each in reviews_waiting(pole.pole)] == [("experts", 1)]
    busy = filed.accepted(pole, dossier, 1)
    assert {each.person.pk: each.asked for each in cards_of(pole.pole)} == {
        filed.expert(pole, 0).pk: 0, busy.expert_id: 1,
    }  # fmt: skip
    withdraw_dossier(dossier, by=None)
    assert reviews_waiting(pole.pole) == []
    assert sum(each.asked for each in cards_of(pole.pole)) == 0


def test_a_panel_is_refused_where_no_dossier_waits_or_the_terms_make_no_sense(pole: Cluster) -> None:
    version = filed.published(pole)
    for terms in (acts.Terms(0), acts.Terms(10), acts.Terms(1, -1), acts.Terms(1, 10)):
        with pytest.raises(InputError, match="Aucun dossier"):
            acts.ask_panel(version, "experts", terms, by=None)
    filed.filed(pole)
    for terms in (acts.Terms(0), acts.Terms(10), acts.Terms(1, -1), acts.Terms(1, 10)):
        with pytest.raises(InputError, match="de 1 à 9"):
            acts.ask_panel(version, "experts", terms, by=None)
    for stage in ("absent", "filing", "committee", ""):
        with pytest.raises(InputError, match="donnent leur avis"):
            acts.ask_panel(version, stage, ONE, by=None)
    assert not PanelDraft.objects.exists()


def test_a_pole_without_experts_is_told_where_to_invite_them(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    end_role(pole.people["expert"].roles.get(), by=None)
    draft = asked(dossier)
    assert (draft.state, draft.result) == ("failed", {})
    assert "aucun expert" in draft.trouble
    with pytest.raises(InputError, match="pas prêt"):
        acts.send_invitations(draft, by=None)


def test_a_panel_is_worked_out_once_however_often_its_task_runs(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    carded(pole, 2)
    draft = asked(dossier)
    panel_work.compute_panel.call(draft.pk)
    panel_work.compute_panel.call(draft.pk + 1)
    again = PanelDraft.objects.get()
    assert (again.attempts, again.result) == (1, draft.result)
    assert Act.objects.filter(verb="finish_panel").count() == 1


LOST = [
    # (state, minutes silent, attempts, state afterwards, how many are lost)
    (PanelState.QUEUED, 1, 0, PanelState.QUEUED, 0),
    (PanelState.RUNNING, 1, 1, PanelState.RUNNING, 0),
    (PanelState.RUNNING, 3, 3, PanelState.FAILED, 1),
    (PanelState.QUEUED, 3, 3, PanelState.FAILED, 1),
    (PanelState.DONE, 90, 1, PanelState.DONE, 0),
    (PanelState.FAILED, 90, 3, PanelState.FAILED, 0),
]


def test_a_panel_lost_with_its_worker_is_queued_again_three_times_at_most(pole: Cluster) -> None:
    version = filed.published(pole)
    for state, minutes, attempts, after, count in LOST:
        draft = PanelDraft.objects.create(
            pole=pole.pole, procedure=version, stage="experts", state=state, attempts=attempts
        )
        PanelDraft.objects.filter(pk=draft.pk).update(beat_at=timezone.now() - dt.timedelta(minutes=minutes))
        assert panel_work.requeue_lost_panels() == count
        draft.refresh_from_db()
        assert draft.state == after
        assert draft.trouble == (panel_work.INTERRUPTED if count else "")
        draft.delete()


def test_what_the_team_chose_by_hand_is_kept_when_it_asks_again(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    carded(pole, 1)
    filed.expert(pole, 1)
    draft = asked(dossier)
    [(nearest, _)] = seats(draft)
    [other] = [each.pk for each in panel_shown(draft)[0].free]
    acts.change_seat(draft, nearest, dossier.pk, is_in=False, by=None)
    acts.change_seat(draft, other, dossier.pk, is_in=True, by=None)
    kept = asked(dossier, acts.Terms(1, 0, keeps_changes=True))
    assert kept.terms["frozen"] == [[other, dossier.pk]]
    assert seats(kept) == {(other, dossier.pk)}
    assert seats(asked(dossier)) == {(nearest, dossier.pk)}


def test_a_region_gives_no_more_experts_than_asked(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    carded(pole, 2, region="Savoie")
    acts.write_card(pole.pole, filed.expert(pole, 2), acts.Card("droit", region="Jura"), by=None)
    third = filed.expert(pole, 2).pk
    assert third in {expert for expert, _ in seats(asked(dossier, acts.Terms(2, 0, most_of_region=1)))}
    assert asked(dossier, acts.Terms(3, 0, most_of_region=1)).state == "failed"


def test_who_has_no_time_left_is_not_proposed(pole: Cluster) -> None:
    one = filed.filed(pole)
    carded(pole, 2)
    acts.write_card(pole.pole, filed.expert(pole, 0), acts.Card("soudage laser", most=0), by=None)
    assert {expert for expert, _ in seats(asked(one))} == {filed.expert(pole, 1).pk}
    inputs = inputs_of(pole.pole, one.procedure, one.stage)
    assert [each.most for each in inputs.experts if each.person == filed.expert(pole, 0)] == [0]


def test_sending_leaves_out_who_was_asked_or_left_since_and_happens_once(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    carded(pole, 3)
    draft = asked(dossier, acts.Terms(3, 0))
    end_role(filed.expert(pole, 1).roles.get(), by=None)
    answer_invitation(invite_expert(dossier, filed.expert(pole, 2), by=None), "declined", by=None)
    assert acts.send_invitations(draft, by=None) == acts.Sent(1, ())
    assert set(Assignment.objects.values_list("expert", "state")) == {
        (filed.expert(pole, 0).pk, "invited"), (filed.expert(pole, 2).pk, "declined"),
    }  # fmt: skip
    for act in (
        lambda: acts.send_invitations(draft, by=None),
        lambda: acts.change_back(draft, by=None),
        lambda: acts.change_seat(draft, filed.expert(pole, 0).pk, dossier.pk, is_in=False, by=None),
    ):
        with pytest.raises(InputError, match="sont parties"):
            act()
    assert Assignment.objects.count() == 2

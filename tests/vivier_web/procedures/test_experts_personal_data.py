"""What is written of an expert, and of who sat at a meeting, is given back to them, and goes when they leave."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.serializers import serialize
from django_scopes import scope, scopes_disabled

from factories import cluster, filed, meetings
from factories.cluster import Cluster
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import Act, User
from vivier_web.accounts.queries import first_broken_act
from vivier_web.members.actions import grant_role
from vivier_web.procedures import models
from vivier_web.procedures.actions import committee, panel_work, panels
from vivier_web.procedures.actions.erasing import erase_dossier, forget_expertise
from vivier_web.procedures.actions.judging import recuse
from vivier_web.procedures.models import Dossier, ExpertCard, MeetingItem, PanelDraft, Recusal, Shift, Tie
from vivier_web.procedures.queries.panels import panel_shown
from vivier_web.procedures.queries.personal import expertise_of

UNTIL = dt.date(2027, 6, 30)
WORDS = "MOTS-DE-LA-FICHE soudage laser"
TABLES = ("Assignment", "Attendee", "ExpertCard", "PanelDraft", "Recusal", "Shift", "Tie")
NOTHING = {"expertises": [], "depots": [], "decisions_ecrites": [], "fiches_d_expert": [], "seances": []}


def everything() -> str:
    with scopes_disabled():
        return "".join(serialize("json", getattr(models, each).objects.all()) for each in TABLES)


def carded(found: Cluster, expert: User, words: str = WORDS, tie: str = "LIEN-DE-L-EXPERT") -> ExpertCard:
    card = panels.write_card(found.pole, expert, panels.Card(words, "recherche", "Savoie", 3), by=None)
    panels.add_tie(card, "mandate", tie, by=None, siren="732 829 320", until_on=UNTIL)
    return card


def test_who_never_judged_anything_is_told_so_in_every_chapter(pole: Cluster) -> None:
    assert expertise_of(pole.people["member"]) == NOTHING
    assert expertise_of(pole.people["expert"]) == NOTHING


def test_the_card_and_the_ties_of_an_expert_are_given_back_whole(pole: Cluster) -> None:
    panels.add_tie(carded(pole, pole.people["expert"]), "job", "Atelier", by=None)
    carded(pole, filed.expert(pole, 1), "MOTS-D-UNE-AUTRE", "LIEN-D-UNE-AUTRE")
    found = expertise_of(pole.people["expert"])
    assert found["fiches_d_expert"] == [
        {
            "pole": pole.pole.name,
            "domaines": WORDS,
            "college": "recherche",
            "region": "Savoie",
            "dossiers_au_plus": 3,
            "liens": [
                {"nature": "y travaille ou y a travaillé", "organisation": "Atelier", "siren": "", "jusqu_au": None},
                {
                    "nature": "y siège",
                    "organisation": "LIEN-DE-L-EXPERT",
                    "siren": "732829320",
                    "jusqu_au": "2027-06-30",
                },
            ],
        }
    ]
    assert "AUTRE" in everything(), "something could leak"
    assert "AUTRE" not in json.dumps(found)


def test_cards_of_every_pole_are_given_back_and_erased(pole: Cluster) -> None:
    expert, other = pole.people["expert"], cluster.founded("plasturgie", 1)
    carded(pole, expert)
    grant_role(expert, RoleKind.EXPERT, by=None, pole=other.pole)
    with scope(pole=other.pole):
        carded(other, expert, "MOTS-AILLEURS")
    assert [each["pole"] for each in expertise_of(expert)["fiches_d_expert"]] == [pole.pole.name, other.pole.name]
    assert forget_expertise(expert, by=expert) == 4
    with scopes_disabled():
        assert not ExpertCard.objects.exists()
        assert not Tie.objects.exists()
    assert expertise_of(expert) == NOTHING


def test_the_file_of_ones_data_has_the_card_and_speaks_of_no_other_expert(pole: Cluster, signed_in: Any) -> None:
    carded(pole, pole.people["expert"])
    carded(pole, filed.expert(pole, 1), "MOTS-D-UNE-AUTRE", "LIEN-D-UNE-AUTRE")
    text = signed_in("expert").get("/compte/mes-donnees/").content.decode()
    said = json.loads(text)
    assert [each["domaines"] for each in said["fiches_d_expert"]] == [WORDS]
    assert said["seances"] == []
    assert "AUTRE" not in text
    assert filed.expert(pole, 1).full_name not in text


def test_erasing_ones_account_takes_the_card_and_leaves_that_of_others(pole: Cluster, signed_in: Any) -> None:
    carded(pole, pole.people["expert"])
    carded(pole, filed.expert(pole, 1), "MOTS-D-UNE-AUTRE", "LIEN-D-UNE-AUTRE")
    signed_in("expert").post("/compte/effacer/", {"word": "EFFACER"})
    left = everything()
    assert "MOTS-DE-LA-FICHE" not in left
    assert "LIEN-DE-L-EXPERT" not in left
    assert left.count("AUTRE") == 2
    act = Act.objects.get(verb="forget_expertise")
    assert json.loads(act.detail) == {"declined": 0, "interests": 0, "cards": 2}
    assert first_broken_act() is None


def test_forgetting_twice_or_somebody_unknown_writes_nothing_in_the_journal(pole: Cluster) -> None:
    carded(pole, pole.people["expert"])
    assert forget_expertise(pole.people["expert"], by=None) == 2
    before = Act.objects.count()
    assert forget_expertise(pole.people["expert"], by=None) == 0
    assert forget_expertise(pole.people["member"], by=None) == 0
    assert Act.objects.count() == before


@pytest.fixture
def drafted(pole: Cluster) -> tuple[PanelDraft, User, User]:
    """Work out a panel that keeps two experts apart: one declared an interest, one has a tie."""
    dossier = filed.filed(pole)
    first, second = filed.expert(pole, 0), filed.expert(pole, 1)
    recuse(filed.accepted(pole, dossier, 0), "INTERET-DECLARE", by=None)
    for expert in (second, filed.expert(pole, 2)):
        panels.write_card(pole.pole, expert, panels.Card("soudage"), by=None)
    panels.add_tie(ExpertCard.objects.get(expert=second), "job", "Partenaire d’essai", by=None)
    draft = panels.ask_panel(dossier.procedure, dossier.stage, panels.Terms(1, 0), by=None)
    panel_work.compute_panel.call(draft.pk)
    return PanelDraft.objects.get(pk=draft.pk), first, second


def test_a_panel_no_more_repeats_the_interest_of_who_left_but_keeps_them_apart(
    pole: Cluster, drafted: tuple[PanelDraft, User, User]
) -> None:
    draft, first, second = drafted
    assert sorted(each["expert"] for each in draft.result["apart"]) == [first.pk, second.pk]
    assert "INTERET-DECLARE" in everything()
    forget_expertise(first, by=None)
    assert "INTERET-DECLARE" not in everything()
    again = PanelDraft.objects.get(pk=draft.pk)
    told = {each["expert"]: each["why"] for each in again.result["apart"]}
    assert told[first.pk] == ""
    assert "partenaire d’essai" in told[second.pk]
    assert (again.result["seats"], again.state) == (draft.result["seats"], "done")
    [row] = panel_shown(again)
    assert [second.full_name in each for each in row.apart] == [True]
    assert first not in row.free


def test_who_sat_is_told_where_and_what_they_left_the_room_for(pole: Cluster) -> None:
    meeting = meetings.held(pole)
    item = MeetingItem.objects.get()
    committee.leave_for(item, meeting.attendees.get(), "MOTIF-DE-SORTIE", by=None)
    board = pole.people["board"]
    assert expertise_of(board)["seances"] == [
        {
            "pole": pole.pole.name,
            "seance": str(meeting),
            "sorties": [{"pole": pole.pole.name, "dossier": item.dossier.reference, "motif": "MOTIF-DE-SORTIE"}],
        }
    ]
    assert expertise_of(pole.people["director"])["seances"] == []


def test_the_reason_somebody_left_the_room_goes_with_them_and_their_voice_stays_out(
    pole: Cluster, signed_in: Any
) -> None:
    meeting = meetings.held(pole)
    committee.leave_for(MeetingItem.objects.get(), meeting.attendees.get(), "MOTIF-DE-SORTIE", by=None)
    assert forget_expertise(pole.people["board"], by=None) == 1
    assert Recusal.objects.get().reason == ""
    page = signed_in("team").get(f"/agir/comite/{meeting.pk}/").content.decode()
    assert "Hors de la salle" in page
    assert "MOTIF-DE-SORTIE" not in page
    assert "()" not in page
    minutes = signed_in("team").get(f"/agir/comite/{meeting.pk}/proces-verbal/").content.decode()
    assert "n’a pas pris part</p>" in minutes


def test_an_old_dossier_is_erased_with_what_its_meeting_wrote_by_hand(pole: Cluster) -> None:
    meeting = meetings.held(pole, (4, 4, 4), (3, 3, 3))
    one, two = meeting.items.all()
    for item in (one, two):
        committee.leave_for(item, meeting.attendees.get(), f"SORTIE-{item.dossier.reference}", by=None)
        committee.shift(item, 1, f"PLACE-{item.dossier.reference}", by=None)
    erase_dossier(Dossier.objects.get(pk=one.dossier_id))
    assert list(Recusal.objects.order_by("item").values_list("reason", flat=True)) == [
        "",
        f"SORTIE-{two.dossier.reference}",
    ]
    assert list(Shift.objects.order_by("item").values_list("reason", flat=True)) == [
        "",
        f"PLACE-{two.dossier.reference}",
    ]
    assert list(Shift.objects.values_list("place", flat=True)) == [1, 1]

"""The committee room through the browser: opened, held, projected, decided, closed; and the panels that serve it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factories import filed, meetings
from factories.cluster import Cluster
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions import panel_work, panels
from vivier_web.procedures.actions.meeting_papers import read_panel
from vivier_web.procedures.models import Assignment, Decision, Meeting, MeetingItem, PanelDraft, Tie


def room(browser: Any, meeting: Meeting, more: str = "") -> str:
    return browser.get(reverse("committee", args=[meeting.pk]) + more).content.decode()


def test_a_committee_from_its_opening_to_its_minutes(pole: Cluster, signed_in: Any) -> None:
    meetings.at_committee(pole, (5, 5, 5))
    browser, version = signed_in("team"), filed.published(pole)
    assert "1\u00a0dossier attend le comité" in browser.get("/agir/comite/").content.decode()
    typed = {"etape": f"{version.pk}:committee", "le": timezone.localdate().isoformat()}
    answer = browser.post(reverse("open_committee"), typed, follow=True)
    assert "Aucune décision n’est possible" in answer.content.decode()  # nobody sits yet
    meeting, item = Meeting.objects.get(), MeetingItem.objects.get()
    browser.post(reverse("seat_committee", args=[meeting.pk]), {"votant": [pole.people["board"].pk], "autres": "5"})
    decide = reverse("decide_committee_item", args=[meeting.pk, item.pk])
    prefix = f"p{item.pk}-"
    refused = browser.post(decide, {f"{prefix}outcome": "accepted", f"{prefix}motives": "Court"})
    assert refused.status_code == 422
    assert "Motivez la décision" in refused.content.decode()
    assert ">Court</textarea>" in refused.content.decode().replace("\r", "").replace("\n", "")
    browser.post(decide, {f"{prefix}outcome": "accepted", f"{prefix}motives": "Consortium complet, marché chiffré."})
    assert Decision.objects.get().sitting == 6
    assert "1\u00a0dossier décidé" in room(browser, meeting)
    closed = browser.post(reverse("close_committee", args=[meeting.pk]), follow=True).content.decode()
    assert "Séance close" in closed
    minutes = browser.get(reverse("minutes", args=[meeting.pk])).content.decode()
    for said in ("Consortium complet, marché chiffré.", "Camille Board", "5\u00a0autres votants", "6\u00a0votants"):
        assert said in minutes
    assert browser.post(reverse("reopen_committee", args=[meeting.pk])).status_code == 302


def test_on_the_wall_nothing_can_be_touched_and_no_expert_is_named(pole: Cluster, signed_in: Any) -> None:
    meeting = meetings.held(pole, (5, 5, 4), (5, 1, 4), (1, 1, 0))
    read_panel(meeting)
    browser = signed_in("team")
    page = room(browser, meeting, "?projeter")
    assert "projected" in page
    assert 'action="/agir/' in room(browser, meeting)
    assert 'action="/agir/' not in page
    assert "sévérité" not in page
    names = [filed.expert(pole, rank).full_name for rank in (1, 2)]  # the first one sits at no committee either
    assert not any(name in page for name in names)
    team = browser.get(reverse("experts_of_committee", args=[meeting.pk])).content.decode()
    assert all(name in team for name in names)


def test_the_board_reads_the_room_without_a_button(pole: Cluster, signed_in: Any) -> None:
    meeting = meetings.held(pole, (5, 5, 5), (1, 1, 1))
    page = room(signed_in("board"), meeting)
    assert "La règle propose" in page
    assert "points/" not in page
    assert signed_in("board").get(reverse("experts_of_committee", args=[meeting.pk])).status_code == 403


def test_a_dossier_leaves_its_place_and_somebody_the_room_and_both_come_back(pole: Cluster, signed_in: Any) -> None:
    meeting = meetings.held(pole, (5, 5, 5), (4, 4, 4))
    browser, item = signed_in("team"), MeetingItem.objects.last()
    place = reverse("shift_committee_item", args=[meeting.pk, item.pk])
    said = browser.post(place, {"place": "1", "motif": "Axe retenu cette année"}, follow=True).content.decode()
    assert "Mis à la place 1 par le comité : Axe retenu cette année" in said
    assert "Place rendue" in browser.post(place, {"geste": "revenir"}, follow=True).content.decode()
    out = reverse("leave_committee_item", args=[meeting.pk, item.pk])
    who = {"votant": meeting.attendees.get().pk}
    assert "Hors de la salle" in browser.post(out, who | {"motif": "Client"}, follow=True).content.decode()
    assert "Hors de la salle" not in browser.post(out, who | {"geste": "revenir"}, follow=True).content.decode()


@pytest.mark.parametrize(("url", "kind"), [("/agir/comite/", "team"), ("/agir/appels/", "board")])
def test_lists_ask_the_base_as_often_for_one_row_as_for_three(
    pole: Cluster, signed_in: Any, url: str, kind: str
) -> None:
    meetings.held(pole, (5, 5, 5))
    counts = []
    for more in (0, 2):
        for rank in range(more):
            meetings.at_committee(pole, (4, 4, 4), rank=rank)
        browser = signed_in(kind)
        with _counting() as counted:
            browser.get(url)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_room_asks_the_base_as_often_for_one_dossier_as_for_three(pole: Cluster, signed_in: Any) -> None:
    counts = []
    meeting = meetings.held(pole, (5, 5, 5))
    for rank in (1, 2):
        with _counting() as counted:
            room(signed_in("team"), meeting)
        counts.append(len(counted))
        for other in range(2):
            meetings.at_committee(pole, (4, 4, 4), rank=other)
        acts.put_waiting(meeting, by=None)
        assert meeting.items.count() == 1 + 2 * rank
    assert counts[0] == counts[1]


def _counting() -> Any:
    return CaptureQueriesContext(connection)


def test_a_panel_is_asked_read_changed_and_sent(pole: Cluster, signed_in: Any) -> None:
    dossier, browser = filed.filed(pole), signed_in("team")
    for rank in range(2):
        panels.write_card(pole.pole, filed.expert(pole, rank), panels.Card("soudage", "industrie"), by=None)
    typed = {"etape": f"{dossier.procedure_id}:{dossier.stage}", "per_dossier": "1", "alternates": "0"}
    assert browser.post(reverse("ask_panel"), typed).status_code == 422  # a term is missing
    answer = browser.post(reverse("ask_panel"), typed | {"most_of_region": "0"}, follow=True)
    draft = PanelDraft.objects.get()
    panel_work.compute_panel.call(draft.pk)
    page = browser.get(reverse("panel", args=[draft.pk])).content.decode()
    assert answer.status_code == 200
    assert "1\u00a0demande à envoyer" in page
    asked = browser.post(reverse("send_panel", args=[draft.pk]), follow=True).content.decode()
    assert "1\u00a0demande envoyée" in asked
    assert Assignment.objects.count() == 1


def test_the_card_of_an_expert_keeps_what_was_typed_and_its_ties(pole: Cluster, signed_in: Any) -> None:
    browser, expert = signed_in("team"), pole.people["expert"]
    card, ties = (reverse(name, args=[expert.pk]) for name in ("expert_card", "expert_tie"))
    browser.post(card, {"words": "Soudage laser", "college": "industrie", "region": "Jura", "most": "3"})
    wrong = browser.post(ties, {"kind": "job", "name": "Fonderie", "siren": "123456789"})
    assert wrong.status_code == 422
    assert "SIREN n’est pas valable" in wrong.content.decode()
    assert 'value="Fonderie"' in wrong.content.decode()
    browser.post(ties, {"kind": "job", "name": "Fonderie"})
    page = browser.get(card).content.decode()
    assert "Soudage laser" in page
    assert "Fonderie" in page
    browser.post(ties, {"retirer": Tie.objects.get().pk})
    assert not Tie.objects.exists()

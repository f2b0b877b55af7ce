"""The doors of the committee room: who may enter, what belongs to another pôle, what is typed badly, what is empty."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from factories import cluster, filed, meetings
from factories.cluster import Cluster
from vivier_web.procedures.actions import committee as acts
from vivier_web.procedures.actions import panel_work, panels
from vivier_web.procedures.models import (
    Attendee,
    Decision,
    ExpertCard,
    Meeting,
    MeetingItem,
    Minutes,
    PanelDraft,
    Recusal,
    Shift,
    Tie,
)

GESTURES = (
    "seat_committee", "put_before_committee", "decide_committee_list", "close_committee", "reopen_committee",
    "reread_committee",
)  # fmt: skip
POINTS = ("decide_committee_item", "shift_committee_item", "leave_committee_item")


def text(answer: Any) -> str:
    return answer.content.decode()


def addresses(meeting: Meeting, draft: PanelDraft, expert: int) -> tuple[list[str], list[str]]:
    """Give the pages and the gestures that only a team has, on these things."""
    item = meeting.items.get().pk
    read = [
        reverse("experts_of_committee", args=[meeting.pk]), reverse("minutes_pdf", args=[meeting.pk]),
        reverse("panel", args=[draft.pk]), reverse("expert_card", args=[expert]),
    ]  # fmt: skip
    act = [
        *(reverse(name, args=[meeting.pk]) for name in GESTURES),
        *(reverse(name, args=[meeting.pk, item]) for name in POINTS),
        reverse("change_panel", args=[draft.pk]), reverse("send_panel", args=[draft.pk]), reverse("expert_tie", args=[expert]),
    ]  # fmt: skip
    return read, act


@pytest.fixture
def prepared(pole: Cluster) -> tuple[Meeting, PanelDraft]:
    meeting = meetings.held(pole)
    filed.filed(pole, rank=1)
    draft = panels.ask_panel(meeting.procedure, "experts", panels.Terms(1, 0), by=None)
    panel_work.compute_panel.call(draft.pk)
    Minutes.objects.create(meeting=meeting, pdf=b"%PDF-essai")
    return meeting, draft


def test_the_team_of_another_pole_finds_nothing_here_and_changes_nothing(
    pole: Cluster, prepared: tuple[Meeting, PanelDraft]
) -> None:
    meeting, draft = prepared
    other, browser = cluster.founded("plasturgie", 1), Client()
    browser.force_login(other.people["team"])
    read, act = addresses(meeting, draft, pole.people["expert"].pk)
    shown = [reverse("committee", args=[meeting.pk]), reverse("minutes", args=[meeting.pk])]
    assert {browser.get(each).status_code for each in read + shown} == {404}
    assert {browser.post(each).status_code for each in act} == {404}
    opening = {"etape": f"{meeting.procedure_id}:committee", "le": "2026-12-01"}
    assert browser.post(reverse("open_committee"), opening).status_code == 404
    assert browser.post(reverse("ask_panel"), opening).status_code == 404
    for page in ("committees", "panels", "calls"):
        assert meeting.items.get().dossier.reference not in text(browser.get(reverse(page)))
    kept = Meeting.objects.get()
    assert (kept.is_closed, kept.attendees.count(), Decision.objects.count()) == (False, 1, 0)
    assert (PanelDraft.objects.get().sent_at, Tie.objects.count()) == (None, 0)


def test_who_only_reads_has_no_gesture_and_no_name_of_an_expert(
    pole: Cluster, signed_in: Any, prepared: tuple[Meeting, PanelDraft]
) -> None:
    meeting, draft = prepared
    read, act = addresses(meeting, draft, pole.people["expert"].pk)
    for kind in ("board", "governance"):
        browser = signed_in(kind)
        assert browser.get(reverse("committee", args=[meeting.pk])).status_code == 200
        assert {browser.get(each).status_code for each in read} == {403}
        assert {browser.post(each).status_code for each in act} == {403}
        page = text(browser.get(reverse("committees")))
        assert reverse("open_committee") not in page
        minutes = text(browser.get(reverse("minutes", args=[meeting.pk])))
        assert reverse("minutes_pdf", args=[meeting.pk]) not in minutes
        assert filed.expert(pole, 1).full_name not in minutes
    team = text(signed_in("team").get(reverse("minutes", args=[meeting.pk])))
    assert reverse("minutes_pdf", args=[meeting.pk]) in team
    assert not Meeting.objects.get().is_closed


@pytest.mark.parametrize("kind", ["member", "expert", "trainer"])
def test_those_who_file_or_judge_do_not_enter_the_room(pole: Cluster, signed_in: Any, kind: str) -> None:
    browser = signed_in(kind)
    assert {browser.get(reverse(name)).status_code for name in ("committees", "panels", "calls")} == {403}
    assert browser.post(reverse("open_committee")).status_code == 403


def test_gestures_are_never_made_by_reading(
    signed_in: Any, prepared: tuple[Meeting, PanelDraft], pole: Cluster
) -> None:
    _, act = addresses(*prepared, pole.people["expert"].pk)
    browser = signed_in("team")
    assert {browser.get(each).status_code for each in [*act, reverse("open_committee"), reverse("ask_panel")]} == {
        405
    }


def test_empty_rooms_say_so(pole: Cluster, signed_in: Any) -> None:
    browser = signed_in("team")
    for name in ("committees", "panels", "calls"):
        answer = browser.get(reverse(name))
        assert answer.status_code == 200
    assert browser.get(reverse("calls") + "?etat=inconnu&page=zéro").status_code == 200
    assert browser.get(reverse("committee", args=[1])).status_code == 404
    assert browser.get(reverse("minutes_pdf", args=[1])).status_code == 404


OPENINGS = [
    ({}, 404, ""),
    ({"etape": "", "le": "2026-12-01"}, 404, ""),
    ({"etape": "abc:committee", "le": "2026-12-01"}, 404, ""),
    ({"etape": "²:committee", "le": "2026-12-01"}, 404, ""),
    ({"etape": "99999999999:committee", "le": "2026-12-01"}, 404, ""),
    ({"etape": "VERSION", "le": "2026-12-01"}, 200, "Choisissez une étape"),
    ({"etape": "VERSION:absent", "le": "2026-12-01"}, 200, "Choisissez une étape"),
    ({"etape": "VERSION:experts", "le": "2026-12-01"}, 200, "Choisissez une étape"),
    ({"etape": "VERSION:committee"}, 200, "Donnez la date"),
    ({"etape": "VERSION:committee", "le": "01/12/2026"}, 200, "Donnez la date"),
    ({"etape": "VERSION:committee", "le": "2026-02-30"}, 200, "Donnez la date"),
]


def test_an_opening_badly_typed_is_told_and_opens_nothing(pole: Cluster, signed_in: Any) -> None:
    version, browser = meetings.at_committee(pole, (4, 4, 4)).procedure, signed_in("team")
    for typed, status, sentence in OPENINGS:
        said = {key: value.replace("VERSION", str(version.pk)) for key, value in typed.items()}
        answer = browser.post(reverse("open_committee"), said, follow=True)
        assert (answer.status_code, sentence in text(answer)) == (status, True), typed
    assert not Meeting.objects.exists()


def test_what_is_typed_badly_in_the_room_is_told_there_and_changes_nothing(pole: Cluster, signed_in: Any) -> None:
    meeting, browser = meetings.held(pole), signed_in("team")
    item, who = meeting.items.get(), meeting.attendees.get()
    place, out = (reverse(f"{name}_committee_item", args=[meeting.pk, item.pk]) for name in ("shift", "leave"))
    said = [
        (place, {"place": "douze", "motif": "Parce que"}, "Une place va de 1 à 1."),
        (place, {"place": "٣", "motif": "Parce que"}, "Une place va de 1 à 1."),
        (place, {"place": "1", "motif": "  a  "}, "Dites pourquoi"),
        (place, {"geste": "revenir"}, "que lui donnent les avis"),
        (out, {"votant": who.pk, "motif": ""}, "l’intérêt qui lie"),
        (out, {"votant": who.pk, "geste": "revenir"}, "l’intérêt qui lie"),
        (reverse("seat_committee", args=[meeting.pk]), {"votant": pole.people["member"].pk}, "pas de rôle"),
        (reverse("seat_committee", args=[meeting.pk]), {"autres": "201"}, "va de 0 à 200"),
        (reverse("reopen_committee", args=[meeting.pk]), {}, "est ouverte"),
    ]
    for url, typed, sentence in said:
        answer = browser.post(url, typed, follow=True)
        assert (answer.status_code, sentence in text(answer)) == (200, True), typed
    assert browser.post(out, {"votant": "0", "motif": "Client"}).status_code == 404
    assert (Shift.objects.count(), Recusal.objects.count(), Attendee.objects.count()) == (0, 0, 1)


def test_a_point_of_one_meeting_is_not_touched_through_another(pole: Cluster, signed_in: Any) -> None:
    first = meetings.held(pole)
    acts.close_meeting(first, by=None)
    second = acts.open_meeting(pole.pole, first.procedure, "committee", on=first.on + dt.timedelta(days=1), by=None)
    mixed = [reverse(name, args=[second.pk, first.items.get().pk]) for name in POINTS]
    assert {signed_in("team").post(each, {"place": "1", "motif": "Parce que"}).status_code for each in mixed} == {404}
    out = reverse("leave_committee_item", args=[second.pk, second.items.get().pk])
    stranger = {"votant": first.attendees.get().pk, "motif": "Client"}
    assert signed_in("team").post(out, stranger).status_code == 404
    assert not Recusal.objects.exists()


def test_the_whole_list_is_decided_from_the_page_which_says_what_is_left(pole: Cluster, signed_in: Any) -> None:
    meeting, browser = meetings.held(pole, (5, 5, 5), (3, 3, 3)), signed_in("team")
    page = text(browser.post(reverse("decide_committee_list", args=[meeting.pk]), follow=True))
    assert "1\u00a0dossier décidé selon la liste." in page
    assert "Un accord sous conditions s’écrit avec ses conditions." in page
    again = text(browser.post(reverse("decide_committee_list", args=[meeting.pk]), follow=True))
    assert "0\u00a0dossier décidé selon la liste." in again
    assert "Aucun autre dossier n’attend." in text(
        browser.post(reverse("put_before_committee", args=[meeting.pk]), follow=True)
    )
    assert Decision.objects.count() == 1


def test_the_pdf_of_the_minutes_is_given_as_it_was_made(signed_in: Any, prepared: tuple[Meeting, PanelDraft]) -> None:
    meeting, _ = prepared
    answer = signed_in("team").get(reverse("minutes_pdf", args=[meeting.pk]))
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-essai", "application/pdf")
    assert (
        answer["Content-Disposition"] == f'attachment; filename="proces-verbal-{timezone.localdate():%Y-%m-%d}.pdf"'
    )


TERMS = [
    {},
    {"per_dossier": "0", "alternates": "0", "most_of_region": "0"},
    {"per_dossier": "10", "alternates": "0", "most_of_region": "0"},
    {"per_dossier": "1", "alternates": "-1", "most_of_region": "0"},
    {"per_dossier": "trois", "alternates": "0", "most_of_region": "0"},
    {"per_dossier": "1", "alternates": "0", "most_of_region": "0", "colleges": "absent"},
]


def test_terms_of_a_panel_badly_typed_come_back_and_ask_nothing(pole: Cluster, signed_in: Any) -> None:
    dossier, browser = filed.filed(pole), signed_in("team")
    panels.write_card(pole.pole, pole.people["expert"], panels.Card("soudage", "industrie"), by=None)
    step = {"etape": f"{dossier.procedure_id}:experts"}
    assert [browser.post(reverse("ask_panel"), step | typed).status_code for typed in TERMS] == [422] * len(TERMS)
    elsewhere = {
        "etape": f"{dossier.procedure_id}:committee",
        "per_dossier": "1",
        "alternates": "0",
        "most_of_region": "0",
    }
    refused = browser.post(reverse("ask_panel"), elsewhere)
    assert (refused.status_code, "donnent leur avis" in text(refused)) == (422, True)
    assert not PanelDraft.objects.exists()


def test_seats_are_changed_from_the_page_and_what_is_refused_is_said(
    pole: Cluster, signed_in: Any, prepared: tuple[Meeting, PanelDraft]
) -> None:
    _, draft = prepared
    url, browser = reverse("change_panel", args=[draft.pk]), signed_in("team")
    [seat] = draft.__class__.objects.get().seats()
    pair = {"expert": seat["expert"], "dossier": seat["dossier"]}
    assert "Expert retiré" in text(browser.post(url, pair | {"geste": "retirer"}, follow=True))
    assert PanelDraft.objects.get().seats() == []
    assert "Dernier changement repris" in text(browser.post(url, {"geste": "annuler"}, follow=True))
    assert [each["expert"] for each in PanelDraft.objects.get().seats()] == [seat["expert"]]
    for wrong, sentence in (
        ({"expert": "x"}, "dans la liste"), ({"expert": pole.people["member"].pk}, "dans la liste"),
        ({"dossier": MeetingItem.objects.get().dossier_id}, "plus à cette étape"),
    ):  # fmt: skip
        assert sentence in text(browser.post(url, pair | wrong | {"geste": "ajouter"}, follow=True))
    assert "Expert ajouté" in text(browser.post(url, pair | {"geste": "ajouter"}, follow=True))
    assert len(PanelDraft.objects.get().seats()) == 1


def test_the_card_of_somebody_who_is_no_expert_here_is_not_found(pole: Cluster, signed_in: Any) -> None:
    other, browser = cluster.founded("plasturgie", 1), signed_in("team")
    for person in (pole.people["member"], other.people["expert"]):
        assert browser.get(reverse("expert_card", args=[person.pk])).status_code == 404
        assert browser.post(reverse("expert_tie", args=[person.pk]), {"kind": "job", "name": "A"}).status_code == 404
    expert = pole.people["expert"].pk
    for typed in ({}, {"most": "51"}, {"most": "-1"}, {"most": "4", "college": "c" * 61}):
        assert browser.post(reverse("expert_card", args=[expert]), typed).status_code == 422
    assert browser.post(reverse("expert_tie", args=[expert]), {"retirer": "999"}).status_code == 404
    assert not Tie.objects.exists()


def test_a_tie_of_the_expert_of_another_pole_is_not_taken_away(pole: Cluster, signed_in: Any) -> None:
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        card = panels.write_card(other.pole, other.people["expert"], panels.Card("plastique"), by=None)
        theirs = panels.add_tie(card, "job", "Atelier", by=None)
    url = reverse("expert_tie", args=[pole.people["expert"].pk])
    assert signed_in("team").post(url, {"retirer": theirs.pk}).status_code == 404
    with scope(pole=other.pole):
        assert Tie.objects.get() == theirs
    assert [each.expert for each in ExpertCard.objects.all()] == [pole.people["expert"]]

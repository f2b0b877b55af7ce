"""What an agent of an authority may do of a dossier: each gesture once, at their stages, on their territory."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import end_role, grant_role
from vivier_web.members.models import Pole, Role
from vivier_web.members.rules import Actor
from vivier_web.procedures.actions import authorities as actions
from vivier_web.procedures.actions.deciding import Chosen, conclude
from vivier_web.procedures.actions.filing import withdraw_dossier
from vivier_web.procedures.addressing import Seat
from vivier_web.procedures.models import Assignment, Attestation, Decision, Dossier, Opinion
from vivier_web.procedures.published import (
    addressed_attestation,
    addressed_dossier,
    addressed_dossiers,
    seat_of,
    waiting_for,
)
from vivier_web.procedures.queries.addressed import dossier_for, rows_for

TODAY = dt.date(2026, 3, 20)
STATE, HERE, ELSEWHERE, NEAR, NOBODY = (
    Seat(frozenset(over)) for over in ([("state", "")], [("region", "84")], [("region", "11")], [("local", "74")], [])
)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(answer: Any) -> str:
    return answer.content.decode()


def at_the_region(found: Cluster, *, rank: int = 0) -> Dossier:
    """Bring a dossier to the Region: two agents of the State gave their opinion."""
    dossier = filed.filed(found, filed.REGIONAL, rank=rank)
    for number in range(2):
        user = filed.agent("state", number)
        actions.take_up(STATE, dossier.pk, by=user, has_no_interest=True)
        actions.give_opinion(STATE, dossier.pk, filed.said(dossier), content=1, by=user)
    return conclude(dossier, Chosen("done", ""), by=None, seat="state", on=filed.DAY + dt.timedelta(days=5))


def rows(*pairs: tuple[str, str]) -> tuple[Role, ...]:
    return tuple(Role(kind=kind, territory=territory) for kind, territory in pairs)


SEATS = [
    ((), NOBODY),
    (((RoleKind.STATE, ""),), STATE),
    (((RoleKind.REGION, "84"),), HERE),
    (((RoleKind.REGION, "84"), (RoleKind.REGION, "11")), Seat(HERE.over | ELSEWHERE.over)),
    (((RoleKind.LOCAL, "74"),), NEAR),
    (((RoleKind.STATE, ""), (RoleKind.LOCAL, "74")), Seat(STATE.over | NEAR.over)),
    (((RoleKind.TEAM, ""), (RoleKind.EXPERT, "")), NOBODY),
    (((RoleKind.TEAM, "84"), (RoleKind.REGION, "11")), ELSEWHERE),
]


@pytest.mark.parametrize(("held", "seat"), SEATS)
def test_the_seat_of_somebody_is_what_their_roles_of_authority_say(held: tuple[Any, ...], seat: Seat) -> None:
    assert seat_of(Actor(1, rows(*held), None)) == seat


def test_each_authority_finds_a_dossier_at_its_own_moment_and_a_list_says_what_a_page_says(pole: Cluster) -> None:
    first, second = filed.filed(pole, filed.REGIONAL), at_the_region(pole, rank=1)
    filed.opened(pole, filed.REGIONAL, rank=2)
    filed.filed(pole)  # a label of the pôle alone reaches nobody
    found = {
        "state": ([first.pk], [second.pk, first.pk]),
        "here": ([second.pk], [second.pk]),
        "elsewhere": ([], []),
        "near": ([], []),
        "nobody": ([], []),
    }
    for name, seat in {"state": STATE, "here": HERE, "elsewhere": ELSEWHERE, "near": NEAR, "nobody": NOBODY}.items():
        waiting, whole = (addressed_dossiers(seat, today=TODAY, is_waiting=each) for each in (True, False))
        assert ([each.pk for each in waiting.lines], sorted(each.pk for each in whole.lines)) == (
            found[name][0],
            sorted(found[name][1]),
        ), name
        assert (waiting.count, waiting.waiting, whole.waiting) == (len(found[name][0]),) * 3
        assert waiting_for(seat) == len(found[name][0])
        opened = {pk for pk in Dossier.objects.values_list("pk", flat=True) if dossier_for(seat, pk) is not None}
        assert opened == set(found[name][1]), "what is listed is what may be opened"
        assert all(each.is_theirs for each in waiting.lines)
        assert set(rows_for(seat, is_waiting=True)) <= set(rows_for(seat, is_waiting=False))


def test_a_pole_that_says_no_region_is_read_by_no_agent_of_a_region(pole: Cluster) -> None:
    dossier = at_the_region(pole)
    assert dossier_for(HERE, dossier.pk) is not None
    Pole.objects.update(region="")
    blank = Seat(frozenset({("region", "")}))
    for seat in (HERE, ELSEWHERE, blank):
        assert dossier_for(seat, dossier.pk) is None
        assert addressed_dossiers(seat, today=TODAY, is_waiting=False).lines == ()


def test_a_closed_dossier_is_kept_by_who_decided_of_it_and_by_nobody_else(pole: Cluster) -> None:
    never = withdraw_dossier(filed.filed(pole, filed.REGIONAL), by=None)
    decided = withdraw_dossier(filed.decided_by_the_state(pole).dossier, by=None)
    for seat, seen in ((STATE, {decided.pk}), (HERE, {decided.pk}), (ELSEWHERE, set()), (NEAR, set())):
        found = addressed_dossiers(seat, today=TODAY, is_waiting=False)
        assert {each.pk for each in found.lines} == seen
        assert [(each.stage, each.outcome, each.is_theirs) for each in found.lines] == [
            ("Terminé", "retiré", False)
        ] * len(seen)
        assert addressed_dossier(seat, never.pk, user_id=1, today=TODAY) is None
    page = words(browser(pole.people["state"]).get(reverse("authority_dossier", args=[decided.pk])))
    assert "Décidé par l’État." in page
    assert "Prendre ce dossier" not in page


def test_a_number_that_names_nothing_is_the_same_as_a_dossier_of_somebody_else(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    said = []
    for pk in (dossier.pk, 10**6):
        for act in (
            lambda pk=pk: actions.conclude(STATE, pk, Chosen("done", ""), by=pole.people["state"]),
            lambda pk=pk: actions.decide(STATE, pk, Chosen("refused", "Non, par principe."), by=pole.people["state"]),
            lambda pk=pk: actions.ask_corrections(STATE, pk, "Corrigez", by=pole.people["state"]),
            lambda pk=pk: actions.settle_condition(STATE, pk, 1, "Preuve", by=pole.people["state"]),
            lambda pk=pk: actions.take_up(STATE, pk, by=pole.people["state"], has_no_interest=True),
            lambda pk=pk: actions.ask_colleague(STATE, pk, 1, by=pole.people["state"]),
            lambda pk=pk: actions.answer(STATE, pk, "accepted", by=pole.people["state"]),
            lambda pk=pk: actions.give_opinion(STATE, pk, filed.Said({}), content=1, by=pole.people["state"]),
            lambda pk=pk: actions.confirm_opinion(STATE, pk, content=1, by=pole.people["state"]),
        ):
            with pytest.raises(actions.NotAddressed) as refused:
                act()
            said.append(str(refused.value))
    assert set(said) == {"Ce dossier ne vous est pas adressé."}


POSTS = [
    ("authority_conclude", ()), ("authority_decide", ()), ("authority_corrections", ()), ("authority_settle_condition", (1,)),
    ("authority_take_up", ()), ("authority_ask_colleague", ()), ("authority_answer", ()), ("authority_confirm_opinion", ()),
]  # fmt: skip


def test_every_gesture_is_closed_to_other_roles_to_other_territories_and_to_a_mere_look(
    pole: Cluster, signed_in: Any
) -> None:
    dossier = at_the_region(pole)
    before = list(Dossier.objects.values())
    strangers = [filed.agent("region", 5, territory="11"), pole.people["local"]]
    for name, more in POSTS:
        url = reverse(name, args=[dossier.pk, *more])
        for kind in ("team", "director", "member", "expert", "governance", "network"):
            assert signed_in(kind).post(url, {}).status_code == 403, (name, kind)
        for user in strangers:
            assert browser(user).post(url, {}).status_code == 404, name
        assert signed_in("region").get(url).status_code == 405, name
        assert Client().post(url, {}).status_code in {302, 403}, name
    assert list(Dossier.objects.values()) == before


def test_the_state_may_read_what_is_at_the_region_and_do_nothing_of_it(pole: Cluster, signed_in: Any) -> None:
    dossier = at_the_region(pole)
    state, url = signed_in("state"), reverse("authority_dossier", args=[dossier.pk])
    page = words(state.get(url))
    assert dossier.reference in page
    for name in ("authority_conclude", "authority_corrections", "authority_take_up", "authority_decide"):
        assert reverse(name, args=[dossier.pk]) not in page, name
    conclude_it = reverse("authority_conclude", args=[dossier.pk])
    assert "n’est pas à conclure par vous" in words(state.post(conclude_it, {"outcome": "done"}, follow=True))
    assert "n’attend pas de décision" in words(
        state.post(reverse("authority_decide", args=[dossier.pk]), {}, follow=True)
    )
    assert "C’est à l’autorité d’agir" in words(
        state.post(reverse("authority_corrections", args=[dossier.pk]), {"why": "x"}, follow=True)
    )
    assert Dossier.objects.get().stage == "region"
    assert (
        signed_in("region").post(reverse("authority_conclude", args=[dossier.pk]), {"outcome": "done"}).status_code
        == 302
    )
    assert Dossier.objects.get().stage == "committee"


def test_an_interest_is_declared_before_anything_is_read_or_said(pole: Cluster, signed_in: Any) -> None:
    dossier, state = filed.filed(pole, filed.REGIONAL), signed_in("state")
    take_up, opinion = (reverse(name, args=[dossier.pk]) for name in ("authority_take_up", "authority_opinion"))
    assert "Prenez d’abord ce dossier" in words(state.get(opinion, follow=True))
    for said in ({}, {"declares": "non"}, {"declares": "1"}):
        assert "Cochez la déclaration" in words(state.post(take_up, said, follow=True))
        assert not Assignment.objects.exists(), "nobody is half asked"
    assert state.post(take_up, {"declares": "oui"}).url == opinion
    assert "déjà été sollicité" in words(state.post(take_up, {"declares": "oui"}, follow=True))
    assert Assignment.objects.count() == 1
    assert mail.outbox[-1].subject.endswith("arrive chez vous"), "who takes a dossier up is not written to"
    answer = reverse("authority_answer", args=[dossier.pk])
    assert "déjà répondu" in words(state.post(answer, {"answer": "declined"}, follow=True))


def test_a_colleague_is_chosen_in_the_list_and_answers_for_themself(pole: Cluster, signed_in: Any) -> None:
    dossier, state = filed.filed(pole, filed.REGIONAL), signed_in("state")
    second, gone = filed.agent("state", 2), filed.agent("state", 3)
    end_role(Role.objects.get(user=gone), by=None)
    ask, answer = (reverse(name, args=[dossier.pk]) for name in ("authority_ask_colleague", "authority_answer"))
    found = addressed_dossier(STATE, dossier.pk, user_id=pole.people["state"].pk, today=TODAY)
    assert found is not None
    assert found.judging.colleagues == ((second.pk, second.full_name),)
    for said in (
        "",
        "abc",
        "²",
        "-1",
        "9" * 30,
        str(gone.pk),
        str(pole.people["region"].pk),
        str(pole.people["team"].pk),
    ):
        assert "Choisissez un agent dans la liste" in words(state.post(ask, {"agent": said}, follow=True)), said
    assert not Assignment.objects.exists()
    assert "Demande envoyée" in words(state.post(ask, {"agent": second.pk}, follow=True))
    assert mail.outbox[-1].bcc == [second.email]
    assert reverse("authority_dossier", args=[dossier.pk]) in mail.outbox[-1].body
    assert "déjà été sollicité" in words(state.post(ask, {"agent": second.pk}, follow=True))
    assert "Prenez d’abord ce dossier" in words(
        state.post(answer, {"answer": "accepted", "declares": "oui"}, follow=True)
    )
    theirs = browser(second)
    assert "Choisissez une réponse" in words(theirs.post(answer, {"answer": "peut-être"}, follow=True))
    assert "Cochez la déclaration" in words(theirs.post(answer, {"answer": "accepted"}, follow=True))
    assert "Dites en quelques mots" in words(theirs.post(answer, {"answer": "recused", "reason": " "}, follow=True))
    assert "C’est noté" in words(
        theirs.post(answer, {"answer": "recused", "reason": "Mon frère y travaille"}, follow=True)
    )
    assert Assignment.objects.get().reason == "Mon frère y travaille"
    assert (
        "est récusé" in words(state.post(ask, {"agent": second.pk}, follow=True)) or Assignment.objects.count() == 1
    )


def test_an_opinion_refused_keeps_what_was_typed_and_one_given_may_be_given_again(
    pole: Cluster, signed_in: Any
) -> None:
    dossier, state = filed.filed(pole, filed.REGIONAL), signed_in("state")
    state.post(reverse("authority_take_up", args=[dossier.pk]), {"declares": "oui"})
    url = reverse("authority_opinion", args=[dossier.pk])
    marks = {f"mark_{key}": "3" for key in filed.said(dossier).marks}
    for bad in (
        {},
        {"content": "1"},
        marks | {"content": "2"},
        marks | {"content": "1", "recommendation": "brûler"},
        marks,
    ):
        answer = state.post(url, bad | {"for_panel": "TEXTE-GARDÉ"})
        assert (answer.status_code, "TEXTE-GARDÉ" in words(answer)) == (422, True), bad
    assert not Opinion.objects.exists()
    good = marks | {"content": "1", "for_panel": "Premier jet"}
    assert state.post(url, good).status_code == 302
    assert "Premier jet" in words(state.get(url)), "read again as it was written"
    assert state.post(url, good | {"for_panel": "Second jet"}).status_code == 302
    assert list(Opinion.objects.values_list("for_panel", flat=True)) == ["Premier jet", "Second jet"]
    found = addressed_dossier(STATE, dossier.pk, user_id=pole.people["state"].pk, today=TODAY)
    assert found is not None
    assert found.judging.mine is not None
    assert (dict(found.judging.mine.typed)["for_panel"], found.judging.mine.content, found.judging.mine.is_stale) == (
        "Second jet",
        1,
        False,
    )


def test_a_role_that_ends_closes_the_room_at_once(pole: Cluster, signed_in: Any) -> None:
    dossier, state = filed.filed(pole, filed.REGIONAL), signed_in("state")
    url = reverse("authority_dossier", args=[dossier.pk])
    assert state.get(url).status_code == 200
    end_role(Role.objects.get(user=pole.people["state"]), by=None)
    assert state.get(url).status_code == 403
    grant_role(pole.people["state"], RoleKind.REGION, by=None, territory="84")
    assert state.get(url).status_code == 404, "another seat: it is not at its stage"


def test_an_attestation_goes_to_those_who_may_read_its_decision(pole: Cluster) -> None:
    decision = filed.decided_by_the_state(pole)
    pk = decision.dossier_id
    assert addressed_attestation(STATE, pk, decision.pk) is None, "it is not made yet"
    Attestation.objects.create(decision=decision, pdf=b"%PDF-essai")
    found = addressed_attestation(STATE, pk, decision.pk)
    assert found is not None
    assert (found.reference, found.pdf) == (decision.dossier.reference, b"%PDF-essai")
    other = filed.decided(pole)
    Attestation.objects.create(decision=other, pdf=b"%PDF-du-pole")
    for seat, dossier, asked in itertools.product(
        (STATE, HERE, ELSEWHERE, NEAR), (pk, other.dossier_id, 10**6), (other.pk, 10**6)
    ):
        assert addressed_attestation(seat, dossier, asked) is None
    assert addressed_attestation(ELSEWHERE, pk, decision.pk) is None


def test_pages_of_a_long_list_hold_twenty_each_and_never_the_same_row(
    pole: Cluster, django_assert_max_num_queries: Any
) -> None:
    first = filed.filed(pole, filed.REGIONAL)
    copies = [
        Dossier(
            pole=first.pole,
            procedure=first.procedure,
            organisation=first.organisation,
            reference=f"2026-{rank:03d}",
            stage="experts",
            entered_on=filed.DAY,
        )
        for rank in range(2, 42)
    ]
    Dossier.objects.bulk_create(copies)
    pages = [addressed_dossiers(STATE, today=TODAY, is_waiting=True, page=number) for number in (1, 2, 3, 4)]
    assert [len(each.lines) for each in pages] == [20, 20, 1, 0]
    assert {each.count for each in pages} == {41}
    assert len({line.pk for each in pages for line in each.lines}) == 41
    page = words(browser(pole.people["state"]).get(reverse("authority_dossiers") + "?page=-3"))
    assert "41\u00a0dossiers à instruire" in page


def test_two_agents_who_conclude_at_once_move_it_once(pole: Cluster) -> None:
    dossier = at_the_region(pole)
    stale = Dossier.objects.get(pk=dossier.pk)
    conclude(dossier, Chosen("done", "Avis favorable."), by=None, seat="region", on=timezone.localdate())
    with pytest.raises(InputError, match="C’est à l’autorité d’agir à cette étape"):
        conclude(stale, Chosen("done", "Avis favorable."), by=None, seat="region", on=timezone.localdate())
    assert Decision.objects.filter(stage="region").count() == 1

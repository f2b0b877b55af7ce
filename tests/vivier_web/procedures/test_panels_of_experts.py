"""Panels from the product: who is proposed and why, who is kept apart, what the team changes, what is sent."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from factories import filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.choices import RoleKind
from vivier_web.members.actions import grant_role, link_group, register_organisation
from vivier_web.procedures.actions import panel_work
from vivier_web.procedures.actions import panels as acts
from vivier_web.procedures.actions.judging import answer_invitation, invite_expert
from vivier_web.procedures.models import Assignment, Dossier, ExpertCard, PanelDraft
from vivier_web.procedures.queries.panels import panel_shown, trouble_in_words

ONE = acts.Terms(per_dossier=1, alternates=1)
WORDS = ("soudage laser du cuivre", "droit social et formation", "recyclage des carbures de coupe")


def prepared(found: Cluster, *, dossiers: int = 1) -> list[Dossier]:
    """Give three experts, each with words of their own, and dossiers that speak of welding."""
    for rank, words in enumerate(WORDS):
        card = acts.Card(words, "recherche" if rank else "industrie", "Savoie", 4)
        acts.write_card(found.pole, filed.expert(found, rank), card, by=None)
    made = []
    for rank in range(dossiers):
        dossier = filed.opened(found, rank=rank)
        said = filed.answers(dossier) | {"title": "Soudage laser", "summary": "Souder le cuivre par laser"}
        made.append(filed.file_content(dossier, said, by=found.people["member"], on=filed.DAY))
    return made


def asked(dossier: Dossier, terms: acts.Terms = ONE) -> PanelDraft:
    draft = acts.ask_panel(dossier.procedure, dossier.stage, terms, by=None)
    panel_work.compute_panel.call(draft.pk)
    return PanelDraft.objects.get(pk=draft.pk)


def names(draft: PanelDraft) -> list[list[str]]:
    return [[seat.name for seat in row.seats] for row in panel_shown(draft)]


def test_the_nearest_expert_is_proposed_with_the_words_they_share_who_is_next_and_the_price(pole: Cluster) -> None:
    [dossier] = prepared(pole)
    draft = asked(dossier)
    [row] = panel_shown(draft)
    [seat] = row.seats
    assert (seat.name, row.dossier) == (filed.expert(pole, 0).full_name, dossier)
    assert seat.why.startswith("Le plus proche du dossier, par ces mots : ")
    assert all(word in seat.why for word in ("laser", "soudage", "cuivre"))
    assert " viendrait ensuite : le changement coûterait " in seat.next_best
    assert len(row.alternates) == 1


def test_no_name_of_a_person_is_kept_with_a_panel(pole: Cluster) -> None:
    [dossier] = prepared(pole)
    invite_expert(dossier, filed.expert(pole, 1), by=None)
    answer_invitation(Assignment.objects.get(), "recused", by=None, reason="Actionnaire")
    draft = asked(dossier)
    kept = str((draft.result, draft.changes, draft.trouble))
    assert panel_shown(draft)[0].apart == (
        f"{filed.expert(pole, 1).full_name} a déclaré un conflit avec « {dossier.reference} » : Actionnaire.",
    )
    assert not any(filed.expert(pole, rank).full_name in kept for rank in range(3))


@pytest.mark.parametrize(
    ("tie", "kind"),
    [
        ({"kind": "job", "name": "Partenaire d’essai"}, "company"),
        ({"kind": "job", "name": "Filiale", "siren": "812345676"}, "group"),
        ({"kind": "mandate", "name": "partenaire  d’ESSAI"}, "mandate"),
        ({"kind": "project", "name": "Partenaire d’essai", "until_on": "recent"}, "project"),
        ({"kind": "project", "name": "Partenaire d’essai", "until_on": "old"}, ""),
        ({"kind": "job", "name": "Ailleurs"}, ""),
    ],
)
def test_a_tie_keeps_an_expert_apart_and_says_which(pole: Cluster, tie: dict[str, Any], kind: str) -> None:
    """The lead of the dossier is 732829320, the head of a group to which 812345676 belongs."""
    [dossier] = prepared(pole)
    branch = register_organisation("Filiale", siren="812345676", by=None)
    link_group(pole.pole, branch, "732 829 320", by=None)
    days = {"recent": dt.timedelta(days=400), "old": dt.timedelta(days=1200)}
    said = tie | ({"until_on": timezone.localdate() - days[tie["until_on"]]} if "until_on" in tie else {})
    card = ExpertCard.objects.get(expert=filed.expert(pole, 0))
    acts.add_tie(card, by=None, **said)
    draft = asked(dossier)
    assert [each["kind"] for each in draft.result["apart"]] == ([kind] if kind else [])
    assert (filed.expert(pole, 0).full_name in names(draft)[0]) is not bool(kind)


def test_a_labelled_consortium_of_less_than_three_years_is_a_common_project(pole: Cluster) -> None:
    """Nobody has to declare what the platform decided itself."""
    filed.decided(pole)  # 732829320 with « Partenaire d’essai »
    [dossier] = prepared(pole, dossiers=1)
    Dossier.objects.filter(pk=dossier.pk).update(organisation=pole.members[1])
    expert = filed.expert(pole, 0)
    grant_role(expert, RoleKind.MEMBER, by=None, pole=pole.pole, organisation=pole.members[0])
    draft = asked(Dossier.objects.get(pk=dossier.pk))
    assert [(each["expert"], each["kind"]) for each in draft.result["apart"]] == [(expert.pk, "project")]


def test_what_cannot_hold_is_said_in_one_sentence_with_names(pole: Cluster) -> None:
    [dossier] = prepared(pole)
    card = ExpertCard.objects.get(expert=filed.expert(pole, 0))
    acts.add_tie(card, "job", "Partenaire d’essai", by=None)
    draft = asked(dossier, acts.Terms(per_dossier=3, alternates=0))
    assert draft.state == "failed"
    assert trouble_in_words(draft) == (
        f"Le dossier « {dossier.reference} » demande 3 experts et ses conflits n’en laissent que 2 : "
        "levez un conflit ou ajoutez un expert."
    )


def test_a_college_may_be_asked_for_and_who_already_judges_is_kept(pole: Cluster) -> None:
    [dossier] = prepared(pole)
    draft = asked(dossier, acts.Terms(per_dossier=1, alternates=0, colleges=("recherche",)))
    assert names(draft)[0][0] != filed.expert(pole, 0).full_name
    invite_expert(dossier, filed.expert(pole, 1), by=None)
    [row] = panel_shown(asked(dossier))
    assert [(seat.name, seat.is_asked, seat.why) for seat in row.seats] == [
        (filed.expert(pole, 1).full_name, True, "Déjà sollicité, ou gardé par l’équipe.")
    ]


def test_the_team_changes_a_panel_takes_it_back_then_sends_it_once(pole: Cluster) -> None:
    one, two = prepared(pole, dossiers=2)
    draft = asked(one)
    nearest, other = filed.expert(pole, 0), filed.expert(pole, 2)
    acts.change_seat(draft, other.pk, one.pk, is_in=True, by=None)
    acts.change_seat(draft, nearest.pk, one.pk, is_in=False, by=None)
    acts.change_seat(draft, nearest.pk, two.pk, is_in=False, by=None)
    draft = acts.change_back(draft, by=None)
    assert names(draft)[0] == [other.full_name]
    told = acts.send_invitations(draft, by=None)
    assert told.asked == sum(len(row) for row in names(draft))
    assert set(Assignment.objects.filter(dossier=one).values_list("expert", flat=True)) == {other.pk}
    with pytest.raises(InputError, match="sont parties"):
        acts.change_seat(draft, nearest.pk, one.pk, is_in=True, by=None)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda _, d: acts.ask_panel(d.procedure, "committee", ONE, by=None), "donnent leur avis"),
        (lambda _, d: acts.ask_panel(d.procedure, d.stage, acts.Terms(per_dossier=0), by=None), "de 1 à 9"),
        (lambda p, _: acts.write_card(p.pole, p.people["member"], acts.Card(""), by=None), "pas experte"),
        (lambda p, d: acts.change_seat(asked(d), p.people["member"].pk, d.pk, is_in=True, by=None), "dans la liste"),
        (
            lambda p, d: acts.change_seat(asked(d), p.people["expert"].pk, 0, is_in=True, by=None),
            "plus à cette étape",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(pole: Cluster, act: Any, sentence: str) -> None:
    [dossier] = prepared(pole)
    with pytest.raises(InputError, match=sentence):
        act(pole, dossier)


def test_a_known_conflict_is_not_overruled_by_hand(pole: Cluster) -> None:
    [dossier] = prepared(pole)
    card = ExpertCard.objects.get(expert=filed.expert(pole, 0))
    acts.add_tie(card, "job", "Partenaire d’essai", by=None)
    with pytest.raises(InputError, match="conflit d’intérêts est connu"):
        acts.change_seat(asked(dossier), filed.expert(pole, 0).pk, dossier.pk, is_in=True, by=None)

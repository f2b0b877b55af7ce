"""Who may not judge a dossier: those of its applicant or of a partner, under whatever spelling they were typed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import cluster, filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.actions import open_account
from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import User
from vivier_web.members.actions import end_role, grant_role
from vivier_web.members.models import Organisation
from vivier_web.procedures.actions.deciding import ask_corrections
from vivier_web.procedures.actions.filing import file_content, save_content
from vivier_web.procedures.actions.judging import answer_invitation, give_opinion, invite_expert, recuse
from vivier_web.procedures.definition import shipped, write
from vivier_web.procedures.models import Assignment, Dossier, ProcedureVersion
from vivier_web.procedures.queries.conflicts import conflict_of, conflict_with, organisations_of, partners_of

APPLICANT, PARTNER = "au porteur du dossier", "à un partenaire du dossier"


def dossier(draft: dict[str, Any] | None = None) -> Dossier:
    """Give a dossier in memory, of the first organisation, in a shipped procedure."""
    label = next(each for each in shipped() if each.key == filed.LABEL)
    return Dossier(pk=1, organisation_id=1, procedure=ProcedureVersion(pk=1, text=write(label)), draft=draft or {})


def organisation(pk: int = 2, name: str = "Mécanique du Val", siren: str | None = "732829320") -> Organisation:
    return Organisation(pk=pk, name=name, siren=siren)


def partners(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"consortium": list(rows)}


PARTNERS = [
    # what was typed of the partner, whether an expert of « Mécanique du Val », SIREN 732829320, is kept from judging
    ({"name": "Autre nom", "siren": "732829320"}, True),
    ({"name": "Autre nom", "siren": "732 829 320"}, True),
    ({"name": "Autre nom", "siren": "732\u00a0829\u202f320"}, True),
    ({"name": "Autre nom", "siren": "732.829.320"}, True),
    ({"name": "Autre nom", "siren": "73282932000074"}, True),  # a SIRET says the SIREN
    ({"name": "Autre nom", "siren": "SIREN : 732 829 320"}, True),
    ({"name": "Autre nom", "siren": "73282932"}, False),
    ({"name": "Autre nom", "siren": "404833048"}, False),
    ({"name": "Autre nom", "siren": ""}, False),
    ({"name": "Autre nom", "siren": None}, False),
    ({"name": "Mécanique du Val", "siren": ""}, True),
    ({"name": "Mécanique du Val", "siren": "404833048"}, True),  # a wrong SIREN hides nobody
    ({"name": "MÉCANIQUE DU VAL", "siren": ""}, True),
    ({"name": "  mécanique   du\u00a0val ", "siren": ""}, True),
    ({"name": "Mecanique du Val", "siren": ""}, True),  # typed without its accent
    ({"name": "Me\u0301canique du Val", "siren": ""}, True),  # typed on another system
    ({"name": "Mécanique-du-Val", "siren": ""}, True),
    ({"name": "Mécanique du Val SAS", "siren": ""}, False),
    ({"name": "Mécanique", "siren": ""}, False),
    ({"name": "", "siren": ""}, False),
    ({"name": None}, False),
    ({"name": "…", "siren": "—"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("row", "is_kept"), PARTNERS)
def test_a_partner_is_known_by_its_siren_or_by_its_name(row: dict[str, Any], is_kept: bool) -> None:
    said = conflict_with(dossier(), [organisation()], partners(row))
    assert (PARTNER in said) is is_kept
    assert bool(said) is is_kept
    beside = conflict_with(dossier(), [organisation()], partners({"name": "Un tiers"}, row, {"name": "Un autre"}))
    assert beside == said, "wherever it is in the consortium"


def test_an_organisation_without_siren_nor_letters_is_nobody_s_partner() -> None:
    for blank in ({"name": "", "siren": ""}, {"name": "???", "siren": ""}, {}):
        assert conflict_with(dossier(), [organisation(name="???", siren=None)], partners(blank)) == ""
        assert conflict_with(dossier(), [organisation(name="???", siren="")], partners(blank)) == ""


def test_the_applicant_comes_before_its_partners_and_strangers_are_free() -> None:
    row = {"name": "Mécanique du Val", "siren": "732829320"}
    assert APPLICANT in conflict_with(dossier(), [organisation(pk=1)], partners(row))
    assert APPLICANT in conflict_with(dossier(), [organisation(pk=2), organisation(pk=1)], partners(row))
    assert conflict_with(dossier(), [], partners(row)) == ""
    assert conflict_with(dossier(), [organisation()], {}) == ""


def test_partners_are_those_filed_and_those_typed_since_and_nothing_else_is_a_partner() -> None:
    first, since = {"name": "Déposé"}, {"name": "Ajouté"}
    typed = dossier({"consortium": [since], "title": "Texte", "budget": [{"name": "Mécanique du Val"}]})
    answers = {"budget": [{"label": "Essais", "amount": "1"}], "title": "Un titre"}
    assert partners_of(typed, answers | partners(first)) == [first, since], "taking somebody off a draft hides nobody"
    assert partners_of(dossier(), partners(first)) == [first]
    assert partners_of(dossier(), {"consortium": "pas une liste"}) == []
    assert partners_of(dossier(), {"consortium": None}) == []
    assert partners_of(dossier(), {}) == []


@given(st.text(max_size=30), st.text(max_size=20))
def test_nothing_typed_makes_the_check_fail_nor_ties_a_stranger_by_chance(name: str, siren: str) -> None:
    whole = conflict_with(
        dossier(), [organisation(name="Zzyzx Quetzal", siren="999999998")], partners({"name": name, "siren": siren})
    )
    digits = "".join(each for each in siren if each.isdigit())
    assert bool(whole) is (digits[:9] == "999999998")


# --- With people: roles past and present, here and elsewhere ---


def expert_of(found: Cluster, email: str = "double@essai.example") -> User:
    user = open_account(email, "Camille Double", by=None)
    grant_role(user, RoleKind.EXPERT, by=None, pole=found.pole)
    return user


@pytest.mark.parametrize("kind", [RoleKind.MEMBER, RoleKind.ACCOUNTANT])
def test_a_role_of_yesterday_keeps_from_judging_as_one_of_today_does(pole: Cluster, kind: str) -> None:
    made, user = filed.filed(pole), expert_of(pole)
    assert conflict_of(made, user) == ""
    role = grant_role(user, kind, by=None, pole=pole.pole, organisation=pole.members[0])
    assert APPLICANT in conflict_of(made, user)
    end_role(role, by=None)
    assert APPLICANT in conflict_of(made, user)
    with pytest.raises(InputError, match="Conflit d’intérêts"):
        invite_expert(made, user, by=None)
    assert conflict_of(filed.filed(pole, rank=1), user) == "", "another member of the pôle is nothing to them"
    assert not Assignment.objects.exists()


def test_a_role_in_another_pole_counts_here(pole: Cluster) -> None:
    other = cluster.founded("plasturgie", 1)
    made, user = filed.filed(pole, rank=1), expert_of(pole)
    shared = pole.members[1]
    assert shared in other.members
    grant_role(user, RoleKind.MEMBER, by=None, pole=other.pole, organisation=shared)
    assert APPLICANT in conflict_of(made, user)
    assert [each.pk for each in organisations_of([user.pk])[user.pk]] == [shared.pk]


def test_organisations_of_nobody_and_of_strangers_are_empty_lists(pole: Cluster) -> None:
    assert organisations_of([]) == {}
    expert = pole.people["expert"].pk
    assert organisations_of([expert, 10**6]) == {expert: [], 10**6: []}


def test_a_tie_learnt_after_the_invitation_stops_each_later_step(pole: Cluster) -> None:
    made, user = filed.filed(pole), expert_of(pole)
    asked = invite_expert(made, user, by=None)
    row = {"name": "Moules du Jura", "siren": "", "kind": "company", "role": "partner"}
    tied = Organisation.objects.create(name="Moules du Jura", siren="812345676")
    grant_role(user, RoleKind.MEMBER, by=None, pole=pole.pole, organisation=tied)
    Dossier.objects.update(draft={"consortium": [row]})
    with pytest.raises(InputError, match=PARTNER):
        answer_invitation(asked, "accepted", by=user, has_no_interest=True)
    Dossier.objects.update(draft={})
    accepted = answer_invitation(asked, "accepted", by=user, has_no_interest=True)
    Dossier.objects.update(draft={"consortium": [row]})
    with pytest.raises(InputError, match=PARTNER):
        give_opinion(accepted, filed.said(made), content=1, by=user)
    assert not accepted.opinions.exists()


def test_who_is_tied_may_still_decline_or_say_their_interest(pole: Cluster) -> None:
    made, user = filed.filed(pole), expert_of(pole)
    asked = invite_expert(made, user, by=None)
    grant_role(user, RoleKind.MEMBER, by=None, pole=pole.pole, organisation=pole.members[0])
    with pytest.raises(InputError, match="Dites en quelques mots"):
        answer_invitation(asked, "recused", by=user, reason="  ")
    said = answer_invitation(asked, "recused", by=user, reason=f"  J’y ai travaillé. {'x' * 400}")
    assert (said.state, len(said.reason)) == ("recused", 300)
    with pytest.raises(InputError, match="déjà récusé"):
        recuse(said, "Encore", by=None)
    with pytest.raises(InputError, match="Conflit d’intérêts"):
        invite_expert(made, user, by=None)


def test_a_recusal_holds_at_every_stage_and_a_refusal_at_its_own_only(pole: Cluster) -> None:
    made = filed.filed(pole)
    recused, declined = filed.expert(pole, 0), filed.expert(pole, 1)
    recuse(invite_expert(made, recused, by=None), "Un lien", by=None)
    answer_invitation(invite_expert(made, declined, by=None), "declined", by=declined)
    Assignment.objects.update(stage="une-autre")
    with pytest.raises(InputError, match="vaut à toutes ses étapes"):
        invite_expert(made, recused, by=None)
    assert invite_expert(made, declined, by=None).state == "invited"
    with pytest.raises(InputError, match="déjà été sollicité à cette étape"):
        invite_expert(made, declined, by=None)


def test_what_an_applicant_types_after_filing_is_looked_at_too(pole: Cluster) -> None:
    made, user = filed.opened(pole), expert_of(pole)
    tied = pole.members[2]
    grant_role(user, RoleKind.MEMBER, by=None, pole=pole.pole, organisation=tied)
    assert conflict_of(made, user) == ""
    save_content(made, {"consortium": [{"name": tied.name.upper(), "siren": "", "kind": "research"}]}, by=None)
    made.refresh_from_db()
    assert PARTNER in conflict_of(made, user)


def test_a_partner_taken_off_the_draft_still_keeps_its_people_from_judging_what_was_filed(pole: Cluster) -> None:
    made, user = filed.opened(pole), expert_of(pole)
    tied = pole.members[2]
    grant_role(user, RoleKind.MEMBER, by=None, pole=pole.pole, organisation=tied)
    rows = [*filed.PARTNERS, {"name": tied.name, "siren": tied.siren, "kind": "research", "role": "partner"}]
    made = file_content(made, filed.answers(made) | {"consortium": rows}, by=None, on=filed.DAY)
    ask_corrections(made, "Revoyez le budget.", by=None)
    save_content(made, {"consortium": filed.PARTNERS}, by=None)
    made.refresh_from_db()
    assert PARTNER in conflict_of(made, user)
    with pytest.raises(InputError, match=PARTNER):
        invite_expert(made, user, by=None)

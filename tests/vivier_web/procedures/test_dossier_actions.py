"""A dossier from its opening to its end, through the actions: what moves it, what stops it, what is written."""

import datetime as dt

import pytest
from django_scopes import scope

from factories import cluster, filed
from factories.cluster import Cluster
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import grant_role
from vivier_web.procedures.actions.deciding import (
    Chosen,
    ask_corrections,
    decide,
    move,
    settle_condition,
)
from vivier_web.procedures.actions.filing import file_content, open_dossier, save_content, withdraw_dossier
from vivier_web.procedures.actions.granting import renew_grant, resume_grant, suspend_grant, withdraw_grant
from vivier_web.procedures.actions.judging import (
    UnreadableOpinion,
    answer_invitation,
    confirm_opinion,
    give_opinion,
    invite_expert,
    recuse,
)
from vivier_web.procedures.actions.silence import apply_silence, apply_silences
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.models import Assignment, Condition, Decision, Dossier, Grant, Opinion
from vivier_web.procedures.queries.state import content_of, state_of

DAY = filed.DAY
MOTIVES = "Le projet répond à un besoin montré par trois membres."


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def at_committee(pole: Cluster, *, mark: int = 4) -> Dossier:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier, mark=mark)
    return move(dossier, "done", by=pole.people["team"], on=later(20))


def accepted_under_condition(pole: Cluster) -> Decision:
    chosen = Chosen("accepted_with_conditions", MOTIVES, (("Accord signé", later(90)),), sitting=5)
    return decide(at_committee(pole), chosen, by=pole.people["team"], on=later(30))


def test_a_reference_is_counted_by_pole_and_year(pole: Cluster) -> None:
    made = [filed.opened(pole, rank=rank) for rank in (0, 1, 2)]
    assert [each.reference for each in made] == ["2026-001", "2026-002", "2026-003"]
    assert filed.opened(pole, on=dt.date(2027, 1, 4)).reference == "2027-001"
    other = cluster.founded("plasturgie", 1)
    with scope(pole=other.pole):
        assert filed.opened(other).reference == "2026-001"


def test_only_a_member_opens_a_dossier_in_a_published_procedure_of_its_own_pole(pole: Cluster) -> None:
    version = filed.published(pole)
    other = cluster.founded("plasturgie", 1)
    with pytest.raises(InputError, match="membres actuels"):
        open_dossier(pole.pole, version, other.members[-1], by=None, on=DAY)
    with scope(pole=other.pole), pytest.raises(InputError, match="n’est pas ouverte"):
        open_dossier(other.pole, version, other.members[0], by=None, on=DAY)
    with pytest.raises(ForbiddenMove, match="pas ouverte à cette date"):
        open_dossier(pole.pole, version, pole.members[0], by=None, on=dt.date(2020, 1, 1))


def test_a_draft_is_kept_as_typed_and_filing_says_each_thing_that_is_missing(pole: Cluster) -> None:
    dossier = filed.opened(pole)
    dossier = save_content(dossier, {"title": "Un titre"}, by=None)
    assert dossier.draft == {"title": "Un titre"}
    assert content_of(dossier) is None
    with pytest.raises(ForbiddenMove) as refused:
        file_content(dossier, dossier.draft, by=None, on=DAY)
    assert "Il faut au moins deux entreprises." in refused.value.reasons
    assert any(each.startswith("Il manque : ") for each in refused.value.reasons)
    dossier.refresh_from_db()
    assert (dossier.stage, dossier.draft, content_of(dossier)) == ("filing", {"title": "Un titre"}, None)


def test_a_filed_dossier_is_at_its_next_stage_with_its_first_version(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    state = state_of(dossier)
    assert (dossier.stage, dossier.title, dossier.draft) == ("experts", filed.marker("public"), {})
    assert (state.content, [each.outcome for each in state.passed]) == (1, ["done"])
    assert Act.objects.filter(verb="file_content", subject=f"dossier:{dossier.pk}").count() == 1


def test_what_was_filed_or_decided_never_changes(pole: Cluster) -> None:
    decision = accepted_under_condition(pole)
    content = content_of(decision.dossier)
    assert content is not None
    for row in (content, decision):
        with pytest.raises(InputError, match="ne se modifie pas"):
            row.save()


def test_the_applicant_changes_nothing_while_it_is_judged_unless_corrections_are_asked(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    with pytest.raises(ForbiddenMove, match="à l’instruction"):
        save_content(dossier, {"title": "Autre"}, by=None)
    ask_corrections(dossier, "Le budget ne compte pas le laboratoire.", by=None, on=later(2))
    with pytest.raises(InputError, match="déjà demandée"):
        ask_corrections(dossier, "Encore", by=None, on=later(3))
    corrected = file_content(dossier, {"title": "Corrigé"}, by=None, on=later(8))
    assert (corrected.stage, corrected.title) == ("experts", "Corrigé")
    assert state_of(corrected).content == 2
    assert corrected.pauses[0]["answered_on"] == later(8).isoformat()


@pytest.mark.parametrize("rank", [0, 1])
def test_an_expert_of_the_applicant_or_of_a_partner_is_refused_even_after_leaving_it(
    pole: Cluster, rank: int
) -> None:
    dossier = filed.opened(pole)
    rows = [*filed.PARTNERS[1:], {"name": "", "siren": pole.members[1].siren, "kind": "company", "role": "partner"}]
    dossier = file_content(dossier, filed.answers(dossier) | {"consortium": rows}, by=None, on=DAY)
    role = grant_role(pole.people["expert"], "member", by=None, pole=pole.pole, organisation=pole.members[rank])
    role.ended_at = role.since
    role.save()
    with pytest.raises(InputError, match="Conflit d’intérêts"):
        invite_expert(dossier, pole.people["expert"], by=None)
    assert not Assignment.objects.exists()
    assert invite_expert(dossier, filed.expert(pole, 1), by=None).pk, "a stranger is welcome"


def test_an_expert_reads_and_judges_only_after_declaring_no_interest(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = invite_expert(dossier, pole.people["expert"], by=None)
    with pytest.raises(InputError, match="Cochez la déclaration"):
        answer_invitation(asked, "accepted", by=None)
    with pytest.raises(InputError, match="déclarez vos intérêts"):
        give_opinion(asked, filed.said(dossier), content=1, by=None)
    with pytest.raises(InputError, match="quelques mots"):
        answer_invitation(asked, "recused", by=None)
    with pytest.raises(InputError, match="Choisissez une réponse"):
        answer_invitation(asked, "peut-être", by=None)
    with pytest.raises(InputError, match="déjà été sollicité"):
        invite_expert(dossier, pole.people["expert"], by=None)
    answer_invitation(asked, "recused", by=None, reason="Ancien associé")
    with pytest.raises(InputError, match="déjà répondu"):
        answer_invitation(asked, "accepted", by=None, has_no_interest=True)


def test_whoever_is_no_expert_of_the_pole_is_not_asked(pole: Cluster) -> None:
    with pytest.raises(InputError, match="n’est pas experte"):
        invite_expert(filed.filed(pole), pole.people["board"], by=None)


def test_an_opinion_is_refused_on_marks_off_the_scale_a_stale_version_or_another_stage(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = filed.accepted(pole, dossier)
    with pytest.raises(UnreadableOpinion) as refused:
        give_opinion(asked, filed.said(dossier, 9), content=1, by=None)
    assert set(refused.value.troubles.values()) == {"La note va de 0 à 5."}
    with pytest.raises(InputError, match="a changé pendant votre lecture"):
        give_opinion(asked, filed.said(dossier), content=7, by=None)
    said = filed.said(dossier)
    recuse(asked, "Lien découvert", by=None)
    for rank in (1, 2, 3):
        other = filed.accepted(pole, dossier, rank)
        give_opinion(other, said, content=1, by=None)
    assert move(dossier, "done", by=None, on=later(9)).stage == "committee"
    with pytest.raises(ForbiddenMove, match="temps des avis est passé"):
        give_opinion(other, said, content=1, by=None)


def test_a_stale_opinion_blocks_until_its_author_confirms_it(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = filed.judged(pole, dossier)
    ask_corrections(dossier, "Le titre", by=None, on=later(3))
    dossier = file_content(dossier, {"title": "Corrigé"}, by=None, on=later(5))
    with pytest.raises(ForbiddenMove, match="version antérieure"):
        move(dossier, "done", by=None, on=later(9))
    for each in asked:
        opinion = Opinion.objects.get(assignment=each)
        with pytest.raises(InputError, match="encore changé"):
            confirm_opinion(opinion, content=1, by=None)
        confirm_opinion(opinion, content=2, by=each.expert)
    assert move(dossier, "done", by=None, on=later(9)).stage == "committee"


def test_a_decision_needs_its_quorum_its_motives_and_its_conditions(pole: Cluster) -> None:
    dossier = at_committee(pole)
    refusals = {
        "quorum": Chosen("accepted", MOTIVES, sitting=2),
        "Motivez": Chosen("refused", "non", sitting=5),
        "au moins une condition": Chosen("accepted_with_conditions", MOTIVES, sitting=5),
        "accompagnent": Chosen("refused", MOTIVES, (("Accord", later(90)),), sitting=5),
        "à venir": Chosen("accepted_with_conditions", MOTIVES, (("Accord", later(1)),), sitting=5),
        "de la liste": Chosen("done", MOTIVES, sitting=5),
    }
    for words, chosen in refusals.items():
        with pytest.raises(InputError, match=words):
            decide(dossier, chosen, by=None, on=later(30))
    assert not Decision.objects.exists()
    with pytest.raises(ForbiddenMove, match="se motive"):
        move(dossier, "accepted", by=None, on=later(30))


def test_a_decision_is_sealed_counted_and_grants_the_label(pole: Cluster) -> None:
    decision = accepted_under_condition(pole)
    assert (decision.opinions, decision.sitting, decision.quorum, len(decision.digest)) == (3, 5, 5, 64)
    grant = Grant.objects.get()
    assert (grant.key, grant.from_on, grant.is_conditional) == ("label", later(30), True)
    act = Act.objects.get(verb="decide_dossier")
    assert MOTIVES not in act.detail


def test_conditions_hold_a_dossier_until_they_are_proven(pole: Cluster) -> None:
    dossier = accepted_under_condition(pole).dossier
    dossier = move(dossier, "done", by=None, on=later(35))
    dossier = file_content(dossier, filed.answers(dossier), by=None, on=later(60))
    with pytest.raises(ForbiddenMove, match="Condition sans preuve : Accord signé"):
        move(dossier, "done", by=None, on=later(70))
    condition = Condition.objects.get()
    assert settle_condition(condition, "", by=None).settled_on is None
    settle_condition(condition, "Accord du 4 mai", by=None, on=later(65))
    closed = move(dossier, "done", by=None, on=later(70))
    assert (closed.stage, closed.outcome, closed.closed_at is None) == ("end", "done", False)


def test_presenting_again_sets_earlier_opinions_aside(pole: Cluster) -> None:
    decision = decide(at_committee(pole, mark=1), Chosen("resubmit", MOTIVES, sitting=5), by=None, on=later(30))
    dossier = Dossier.objects.get(pk=decision.dossier.pk)
    assert dossier.stage == "filing"
    assert set(Opinion.objects.values_list("is_set_aside", flat=True)) == {True}
    assert state_of(dossier).opinions == ()
    assert file_content(dossier, filed.answers(dossier), by=None, on=later(40)).stage == "experts"


def test_a_stage_of_the_applicant_or_of_an_authority_is_not_for_the_team_to_end(pole: Cluster) -> None:
    with pytest.raises(ForbiddenMove, match="au porteur d’agir"):
        move(filed.opened(pole), "done", by=None, on=DAY)
    with pytest.raises(ForbiddenMove, match="à l’autorité d’agir"):
        decide(at_state(pole), Chosen("refused", MOTIVES), by=None, on=later(1))


def at_state(pole: Cluster) -> Dossier:
    dossier = filed.opened(pole, "ami-ptce-2026")
    kinds = ("sse", "company", "association")
    rows = [{"name": f"Partenaire {kind}", "siren": "", "kind": kind, "role": "partner"} for kind in kinds]
    return file_content(dossier, filed.answers(dossier) | {"partners": rows, "aid_asked": "60000"}, by=None, on=DAY)


def test_withdrawing_closes_a_dossier_for_good(pole: Cluster) -> None:
    dossier = withdraw_dossier(filed.filed(pole), by=pole.people["member"], on=later(3))
    assert (dossier.stage, dossier.outcome) == ("end", "withdrawn")
    with pytest.raises(ForbiddenMove, match="est fermé"):
        withdraw_dossier(dossier, by=None, on=later(4))


def test_silence_lapses_a_dossier_left_alone_and_reminds_the_team_once(pole: Cluster) -> None:
    left, judged = filed.opened(pole), filed.filed(pole, rank=1)
    assert apply_silences(later(10)) == 0
    assert apply_silences(later(200)) == 2
    left.refresh_from_db()
    judged.refresh_from_db()
    assert (left.stage, left.outcome) == ("end", "lapsed")
    assert (judged.stage, judged.reminded_on) == ("experts", later(200))
    assert apply_silence(judged, later(201)) is False, "told once a stage"
    assert Act.objects.filter(verb="apply_silence", actor_id=None).count() == 2


def test_a_grant_is_suspended_given_back_withdrawn_each_with_its_reason(pole: Cluster) -> None:
    grant = accepted_under_condition(pole).grants.get()
    with pytest.raises(InputError, match="Dites pourquoi"):
        suspend_grant(grant, " ", by=None)
    assert suspend_grant(grant, "Condition en retard", by=None).suspended_on
    assert resume_grant(grant, by=None).suspended_on is None
    with pytest.raises(InputError, match="ne se renouvelle pas"):
        renew_grant(grant, months=12, by=None)
    assert withdraw_grant(grant, "Projet abandonné", by=None).withdrawn_on
    with pytest.raises(InputError, match="déjà été retiré"):
        withdraw_grant(grant, "Encore", by=None)


def test_what_the_team_answers_where_it_decides_is_a_version_too(pole: Cluster) -> None:
    dossier = filed.filed(pole, filed.SUPPORT)
    dossier = move(
        dossier, "done", by=None, answers={"diagnosis": "Bon", "nature": first_choice(dossier)}, on=later(5)
    )
    with pytest.raises(ForbiddenMove, match="Il manque : Prescription"):
        decide(dossier, Chosen("accepted", MOTIVES), by=None, on=later(6))
    chosen = Chosen("accepted", MOTIVES, answers={"prescription": "Deux jours", "billed": "Service aidé"})
    assert decide(dossier, chosen, by=None, on=later(6)).content == 3


def first_choice(dossier: Dossier) -> str:
    stage = dossier.definition().stage(dossier.stage)
    return next(each.choices[0] for each in stage.fields if each.choices)

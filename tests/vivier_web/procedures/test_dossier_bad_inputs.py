"""What is wrongly typed, out of its scale, out of its day or of another pôle is refused and leaves nothing behind."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django_scopes import scope, scopes_disabled
from hypothesis import given
from hypothesis import strategies as st

from factories import cluster, filed
from factories.cluster import Cluster
from factories.procedures import small
from vivier.vocabulary import InputError
from vivier_web.accounts.models import Act
from vivier_web.members.actions import grant_role
from vivier_web.procedures.actions.deciding import Chosen, ask_corrections, decide, move, settle_condition
from vivier_web.procedures.actions.filing import (
    file_content,
    open_dossier,
    save_content,
    withdraw_dossier,
    write_content,
)
from vivier_web.procedures.actions.granting import suspend_grant
from vivier_web.procedures.actions.judging import UnreadableOpinion, give_opinion, invite_expert, recuse
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.lifecycle import ForbiddenMove
from vivier_web.procedures.models import Assignment, Condition, Content, Decision, Dossier, Grant, Opinion
from vivier_web.procedures.queries.conflicts import conflict_of
from vivier_web.procedures.queries.state import answers_of, content_of, read_values, state_of

MOTIVES = "Le projet répond à un besoin montré par trois membres."
PARTNER = "Conflit d’intérêts : cet expert appartient ou a appartenu à un partenaire du dossier."


def later(days: int) -> dt.date:
    return filed.DAY + dt.timedelta(days=days)


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_a_condition_that_asks_for_nothing_is_refused(pole: Cluster, text: str) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    dossier = move(dossier, "done", by=None, on=later(20))
    conditions = (("Accord signé", later(90)), (text, later(90)))
    with pytest.raises(InputError, match="Écrivez ce que demande chaque condition"):
        decide(dossier, Chosen("accepted_with_conditions", MOTIVES, conditions, 5), by=None, on=later(30))
    assert (Decision.objects.count(), Condition.objects.count(), Grant.objects.count()) == (0, 0, 0)


def test_a_condition_due_on_the_very_day_is_kept_and_cut_to_what_fits(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    dossier = move(dossier, "done", by=None, on=later(20))
    chosen = Chosen("accepted_with_conditions", MOTIVES, ((f"  {'é' * 400}", later(30)),), 5)
    decide(dossier, chosen, by=None, on=later(30))
    assert [(each.text, each.due_on) for each in Condition.objects.all()] == [("é" * 300, later(30))]


def test_nothing_is_decided_before_the_stage_was_entered(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    dossier = move(dossier, "done", by=None, on=later(20))
    with pytest.raises(ForbiddenMove, match="avant d’y être entré"):
        decide(dossier, Chosen("accepted", MOTIVES, sitting=5), by=None, on=later(19))
    with pytest.raises(ForbiddenMove, match="avant d’y être entré"):
        withdraw_dossier(dossier, by=None, on=later(19))
    assert decide(dossier, Chosen("accepted", MOTIVES, sitting=5), by=None, on=later(20)).on == later(20)


@pytest.mark.parametrize(
    ("outcome", "to", "words"),
    [
        ("peut-être", "", "« peut-être » n’est pas une issue"),
        ("lapsed", "", "n’est pas une issue"),
        ("done", "end", "ne mène pas à cette étape"),
        ("done", "nulle-part", "ne mène pas à cette étape"),
        ("ineligible", "", "se motive"),
    ],
)
def test_a_move_that_the_procedure_does_not_say_is_refused(pole: Cluster, outcome: str, to: str, words: str) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    with pytest.raises(ForbiddenMove, match=words):
        move(dossier, outcome, by=None, to=to, on=later(9))
    assert Dossier.objects.get().stage == "experts"


@pytest.mark.parametrize("mark", [-1, 6, float("nan"), float("inf"), None])
def test_a_mark_off_the_scale_is_told_criterion_by_criterion_and_nothing_is_kept(pole: Cluster, mark: Any) -> None:
    dossier = filed.filed(pole)
    asked = filed.accepted(pole, dossier)
    good = filed.said(dossier)
    wrong = replace(good, marks={**good.marks, "market": mark, "humour": 3}, recommendation="peut-être")
    with pytest.raises(UnreadableOpinion) as refused:
        give_opinion(asked, wrong, content=1, by=None)
    assert refused.value.troubles == {
        "market": "Donnez une note à ce critère." if mark is None else "La note va de 0 à 5.",
        "humour": "Ce critère n’est pas dans la grille.",
        "recommendation": "Choisissez une recommandation de la liste.",
    }
    assert not Opinion.objects.exists()


def test_corrections_without_a_word_are_refused_and_long_words_are_cut(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    with pytest.raises(InputError, match="Dites au porteur"):
        ask_corrections(dossier, " \n ", by=None, on=later(2))
    kept = ask_corrections(dossier, "x" * 900, by=None, on=later(2))
    assert kept.pauses == [{"asked_on": later(2).isoformat(), "answered_on": None, "why": "x" * 500}]


def test_the_dossier_after_the_thousandth_of_a_year_has_its_own_reference(pole: Cluster) -> None:
    first = filed.opened(pole)
    Dossier.objects.filter(pk=first.pk).update(reference="2026-999")
    assert [filed.opened(pole).reference for _ in range(3)] == ["2026-1000", "2026-1001", "2026-1002"]


def test_a_title_is_cut_and_its_lack_is_the_name_of_the_procedure(pole: Cluster) -> None:
    dossier = filed.opened(pole)
    write_content(dossier, {"title": "T" * 300}, by=None)
    assert dossier.title == "T" * 200
    write_content(dossier, {"title": ""}, by=None)
    assert dossier.title == dossier.procedure.title
    assert answers_of(dossier) == {"title": ""}
    assert content_of(dossier).number == 2


def acts_on(dossier: Dossier, asked: Assignment, decision: Decision) -> dict[str, Callable[[], object]]:
    condition, grant = decision.conditions.get(), decision.grants.get()
    return {
        "save": lambda: save_content(dossier, {"title": "Pris"}, by=None),
        "file": lambda: file_content(dossier, {"title": "Pris"}, by=None),
        "withdraw": lambda: withdraw_dossier(dossier, by=None),
        "move": lambda: move(dossier, "done", by=None),
        "decide": lambda: decide(dossier, Chosen("refused", MOTIVES, sitting=5), by=None),
        "correct": lambda: ask_corrections(dossier, "Pris", by=None),
        "invite": lambda: invite_expert(dossier, asked.expert, by=None),
        "recuse": lambda: recuse(asked, "Pris", by=None),
        "opine": lambda: give_opinion(asked, filed.Said({}), content=1, by=None),
        "settle": lambda: settle_condition(condition, "Pris", by=None),
        "suspend": lambda: suspend_grant(grant, "Pris", by=None),
    }


def test_no_act_reaches_the_rows_of_another_pole(pole: Cluster) -> None:
    decision = filed.decided(pole)
    dossier, asked = decision.dossier, Assignment.objects.select_related("dossier", "expert").first()
    acts = acts_on(dossier, asked, decision)
    before = Act.objects.count()
    other = cluster.founded("plasturgie", 1)
    founding = Act.objects.count()
    with scope(pole=other.pole):
        for name, act in acts.items():
            with pytest.raises(ObjectDoesNotExist):
                act()
            assert Act.objects.count() == founding, name
    assert founding > before
    assert acts["recuse"]().state == "recused", "in its own pôle the same row is reached"


def test_the_expert_of_another_pole_is_not_one_here(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    other = cluster.founded("plasturgie", 1)
    with pytest.raises(InputError, match="n’est pas experte auprès du pôle"):
        invite_expert(dossier, other.people["expert"], by=None)
    role = pole.people["expert"].roles.get()
    role.ended_at = role.since
    role.save()
    with pytest.raises(InputError, match="n’est pas experte auprès du pôle"):
        invite_expert(dossier, pole.people["expert"], by=None)
    assert not Assignment.objects.exists()


def test_a_former_member_opens_nothing_more(pole: Cluster) -> None:
    left = pole.members[2]
    left.memberships.update(left_on=later(-1))
    with pytest.raises(InputError, match="membres actuels"):
        open_dossier(pole.pole, filed.published(pole), left, by=None, on=filed.DAY)
    assert filed.opened(pole, rank=1).reference == "2026-001"


@pytest.mark.parametrize(
    ("row", "is_conflict"),
    [
        ({"name": "Autre nom", "siren": "404833048"}, True),
        ({"name": "Autre nom", "siren": "404 833 048"}, True),
        ({"name": "Autre nom", "siren": "40483304800022"}, True),
        ({"name": "  plasturgie   ARDÉCHOISE "}, True),
        ({"name": "Plasturgie Ardéchoise", "siren": ""}, True),
        ({"name": "Plasturgie Ardéchoise", "siren": None}, True),
        (
            {"name": "Plasturgie Ardéchoise", "siren": "552100554"},
            True,
        ),  # that of another: a wrong SIREN hides nobody
        ({"name": "Plasturgie", "siren": ""}, False),
        ({"name": None, "siren": None}, False),
        ({"name": "", "siren": ""}, False),
        ({}, False),
    ],
)
def test_a_partner_is_known_by_its_siren_or_by_its_name(
    pole: Cluster, row: dict[str, Any], is_conflict: bool
) -> None:
    dossier = filed.opened(pole)
    judge = filed.expert(pole, 1)
    grant_role(judge, "member", by=None, pole=pole.pole, organisation=pole.members[1])
    assert conflict_of(dossier, judge) == ""
    dossier.draft = {"consortium": [row], "summary": [row], "letters": "Plasturgie Ardéchoise"}
    assert conflict_of(dossier, judge) == (PARTNER if is_conflict else "")


def test_a_conflict_held_in_another_pole_is_one_here(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    judge = filed.expert(pole, 1)
    other = cluster.founded("plasturgie", 0)
    with scopes_disabled():
        grant_role(judge, "member", by=None, pole=other.pole, organisation=pole.members[0])
    with pytest.raises(InputError, match="au porteur du dossier"):
        invite_expert(dossier, judge, by=None)


def test_a_conflict_found_after_the_invitation_stops_the_opinion(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    asked = filed.accepted(pole, dossier)
    grant_role(asked.expert, "member", by=None, pole=pole.pole, organisation=pole.members[0])
    with pytest.raises(InputError, match="au porteur du dossier"):
        give_opinion(asked, filed.said(dossier), content=1, by=None)
    assert state_of(dossier).opinions == ()


def asking(*kinds: str) -> Procedure:
    """Give a small procedure that asks one more question of each of these kinds, by its name."""
    made = small()
    form = made.stages[0]
    more = tuple(replace(form.fields[0], key=kind, kind=kind) for kind in kinds)
    return replace(made, stages=(replace(form, fields=(*form.fields, *more)), *made.stages[1:]))


PRICED = asking("money")


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-inf", "douze", "", None, True, [], {"a": 1}])
def test_what_is_no_number_is_read_as_no_answer(value: Any) -> None:
    made = asking("number", "money", "budget")
    said = {"number": value, "money": value, "budget": [{"label": "Étude", "amount": value}], "unasked": value}
    assert read_values(made, said) == {
        "number": None,
        "money": None,
        "budget": [{"label": "Étude", "amount": None}],
        "unasked": value,
    }


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_number_kept_as_text_is_read_back_as_it_was(value: Decimal) -> None:
    assert read_values(PRICED, {"money": str(value)}) == {"money": value}


def test_a_dossier_with_nothing_filed_is_read_as_a_first_version_without_answers(pole: Cluster) -> None:
    dossier = save_content(filed.opened(pole), {"title": "Brouillon"}, by=None)
    state = state_of(dossier)
    assert (state.content, dict(state.values), state.invited, state.passed) == (1, {}, (), ())
    assert not Content.objects.exists(), "a draft is read by nobody else"

"""Dossiers in lists, their way and what is asked of whom: each reader finds their own, in order, and no more."""

import datetime as dt
from dataclasses import replace

import pytest
from django_scopes import scope

from factories import cluster, filed
from factories.cluster import Cluster
from vivier_web.members.queries.actors import actor_of, roles_of
from vivier_web.members.rules import Actor
from vivier_web.procedures.actions import versions
from vivier_web.procedures.actions.deciding import Chosen, ask_corrections, decide, move
from vivier_web.procedures.actions.filing import withdraw_dossier
from vivier_web.procedures.definition import write
from vivier_web.procedures.lifecycle import situation
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.queries.boards import (
    Choice,
    columns_of,
    experts_of,
    found_lines,
    lines_of,
    open_procedures,
    procedures_with_dossiers,
    reader_of,
)
from vivier_web.procedures.queries.paths import asked_now, awaited_of, known_of, path_of
from vivier_web.procedures.queries.state import state_of

MOTIVES = "Le projet répond à un besoin montré par trois membres."


def later(days: int) -> dt.date:
    return filed.DAY + dt.timedelta(days=days)


def actor(pole: Cluster, kind: str) -> Actor:
    return actor_of(pole.people[kind], pole.pole, roles_of(pole.people[kind]))


def test_the_pipeline_has_a_column_a_stage_in_the_order_of_the_procedure(pole: Cluster) -> None:
    ahead = filed.filed(pole)
    for _ in range(7):
        filed.opened(pole, rank=1)
    withdraw_dossier(filed.opened(pole), by=None, on=filed.DAY)
    filed.opened(pole, filed.SUPPORT)
    columns = columns_of(pole.pole, filed.LABEL, actor(pole, "team"), later(1))
    assert [(each.key, each.count, len(each.lines), each.more) for each in columns] == [
        ("filing", 7, 6, 1),
        ("experts", 1, 1, 0),
    ]
    assert [each.pk for each in columns[1].lines] == [ahead.pk]
    assert columns_of(pole.pole, "inconnue", actor(pole, "team"), later(1)) == []


def test_a_pipeline_counts_what_is_open_and_names_what_is_closed_too(pole: Cluster) -> None:
    filed.opened(pole)
    filed.opened(pole)
    withdraw_dossier(filed.opened(pole, filed.SUPPORT), by=None, on=filed.DAY)
    assert [(each.key, each.count) for each in procedures_with_dossiers(pole.pole)] == [
        (filed.LABEL, 2),
        (filed.SUPPORT, 0),
    ]
    assert all(isinstance(each, Choice) and each.title for each in procedures_with_dossiers(pole.pole))


def test_lists_hold_nothing_of_another_pole(pole: Cluster) -> None:
    filed.filed(pole, rank=1)
    other = cluster.founded("plasturgie", 1)
    shared = other.members[0]
    assert shared == pole.members[1], "one company, two pôles: it could be mixed"
    with scope(pole=other.pole):
        theirs = filed.filed(other)
        assert [each.pk for each in lines_of(other.pole, shared, later(1))] == [theirs.pk]
        rows, _ = found_lines(other.pole, actor(other, "team"), later(1))
        assert [each.pk for each in rows] == [theirs.pk]
        assert lines_of(pole.pole, shared, later(1)) == []
        assert experts_of(other.pole) == [other.people["expert"]]


def test_a_list_is_cut_by_procedure_and_by_stage(pole: Cluster) -> None:
    here, _ = filed.filed(pole), filed.opened(pole)
    filed.filed(pole, filed.SUPPORT)
    rows, writer = found_lines(pole.pole, actor(pole, "team"), later(1), key=filed.LABEL, stage="experts")
    (line,) = writer.lines(list(rows))
    assert (line.pk, line.title, line.applicant) == (here.pk, filed.marker("public"), pole.members[0].name)
    assert (line.stage, line.body, line.outcome, line.is_paused) == ("Expertise", "Experts du pôle", "", False)
    ask_corrections(here, "Le titre", by=None, on=later(1))
    (line,) = writer.lines(list(rows.all()))
    assert (line.is_paused, line.last_day) == (True, None)


def test_a_closed_line_says_its_outcome_and_awaits_nobody(pole: Cluster) -> None:
    withdraw_dossier(filed.filed(pole), by=None, on=later(3))
    (line,) = lines_of(pole.pole, pole.members[0], later(900))
    assert (line.stage, line.body, line.last_day, line.silence) == ("Terminé", "", None, None)
    assert line.outcome == "retiré"


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("team", {"pole"}),
        ("governance", {"committee"}),
        ("board", {"committee"}),
        ("member", set()),
        ("expert", set()),
    ],
)
def test_whoever_looks_plays_the_roles_of_their_office_and_none_elsewhere(
    pole: Cluster, kind: str, roles: set[str]
) -> None:
    procedure = filed.published(pole).definition()
    assert reader_of(actor(pole, kind), procedure).roles == roles
    other = cluster.founded("plasturgie", 1)
    stranger = actor_of(pole.people[kind], other.pole, roles_of(pole.people[kind]))
    assert reader_of(stranger, procedure).roles == set()


def test_the_committee_of_an_authority_is_not_that_of_the_pole(pole: Cluster) -> None:
    procedure = filed.published(pole).definition()
    theirs = tuple(replace(each, side="authority") if each.role == "committee" else each for each in procedure.bodies)
    assert reader_of(actor(pole, "board"), replace(procedure, bodies=theirs)).roles == set()


def another(pole: Cluster, **said: object) -> object:
    """Publish the next version of the label, changed."""
    draft = versions.new_version(filed.published(pole), by=None)
    changed = write(replace(draft.definition(), **said))
    return versions.publish_procedure(versions.save_draft(draft, changed, by=None), by=None)


def test_a_member_is_offered_the_last_version_whatever_its_title(pole: Cluster) -> None:
    first = filed.published(pole)
    last = another(pole, title="Aaa, un titre qui vient avant")
    assert open_procedures(pole.pole, filed.DAY) == [last]
    versions.retire(last, by=None)
    assert open_procedures(pole.pole, filed.DAY) == [first]


def test_a_version_of_next_year_does_not_close_the_one_of_today(pole: Cluster) -> None:
    now = filed.published(pole)
    later_one = another(pole, valid_from=dt.date(2027, 1, 1))
    assert open_procedures(pole.pole, filed.DAY) == [now]
    assert open_procedures(pole.pole, dt.date(2027, 1, 1)) == [later_one]
    assert open_procedures(pole.pole, dt.date(2020, 1, 1)) == []


def test_an_expert_is_listed_once_and_until_the_role_ends(pole: Cluster) -> None:
    more = filed.expert(pole, 1)
    assert experts_of(pole.pole) == sorted([pole.people["expert"], more], key=lambda each: each.full_name)
    more.roles.update(ended_at=more.roles.get().since)
    assert experts_of(pole.pole) == [pole.people["expert"]]


def test_the_way_is_passed_here_then_ahead_and_outcomes_are_not_told_to_the_applicant(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    steps = path_of(dossier)
    assert [each.state for each in steps] == ["passed", "here", *["ahead"] * 4]
    assert (steps[0].outcome, steps[0].on, steps[1].on, steps[2].on) == ("étape faite", filed.DAY, filed.DAY, None)
    theirs = path_of(dossier, "applicant")
    assert {each.outcome for each in theirs} == {""}
    assert theirs[1].title == "Votre dossier est lu par des experts"
    assert theirs[2].title == "Décision du comité"
    closed = withdraw_dossier(dossier, by=None, on=later(3))
    assert [each.state for each in path_of(closed)] == ["passed", "passed"]


def test_questions_are_asked_at_ones_own_stage_or_while_one_corrects_and_never_else(pole: Cluster) -> None:
    dossier = filed.opened(pole)
    form = asked_now(dossier)
    assert form == dossier.definition().first.fields
    dossier = filed.filed(pole)
    assert asked_now(dossier) == ()
    assert asked_now(ask_corrections(dossier, "Le titre", by=None, on=later(1))) == form
    assert asked_now(withdraw_dossier(dossier, by=None, on=later(3))) == ()


def test_what_is_awaited_of_the_applicant_says_nothing_of_the_opinions(pole: Cluster) -> None:
    dossier = filed.opened(pole)
    mine = awaited_of(dossier, situation(dossier.definition(), state_of(dossier), filed.DAY), "applicant")
    assert "Il manque : Titre du projet." in mine
    dossier = filed.filed(pole)
    found = situation(dossier.definition(), state_of(dossier), filed.DAY)
    assert any("avis" in each.sentence for each in found.duties), "there was something to tell"
    assert awaited_of(dossier, found, "applicant") == []


def test_what_is_known_is_not_typed_again(pole: Cluster) -> None:
    known = known_of(filed.opened(pole))
    lead = {"name": "Mécanique du Val", "siren": "732829320", "role": "lead", "kind": "company"}
    assert known == {"siret": "73282932000074", "lead_siret": "73282932000074", "consortium": [lead]}
    pole.members[1].sites.all().delete()
    assert set(known_of(filed.opened(pole, rank=1))) == {"consortium"}


def test_a_line_after_the_decision_is_at_its_new_stage(pole: Cluster) -> None:
    dossier = filed.filed(pole)
    filed.judged(pole, dossier)
    dossier = move(dossier, "done", by=None, on=later(20))
    decide(dossier, Chosen("refused", MOTIVES, sitting=5), by=None, on=later(30))
    (line,) = lines_of(pole.pole, pole.members[0], later(31))
    assert (line.stage, line.outcome) == ("Terminé", "refusé")
    assert Dossier.objects.get().is_closed

"""The clock, the moves and the grants at their limits: pauses that overlap, silence, forms filed ahead, twin pôles."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.procedures import BEGUN, FILLED, chain_of, filed, opinion, small
from vivier.vocabulary import InputError
from vivier_web.procedures.definition import Procedure
from vivier_web.procedures.definition.data import Colabel, Grant
from vivier_web.procedures.definition.forms import Condition, Deadline, Exit
from vivier_web.procedures.dossier import Dossier, HeldCondition, Passed, Pause
from vivier_web.procedures.lifecycle import (
    Duty,
    ForbiddenMove,
    Silence,
    advance,
    begin,
    fall_silent,
    file_ahead,
    grant_ends_on,
    last_day,
    must_relabel,
    silence_of,
    situation,
    why_not_colabel,
)
from vivier_web.procedures.lifecycle.blocks import Block, blocks
from vivier_web.procedures.lifecycle.granting import may_renew

DAY = dt.timedelta(days=1)


def with_stage(rank: int, **said: object) -> Procedure:
    """Give the small procedure with one stage changed."""
    made = small()
    stages = list(made.stages)
    stages[rank] = replace(stages[rank], **said)
    return replace(made, stages=tuple(stages))


days = st.integers(0, 40).map(lambda n: BEGUN + n * DAY)
pauses = st.tuples(days, days).map(lambda two: Pause(min(two), max(two)))


@given(st.lists(pauses, max_size=5), st.integers(0, 20))
def test_the_clock_is_prolonged_by_each_day_stopped_once_and_only_after_it_started(
    stopped: list[Pause], opens: int
) -> None:
    opening = BEGUN + opens * DAY
    procedure = with_stage(0, opens_on=opening)
    held = Dossier("filing", BEGUN, pauses=tuple(stopped))
    inside = sum(any(each.asked_on <= opening + n * DAY < each.answered_on for each in stopped) for n in range(60))
    assert last_day(procedure, held) == opening + (30 + inside) * DAY


@given(st.lists(pauses, min_size=1, max_size=5), st.randoms())
def test_a_clock_that_starts_anew_forgets_all_but_the_last_answer(stopped: list[Pause], chance: object) -> None:
    procedure = with_stage(0, deadline=Deadline("lapse", 30, correction="reset"))
    mixed = list(stopped)
    chance.shuffle(mixed)
    held = Dossier("filing", BEGUN, pauses=tuple(mixed))
    assert last_day(procedure, held) == max(each.answered_on for each in stopped) + 30 * DAY


def test_a_pause_of_an_earlier_stage_neither_stops_the_clock_nor_names_a_duty() -> None:
    old, new = Pause(BEGUN - DAY), Pause(BEGUN)
    left_open, asked_again = filed(pauses=(old,)), filed(pauses=(new,))
    assert last_day(small(), left_open) == dt.date(2026, 3, 2)
    assert situation(small(), left_open, BEGUN).duties == situation(small(), filed(), BEGUN).duties
    assert last_day(small(), asked_again) is None
    assert situation(small(), asked_again, BEGUN).duties == (
        Duty("applicant", (), "Répondre à la demande de corrections."),
    )
    assert silence_of(small(), asked_again, dt.date(2036, 1, 1)) is None


LATE = [  # the stage, days after the last one, what silence says
    ("filing", 0, None),
    ("filing", 1, Silence("lapse", "lapsed", "applicant", 1, "En retard de 1 jour : le dossier devient caduc.")),
    ("filing", 2, Silence("lapse", "lapsed", "applicant", 2, "En retard de 2 jours : le dossier devient caduc.")),
    ("experts", 1, Silence("escalate", "", "committee", 1, "En retard de 1 jour : le dossier remonte à : Comité.")),
    ("committee", 3, Silence("remind", "", "committee", 3, "En retard de 3 jours : une relance part.")),
    ("contract", 1, Silence("accept", "done", "state", 1, "En retard de 1 jour : le silence vaut acceptation.")),
]


@pytest.mark.parametrize(("stage", "after", "said"), LATE)
def test_silence_speaks_from_the_day_after_the_last(stage: str, after: int, said: Silence | None) -> None:
    held = Dossier(stage, BEGUN)
    assert silence_of(small(), held, last_day(small(), held) + after * DAY) == said


@pytest.mark.parametrize("silence", ["accept", "reject", "lapse"])
def test_silence_without_the_outcome_it_needs_moves_nothing(silence: str) -> None:
    procedure = with_stage(0, deadline=Deadline(silence, 30), exits=(Exit("ineligible", ("end",)),))
    held = Dossier("filing", BEGUN)
    assert silence_of(procedure, held, BEGUN + 90 * DAY).outcome == ""
    assert fall_silent(procedure, held, BEGUN + 90 * DAY) is held


def test_a_stage_without_a_deadline_and_a_closed_dossier_are_never_late() -> None:
    ever = dt.date(2099, 1, 1)
    closed = Dossier("end", BEGUN, outcome="refused")
    for procedure, held in ((with_stage(0, deadline=None), Dossier("filing", BEGUN)), (small(), closed)):
        assert (last_day(procedure, held), silence_of(procedure, held, ever)) == (None, None)
        assert fall_silent(procedure, held, ever) is held
    assert situation(small(), closed, ever).moves == ()


def test_silence_moves_on_the_day_it_is_seen_and_writes_how_the_stage_was_left() -> None:
    held = Dossier("filing", BEGUN, values=FILLED)
    seen = dt.date(2026, 5, 1)
    assert fall_silent(small(), held, seen) == replace(
        held, stage="end", entered_on=seen, outcome="lapsed", passed=(Passed("filing", BEGUN, seen, "lapsed"),)
    )
    assert advance(small(), held, "lapsed", on=seen) == fall_silent(small(), held, seen)


def together(stages: int, **merged: str) -> Procedure:
    """Give a row of forms, some of which may be filed with a later one."""
    made = chain_of(stages)
    row = tuple(replace(each, merge_with=merged.get(each.key, ""), fields=each.fields[:1]) for each in made.stages)
    return replace(made, stages=row)


def test_two_forms_filed_ahead_from_two_stages_are_both_left_at_once() -> None:
    procedure = together(5, s0="s2", s1="s3")
    held = file_ahead(procedure, Dossier("s0", BEGUN, values=FILLED), "s2")
    held = file_ahead(procedure, advance(procedure, held, "done", on=BEGUN), "s3")
    assert held.ahead == ("s2", "s3")
    assert file_ahead(procedure, held, "s3") == held
    moved = advance(procedure, held, "done", on=BEGUN + DAY)
    assert (moved.stage, moved.ahead) == ("s4", ())
    assert [each.stage for each in moved.passed] == ["s0", "s1", "s2", "s3"]


def test_a_form_filed_ahead_that_still_lacks_an_answer_is_entered_and_waits() -> None:
    procedure = together(3, s0="s1")
    asked = replace(procedure.stages[1].fields[0], key="later")
    second = replace(procedure.stages[1], fields=(asked,))
    procedure = replace(procedure, stages=(procedure.stages[0], second, procedure.stages[2]))
    moved = advance(procedure, Dossier("s0", BEGUN, values=FILLED, ahead=("s1",)), "done", on=BEGUN)
    assert (moved.stage, moved.ahead) == ("s1", ("s1",))
    assert [each.code for each in situation(procedure, moved, BEGUN).blocks] == ["missing"]


def test_a_form_filed_ahead_stays_where_the_next_stage_is_shut_and_does_not_hold_the_first_back() -> None:
    procedure = together(3, s0="s1")
    shut = replace(procedure.stages[2], enter=(Condition("passed.s1 >= 2", "Passez deux fois."),))
    procedure = replace(procedure, stages=(*procedure.stages[:2], shut))
    moved = advance(procedure, Dossier("s0", BEGUN, values=FILLED, ahead=("s1",)), "done", on=BEGUN)
    assert moved.stage == "s1"
    with pytest.raises(ForbiddenMove) as refused:
        advance(procedure, moved, "done", on=BEGUN)
    assert refused.value.reasons == ("Passez deux fois.",)


def test_the_table_of_moves_agrees_with_what_a_move_really_does() -> None:
    held = [
        filed(), filed(content=2), filed(present=()), filed(opinions=(), invited=()), Dossier("filing", BEGUN),
        Dossier("filing", BEGUN, values=FILLED), Dossier("experts", BEGUN), Dossier("contract", BEGUN),
    ]  # fmt: skip
    allowed = 0
    for dossier in held:
        for move in situation(small(), dossier, BEGUN).moves:
            allowed += move.is_allowed
            if move.is_allowed:
                assert advance(small(), dossier, move.outcome, on=BEGUN, to=move.to).stage == move.to
            else:
                with pytest.raises(ForbiddenMove) as refused:
                    advance(small(), dossier, move.outcome, on=BEGUN, to=move.to)
                assert refused.value.reasons == move.reasons
    assert 0 < allowed < sum(len(situation(small(), each, BEGUN).moves) for each in held)


def test_each_block_says_its_sentence_and_who_lifts_it() -> None:
    due = HeldCondition("Accord signé", dt.date(2026, 6, 30))
    assert blocks(small(), Dossier("contract", BEGUN, conditions=(due,)), "done", BEGUN) == (
        Block("proof", "Condition sans preuve : Accord signé (échéance 30/06/2026).", ""),
    )
    lacking = filed(content=2, opinions=(opinion("A", 3),), invited=("A", "B", "C"), recused=("C",), present=("P",))
    assert blocks(small(), lacking, "refused", BEGUN) == (
        Block("opinions", "Il manque 1\u00a0avis.", "committee", ("B",)),
        Block(
            "stale", "1\u00a0avis porte sur une version antérieure : à confirmer ou à refaire.", "committee", ("A",)
        ),
        Block("quorum", "Le quorum n’est pas atteint : 1 sur 3, récusations déduites.", "committee"),
    )


@pytest.mark.parametrize(("on", "is_open"), [
    (dt.date(2025, 12, 31), False), (dt.date(2026, 1, 1), True), (dt.date(2026, 6, 30), True), (dt.date(2026, 7, 1), False),
])  # fmt: skip
def test_a_dossier_begins_from_the_first_to_the_last_day_of_its_procedure(on: dt.date, *, is_open: bool) -> None:
    procedure = replace(small(), valid_to=dt.date(2026, 6, 30))
    if is_open:
        assert begin(procedure, on=on) == Dossier("filing", on)
    else:
        with pytest.raises(ForbiddenMove, match="pas ouverte"):
            begin(procedure, on=on)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 120))
def test_what_is_granted_for_a_time_and_then_once_more_leaves_no_gap(start: dt.date, months: int) -> None:
    grant = Grant("label", "Label", (months,))
    end = grant_ends_on(grant, start, months)
    after = start.month - 1 + months
    reached = (start.year + after // 12, after % 12 + 1)
    following = end + DAY
    assert (following.year, following.month) == reached
    assert following.day == start.day or (following + DAY).month != following.month


def test_a_grant_without_durations_has_no_term_and_one_without_renewals_ends() -> None:
    assert grant_ends_on(Grant("prize", "Prix"), BEGUN, 999) is None
    assert [may_renew(Grant("prize", "Prix", renewals=2), n) for n in range(4)] == [True, True, False, False]
    with pytest.raises(InputError, match="« Prix » dure 12, 48 mois"):
        grant_ends_on(Grant("prize", "Prix", (12, 48)), BEGUN, 0)


@pytest.mark.parametrize(("relabel", "content", "again"), [
    ("always", 1, True), ("always", 2, True), ("if_changed", 1, False), ("if_changed", 2, True), ("kept", 1, False), ("kept", 2, False),
])  # fmt: skip
def test_a_dossier_is_labelled_anew_as_its_procedure_says(relabel: str, content: int, *, again: bool) -> None:
    assert must_relabel(replace(small(), relabel=relabel), labelled=1, content=content) is again


@given(st.builds(Colabel, st.integers(2, 4), st.booleans()), st.permutations(["lead", "b", "c", "d", "e"]))
def test_whatever_the_order_no_more_poles_decide_than_the_procedure_says_and_the_lead_always_may(
    colabel: Colabel, order: list[str]
) -> None:
    decided: dict[str, str] = {}
    for pole in order * 2:
        if not why_not_colabel(colabel, decided, lead="lead", pole=pole):
            decided[pole] = "accepted"
    assert (len(decided), "lead" in decided) == (colabel.most, True)

"""Where a dossier may go, what blocks it, what is late, what silence does, who must act."""

import datetime as dt
from dataclasses import replace

import pytest

from factories.procedures import BEGUN, FILLED, SMALL, filed, opinion, small
from vivier.vocabulary import InputError
from vivier_web.procedures.definition import Procedure, read, shipped
from vivier_web.procedures.definition.data import Colabel
from vivier_web.procedures.dossier import Dossier, HeldCondition, Pause
from vivier_web.procedures.lifecycle import (
    ForbiddenMove,
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
from vivier_web.procedures.lifecycle.blocks import blocks
from vivier_web.procedures.lifecycle.granting import may_renew

P = small()
HELD = HeldCondition("Accord de consortium signé", dt.date(2026, 6, 30))
BLOCKS = [  # the dossier, the outcome, the codes of what blocks
    (filed(), "accepted", []),
    (filed(opinions=(opinion("A", 3),)), "accepted", ["opinions"]),
    (filed(opinions=()), "refused", ["opinions"]),
    (filed(opinions=(opinion("A", 3), opinion("A", 2))), "accepted", ["opinions"]),
    (filed(content=2), "accepted", ["stale"]),
    (filed(content=2), "refused", ["stale"]),
    (filed(content=2, opinions=(opinion("A", 3, content=2), replace(opinion("B", 3), confirmed=2))), "accepted", []),
    (filed(present=("P", "Q")), "accepted", ["quorum"]),
    (filed(present=("P", "Q", "R"), recused=("R",)), "accepted", ["quorum"]),
    (filed(present=("P", "P", "P")), "accepted", ["quorum"]),
    (filed(recused=("A",)), "accepted", ["opinions"]),
    (filed(content=2, present=()), "resubmit", ["stale", "quorum"]),
    (filed(opinions=(), present=()), "withdrawn", []),
    (filed(), "lapsed", ["in_time"]),
    (Dossier("filing", BEGUN), "done", ["missing", "missing", "rule"]),
    (Dossier("filing", BEGUN, values={"title": "  x", "partners": [{"kind": "company"}]}), "done", ["rule"]),
    (Dossier("filing", BEGUN, values=FILLED), "done", []),
    (Dossier("filing", BEGUN), "withdrawn", []),
    (Dossier("contract", BEGUN, conditions=(HELD,)), "done", ["proof"]),
    (Dossier("contract", BEGUN, conditions=(replace(HELD, proven_on=BEGUN),)), "done", []),
    (Dossier("experts", BEGUN, values=FILLED), "ineligible", []),
]


@pytest.mark.parametrize(("dossier", "outcome", "codes"), BLOCKS)
def test_what_blocks_an_outcome(dossier: Dossier, outcome: str, codes: list[str]) -> None:
    assert [each.code for each in blocks(P, dossier, outcome, BEGUN)] == codes


def test_a_dossier_goes_from_its_deposit_to_its_contract() -> None:
    dossier = begin(P, on=BEGUN)
    dossier = advance(P, replace(dossier, values=FILLED), "done", on=BEGUN)
    dossier = replace(dossier, opinions=(opinion("A", 3), opinion("B", 3)))
    dossier = advance(P, dossier, "done", on=dt.date(2026, 2, 10))
    dossier = advance(P, replace(dossier, present=("P", "Q", "R")), "accepted", on=dt.date(2026, 2, 20))
    assert dossier.stage == "contract"
    assert dossier.present == ()  # those who sat, sat for that decision
    dossier = advance(P, dossier, "done", on=dt.date(2026, 3, 1))
    assert (dossier.stage, dossier.outcome, dossier.is_closed) == ("end", "done", True)
    assert [(each.stage, each.outcome) for each in dossier.passed] == [
        ("filing", "done"), ("experts", "done"), ("committee", "accepted"), ("contract", "done"),
    ]  # fmt: skip
    with pytest.raises(ForbiddenMove, match="fermé"):
        advance(P, dossier, "done", on=dt.date(2026, 3, 2))


@pytest.mark.parametrize(("outcome", "on", "to", "words"), [
    ("ineligible", BEGUN, "", "n’est pas une issue"), ("accepted", dt.date(2026, 1, 1), "", "avant d’y être entré"),
    ("accepted", BEGUN, "filing", "ne mène pas"), ("inventé", BEGUN, "", "n’est pas une issue"),
])  # fmt: skip
def test_a_move_that_is_not_stated_is_refused(outcome: str, on: dt.date, to: str, words: str) -> None:
    with pytest.raises(ForbiddenMove, match=words):
        advance(P, filed(), outcome, on=on, to=to)


def test_stale_opinions_block_the_decision_and_name_who_must_confirm() -> None:
    found = situation(P, filed(content=2), BEGUN)
    assert {move.outcome: move.is_allowed for move in found.moves} == {
        "accepted": False, "accepted_with_conditions": False, "resubmit": False, "refused": False, "withdrawn": True,
    }  # fmt: skip
    assert found.duties[0].evaluators == ("A", "B")
    assert "version antérieure" in found.duties[0].sentence


def test_those_who_have_not_judged_are_named_and_the_recused_are_not() -> None:
    found = situation(P, filed(opinions=(opinion("A", 3),), invited=("A", "B", "C"), recused=("C",)), BEGUN)
    assert (found.duties[0].evaluators, found.blocks[0].sentence) == (("B",), "Il manque 1\u00a0avis.")


def test_when_nothing_blocks_the_body_of_the_stage_must_choose() -> None:
    duty = situation(P, filed(), BEGUN).duties
    assert [(each.body, each.sentence) for each in duty] == [("committee", "Comité : choisir l’issue de l’étape.")]


def test_who_lacks_something_is_who_must_act_applicant_or_adviser() -> None:
    support = next(each for each in shipped() if each.key == "accompagnement-petite-entreprise")
    for stage, body in (
        ("request", "applicant"),
        ("diagnosis", "pole"),
        ("prescription", "pole"),
        ("delivery", "provider"),
    ):
        duties = situation(support, Dossier(stage, BEGUN), BEGUN).duties
        assert {each.body for each in duties} == {body}
    paused = Dossier("diagnosis", BEGUN, pauses=(Pause(BEGUN),))
    assert situation(support, paused, BEGUN).duties[0].sentence == "Répondre à la demande de corrections."


def test_conditions_overdue_are_told_even_when_the_dossier_is_closed() -> None:
    closed = Dossier("end", BEGUN, outcome="done", conditions=(HELD,))
    assert situation(P, closed, dt.date(2026, 6, 30)).overdue == ()
    assert situation(P, closed, dt.date(2026, 7, 1)).overdue == (HELD,)


def at(stage: str, **said: object) -> Dossier:
    return Dossier(stage, BEGUN, values=FILLED, **said)


LAST = [
    (at("filing"), dt.date(2026, 3, 4)), (at("experts"), dt.date(2026, 2, 17)), (at("committee"), dt.date(2026, 3, 2)),
    (at("filing", pauses=(Pause(dt.date(2026, 2, 5), dt.date(2026, 2, 15)),)), dt.date(2026, 3, 14)),
    (at("filing", pauses=(Pause(dt.date(2026, 2, 5), dt.date(2026, 2, 15)), Pause(dt.date(2026, 2, 10), dt.date(2026, 2, 20)))), dt.date(2026, 3, 19)),
    (at("filing", pauses=(Pause(dt.date(2026, 2, 5)),)), None),
    (at("filing", pauses=(Pause(dt.date(2026, 1, 5), dt.date(2026, 1, 15)),)), dt.date(2026, 3, 4)),
]  # fmt: skip


@pytest.mark.parametrize(("dossier", "last"), LAST)
def test_the_last_day_counts_the_pauses_of_the_stage_once(dossier: Dossier, last: dt.date | None) -> None:
    assert last_day(P, dossier) == last


def test_a_clock_that_starts_anew_counts_from_the_last_answer() -> None:
    anew = read(SMALL.replace("days = 30 }", 'days = 30, correction = "reset" }'))
    assert last_day(anew, at("filing", pauses=(Pause(dt.date(2026, 2, 5), dt.date(2026, 2, 15)),))) == dt.date(
        2026, 3, 17
    )


SILENCES = [
    ("filing", dt.date(2026, 3, 4), None, "filing"), ("filing", dt.date(2026, 3, 5), ("lapse", "lapsed", "applicant", 1), "end"),
    ("experts", dt.date(2026, 3, 17), ("escalate", "", "committee", 28), "experts"),
    ("committee", dt.date(2026, 3, 4), ("remind", "", "committee", 2), "committee"),
    ("contract", dt.date(2026, 9, 1), ("accept", "done", "state", 30), "end"),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "today", "expected", "after"), SILENCES)
def test_silence_has_the_effect_that_the_file_states(
    stage: str, today: dt.date, expected: object, after: str
) -> None:
    found = silence_of(P, at(stage), today)
    assert (found and (found.effect, found.outcome, found.body, found.late_days)) == expected
    assert fall_silent(P, at(stage), today).stage == after
    assert situation(P, at(stage), today).is_late == (expected is not None)


def test_silence_that_refuses_closes_the_dossier_as_refused() -> None:
    strict = read(SMALL.replace('silence = "remind", months = 1', 'silence = "reject", months = 1'))
    assert fall_silent(strict, filed(), dt.date(2026, 6, 1)).outcome == "refused"


def test_a_dossier_presented_again_is_judged_again_unless_its_procedure_keeps_opinions() -> None:
    back = advance(P, filed(), "resubmit", on=BEGUN)
    assert (back.stage, back.opinions) == ("filing", ())
    kept = read('relabel = "if_changed"\n' + SMALL)
    assert len(advance(kept, filed(), "resubmit", on=BEGUN).opinions) == 2
    assert [must_relabel(p, labelled=1, content=1) for p in (P, kept)] == [True, False]
    assert [must_relabel(p, labelled=1, content=2) for p in (P, kept)] == [True, True]


def test_several_next_stages_are_chosen_by_their_entry_rules() -> None:
    fui = next(each for each in shipped() if each.key == "label-et-financement-fui")
    dossier = Dossier("yearly", BEGUN)
    seen = []
    for year in range(1, 4):
        dossier = advance(fui, dossier, "done", on=dt.date(2026 + year, 2, 2))
        seen.append(dossier.stage)
    assert seen == ["yearly", "yearly", "final"]


def ptce() -> Procedure:
    return next(each for each in shipped() if each.key == "ptce-deux-phases")


def test_two_phases_filed_together_are_left_together() -> None:
    procedure = ptce()
    partners = [{"kind": kind} for kind in ("sse", "company", "authority")]
    values = {each.key: "x" for each in procedure.fields()} | {"partners": partners, "budget": [{"amount": 1}]}
    on = dt.date(2022, 3, 1)
    dossier = file_ahead(procedure, Dossier("emerging", on, values=values), "filing")
    for outcome in ("done", "accepted", "done"):
        dossier = advance(procedure, dossier, outcome, on=on)
    assert dossier.stage == "review"
    assert [each.stage for each in dossier.passed][-2:] == ["support", "filing"]
    with pytest.raises(ForbiddenMove, match="ensemble"):
        file_ahead(procedure, dossier, "filing")


def test_a_call_that_is_closed_takes_no_more_dossiers() -> None:
    procedure = ptce()
    partners = [{"kind": kind} for kind in ("sse", "company", "authority")]
    values = {each.key: "x" for each in procedure.fields()} | {"partners": partners}
    late = Dossier("filing", dt.date(2022, 10, 1), values=values)
    assert blocks(procedure, late, "done", dt.date(2022, 10, 17)) == ()
    assert [each.code for each in blocks(procedure, late, "done", dt.date(2022, 10, 18))] == ["closed"]
    early = replace(procedure, stages=tuple(replace(each, opens_on=dt.date(2022, 9, 1)) for each in procedure.stages))
    assert [each.code for each in blocks(early, late, "done", dt.date(2022, 8, 1))] == ["not_open"]
    with pytest.raises(ForbiddenMove, match="pas ouverte"):
        begin(procedure, on=dt.date(2024, 1, 1))


def test_labels_last_what_the_procedure_offers() -> None:
    pole = next(each for each in shipped() if each.key == "pole-de-competitivite").grant("label")
    start = dt.date(2023, 1, 1)
    assert [grant_ends_on(pole, start, months) for months in (48, 24, 12)] == [
        dt.date(2026, 12, 31), dt.date(2024, 12, 31), dt.date(2023, 12, 31),
    ]  # fmt: skip
    with pytest.raises(InputError, match="48, 24, 12"):
        grant_ends_on(pole, start, 36)
    assert (may_renew(pole, 0), may_renew(pole, 1)) == (True, False)


COLABEL = Colabel(2)
COLABELS = [
    (COLABEL, {}, "alpha", ""), (COLABEL, {}, "beta", "chef de file"), (COLABEL, {"alpha": "accepted"}, "beta", ""),
    (COLABEL, {"alpha": "refused"}, "beta", "chef de file"), (COLABEL, {"alpha": "accepted", "beta": "accepted"}, "gamma", "2 pôles"),
    (COLABEL, {"alpha": "accepted"}, "alpha", "déjà prononcé"), (None, {"alpha": "accepted"}, "beta", "ne prévoit pas"),
    (Colabel(3, lead_first=False), {}, "beta", ""), (COLABEL, {"alpha": "accepted", "beta": "refused"}, "beta", "déjà prononcé"),
]  # fmt: skip


@pytest.mark.parametrize(("colabel", "decided", "pole", "words"), COLABELS)
def test_several_poles_label_in_order_the_lead_one_first(
    colabel: Colabel | None, decided: dict[str, str], pole: str, words: str
) -> None:
    said = why_not_colabel(colabel, decided, lead="alpha", pole=pole)
    assert words in said
    assert bool(words) == bool(said)

"""The shipped procedures run from their files alone, say their sources, and carry the figures of the facts."""

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from vivier_web.procedures.definition import Procedure, shipped
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.definition.words import END, POSITIVE
from vivier_web.procedures.dossier import Dossier, HeldCondition, Opinion
from vivier_web.procedures.lifecycle import ForbiddenMove, advance, begin, file_ahead, situation
from vivier_web.procedures.lifecycle.facts import sheet_of
from vivier_web.procedures.marking import propose

BY_KEY = {each.key: each for each in shipped()}
MADE = [
    "accompagnement-petite-entreprise", "ami-ptce-2026", "appel-europeen", "excellence-des-poles", "i-demo", "i-demo-regionalise",
    "label-et-financement-fui", "label-seul-anr", "pole-de-competitivite", "pole-innovation-artisanat", "projet-de-mutualisation",
    "ptce-deux-phases", "soutien-d-une-collectivite",
]  # fmt: skip
PARTNERS = [{"kind": kind, "role": "partner"} for kind in ("company", "company", "research", "sse", "authority")]
SAID: dict[str, object] = {  # believable answers by kind of question, then those that rules look at
    "text": "Moteur à hydrogène", "long": "Un texte.", "file": "dossier.pdf", "number": 36, "money": 800_000, "date": "2026-05-01",
    "consortium": PARTNERS, "budget": [{"label": "Salaires", "amount": Decimal(2_000_000)}],
}  # fmt: skip
OWN: dict[str, dict[str, object]] = {
    "i-demo": {"budget": [{"label": "Salaires", "amount": Decimal(4_500_000)}]},
    "ami-ptce-2026": {"aid_asked": 50_000},
    "accompagnement-petite-entreprise": {"minimis": 20_000},
}


def answers(procedure: Procedure, stage: Stage) -> dict[str, object]:
    said = {each.key: each.choices[0] if each.choices else SAID[each.kind] for each in stage.fields}
    return said | {key: value for key, value in OWN.get(procedure.key, {}).items() if key in said}


def prepared(procedure: Procedure, dossier: Dossier) -> Dossier:
    """Do what the people of a stage do: answer, judge, sit, prove."""
    stage = procedure.stage(dossier.stage)
    opinions = dossier.opinions
    if stage.rule:
        best = {each.key: each.high for each in procedure.grid(stage.rule.grid).criteria}
        opinions += tuple(
            Opinion(f"E{n}", stage.rule.grid, dossier.content, best) for n in range(stage.rule.opinions)
        )
    present = tuple(f"P{n}" for n in range(stage.rule.quorum)) if stage.rule else ()
    proven = tuple(replace(each, proven_on=each.due_on) for each in dossier.conditions)
    values = {**dossier.values, **answers(procedure, stage)}
    return replace(dossier, values=values, opinions=opinions, present=present, conditions=proven)


def run(procedure: Procedure) -> list[str]:
    """Take the first positive way out of each stage, from the first to the end, by the file alone."""
    dossier, day = begin(procedure, on=procedure.valid_from), procedure.valid_from
    if procedure.first.merge_with:
        dossier = file_ahead(procedure, dossier, procedure.first.merge_with)
        dossier = replace(dossier, values=answers(procedure, procedure.stage(procedure.first.merge_with)))
    for _ in range(40):
        if dossier.is_closed:
            break
        dossier, day = prepared(procedure, dossier), day + dt.timedelta(days=10)
        outcome = next(each for each in procedure.stage(dossier.stage).outcomes if each in POSITIVE)
        dossier = advance(procedure, dossier, outcome, on=day)
    assert dossier.is_closed
    assert dossier.outcome in POSITIVE
    return [each.stage for each in dossier.passed]


def test_the_thirteen_procedures_are_shipped() -> None:
    assert [each.key for each in shipped()] == MADE


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_a_procedure_runs_from_its_first_stage_to_its_end_by_its_file_alone(procedure: Procedure) -> None:
    passed = run(procedure)
    assert set(passed) >= {each.key for each in procedure.stages} - {"improvement"}  # only those who fail improve


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_nothing_moves_forward_when_nobody_did_anything(procedure: Procedure) -> None:
    dossier = begin(procedure, on=procedure.valid_from)
    assert situation(procedure, dossier, procedure.valid_from).blocks
    with pytest.raises(ForbiddenMove):
        advance(procedure, dossier, "done", on=procedure.valid_from)


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_every_decision_on_a_grid_waits_for_fresh_opinions_and_proposes_acceptance_of_the_best(
    procedure: Procedure,
) -> None:
    for stage in procedure.stages:
        if stage.rule and "accepted" in stage.outcomes:
            bare = Dossier(stage.key, procedure.valid_from, values=answers(procedure, stage))
            ready = prepared(procedure, bare)
            assert propose(stage.rule, sheet_of(procedure, ready, stage.rule.grid)).outcome == "accepted"
            for dossier in (bare, replace(ready, content=2)):
                with pytest.raises(ForbiddenMove):
                    advance(procedure, dossier, "accepted", on=procedure.valid_from)


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_a_condition_without_proof_stops_the_dossier_somewhere(procedure: Procedure) -> None:
    if not any("accepted_with_conditions" in each.outcomes for each in procedure.stages):
        return
    holding = [each for each in procedure.stages if each.requires_proofs]
    assert holding
    stage = holding[0]
    held = (HeldCondition("Accord signé", procedure.valid_from),)
    dossier = prepared(procedure, Dossier(stage.key, procedure.valid_from))
    with pytest.raises(ForbiddenMove, match="Condition sans preuve"):
        advance(procedure, replace(dossier, conditions=held), "done", on=procedure.valid_from)


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_every_figure_says_how_sure_it_is(procedure: Procedure) -> None:
    figures = [*procedure.facts, *procedure.grids, *procedure.grants]
    figures += [
        each
        for stage in procedure.stages
        for each in (*stage.enter, *stage.leave, stage.deadline, stage.rule, stage.ranking)
        if each
    ]
    assert procedure.facts
    assert all(each.source for each in figures if each.certainty in {"V", "S"})
    assert any(each.certainty == "P" for each in figures)  # no file pretends that all of it is official


FIGURES = [  # what the facts say, where it is in the file, how sure
    (BY_KEY["appel-europeen"].grid("horizon").total.threshold, 10), (BY_KEY["excellence-des-poles"].grid("excellence").total.threshold, Decimal("0.8")),
    (BY_KEY["pole-de-competitivite"].grant("label").durations, (48, 24, 12)), (BY_KEY["pole-innovation-artisanat"].grant("label").durations, (36,)),
    (BY_KEY["label-et-financement-fui"].stage("agreement").deadline.months, 6), (BY_KEY["label-et-financement-fui"].stage("gti").ranking.places, 77),
    (BY_KEY["ptce-deux-phases"].stage("filing").closes_on, dt.date(2022, 10, 17)), (BY_KEY["ami-ptce-2026"].stage("jury").ranking.budget_eur, 500_000),
    (BY_KEY["appel-europeen"].stage("panel").deadline.months, 5), (BY_KEY["appel-europeen"].stage("signature").deadline.months, 3),
    ([each.threshold for each in BY_KEY["appel-europeen"].grid("horizon").criteria], [3, 3, 3]),
]  # fmt: skip


@pytest.mark.parametrize(("found", "stated"), FIGURES)
def test_the_files_carry_the_figures_of_the_facts(found: object, stated: object) -> None:
    assert found == stated


RULES = [  # a procedure, its deposit, what is changed in a good answer, the sentence
    ("i-demo", "filing", {"budget": [{"amount": 4_000_000}]}, "dépasse 4 M€"), ("i-demo", "filing", {"consortium": PARTNERS + PARTNERS[:2]}, "six partenaires"),
    ("i-demo-regionalise", "filing", {"budget": [{"amount": 4_000_001}]}, "4 M€ au plus"), ("i-demo-regionalise", "filing", {"consortium": PARTNERS[:2]}, "organisme de recherche"),
    ("ami-ptce-2026", "filing", {"aid_asked": 29_999}, "30 000"), ("ami-ptce-2026", "filing", {"aid_asked": 80_001}, "80 000"),
    ("ptce-deux-phases", "filing", {"partners": PARTNERS[:3]}, "économie sociale"), ("ptce-deux-phases", "filing", {"partners": PARTNERS[3:]}, "trois personnes"),
    ("label-et-financement-fui", "deposit", {"territory_share": 24}, "quart des travaux"), ("label-et-financement-fui", "deposit", {"lead_kind": "Laboratoire"}, "chef de file est une entreprise"),
    ("label-et-financement-fui", "deposit", {"lab_share": 41, "lab_justification": ""}, "40 %"), ("label-et-financement-fui", "deposit", {"aid_asked": 749_999}, "750 000"),
    ("label-seul-anr", "filing", {"consortium": PARTNERS[1:]}, "deux entreprises"),
    ("accompagnement-petite-entreprise", "prescription", {"minimis": 300_001}, "300 000"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "stage", "changed", "words"), RULES)
def test_the_rules_of_eligibility_hold_and_say_why(
    key: str, stage: str, changed: dict[str, object], words: str
) -> None:
    procedure = BY_KEY[key]
    on = procedure.valid_from
    good = {name: value for each in procedure.stages for name, value in answers(procedure, each).items()}
    outcome = next(each for each in procedure.stage(stage).outcomes if each in POSITIVE)
    assert advance(procedure, Dossier(stage, on, values=good), outcome, on=on).stage != stage
    with pytest.raises(ForbiddenMove, match=words):
        advance(procedure, Dossier(stage, on, values=good | changed), outcome, on=on)


def test_no_module_of_the_heart_loads_the_framework() -> None:
    modules = "definition, checks, coordination, lifecycle, marking, simulation, visibility"
    program = f"import sys; from vivier_web.procedures import {modules}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"django", "numpy", "sqlite3"} & set(done.stdout.split())


def test_every_stage_leads_somewhere_stated_and_no_key_is_special_to_the_code() -> None:
    for procedure in shipped():
        known = {each.key for each in procedure.stages} | {END}
        assert all(target in known for stage in procedure.stages for each in stage.exits for target in each.to)
        if procedure.key not in OWN:  # only the answers of this test know a name
            assert run(replace(procedure, key="autre-nom")) == run(procedure)

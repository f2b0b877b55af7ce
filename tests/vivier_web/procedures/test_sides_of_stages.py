"""Which side answers for each stage, which stages reach an authority, and over which territory an agent sits."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.procedures import procedures, small
from vivier_web.procedures.addressing import APPLICANT, POLE, own_stages, reaching_stages, side_of
from vivier_web.procedures.definition import Procedure, shipped
from vivier_web.procedures.definition.data import Body
from vivier_web.procedures.definition.words import AUTHORITIES, END

BY_KEY = {each.key: each for each in shipped()}

# One line a stage: who answers for it (a: the applicant, p: the pôle, s: the State, r: a Region), in their order.
SIDES = {
    "accompagnement-petite-entreprise": "a p p p a a",
    "ami-ptce-2026": "a s s s a",
    "appel-europeen": "a s s s a",
    "excellence-des-poles": "a p p a a",
    "i-demo": "a s s s a s",
    "i-demo-regionalise": "a s r s s a s",
    "label-et-financement-fui": "a p a p p a s r s s r a a p",
    "label-seul-anr": "a p p p a p",
    "pole-de-competitivite": "a r a s s s s s",
    "pole-innovation-artisanat": "a p a p s s a s",
    "projet-de-mutualisation": "a p a p p p a",
    "ptce-deux-phases": "a s p a s s s a",
    "soutien-d-une-collectivite": "a p a l l l a",
}
WORDS = {"a": APPLICANT, "p": POLE, "s": "state", "r": "region", "l": "local"}

# Where an authority reads a dossier beside its own stages: it was surely filed to it before, whatever the way.
REACHED_BESIDE_THEIRS = [
    ("accompagnement-petite-entreprise", "state", set()),
    ("accompagnement-petite-entreprise", "region", set()),
    ("ami-ptce-2026", "state", {"follow-up"}),
    ("appel-europeen", "state", {"project"}),
    ("excellence-des-poles", "state", set()),
    ("i-demo", "state", {"milestone"}),
    ("i-demo", "region", set()),
    ("i-demo-regionalise", "state", {"region", "milestone"}),
    ("i-demo-regionalise", "region", {"committee", "agreement", "milestone", "closing"}),
    ("label-et-financement-fui", "state", {"funders", "yearly", "final", "exploitation", "closing"}),
    ("label-et-financement-fui", "region", {"gti", "agreement", "final", "exploitation", "closing"}),
    ("label-seul-anr", "state", set()),
    ("pole-de-competitivite", "state", set()),
    ("pole-de-competitivite", "region", {"state-filing", "experts", "decision", "contract", "review", "extension"}),
    ("pole-innovation-artisanat", "state", {"experts", "annual"}),
    ("projet-de-mutualisation", "region", set()),
    ("ptce-deux-phases", "state", {"support", "filing", "follow-up"}),
    ("soutien-d-une-collectivite", "local", {"effect"}),
    ("soutien-d-une-collectivite", "region", set()),
]


@pytest.mark.parametrize("key", sorted(SIDES))
def test_every_stage_of_a_shipped_procedure_has_the_side_that_its_text_says(key: str) -> None:
    procedure = BY_KEY[key]
    assert [side_of(procedure, each) for each in procedure.stages] == [WORDS[each] for each in SIDES[key].split()]


def test_the_table_of_sides_leaves_no_shipped_procedure_out() -> None:
    assert set(SIDES) == set(BY_KEY)


@pytest.mark.parametrize(("key", "role", "beside"), REACHED_BESIDE_THEIRS)
def test_an_authority_keeps_reading_what_was_filed_to_it_and_reads_nothing_before(
    key: str, role: str, beside: set[str]
) -> None:
    procedure = BY_KEY[key]
    assert reaching_stages(procedure, role) - own_stages(procedure, role) == beside


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_who_is_no_authority_is_reached_by_no_shipped_procedure(procedure: Procedure) -> None:
    for role in ("public", "trainer", ""):
        assert (own_stages(procedure, role), reaching_stages(procedure, role)) == (frozenset(), frozenset()), role


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_the_first_stage_of_all_is_with_the_applicant_and_reaches_nobody(procedure: Procedure) -> None:
    assert side_of(procedure, procedure.first) == APPLICANT
    assert not [role for role in AUTHORITIES if procedure.first.key in reaching_stages(procedure, role)]


@given(procedures())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_each_stage_of_any_procedure_has_one_side_and_one_only(procedure: Procedure) -> None:
    sides = [APPLICANT, POLE, *sorted(AUTHORITIES)]
    found = [own_stages(procedure, side) for side in sides]
    assert frozenset().union(*found) == {each.key for each in procedure.stages}
    assert not [pair for pair in itertools.combinations(found, 2) if pair[0] & pair[1]]


def plainly_submitted(procedure: Procedure, role: str) -> set[str]:
    """Give the stages that every walk from the first reaches after this authority had the dossier; walks one by one."""
    seen: set[tuple[str, bool]] = set()
    waiting = [(procedure.first.key, False)]
    while waiting:
        key, had = waiting.pop()
        if key == END or (key, had) in seen:
            continue
        seen.add((key, had))
        stage = procedure.stage(key)
        has = had or procedure.body(stage.body).role == role
        for exit_ in stage.exits:
            to_them = stage.act == "form" and stage.addressed_to and exit_.on == "done"
            files = bool(to_them) and procedure.body(stage.addressed_to).role == role
            waiting += [(target, has or files) for target in exit_.to]
    without = {key for key, had in seen if not had and procedure.body(procedure.stage(key).body).role != role}
    return {each.key for each in procedure.stages} - without


@given(procedures(), st.sampled_from(sorted(AUTHORITIES)))
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_what_reaches_an_authority_agrees_with_walking_every_way_one_by_one(procedure: Procedure, role: str) -> None:
    expected = plainly_submitted(procedure, role) | own_stages(procedure, role)
    assert reaching_stages(procedure, role) == expected


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
@pytest.mark.parametrize("role", sorted(AUTHORITIES))
def test_shipped_procedures_agree_with_the_same_walks(procedure: Procedure, role: str) -> None:
    assert reaching_stages(procedure, role) == plainly_submitted(procedure, role) | own_stages(procedure, role)


def of_an_authority(role: str = "expert") -> Procedure:
    """Let the experts of the small procedure work for an authority, behind no named one yet."""
    made = small()
    bodies = tuple(
        Body("experts", "Experts", role, side="authority") if each.key == "experts" else each for each in made.bodies
    )
    return replace(made, bodies=bodies)


def test_experts_of_an_authority_answer_to_the_next_one_that_acts() -> None:
    made = of_an_authority()
    assert side_of(made, made.stage("experts")) == "state", "the State acts at the contract"
    region = Body("state", "Région", "region")
    bodies = tuple(region if each.key == "state" else each for each in made.bodies)
    ours = replace(made, bodies=bodies)
    assert side_of(ours, ours.stage("experts")) == "region"


def test_experts_of_an_authority_answer_first_to_the_one_their_stage_goes_up_to() -> None:
    made = of_an_authority()
    stage = made.stage("experts")
    assert stage.deadline is not None
    bodies = (*made.bodies, Body("conseil", "Conseil régional", "region"))
    up = replace(stage, deadline=replace(stage.deadline, escalate_to="conseil"))
    stages = tuple(up if each.key == "experts" else each for each in made.stages)
    whole = replace(made, bodies=bodies, stages=stages)
    assert side_of(whole, whole.stage("experts")) == "region", "although the State acts next"


def test_experts_of_an_authority_that_acts_nowhere_after_answer_to_the_first_one_named_else_to_the_state() -> None:
    made = of_an_authority()
    stage = replace(made.stage("experts"), exits=(replace(made.stage("experts").exits[0], to=(END,)),), deadline=None)
    alone = replace(made, stages=(made.first, stage), sees=(), grids=made.grids)
    assert side_of(alone, stage) == "state", "named in the file"
    region_first = (Body("conseil", "Conseil régional", "region"), *alone.bodies)
    named = replace(alone, bodies=region_first)
    assert side_of(named, stage) == "region"
    nobody = replace(alone, bodies=tuple(each for each in alone.bodies if each.role not in {"state", "region"}))
    assert side_of(nobody, stage) == "state"

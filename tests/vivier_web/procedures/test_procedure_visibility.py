"""Who sees what, when: the whole matrix of the shipped procedures, against a slow judge that walks every way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from factories.procedures import BEGUN, procedures, small
from vivier_web.procedures.definition import Procedure, shipped
from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.definition.forms import Sees
from vivier_web.procedures.definition.words import AUTHORITIES, DOCUMENTS, END, ROLES, TIMES
from vivier_web.procedures.dossier import Dossier, Passed
from vivier_web.procedures.visibility import JUDGED, NEVER_PUBLIC, cells, is_submitted, may_see, sees

ALL = [(procedure, cell) for procedure in shipped() for cell in cells(procedure)]
EVERYTHING = tuple(Sees(role, tuple(DOCUMENTS), tuple(TIMES)) for role in ROLES)


def open_wide(procedure: Procedure) -> Procedure:
    """Give the same procedure whose file grants everything to everybody: what is still closed is closed by rule."""
    return replace(procedure, sees=EVERYTHING)


def ways(procedure: Procedure) -> Iterator[list[tuple[Stage, str]]]:
    """Walk every way from the first stage that passes nowhere twice: (stage, outcome) one after the other."""
    waiting: list[list[tuple[Stage, str]]] = [[(procedure.first, "")]]
    while waiting:
        way = waiting.pop()
        yield way
        here = way[-1][0]
        for each in here.exits:
            ahead = set(each.to) - {END} - {stage.key for stage, _ in way}
            waiting += [[*way[:-1], (here, each.on), (procedure.stage(target), "")] for target in sorted(ahead)]


def was_received(procedure: Procedure, way: list[tuple[Stage, str]], role: str) -> bool:
    """Tell whether, on this way, the dossier was entered at a stage of this authority or filed to it."""
    for stage, outcome in way:
        if procedure.body(stage.body).role == role:
            return True
        filed = stage.act == "form" and stage.addressed_to and procedure.body(stage.addressed_to).role == role
        if filed and outcome == "done":
            return True
    return False


def test_the_matrix_is_large_and_neither_all_open_nor_all_closed() -> None:
    seen = Counter(cell.is_seen for _, cell in ALL)
    assert len(ALL) >= 5000
    assert min(seen.values()) > 500
    for role in ROLES:  # each role sees something somewhere, and not everything everywhere
        assert {cell.is_seen for _, cell in ALL if cell.role == role} == {True, False}, role


@pytest.mark.parametrize("procedure", [*shipped(), *map(open_wide, shipped())], ids=lambda each: each.key)
def test_the_public_and_the_applicant_never_see_what_no_file_may_open(procedure: Procedure) -> None:
    for cell in cells(procedure):
        if cell.role == "public" and cell.document in NEVER_PUBLIC:
            assert not cell.is_seen, cell
        if cell.role == "applicant" and cell.document in JUDGED and cell.when != "after":
            assert not cell.is_seen, cell
        if cell.role == "applicant" and cell.document not in JUDGED:
            assert cell.is_seen, cell


@pytest.mark.parametrize("procedure", [*shipped(), *map(open_wide, shipped())], ids=lambda each: each.key)
def test_an_authority_sees_no_technical_secret_before_the_dossier_was_submitted_to_it(procedure: Procedure) -> None:
    for role in AUTHORITIES:
        for way in ways(procedure):
            here, before = way[-1][0], way[:-1]
            if may_see(procedure, role, "technical_secret", stage=here.key, when="before"):
                assert was_received(procedure, before, role), (role, here.key)
            if may_see(procedure, role, "technical_secret", stage=here.key, when="during"):
                assert was_received(procedure, way, role), (role, here.key)


def test_the_rule_of_submission_closes_what_the_file_would_have_opened() -> None:
    wide = open_wide(small())  # it could leak: the file opens everything
    asked = {
        (s.key, when)
        for s in wide.stages
        for when in TIMES
        if may_see(wide, "state", "technical_secret", stage=s.key, when=when)
    }
    assert asked == {("contract", "during"), ("contract", "after")}
    assert not may_see(wide, "region", "technical_secret", stage="contract", when="after")
    assert may_see(wide, "state", "summary", stage="filing", when="before")


@given(procedures())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_submission_agrees_with_a_judge_that_walks_every_way(procedure: Procedure) -> None:
    for role in AUTHORITIES:
        for stage in procedure.stages:
            walked = [way for way in ways(procedure) if way[-1][0] is stage]
            if walked:
                plain = all(was_received(procedure, way, role) for way in walked)
                assert is_submitted(procedure, role, stage=stage.key, when="during") == plain
                plain = all(was_received(procedure, way[:-1], role) for way in walked)
                assert is_submitted(procedure, role, stage=stage.key, when="before") == plain


@given(procedures())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_no_procedure_drawn_at_random_leaks(procedure: Procedure) -> None:
    wide = open_wide(procedure)
    for cell in cells(wide):
        assert not (cell.role == "public" and cell.document in NEVER_PUBLIC and cell.is_seen)
        stage = wide.stage(cell.stage)
        if (
            cell.document == "opinion"
            and cell.role == "expert"
            and stage.rule
            and wide.grid(stage.rule.grid).independent
        ):
            assert cell.is_seen == cell.own_given


@pytest.mark.parametrize("procedure", [*shipped(), *map(open_wide, shipped())], ids=lambda each: each.key)
def test_experts_see_no_opinion_before_giving_their_own(procedure: Procedure) -> None:
    for stage in procedure.stages:
        if stage.rule and procedure.grid(stage.rule.grid).independent:
            for when in TIMES:
                assert not may_see(procedure, "expert", "opinion", stage=stage.key, when=when)
    assert may_see(open_wide(small()), "expert", "opinion", stage="experts", when="during", own_given=True)


def test_a_grid_that_is_not_independent_shows_opinions_as_they_come() -> None:
    made = small()
    shared = replace(made, grids=(replace(made.grids[0], independent=False),))
    assert may_see(shared, "expert", "opinion", stage="experts", when="during")
    assert not may_see(made, "expert", "opinion", stage="experts", when="during")


def test_who_reviews_for_an_authority_is_held_to_the_same_rule_and_a_committee_reads_to_decide() -> None:
    pole = open_wide(next(each for each in shipped() if each.key == "pole-de-competitivite"))
    assert not may_see(pole, "region", "opinion", stage="regions", when="during")
    assert may_see(pole, "region", "opinion", stage="regions", when="during", own_given=True)
    assert may_see(small(), "committee", "opinion", stage="committee", when="during")


def passed(*said: tuple[str, str]) -> tuple[Passed, ...]:
    return tuple(Passed(stage, BEGUN, BEGUN, outcome) for stage, outcome in said)


DOSSIERS = [  # the dossier, the role, the class, own opinion given, is it seen
    (Dossier("filing", BEGUN), "applicant", "technical_secret", False, True),
    (Dossier("filing", BEGUN), "expert", "summary", False, False),
    (Dossier("experts", BEGUN), "expert", "technical_secret", False, True),
    (Dossier("experts", BEGUN), "expert", "opinion", False, False),
    (Dossier("experts", BEGUN), "expert", "opinion", True, True),
    (Dossier("committee", BEGUN, passed=passed(("experts", "done"))), "expert", "technical_secret", True, False),
    (Dossier("committee", BEGUN), "committee", "opinion", False, True),
    (Dossier("committee", BEGUN), "state", "technical_secret", False, False),
    (Dossier("contract", BEGUN, passed=passed(("committee", "accepted"))), "state", "technical_secret", False, True),
    (Dossier("end", BEGUN, outcome="refused", passed=passed(("committee", "refused"))), "state", "technical_secret", False, False),
    (Dossier("end", BEGUN, outcome="done", passed=passed(("contract", "done"))), "state", "technical_secret", False, True),
    (Dossier("committee", BEGUN), "applicant", "decision", False, False),
    (Dossier("end", BEGUN, outcome="refused", passed=passed(("committee", "refused"))), "applicant", "decision", False, True),
    (Dossier("committee", BEGUN), "public", "technical_secret", False, False),
    (Dossier("committee", BEGUN), "copole", "summary", False, False),
]  # fmt: skip


@pytest.mark.parametrize(("dossier", "role", "document", "given", "is_seen"), DOSSIERS)
def test_a_dossier_is_seen_by_the_stage_it_is_at_or_one_it_left(
    dossier: Dossier, role: str, document: str, given: bool, is_seen: bool
) -> None:
    assert sees(small(), dossier, role, document, own_given=given) is is_seen


FUI = next(each for each in shipped() if each.key == "label-et-financement-fui")
AT_STATE = Dossier(
    "gti",
    BEGUN,
    passed=passed(("experts", "done"), ("committee", "accepted"), ("deposit", "done"), ("state-review", "done")),
)
MADE = [  # role, class, where it was made, is it seen while the State decides
    ("pole", "opinion", "experts", True),
    ("pole", "opinion", "state-review", False),
    ("pole", "opinion", "", False),
    ("state", "opinion", "experts", True),
    ("state", "opinion", "state-review", True),
    ("applicant", "opinion", "committee", True),
    ("applicant", "opinion", "state-review", False),
    ("applicant", "decision", "committee", True),
    ("applicant", "decision", "gti", False),
    ("pole", "decision", "committee", True),
    ("copole", "opinion", "experts", False),
]


@pytest.mark.parametrize(("role", "document", "made_at", "is_seen"), MADE)
def test_an_opinion_is_opened_by_its_stage_or_a_later_one_only(
    role: str, document: str, made_at: str, is_seen: bool
) -> None:
    assert sees(FUI, AT_STATE, role, document, made_at=made_at, own_given=True) is is_seen


@pytest.mark.parametrize("procedure", [*shipped(), *map(open_wide, shipped())], ids=lambda each: each.key)
def test_the_public_never_learns_of_a_dossier_that_was_refused(procedure: Procedure) -> None:
    for stage in procedure.stages:
        for outcome in {"refused", "ineligible", "withdrawn", "lapsed", "resubmit"} & set(stage.outcomes):
            gone = Dossier("end", BEGUN, outcome=outcome, passed=passed((stage.key, outcome)))
            assert not any(sees(procedure, gone, "public", document) for document in DOCUMENTS), (stage.key, outcome)


def test_the_public_learns_of_a_dossier_that_was_kept() -> None:
    kept = Dossier("agreement", BEGUN, passed=passed(("gti", "accepted")))
    assert sees(FUI, kept, "public", "public")
    assert sees(FUI, kept, "public", "decision")
    assert not sees(FUI, Dossier("experts", BEGUN, passed=passed(("filing", "done"))), "public", "public")


def test_a_deposit_that_was_withdrawn_was_never_submitted() -> None:
    idemo = open_wide(next(each for each in shipped() if each.key == "i-demo"))
    gone = Dossier("end", BEGUN, outcome="withdrawn", passed=passed(("filing", "withdrawn")))
    assert not sees(idemo, gone, "state", "technical_secret")
    assert sees(idemo, Dossier("experts", BEGUN, passed=passed(("filing", "done"))), "state", "technical_secret")


@pytest.mark.parametrize("procedure", shipped(), ids=lambda each: each.key)
def test_what_a_dossier_shows_was_granted_at_one_of_its_places(procedure: Procedure) -> None:
    for way in ways(procedure):
        here = way[-1][0]
        left = tuple(Passed(stage.key, BEGUN, BEGUN, outcome) for stage, outcome in way[:-1])
        dossier = Dossier(here.key, BEGUN, passed=left)
        for role in ROLES:
            for document in DOCUMENTS:
                if sees(procedure, dossier, role, document, own_given=True) and role != "applicant":
                    tables = [*procedure.sees, *here.sees, *(each for stage, _ in way for each in stage.sees)]
                    tables += [
                        each
                        for key in {t for x in here.exits for t in x.to} - {END}
                        for each in procedure.stage(key).sees
                    ]
                    assert any(each.role == role and document in each.documents for each in tables)
                    if role in AUTHORITIES and document == "technical_secret":
                        assert was_received(procedure, way, role)

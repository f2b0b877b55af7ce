"""Where a project is at each stage of each shipped procedure, once what came before was decided well."""

import pytest

from vivier_web.procedures.definition.library import shipped
from vivier_web.projects.building.following import Place, state_after
from vivier_web.projects.queries.filed import DECIDES, decides_ahead

# b: building, f: filed, g: granted; a capital once a first stage has decided
TABLE = """
accompagnement-petite-entreprise request:b diagnosis:f prescription:f delivery:G satisfaction:G effect:G
ami-ptce-2026                    filing:b review:f jury:f agreement:G follow-up:G
appel-europeen                   filing:b experts:f panel:f signature:G project:G
excellence-des-poles             filing:b visit:f decision:f improvement:B follow-up:G
i-demo-regionalise               filing:b experts:f region:f committee:f agreement:G milestone:G closing:G
i-demo                           filing:b experts:f committee:f agreement:G milestone:G closing:G
label-et-financement-fui         idea:b incubation:f filing:b experts:f committee:f deposit:B state-review:F funders:F
label-et-financement-fui         gti:F agreement:G yearly:G final:G exploitation:G closing:G
label-seul-anr                   filing:b experts:f committee:f attestation:B result:B proofs:B
pole-de-competitivite            filing:b regions:f state-filing:b experts:f decision:f contract:F review:F extension:F
pole-innovation-artisanat        prefiguration:b review:f candidacy:b experts:f committee:f contract:F annual:B renewal:F
projet-de-mutualisation          idea:b feasibility:f commitments:b opinions:f board:f realisation:G effect:G
soutien-d-une-collectivite       idea:b feasibility:f commitments:b services:f assembly:f realisation:G effect:G
ptce-deux-phases                 emerging:b emerging-decision:f support:F filing:B review:F jury:F agreement:G follow-up:G
"""
STATES = {"b": "building", "f": "filed", "g": "granted"}
ROWS = [(line.split()[0], *cell.split(":")) for line in TABLE.strip().splitlines() for cell in line.split()[1:]]
SHIPPED = {each.key: each for each in shipped()}


def test_the_table_says_every_stage_of_every_shipped_procedure() -> None:
    assert {(key, stage) for key, stage, _ in ROWS} == {
        (one.key, stage.key) for one in SHIPPED.values() for stage in one.stages
    }


@pytest.mark.parametrize(("key", "stage", "mark"), ROWS, ids=[f"{key} {stage}" for key, stage, _ in ROWS])
def test_a_project_is_granted_once_the_last_who_decides_said_yes(key: str, stage: str, mark: str) -> None:
    procedure = SHIPPED[key]
    one = procedure.stage(stage)
    is_applicant = procedure.body(one.body).role == "applicant"
    act = "follow" if one.act == "follow" else "form" if is_applicant else "review"
    decided = "accepted" if mark.isupper() else ""
    place = Place(procedure.kind, True, act, "", decided, decides_ahead(procedure, stage))
    assert state_after("filed", place)[0] == STATES[mark.lower()]
    if one.act in DECIDES:
        assert STATES[mark.lower()] == "filed"  # nothing is granted while somebody decides

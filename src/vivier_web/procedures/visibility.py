"""Who may see which class of document of a dossier, at which stage, before, during or after it.

What a file grants is never enough by itself; five rules stand above every file:
1. the public never sees a technical secret, a budget, a letter nor an opinion;
2. an authority sees no technical secret before the dossier was submitted to it, whatever the way it took;
3. who judges on an independent grid sees no other opinion before giving their own;
4. the applicant always sees what it filed, and never an opinion, a list or a decision before the stage is over;
5. the public sees nothing of a stage that did not go well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.words import AUTHORITIES, DOCUMENTS, FILED, POSITIVE, ROLES, TIMES
from vivier_web.procedures.dossier import Dossier
from vivier_web.procedures.graph import edges, reached

NEVER_PUBLIC = frozenset({"technical_secret", "budget", "letter", "opinion"})
JUDGED = frozenset({"opinion", "ranking", "decision"})  # what the applicant learns when the stage is over


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one answer of the matrix: may this role see this class, at this stage, at this time."""

    role: str
    document: str
    stage: str
    when: str
    own_given: bool
    is_seen: bool


def may_see(
    procedure: Procedure, role: str, document: str, *, stage: str, when: str, own_given: bool = False
) -> bool:
    """Tell whether a role may see a class of document, whatever way led the dossier to that stage.

    `own_given` says that the one who looks has already given their own opinion, on the grid of that stage and on the
    version of the content that is judged.
    """
    here = procedure.stage(stage)
    if role == "applicant" and document in FILED:
        return True
    if not _is_granted(procedure, here, role, document, when) or _is_withheld(role, document, when):
        return False
    if document == "opinion" and not own_given and _judges_alone(procedure, here, role):
        return False
    return not _is_secret(role, document) or is_submitted(procedure, role, stage=stage, when=when)


def sees(
    procedure: Procedure, dossier: Dossier, role: str, document: str, *, made_at: str = "", own_given: bool = False
) -> bool:
    """Tell whether a role may see a class of document of this dossier now, by the stage it is at or one it left.

    An opinion, a list or a decision is made at a stage, `made_at`, and is opened by that stage or a later one only:
    who reads the opinions of the pôle does not thereby read those of the State. Without it, all of them must be open.
    """
    if role == "applicant" and document in FILED:
        return True
    if _is_secret(role, document) and not _was_submitted(procedure, dossier, role):
        return False
    judges_alone = any(_judges_alone(procedure, each, role) for each in _been_at(procedure, dossier))
    if document == "opinion" and judges_alone and not own_given:
        return False
    places = _places(procedure, dossier, role)
    makers = [made_at] if made_at else _makers(procedure, dossier, document)
    if document not in JUDGED or not makers:
        return _opens(procedure, places, role, document)
    return all(_opens(procedure, _since(places, each), role, document) for each in makers)


Place = tuple[Stage, str]


def _been_at(procedure: Procedure, dossier: Dossier) -> list[Stage]:
    """Give the stages a dossier left, then the one it is at."""
    keys = [*(each.stage for each in dossier.passed), *([] if dossier.is_closed else [dossier.stage])]
    return [procedure.stage(key) for key in keys]


def _places(procedure: Procedure, dossier: Dossier, role: str) -> list[Place]:
    """Give where a dossier has been, is and may be next; the public only where it went well."""
    found = [
        (procedure.stage(each.stage), "after")
        for each in dossier.passed
        if role != "public" or each.outcome in POSITIVE
    ]
    if not dossier.is_closed:
        here = procedure.stage(dossier.stage)
        targets = {target for _, target in edges(here)}
        found += [(here, "during"), *((each, "before") for each in procedure.stages if each.key in targets)]
    return found


def _makers(procedure: Procedure, dossier: Dossier, document: str) -> list[str]:
    """Give the stages, among those a dossier was at, where such a document is made."""
    acts = {"ranking": {"ranking"}, "decision": {"decision", "ranking"}}.get(document, set())
    been = _been_at(procedure, dossier)
    return [each.key for each in been if each.act in acts or (document == "opinion" and each.rule)]


def _since(places: list[Place], maker: str) -> list[Place]:
    """Give the places from the last time a document was made there."""
    ranks = [rank for rank, (stage, when) in enumerate(places) if stage.key == maker and when != "before"]
    return places[ranks[-1] :] if ranks else []


def _opens(procedure: Procedure, places: list[Place], role: str, document: str) -> bool:
    return any(
        _is_granted(procedure, stage, role, document, when) and not _is_withheld(role, document, when)
        for stage, when in places
    )


def _is_granted(procedure: Procedure, stage: Stage, role: str, document: str, when: str) -> bool:
    return any(
        each.role == role and document in each.documents and when in each.when
        for each in (*procedure.sees, *stage.sees)
    )


def _is_withheld(role: str, document: str, when: str) -> bool:
    if role == "public":
        return document in NEVER_PUBLIC
    return role == "applicant" and document in JUDGED and when != "after"


def _is_secret(role: str, document: str) -> bool:
    return role in AUTHORITIES and document == "technical_secret"


def _judges_alone(procedure: Procedure, stage: Stage, role: str) -> bool:
    """Tell whether this role judges at this stage on a grid that wants independent opinions."""
    if stage.rule is None or not procedure.grid(stage.rule.grid).independent:
        return False
    return role == "expert" or (stage.act == "review" and procedure.body(stage.body).role == role)


@lru_cache(maxsize=512)
def _unsubmitted(procedure: Procedure, role: str) -> frozenset[str]:
    """Give the stages that a dossier may enter before it was submitted to an authority."""

    def passes(stage: Stage, outcome: str) -> bool:
        """Tell whether this way out leaves the dossier unsubmitted."""
        return procedure.body(stage.body).role != role and not _files_to(procedure, stage, outcome, role)

    return frozenset(reached(procedure, passes=passes))


def _files_to(procedure: Procedure, stage: Stage, outcome: str, role: str) -> bool:
    addressed = stage.act == "form" and stage.addressed_to and procedure.body(stage.addressed_to).role == role
    return bool(addressed) and outcome == "done"


def is_submitted(procedure: Procedure, role: str, *, stage: str, when: str) -> bool:
    """Tell whether every way to this stage and time has submitted the dossier to this authority."""
    is_there = when != "before" and procedure.body(procedure.stage(stage).body).role == role
    return is_there or stage not in _unsubmitted(procedure, role)


def _was_submitted(procedure: Procedure, dossier: Dossier, role: str) -> bool:
    entered = _been_at(procedure, dossier)
    left = [(procedure.stage(each.stage), each.outcome) for each in dossier.passed]
    return any(procedure.body(each.body).role == role for each in entered) or any(
        _files_to(procedure, stage, outcome, role) for stage, outcome in left
    )


def cells(procedure: Procedure) -> Iterator[Cell]:
    """Give the whole matrix of a procedure: roles × classes × stages × times, one's own opinion given or not."""
    for stage in procedure.stages:
        for role in ROLES:
            for document in DOCUMENTS:
                for when in TIMES:
                    for given in (False, True) if document == "opinion" else (False,):
                        seen = may_see(procedure, role, document, stage=stage.key, when=when, own_given=given)
                        yield Cell(role, document, stage.key, when, given, seen)

"""Which side answers for a stage, which stages reach an authority, and over which territory an agent sits."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.words import AUTHORITIES
from vivier_web.procedures.visibility import is_submitted

POLE, APPLICANT = "pole", "applicant"


@dataclass(frozen=True, slots=True)
class Seat:
    """Hold for which authorities somebody acts, and where: the State everywhere, a Region over its pôles only.

    A local authority is known by départements: it reaches the dossiers whose applicant has its head office there.
    """

    roles: frozenset[str]
    regions: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()

    def covers(self, role: str, *, region: str, departments: Collection[str]) -> bool:
        """Tell whether this role of theirs extends to a dossier of a pôle of that Region."""
        if role not in self.roles:
            return False
        if role == "region":
            return bool(region) and region in self.regions
        return role == "state" or bool(self.departments & set(departments))


def side_of(procedure: Procedure, stage: Stage) -> str:
    """Say who answers for a stage: « applicant », « pole », or the role of an authority.

    Experts and committees of an authority answer to the one to which the stage escalates, else to the next one that
    acts in the order of the file, else to the first one that the file names.
    """
    body = procedure.body(stage.body)
    if body.role == APPLICANT:
        return APPLICANT
    if body.organisation == POLE:
        return POLE
    return body.role if body.role in AUTHORITIES else _behind(procedure, stage)


def _behind(procedure: Procedure, stage: Stage) -> str:
    escalates = stage.deadline.escalate_to if stage.deadline else ""
    rank = [each.key for each in procedure.stages].index(stage.key)
    after = [each.body for each in procedure.stages[rank + 1 :]]
    named = [*([escalates] if escalates else []), *after, *(each.key for each in procedure.bodies)]
    roles = (procedure.body(key).role for key in named)
    return next((role for role in roles if role in AUTHORITIES), "state")


@lru_cache(maxsize=512)
def own_stages(procedure: Procedure, role: str) -> frozenset[str]:
    """Give the stages for which an authority answers."""
    return frozenset(each.key for each in procedure.stages if side_of(procedure, each) == role)


@lru_cache(maxsize=512)
def reaching_stages(procedure: Procedure, role: str) -> frozenset[str]:
    """Give the stages where a dossier is in the hands of an authority, or was surely filed to it before."""
    followed = (each.key for each in procedure.stages if is_submitted(procedure, role, stage=each.key, when="during"))
    return own_stages(procedure, role) | frozenset(followed)

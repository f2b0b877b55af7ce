"""Which side answers for a stage, which stages reach an authority, and over which territory an agent sits."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.words import AUTHORITIES
from vivier_web.procedures.visibility import is_submitted

POLE, APPLICANT = "pole", "applicant"


Place = tuple[str, str]  # the role of an authority, and the territory over which it acts; « » is everywhere


@dataclass(frozen=True, slots=True)
class Seat:
    """Hold for which authorities somebody acts, and where: the State everywhere, the others over their territories.

    What places a dossier on a territory is said once an authority, by `queries.addressees`: another is a line there.
    """

    over: frozenset[Place] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        """For which authorities one acts."""
        return frozenset(role for role, _ in self.over)

    def territories(self, role: str) -> frozenset[str]:
        """Give the territories over which one acts for an authority."""
        return frozenset(territory for held, territory in self.over if held == role)

    def covers(self, role: str, places: Collection[Place]) -> bool:
        """Tell whether this role of theirs extends to what is placed there.

        >>> Seat(frozenset({("region", "84")})).covers("region", [("state", ""), ("region", "84")])
        True
        """
        return any(held == role for held, _ in self.over.intersection(places))


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

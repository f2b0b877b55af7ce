"""Where the pôle and the authorities after it judged the same criteria of a dossier, and where they differ."""

from dataclasses import dataclass

from vivier_web.procedures.addressing import POLE, side_of
from vivier_web.procedures.coordination import Agreement, agreement
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.queries.shown import Judgement


@dataclass(frozen=True, slots=True)
class Compared:
    """Hold where two sides judged the same criteria: the titles of their stages, and each agreement, widest first."""

    first: str
    second: str
    agreements: tuple[Agreement, ...]

    @property
    def close(self) -> int:
        """On how many criteria both judged alike."""
        return sum(each.is_close for each in self.agreements)


def compared(dossier: Dossier, judgements: tuple[Judgement, ...]) -> tuple[Compared, ...]:
    """Set the opinions of the pôle beside those of the authorities that judged after it, as this reader sees both."""
    procedure = dossier.definition()
    sides = [(side_of(procedure, procedure.stage(each.stage)), each) for each in judgements]
    ours = [each for side, each in sides if side == POLE]
    theirs = [each for side, each in sides if side != POLE]
    found = (
        Compared(one.title, other.title, agreement(one.sheet, other.sheet)) for one in ours[-1:] for other in theirs
    )
    return tuple(each for each in found if each.agreements)

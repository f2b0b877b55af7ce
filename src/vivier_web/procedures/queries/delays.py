"""What was measured on the dossiers of a version, to set beside what its text promises."""

from dataclasses import dataclass

from vivier_web.procedures.models import ProcedureVersion


@dataclass(frozen=True, slots=True)
class Delays:
    """Hold what was measured: how many dossiers, median days by stage (its key), median days in all."""

    dossiers: int
    stages: tuple[tuple[str, float], ...]
    whole: float


def measured(version: ProcedureVersion) -> Delays | None:
    """Give the delays measured on the dossiers of a version; None where there is none."""
    del version  # no dossier exists yet
    return None

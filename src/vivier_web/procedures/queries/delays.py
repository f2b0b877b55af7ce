"""What was measured on the dossiers of procedures: days by stage, shares labelled and funded, and on how many."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django_scopes import scopes_disabled

from vivier_web.procedures.definition.words import DECIDED
from vivier_web.procedures.models import Decision, Dossier, ProcedureVersion

LEAST = 5  # under so many dossiers, what is measured of another pôle would tell one of them
LABELLED = frozenset({"accepted", "accepted_with_conditions"})
FUNDED = "funded"  # the question that says what became of a labelled project
AWARD = "award"  # the grant of a procedure that funds


@dataclass(frozen=True, slots=True)
class Delays:
    """Hold what was measured: how many dossiers, median days by stage (its key), median days in all."""

    dossiers: int
    stages: tuple[tuple[str, float], ...]
    whole: float


@dataclass(frozen=True, slots=True)
class Share:
    """Hold a share: how many, of how many."""

    count: int
    n: int

    @property
    def value(self) -> float:
        """The share, from 0 to 1."""
        return self.count / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Hold what the dossiers of a procedure show: days, the share labelled, the share funded of those who know."""

    delays: Delays | None
    labelled: Share
    funded: Share


def measured(version: ProcedureVersion, *, least: int = 1) -> Delays | None:
    """Give the delays measured on the dossiers of a version; None where there are fewer than `least`."""
    with scopes_disabled():  # another pôle's are shown from five dossiers on
        rows = list(Dossier.objects.filter(procedure=version).values_list("passed", flat=True))
    return delays_of(rows, least=least)


def delays_of(passed: Iterable[list[dict[str, str]]], *, least: int = 1) -> Delays | None:
    """Give the median days of the stages that dossiers left; None where fewer than `least` left any.

    >>> left = {"stage": "experts", "entered_on": "2026-03-02", "left_on": "2026-03-22", "outcome": "done"}
    >>> delays_of([[left]])
    Delays(dossiers=1, stages=(('experts', 20),), whole=20)
    """
    days: dict[str, list[int]] = defaultdict(list)
    whole = []
    for each in passed:
        spent = [(row["stage"], _days(row)) for row in each]
        for stage, n in spent:
            days[stage].append(n)
        if spent:
            whole.append(sum(n for _, n in spent))
    if len(whole) < max(1, least):
        return None
    stages = tuple((stage, median(found)) for stage, found in days.items() if len(found) >= least)
    return Delays(len(whole), stages, median(whole))


def _days(row: dict[str, str]) -> int:
    return (dt.date.fromisoformat(row["left_on"]) - dt.date.fromisoformat(row["entered_on"])).days


def measured_of(versions: Iterable[ProcedureVersion], *, least: int = 1) -> Measured:
    """Measure the dossiers of these versions together, whatever their pôle; nothing on fewer than `least`."""
    read = _Read([each.pk for each in versions])
    return read.told([each for rows in read.rows.values() for each in rows], least)


def measured_each(versions: Iterable[ProcedureVersion], *, least: int = 1) -> dict[int, Measured]:
    """Measure the dossiers of each of these versions apart, by its key, in the same few reads."""
    keys = [each.pk for each in versions]
    read = _Read(keys)
    return {key: read.told(read.rows[key], least) for key in keys}


class _Read:
    """Read what the dossiers of some versions became, at once."""

    def __init__(self, keys: list[int]) -> None:
        self.rows: dict[int, list[Dossier]] = defaultdict(list)
        with scopes_disabled():  # another pôle's are shown from five dossiers on
            for each in Dossier.objects.filter(procedure__in=keys).prefetch_related("contents"):
                self.rows[each.procedure_id].append(each)
            decided = Decision.objects.filter(dossier__procedure__in=keys, outcome__in=DECIDED).order_by("pk")
            self.last = dict(decided.values_list("dossier_id", "outcome"))
            given = Decision.objects.filter(grants__key=AWARD, grants__withdrawn_on=None)
            self.awarded = set(given.filter(dossier__procedure__in=keys).values_list("dossier_id", flat=True))

    def told(self, rows: list[Dossier], least: int) -> Measured:
        """Measure some of them."""
        outcomes = [self.last[each.pk] for each in rows if each.pk in self.last]
        labelled = Share(sum(outcome in LABELLED for outcome in outcomes), len(outcomes))
        return Measured(
            delays_of([each.passed for each in rows], least=least),
            _enough(labelled, least),
            _enough(_funded(rows, self.awarded), least),
        )


def _enough(share: Share, least: int) -> Share:
    return share if share.n >= least else Share(0, 0)


def _funded(rows: list[Dossier], awarded: set[int]) -> Share:
    """Count the funded ones among the dossiers whose end is known: they said so, or an award was given."""
    known, funded = 0, 0
    for each in rows:
        contents = list(each.contents.all())
        said = contents[0].answers.get(FUNDED) if contents else None
        if each.pk in awarded or said in {"Oui", "Non"}:
            known += 1
            funded += each.pk in awarded or said == "Oui"
    return Share(funded, known)

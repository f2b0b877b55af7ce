"""What staff may read of studies: figures that went through the guard, with all they stand on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from vivier.study.data import ALL, TOTAL, Figure, Study
from vivier.vocabulary import InputError
from vivier_web.skills.choices import RunState
from vivier_web.skills.kept import unpacked
from vivier_web.skills.models import Run
from vivier_web.skills.queries.studies import perimeter_words


@dataclass(frozen=True, slots=True)
class PublishedRun:
    """Hold one run as it may be read: its study, guarded, and what it stands on."""

    pk: int
    number: int
    study_pk: int
    name: str
    wave: str
    perimeter: str
    parameters: dict[str, Any]
    members: int
    people: int
    finished_at: dt.datetime
    version: str
    inputs_sha256: str
    result_sha256: str
    study: Study

    @property
    def last_year(self) -> str:
        """The last year of the projection, as it is written."""
        return str(int(self.study.on[:4]) + self.study.horizon)

    @property
    def file_name(self) -> str:
        """The name of its exports, without their ending."""
        return f"etude-{self.study_pk}-calcul-{self.number}"


@dataclass(frozen=True, slots=True)
class Headline:
    """Hold one figure of two runs side by side; None where one of them does not show it."""

    label: str
    one: Figure | None
    other: Figure | None

    @property
    def difference(self) -> float | None:
        """What the second has more than the first."""
        return None if self.one is None or self.other is None else self.other.value - self.one.value


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold two runs and their headline figures side by side."""

    one: PublishedRun
    other: PublishedRun
    headlines: tuple[Headline, ...]

    @property
    def is_same(self) -> bool:
        """Whether both gave the same bytes."""
        return self.one.result_sha256 == self.other.result_sha256


_HEADLINES = (
    ("Salariés comptés", "metiers", (ALL,)),
    ("Part des 55 ans et plus", "seniors_55", (ALL,)),
    ("Fins de carrière sur l’horizon", "departs", (ALL, TOTAL, "retraite")),
    ("Autres départs sur l’horizon", "departs", (ALL, TOTAL, "autre")),
    ("Postes au sens de la Dares", "postes", (ALL, TOTAL, "dares")),
    ("Postes à pourvoir, rotation comprise", "postes", (ALL, TOTAL, "toutes")),
    ("Part en fin de carrière d’ici l’horizon", "exposition", (ALL, "retraite")),
)


def published_run(run: Run) -> PublishedRun:
    """Give a run as it may be read.

    Raises:
        InputError: it has no result (yet).
    """
    if run.state != RunState.DONE or run.result is None or run.finished_at is None:
        raise InputError("Ce calcul n’a pas encore de résultat.")
    study = unpacked(bytes(run.result))
    (members,) = study.table("membres").rows
    figure = members.figure
    return PublishedRun(
        pk=run.pk,
        number=run.number,
        study_pk=run.study_id,
        name=run.study.name,
        wave=run.study.wave.name,
        perimeter=perimeter_words(run.parameters),
        parameters=dict(run.parameters),
        members=round(figure.value) if figure else 0,
        people=figure.n if figure else 0,
        finished_at=run.finished_at,
        version=run.version,
        inputs_sha256=run.inputs_sha256,
        result_sha256=run.result_sha256,
        study=study,
    )


def compared(one: PublishedRun, other: PublishedRun) -> Comparison:
    """Set two runs side by side."""
    lines = (
        Headline(label, _figure(one.study, table, keys), _figure(other.study, table, keys))
        for label, table, keys in _HEADLINES
    )
    return Comparison(one, other, tuple(line for line in lines if line.one or line.other))


def _figure(study: Study, table: str, keys: tuple[str, ...]) -> Figure | None:
    return next((row.figure for row in study.table(table).rows if row.keys == keys), None)

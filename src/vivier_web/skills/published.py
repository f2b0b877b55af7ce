"""What may be read of studies, and of several pôles side by side: counts, and figures that went through the guard."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django_scopes import scopes_disabled

from vivier.study.data import ALL, TOTAL, Figure, Study
from vivier.vocabulary import InputError
from vivier_web.members.models import Membership, Pole
from vivier_web.skills.choices import RunState
from vivier_web.skills.kept import unpacked
from vivier_web.skills.models import GapRun, Run, StrategySheet, Wave
from vivier_web.skills.queries.strategy import composed, opened
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


@dataclass(frozen=True, slots=True)
class PublishedGaps:
    """Hold a board of gaps as it may be read: its tables, written as those of a study, and what they stand on."""

    pk: int
    run_pk: int
    number: int
    name: str
    wave: str
    parameters: dict[str, Any]
    finished_at: dt.datetime
    version: str
    inputs_sha256: str
    result_sha256: str
    study: Study

    @property
    def last_year(self) -> str:
        """The last year looked at, as it is written."""
        return str(int(self.study.on[:4]) + self.study.horizon)


def published_gaps(gaps: GapRun) -> PublishedGaps:
    """Give a board of gaps as it may be read.

    Raises:
        InputError: it has no result (yet).
    """
    if gaps.state != RunState.DONE or gaps.result is None or gaps.finished_at is None:
        raise InputError("Ce tableau d’écarts n’a pas encore de résultat.")
    return PublishedGaps(
        pk=gaps.pk,
        run_pk=gaps.run_id,
        number=gaps.run.number,
        name=gaps.run.study.name,
        wave=gaps.wave.name,
        parameters=dict(gaps.parameters),
        finished_at=gaps.finished_at,
        version=gaps.version,
        inputs_sha256=gaps.inputs_sha256,
        result_sha256=gaps.result_sha256,
        study=unpacked(bytes(gaps.result)),
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


@dataclass(frozen=True, slots=True)
class PoleLine:
    """Hold one pôle beside others: counts, the collection that closes first, the last study and two figures."""

    pk: int
    name: str
    members: int
    wave: str
    closes_on: dt.date | None  # None: no collection is open
    deposited: int
    study: str
    run_pk: int | None  # None: no study has a result
    finished_at: dt.datetime | None
    people: int
    seniors: Figure | None
    openings: Figure | None


def side_by_side(poles: list[Pole], *, today: dt.date) -> tuple[PoleLine, ...]:
    """Give pôles of a network one beside the other, in four queries however many they are."""
    keys = [pole.pk for pole in poles]
    with scopes_disabled():
        current = Membership.objects.filter(pole__in=keys).of_day(today)
        members = dict(current.order_by().values_list("pole").annotate(n=Count("id")))
        giver = current.filter(pole=OuterRef("pole"), organisation=OuterRef("deposits__organisation"))
        opened = Wave.objects.filter(
            pole__in=keys, opens_on__lte=today, closes_on__gte=today, frozen_at=None, erased_at=None
        ).annotate(done=Count("deposits", filter=Q(Exists(giver), deposits__replaced_at=None)))
        waves = {wave.pole_id: wave for wave in opened.order_by("-closes_on", "-pk")}  # the first to close stays
        ended = Run.objects.filter(pole__in=keys, state=RunState.DONE).order_by("finished_at", "pk")
        latest = set(dict(ended.values_list("pole_id", "pk")).values())
        runs = {run.pole_id: run for run in Run.objects.filter(pk__in=latest).select_related("study__wave")}
        return tuple(_line(pole, members.get(pole.pk, 0), waves.get(pole.pk), runs.get(pole.pk)) for pole in poles)


def _line(pole: Pole, members: int, wave: Wave | None, run: Run | None) -> PoleLine:
    told = published_run(run) if run is not None else None
    return PoleLine(
        pk=pole.pk,
        name=pole.name,
        members=members,
        wave=wave.name if wave is not None else "",
        closes_on=wave.closes_on if wave is not None else None,
        deposited=getattr(wave, "done", 0),
        study=told.name if told is not None else "",
        run_pk=told.pk if told is not None else None,
        finished_at=told.finished_at if told is not None else None,
        people=told.people if told is not None else 0,
        seniors=_figure(told.study, "seniors_55", (ALL,)) if told is not None else None,
        openings=_figure(told.study, "postes", (ALL, TOTAL, "toutes")) if told is not None else None,
    )


@dataclass(frozen=True, slots=True)
class PublishedStrategy:
    """Hold the strategy that a pôle lets its members read: when, its page, and its text as a document."""

    pk: int
    at: dt.datetime
    title: str
    lines: tuple[tuple[str, str], ...]  # (style, words) as `vivier.report.traced` lays them out


def published_strategy(pole: Pole) -> PublishedStrategy | None:
    """Give the strategy that members may read; None while nothing is published."""
    sheet = (
        StrategySheet.objects.filter(pole=pole, published_at__isnull=False)
        .select_related("proposal__run__study", "proposal__pole")
        .first()
    )
    if sheet is None or sheet.published_at is None:
        return None
    document = composed(opened(sheet.proposal), sheet.published_text)
    lines = tuple((line.style.strip(), line.words) for line in document.lines)
    return PublishedStrategy(sheet.proposal_id, sheet.published_at, document.title, lines)

"""A definition tried before it is published: simulated dossiers go through it by the rules of real ones."""

import datetime as dt
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from statistics import median

from vivier.vocabulary import InputError
from vivier_web.procedures.definition.conditions import Test, as_number
from vivier_web.procedures.definition.data import Procedure, Stage
from vivier_web.procedures.definition.forms import Field
from vivier_web.procedures.definition.grids import Criterion
from vivier_web.procedures.definition.words import END, POSITIVE
from vivier_web.procedures.dossier import Dossier, HeldCondition, Opinion
from vivier_web.procedures.lifecycle import ForbiddenMove, advance, begin, fall_silent, file_ahead, situation
from vivier_web.procedures.lifecycle.clock import last_day
from vivier_web.procedures.lifecycle.facts import sheet_of
from vivier_web.procedures.marking import propose

MOST_DOSSIERS, MOST_STEPS = 2000, 200
MOST_TRIES = 3  # an applicant comes back three times at most
BETTER = 0.1  # what a dossier gains, in share of a scale, each time it comes back


@dataclass(frozen=True)
class Assumptions:
    """Hold what is assumed: how many dossiers, how good, how much opinions differ, how late people are.

    `quality` and `discord` are shares of a scale (mean, spread between opinions); `accept_rate` is the chance of a
    positive outcome where no grid decides; `complete_rate` the chance that a form meets its rules; `haste` the usual
    delay as a share of the deadline. All are assumptions, none is measured.
    """

    dossiers: int = 100
    arrivals_days: int = 365
    quality: float = 0.65
    diversity: float = 0.18
    discord: float = 0.15
    accept_rate: float = 0.8
    complete_rate: float = 0.9
    haste: float = 0.5
    seed: int = 42

    def __post_init__(self) -> None:
        rates = (self.quality, self.accept_rate, self.complete_rate)
        if not 1 <= self.dossiers <= MOST_DOSSIERS:
            raise InputError(f"Simulez de 1 à {MOST_DOSSIERS} dossiers.")
        if not all(0 <= each <= 1 for each in rates) or not 0 < self.haste < 10 or self.arrivals_days < 1:
            raise InputError("Les parts vont de 0 à 1, et les délais sont positifs.")
        if not (0 <= self.discord <= 1 and 0 <= self.diversity <= 1):
            raise InputError("Les écarts sont des parts de l’échelle, de 0 à 1.")


@dataclass(frozen=True, slots=True)
class StageTrial:
    """Hold what became of dossiers at one stage: how many came, left well, by silence; days; how many at once."""

    stage: str
    body: str
    entered: int
    positive: int
    silent: int
    median_days: float
    long_days: float
    most_at_once: int

    @property
    def positive_rate(self) -> float:
        """The share of those who came that left with a positive outcome; 0 when nobody came."""
        return self.positive / self.entered if self.entered else 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """Hold a simulation: stages, outcomes, days from first to last, opinions by body, dossiers in a dead end."""

    stages: tuple[StageTrial, ...]
    outcomes: tuple[tuple[str, int], ...]
    median_days: float
    long_days: float
    opinions: tuple[tuple[str, int], ...]
    stuck: tuple[tuple[str, str, int], ...]


@dataclass
class _Log:
    """Gather what happens while dossiers go through."""

    visits: dict[str, list[tuple[dt.date, dt.date, str, bool]]] = field(default_factory=lambda: defaultdict(list))
    opinions: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)
    stuck: Counter[tuple[str, str]] = field(default_factory=Counter)


def simulate(procedure: Procedure, assumptions: Assumptions | None = None) -> Trial:
    """Send dossiers through a procedure; the same seed gives the same trial, one dossier's chance is its own."""
    assumed = assumptions or Assumptions()
    log = _Log()
    for rank in range(assumed.dossiers):
        chance = random.Random(f"{assumed.seed}/{rank}")
        came = procedure.valid_from + dt.timedelta(days=chance.randrange(_window(procedure, assumed)))
        _run(procedure, begin(procedure, on=came), assumed, chance, log)
    return _told(procedure, log)


def _window(procedure: Procedure, assumed: Assumptions) -> int:
    """Give the days over which dossiers come: within the first half of a call that closes."""
    ends = [each for each in (procedure.valid_to, *(stage.closes_on for stage in procedure.stages)) if each]
    halves = ((end - procedure.valid_from).days // 2 for end in ends)
    return max(1, min((assumed.arrivals_days, *halves)))


def _run(procedure: Procedure, dossier: Dossier, assumed: Assumptions, chance: random.Random, log: _Log) -> None:
    worth = chance.gauss(assumed.quality, assumed.diversity)
    began = dossier.entered_on
    for _ in range(MOST_STEPS):
        if dossier.is_closed:
            break
        stage = procedure.stage(dossier.stage)
        tries = sum(each.outcome == "resubmit" for each in dossier.passed)
        prepared = _prepared(procedure, dossier, assumed, chance, worth + BETTER * tries)
        log.opinions[stage.body] += len(prepared.opinions) - len(dossier.opinions)
        moved, is_silent = _step(procedure, prepared, assumed, chance)
        if moved is prepared:
            reasons = situation(procedure, prepared, prepared.entered_on).blocks
            log.stuck[stage.key, reasons[0].sentence if reasons else "Aucune suite n’est ouverte."] += 1
            return
        log.visits[stage.key].append((dossier.entered_on, moved.entered_on, moved.passed[-1].outcome, is_silent))
        dossier = _rewritten(moved) if moved.passed[-1].outcome == "resubmit" else moved
    if not dossier.is_closed:
        log.stuck[dossier.stage, "Le dossier tourne sans fin."] += 1
        return
    log.outcomes[dossier.outcome] += 1
    log.days.append((dossier.entered_on - began).days)


def _rewritten(dossier: Dossier) -> Dossier:
    """Give a dossier that its applicant reworked, which is judged anew, or gave up after too many times."""
    if dossier.is_closed or sum(each.outcome == "resubmit" for each in dossier.passed) <= MOST_TRIES:
        return replace(dossier, content=dossier.content + 1, opinions=())
    return replace(dossier, stage=END, outcome="withdrawn")


def _step(
    procedure: Procedure, dossier: Dossier, assumed: Assumptions, chance: random.Random
) -> tuple[Dossier, bool]:
    """Move a dossier: by the outcome drawn, else by silence, else by any way out that is open but withdrawal."""
    stage = procedure.stage(dossier.stage)
    last = last_day(procedure, dossier)
    usual = (last - dossier.entered_on).days if last else 30
    on = dossier.entered_on + dt.timedelta(days=max(1, round(usual * assumed.haste * chance.lognormvariate(0, 0.35))))
    if last and on > last:
        silent = _fallen(procedure, dossier, on)
        if silent is not dossier:
            return silent, True
    wanted = _wanted(procedure, stage, dossier, assumed, chance)
    for outcome in dict.fromkeys((wanted, *stage.outcomes)):
        try:
            if outcome != "withdrawn":
                return advance(procedure, dossier, outcome, on=on), False
        except ForbiddenMove:
            continue
    silent = _fallen(procedure, dossier, last + dt.timedelta(days=1)) if last else dossier
    return silent, silent is not dossier


def _fallen(procedure: Procedure, dossier: Dossier, on: dt.date) -> Dossier:
    try:
        return fall_silent(procedure, dossier, on)
    except ForbiddenMove:
        return dossier


def _wanted(procedure: Procedure, stage: Stage, dossier: Dossier, assumed: Assumptions, chance: random.Random) -> str:
    """Draw what those who decide want: what the rule proposes where there is one."""
    if "done" in stage.outcomes:
        return "done"
    sheet = sheet_of(procedure, dossier, stage.rule.grid) if stage.rule else None
    if stage.rule and sheet and sheet.opinions:
        return propose(stage.rule, sheet).outcome
    good = [each for each in stage.outcomes if each in POSITIVE]
    bad = [each for each in stage.outcomes if each not in POSITIVE and each != "withdrawn"]
    return chance.choice(good if (chance.random() < assumed.accept_rate and good) or not bad else bad)


def _prepared(
    procedure: Procedure, dossier: Dossier, assumed: Assumptions, chance: random.Random, worth: float
) -> Dossier:
    """Give the dossier with what a stage waits for: answers, opinions, those who sit, proofs of conditions."""
    stage = procedure.stage(dossier.stage)
    is_well = chance.random() < assumed.complete_rate
    values = dict(dossier.values)
    if stage.merge_with and chance.random() < 0.5:  # half of those who may file two stages together do
        dossier = file_ahead(procedure, dossier, stage.merge_with)
        _fill(procedure.stage(stage.merge_with), values, is_well=is_well)
    _fill(stage, values, is_well=is_well)
    opinions = dossier.opinions
    if stage.rule:
        held = len(dossier.opinions_on(stage.rule.grid))
        criteria = procedure.grid(stage.rule.grid).criteria
        opinions += tuple(
            Opinion(
                f"E{rank}",
                stage.rule.grid,
                dossier.content,
                {each.key: _mark(each, worth, assumed, chance) for each in criteria},
            )
            for rank in range(held, stage.rule.opinions)
        )
    present = tuple(f"P{rank}" for rank in range(stage.rule.quorum if stage.rule else 0))
    proven = tuple(replace(each, proven_on=dossier.entered_on) for each in dossier.conditions)
    held_conditions = proven if stage.requires_proofs else _conditions(dossier)
    return replace(dossier, values=values, opinions=opinions, present=present, conditions=held_conditions)


def _fill(stage: Stage, values: dict[str, object], *, is_well: bool) -> None:
    for each in stage.fields:
        values.setdefault(each.key, _answer(each))
    for rule in stage.leave if is_well else ():
        _meet(rule.tests[0], values)


def _conditions(dossier: Dossier) -> tuple[HeldCondition, ...]:
    is_new = bool(dossier.passed) and dossier.passed[-1].outcome == "accepted_with_conditions"
    added = (HeldCondition("Accord signé", dossier.entered_on + dt.timedelta(days=180)),) if is_new else ()
    return (*dossier.conditions, *added)


def _mark(criterion: Criterion, worth: float, assumed: Assumptions, chance: random.Random) -> int:
    drawn = criterion.low + chance.gauss(worth, assumed.discord) * (criterion.high - criterion.low)
    return min(criterion.high, max(criterion.low, math.floor(drawn + 0.5)))


def _answer(asked: Field) -> object:
    return asked.choices[0] if asked.choices else _ANSWERS[asked.kind]


_ANSWERS: dict[str, object] = {
    **dict.fromkeys(("text", "long", "file"), "Rempli"),
    **dict.fromkeys(("number", "money"), Decimal(1)),
    "date": "2026-01-31",
    "consortium": [{"kind": "company", "role": "lead"}],
    "budget": [{"label": "Dépenses", "amount": Decimal(1000)}],
}


def _meet(test: Test, values: dict[str, object]) -> None:
    """Change an answer so that a test holds, as an applicant does who reads the rule; marks are never touched."""
    family, key, word = test.subject
    aim = test.value if not isinstance(test.value, tuple) else test.value[0]
    if family == "field":
        held = as_number(values.get(key)) or Decimal(0)
        other = "Rempli" if test.operator == "!=" else aim
        values[key] = _number(test, held) if isinstance(aim, Decimal) else other
    elif family == "total" and isinstance(aim, Decimal):
        rows = values.get(key)
        amount = rows[0]["amount"] if isinstance(rows, list) and rows else Decimal(0)
        values[key] = [{"label": "Dépenses", "amount": _number(test, amount)}]
    elif family == "count" and isinstance(aim, Decimal):
        rows = values.get(key)
        held_rows = [*rows] if isinstance(rows, list) else []
        n = sum(not word or word in row.values() for row in held_rows)
        added = [{"kind": word or "company", "role": "partner"} for _ in range(int(_number(test, Decimal(n))) - n)]
        values[key] = [*held_rows, *added]


def _number(test: Test, held: Decimal) -> Decimal:
    """Give the nearest whole number that meets a test, the one held when it does."""
    aim = test.value if isinstance(test.value, Decimal) else Decimal(0)
    bounds = {">=": max(held, aim), ">": max(held, aim + 1), "<=": min(held, aim), "<": min(held, aim - 1)}
    return bounds.get(test.operator, aim)


def _told(procedure: Procedure, log: _Log) -> Trial:
    stages = tuple(_stage_told(stage, log.visits.get(stage.key, [])) for stage in procedure.stages)
    return Trial(
        stages,
        tuple(sorted(log.outcomes.items(), key=lambda pair: (-pair[1], pair[0]))),
        *_durations(log.days),
        tuple((body, n) for body, n in sorted(log.opinions.items()) if n),
        tuple((stage, why, n) for (stage, why), n in sorted(log.stuck.items())),
    )


def _stage_told(stage: Stage, visits: list[tuple[dt.date, dt.date, str, bool]]) -> StageTrial:
    middle, long = _durations([(left - came).days for came, left, _, _ in visits])
    positive = sum(outcome in POSITIVE for _, _, outcome, _ in visits)
    silent = sum(is_silent for *_, is_silent in visits)
    return StageTrial(stage.key, stage.body, len(visits), positive, silent, middle, long, _most_at_once(visits))


def _durations(days: list[int]) -> tuple[float, float]:
    """Give the median and the ninth decile (nearest rank)."""
    if not days:
        return 0.0, 0.0
    return float(median(days)), float(sorted(days)[math.ceil(0.9 * len(days)) - 1])


def _most_at_once(visits: list[tuple[dt.date, dt.date, str, bool]]) -> int:
    held = most = 0
    for _, change in sorted(_changes(visits)):
        held += change
        most = max(most, held)
    return most


def _changes(visits: list[tuple[dt.date, dt.date, str, bool]]) -> Iterator[tuple[dt.date, int]]:
    for came, left, _, _ in visits:
        yield came, 1
        yield left, -1

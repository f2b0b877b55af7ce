"""Reads about plans of shared training: their results in words, whose seats they are, how many members agreed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from vivier_web.members.models import Organisation, Pole
from vivier_web.skills.choices import RunState
from vivier_web.skills.models import SeatAnswer, TrainingPlan, TrainingProposal
from vivier_web.skills.queries.training import plannable
from vivier_web.skills.training.periods import said

Json = dict[str, Any]
GONE = "un membre qui a retiré son accord"
_KEY = re.compile(r"membre (\d+)")


@dataclass(frozen=True, slots=True)
class Going:
    """Hold how many people of a member go to a session, and how far, one way."""

    company: str
    people: int
    km: float


@dataclass(frozen=True, slots=True)
class SessionTold:
    """Hold one session of a plan: what it is, who goes, what it saves, how many members agreed."""

    key: str
    course: str
    place: str
    period: str
    seats: int
    most: int
    cost_eur: float
    going: tuple[Going, ...]
    saved_eur: float
    elsewhere: int
    at_work: int
    left_out: int
    agreed: int
    declined: int

    @property
    def period_words(self) -> str:
        """Its period, in words."""
        return said(self.period)

    @property
    def km(self) -> float:
        """How far people go on average, one way."""
        return sum(one.people * one.km for one in self.going) / max(self.seats, 1)


@dataclass(frozen=True, slots=True)
class Trip:
    """Hold people who go from a spot to a place (degrees)."""

    start: tuple[float, float]
    place: str
    people: int
    km: float


@dataclass(frozen=True, slots=True)
class PlanTold:
    """Hold a plan as the team reads it."""

    plan: TrainingPlan
    sessions: tuple[SessionTold, ...]
    trips: tuple[Trip, ...]
    places: dict[str, tuple[float, float]]
    left_out: tuple[tuple[str, int], ...]
    on_the_job: tuple[tuple[str, int, float], ...]
    funding: tuple[tuple[str, float], ...]
    members: int
    agreed: int
    declined: int
    withdrawn: int
    is_proposed: bool
    figures: Json

    @property
    def is_to_redo(self) -> bool:
        """Whether a member declined its seats, or no longer agrees to be planned for."""
        return bool(self.declined or self.withdrawn)

    @property
    def left_eur(self) -> float:
        """What people left without training weigh in the cost; nobody pays it."""
        return float(sum(one["cost_eur"] for one in (self.plan.result or {})["left_out"]))

    @property
    def paid_eur(self) -> float:
        """What training these people costs, travel included."""
        return float(self.figures["cost_eur"]) - self.left_eur

    @property
    def alone_eur(self) -> float:
        """What training the same people would cost, each member by itself."""
        return float(self.figures["alone_eur"]) - self.left_eur

    @property
    def saved_eur(self) -> float:
        """What planning together saves, beside each member by itself."""
        return float(self.figures["alone_eur"]) - float(self.figures["cost_eur"])


@dataclass(frozen=True, slots=True)
class OwnSeats:
    """Hold the seats of one member in one session, and what it answered; nothing of the others."""

    plan: int
    key: str
    course: str
    place: str
    period_words: str
    people: int
    km: float
    hours: float
    is_accepted: bool | None


def organisation_in(company: str) -> int:
    """Give the key of the organisation that a plan names.

    >>> organisation_in("membre 12")
    12
    """
    found = _KEY.fullmatch(company)
    return int(found.group(1)) if found else 0


def sessions_of(plan: TrainingPlan, organisation_id: int | None = None) -> list[Json]:
    """Give the seats of a plan, those of one member when it is said."""
    seats = (plan.result or {}).get("seats", [])
    return [one for one in seats if organisation_id is None or organisation_in(one["company"]) == organisation_id]


def declined_of(plan: TrainingPlan) -> list[tuple[int, str]]:
    """Give what members declined: which member, which training."""
    course_of = {one["session"]: one["course"] for one in (plan.result or {}).get("sessions", [])}
    rows = SeatAnswer.objects.filter(plan=plan, is_accepted=False).values_list("organisation_id", "session")
    return [(pk, course_of[session]) for pk, session in rows if session in course_of]


def plans_of(pole: Pole) -> Any:
    """Give the plans of a pôle, the latest first, their inputs left in the base."""
    return TrainingPlan.objects.filter(pole=pole).defer("inputs").select_related("wave", "proposal")


def names_in(plan: TrainingPlan) -> dict[int, str]:
    """Give the names of the members of a plan that still agree to be planned for."""
    named = plannable(plan.wave)
    asked = {organisation_in(one["company"]) for one in plan.inputs["needs"]} & named
    return dict(Organisation.objects.filter(pk__in=asked).values_list("pk", "name"))


def conflict_of(plan: TrainingPlan) -> list[str]:
    """Say the smallest set of constraints that cannot hold together, members by their names."""
    names = names_in(plan)
    return [_KEY.sub(lambda found: names.get(int(found.group(1)), GONE), each) for each in plan.conflict]


def told(plan: TrainingPlan) -> PlanTold:
    """Give a finished plan in words."""
    result, names = plan.result or {}, names_in(plan)
    answers = list(SeatAnswer.objects.filter(plan=plan).values_list("organisation_id", "session", "is_accepted"))
    held = {organisation_in(one["company"]) for one in result["seats"]}
    by_member: dict[int, list[bool]] = defaultdict(list)
    for pk, _, is_accepted in answers:
        by_member[pk].append(is_accepted)
    rows = Counter(organisation_in(one["company"]) for one in result["seats"])
    declined = [pk for pk, said_ in by_member.items() if not all(said_)]
    agreed = [pk for pk, said_ in by_member.items() if all(said_) and len(said_) == rows[pk]]
    return PlanTold(
        plan, tuple(_sessions(plan, names, answers)), tuple(_trips(plan)),
        {one["place"]: (one["lat"], one["lon"]) for one in plan.inputs["places"]},
        _added(result["left_out"]),
        tuple((one["course"], one["people"], one["cost_eur"]) for one in result["at_work"]),
        _paid(result["funding"]), len(held), len(agreed), len(declined), len(held - set(names)),
        TrainingProposal.objects.filter(plan=plan).exists(),
        {name: result[name] for name in ("cost_eur", "bound_eur", "gap", "people_asked", "people_trained",
                                         "people_bound", "budget_used_eur", "alone_eur")},
    )  # fmt: skip


def _sessions(
    plan: TrainingPlan, names: dict[int, str], answers: Iterable[tuple[int, str, bool]]
) -> Iterable[SessionTold]:
    result = plan.result or {}
    most = {one["course"]: one["max_seats"] for one in plan.inputs["courses"]}
    going: dict[str, list[Going]] = defaultdict(list)
    for seat in result["seats"]:
        name = names.get(organisation_in(seat["company"]), GONE)
        going[seat["session"]].append(Going(name, seat["people"], seat["km"]))
    why = {one["session"]: one for one in result["reasons"]}
    yes = Counter(session for _, session, is_accepted in answers if is_accepted)
    no = Counter(session for _, session, is_accepted in answers if not is_accepted)
    for one in sorted(result["sessions"], key=lambda each: (each["period"], each["course"], each["session"])):
        key, reason = one["session"], why[one["session"]]
        yield SessionTold(
            key, one["course"], one["place"], one["period"], one["seats"], most[one["course"]], one["cost_eur"],
            tuple(sorted(going[key], key=lambda each: (-each.people, each.company))), reason["saved_eur"],
            reason["elsewhere"], reason["at_work"], reason["left_out"], yes[key], no[key],
        )  # fmt: skip


def _trips(plan: TrainingPlan) -> Iterable[Trip]:
    """Give who travels, added up by where they start from and where they go."""
    result = plan.result or {}
    spot = {one["company"]: (one["lat"], one["lon"]) for one in plan.inputs["needs"]}
    place_of = {one["session"]: one["place"] for one in result["sessions"]}
    people: Counter[tuple[tuple[float, float], str, float]] = Counter()
    for seat in result["seats"]:
        people[spot[seat["company"]], place_of[seat["session"]], seat["km"]] += seat["people"]
    return [Trip(start, place, n, km) for (start, place, km), n in sorted(people.items())]


def _added(rows: Iterable[Json]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for one in rows:
        found[one["course"]] += one["people"]
    return tuple(found.most_common())


def _paid(rows: Iterable[Iterable[Any]]) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for _, funder, paid in rows:
        found[funder] = found.get(funder, 0.0) + float(paid)
    return tuple(found.items())


def own_seats(pole: Pole, organisation: Organisation) -> list[OwnSeats]:
    """Give the seats of one member in the last plan proposed to it: its own alone, no total, no other name."""
    proposed = TrainingProposal.objects.filter(pole=pole, plan__state=RunState.DONE)
    last = proposed.select_related("plan").order_by("-plan__number").first()
    if last is None:
        return []
    plan = last.plan
    answers = dict(
        SeatAnswer.objects.filter(plan=plan, organisation=organisation).values_list("session", "is_accepted")
    )
    sessions = {one["session"]: one for one in (plan.result or {})["sessions"]}
    hours = {one["course"]: one["hours"] for one in plan.inputs["courses"]}
    found = []
    for seat in sessions_of(plan, organisation.pk):
        one = sessions[seat["session"]]
        found.append(
            (one["period"], OwnSeats(
                plan.pk, seat["session"], one["course"], one["place"], said(one["period"]), seat["people"],
                seat["km"], hours[one["course"]], answers.get(seat["session"]),
            ))
        )  # fmt: skip
    return [seats for _, seats in sorted(found, key=lambda each: (each[0], each[1].key))]

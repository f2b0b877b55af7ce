"""Reads about shared training: the catalogue, who agrees to be planned for, the needs, what a plan is asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from vivier_web.members.models import Membership, Organisation, Pole, Site
from vivier_web.members.search import folded
from vivier_web.skills.mobility.places import spot_of
from vivier_web.skills.models import (
    NeedsCall,
    NeedsReturn,
    TrainingBatch,
    TrainingConsent,
    TrainingCourse,
    TrainingNeed,
    TrainingPlace,
    Wave,
)
from vivier_web.skills.needs.answers import TrainingWish, answered
from vivier_web.skills.training.periods import quarters
from vivier_web.skills.training.periods import said as in_words
from vivier_web.skills.training.solving import key_of

Json = dict[str, Any]
Spot = tuple[float, float]
MOST_PER_PLACE = 4


@dataclass(frozen=True, slots=True)
class NeedRow:
    """Hold one need of one member for one training, and where it comes from; `pk` when it was given by hand."""

    organisation_id: int
    company: str
    topic: str
    people: int
    periods: tuple[str, ...] = ()
    max_km: float | None = None
    priority_eur: float | None = None
    on_the_job: int = 0
    release: int | None = None
    pk: int | None = None
    is_known: bool = True  # the catalogue has this training

    @property
    def period_words(self) -> str:
        """When it may take place, in words."""
        return ", ".join(map(in_words, self.periods)) or "toutes"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hold the needs that may be planned for a wave, and how many members agreed among those that answered."""

    rows: tuple[NeedRow, ...]
    agreed: int
    answered: int

    @property
    def people(self) -> int:
        """People asked for, all trainings together."""
        return sum(row.people for row in self.rows)

    @property
    def unknown(self) -> dict[str, int]:
        """People by training that the catalogue lacks."""
        found: dict[str, int] = {}
        for row in self.rows:
            if not row.is_known:
                found[row.topic] = found.get(row.topic, 0) + row.people
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def courses_of(pole: Pole) -> list[TrainingCourse]:
    """Give the courses in force, those that wait for the team included."""
    return list(TrainingCourse.objects.filter(pole=pole, withdrawn_at=None).select_related("body"))


def places_of(pole: Pole) -> list[TrainingPlace]:
    """Give the places in force, those that wait for the team included."""
    return list(TrainingPlace.objects.filter(pole=pole, withdrawn_at=None).select_related("body"))


def offered_by(pole: Pole, bodies: Iterable[int]) -> list[TrainingCourse | TrainingPlace]:
    """Give what training bodies proposed to a pôle and did not take back, courses first."""
    asked = {"pole": pole, "body__in": list(bodies), "withdrawn_at": None}
    return [*TrainingCourse.objects.filter(**asked), *TrainingPlace.objects.filter(**asked)]


def batches_of(pole: Pole) -> list[TrainingBatch]:
    """Give the last tables given, the latest first."""
    return list(TrainingBatch.objects.filter(pole=pole, undone_at=None)[:5])


def waves_to_plan(pole: Pole) -> list[Wave]:
    """Give the waves that a plan may start from, the latest first."""
    return list(Wave.objects.filter(pole=pole, erased_at=None).select_related("pole").order_by("-on", "-pk"))


def consent_of(call: NeedsCall, organisation: Organisation) -> TrainingConsent | None:
    """Give that a member lets the team plan its training, if it does."""
    return TrainingConsent.objects.filter(call=call, organisation=organisation, withdrawn_at=None).first()


def _of_today(wave: Wave) -> QuerySet[Membership, int]:
    members: QuerySet[Membership] = Membership.objects.filter(pole_id=wave.pole_id).of_day(timezone.localdate())
    return members.values_list("organisation_id", flat=True)


def agreeing(wave: Wave) -> set[int]:
    """Give the members of today that let the team plan their training, from their return of a wave."""
    consents = TrainingConsent.objects.filter(call__wave=wave, withdrawn_at=None)
    return set(consents.filter(organisation_id__in=_of_today(wave)).values_list("organisation_id", flat=True))


def plannable(wave: Wave) -> set[int]:
    """Give the members that a plan of a wave may name: those that agree, those whose need was given by hand."""
    by_hand = TrainingNeed.objects.filter(pole_id=wave.pole_id, withdrawn_at=None)
    return agreeing(wave) | (set(by_hand.values_list("organisation_id", flat=True)) & set(_of_today(wave)))


def gathered(wave: Wave) -> Gathered:
    """Give the needs of a wave: those of returns whose members agree, completed and corrected by hand."""
    agreed = agreeing(wave)
    known = {folded(one.name): one.name for one in courses_of(wave.pole) if one.accepted_at}
    current = NeedsReturn.objects.filter(call__wave=wave, replaced_at=None)
    kept = list(current.values_list("organisation_id", "organisation__name", "at", "answers"))
    found: dict[tuple[int, str], NeedRow] = {}
    for pk, company, at, answers in kept:
        if pk in agreed:
            for wish in answered(pk, at.date(), answers).trainings:
                _add(found, NeedRow(pk, company, wish.topic, wish.people, _periods(wish), float(wish.km) or None))
    for need in _by_hand(wave):
        found[need.organisation_id, folded(need.topic)] = need
    rows = [
        replace(row, topic=known.get(topic, row.topic), is_known=topic in known) for (_, topic), row in found.items()
    ]
    return Gathered(
        tuple(sorted(rows, key=lambda row: (folded(row.topic), folded(row.company), row.organisation_id))),
        len(agreed & {pk for pk, *_ in kept}),
        len(kept),
    )


def _periods(wish: TrainingWish) -> tuple[str, ...]:
    return tuple(quarters(wish.from_on, wish.until_on))


def _add(found: dict[tuple[int, str], NeedRow], row: NeedRow) -> None:
    """Add a wish to those for the same training: people add up, the nearest limit and every period stand."""
    key = row.organisation_id, folded(row.topic)
    before = found.get(key)
    if before is not None:
        limits = [each for each in (before.max_km, row.max_km) if each is not None]
        periods = tuple(sorted({*before.periods, *row.periods}))
        row = replace(
            before, people=before.people + row.people, periods=periods, max_km=min(limits) if limits else None
        )
    found[key] = row


def _by_hand(wave: Wave) -> list[NeedRow]:
    rows = TrainingNeed.objects.filter(pole_id=wave.pole_id, withdrawn_at=None, organisation_id__in=_of_today(wave))
    return [
        NeedRow(
            one.organisation_id, one.organisation.name, one.name, one.values["people"],
            tuple(one.values["periods"]), one.values["max_km"], one.values["priority_eur"],
            one.values["on_the_job"] or 0, one.values["release"], one.pk,
        )
        for one in rows.select_related("organisation")
    ]  # fmt: skip


def spots_of(pole: Pole, organisations: Iterable[int]) -> dict[int, Spot]:
    """Give where members start from: as said by hand, else the préfecture of their head office's département."""
    asked = set(organisations)
    found: dict[int, Spot] = {}
    sites = Site.objects.filter(organisation_id__in=asked, closed_on=None).order_by("is_head_office", "-siret")
    for pk, department in sites.values_list("organisation_id", "department"):
        if spot := spot_of(department):
            found[pk] = spot
    rows = TrainingNeed.objects.filter(pole=pole, withdrawn_at=None, organisation_id__in=asked)
    for pk, values in rows.values_list("organisation_id", "values"):
        if values["lat"] is not None:
            found[pk] = (values["lat"], values["lon"])
    return found


def inputs_of(wave: Wave, parameters: Json) -> Json:
    """Give what a plan is asked: members by their keys, courses and places accepted; what was left out, and why."""
    rows = gathered(wave).rows
    spots = spots_of(wave.pole, {row.organisation_id for row in rows})
    declined = {(pk, course) for pk, course in parameters.get("without", ())}
    needs: list[Json] = []
    left: dict[str, int] = {"unknown": 0, "nowhere": 0, "declined": 0}
    releases: dict[str, int] = {}
    for row in rows:
        why = _why_not(row, spots, declined)
        if why:
            left[why] += row.people
            continue
        needs.append(_need(row, spots[row.organisation_id], parameters["priority"]))
        if row.release is not None:
            key = key_of(row.organisation_id)
            releases[key] = min(row.release, releases.get(key, row.release))
    return {
        "needs": needs,
        "courses": [_course(one) for one in courses_of(wave.pole) if one.accepted_at],
        "places": [_place(one) for one in places_of(wave.pole) if one.accepted_at],
        "releases": sorted(releases.items()),
        "left": left,
    }


def _why_not(row: NeedRow, spots: dict[int, Spot], declined: set[tuple[int, str]]) -> str:
    if not row.is_known:
        return "unknown"
    if row.organisation_id not in spots:
        return "nowhere"
    return "declined" if (row.organisation_id, row.topic) in declined else ""


def _need(row: NeedRow, spot: Spot, priority: float) -> Json:
    return {
        "company": key_of(row.organisation_id), "lat": spot[0], "lon": spot[1], "course": row.topic,
        "people": row.people, "priority_eur": priority if row.priority_eur is None else row.priority_eur,
        "periods": list(row.periods), "max_km": row.max_km, "on_the_job": row.on_the_job,
    }  # fmt: skip


def _course(one: TrainingCourse) -> Json:
    said = one.values
    per_place = said["max_sessions_per_place"]
    return {
        "course": one.name, "min_seats": said["min_seats"], "max_seats": said["max_seats"],
        "session_eur": said["session_eur"], "seat_eur": said["seat_eur"] or 0.0, "hours": said["hours"] or 0.0,
        "max_sessions_per_place": MOST_PER_PLACE if per_place is None else per_place, "periods": said["periods"],
        "funders": said["funders"], "on_the_job_eur": said["on_the_job_eur"],
    }  # fmt: skip


def _place(one: TrainingPlace) -> Json:
    said = one.values
    spot = (said["lat"], said["lon"]) if said["lat"] is not None else spot_of(said["department"]) or (0.0, 0.0)
    return {
        "place": one.name, "lat": spot[0], "lon": spot[1], "max_sessions": said["max_sessions"],
        "periods": said["periods"],
    }  # fmt: skip

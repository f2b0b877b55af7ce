"""Reads about studies: what may be asked, who is counted, and what an engine is given."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from vivier.intake import Headcount
from vivier.reference import FRANCE, region_name
from vivier.vocabulary import InputError
from vivier_web.members.models import Membership, Organisation, Pole
from vivier_web.skills.models import Deposit, Study, Wave
from vivier_web.skills.queries.deposits import current_deposits, headcount_of
from vivier_web.skills.queries.titles import decided_people, reference_store
from vivier_web.skills.spreading import recoded

Parameters = dict[str, Any]
ALL, COLLEGE, DEPARTMENT = "all", "college", "department"
REGIONS = ("11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94")


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what a study counts: the cells, the deposits they come from, and the print of it all."""

    headcount: Headcount
    deposits: tuple[Deposit, ...]
    sha256: str


def asked_by(study: Study, parameters: Parameters) -> Asked:
    """Give what a study counts, the decided titles applied.

    Raises:
        InputError: the cells of the wave were erased, or nobody of this perimeter deposited.
    """
    wave = study.wave
    if wave.erased_at is not None:
        raise InputError("Les cases de cette vague ont été effacées à leur échéance : ouvrez une nouvelle vague.")
    wanted = members_in(wave.pole, parameters)
    deposits = tuple(one for one in current_deposits(wave) if one.organisation_id in wanted and one.cells is not None)
    if not deposits:
        raise InputError("Aucun membre de ce périmètre n’a encore déposé dans cette vague.")
    decided = decided_people(wave)
    sirens = dict(Organisation.objects.filter(deposits__in=deposits).values_list("pk", "siren"))
    by_siren = {sirens[one.organisation_id]: decided.get(one.pk, {}) for one in deposits}
    whole = headcount_of(wave)
    companies = tuple(recoded(each, by_siren[each.siren]) for each in whole.companies if each.siren in by_siren)
    said = [sorted(one.sha256 for one in deposits), sorted((one.sha256, decided.get(one.pk, {})) for one in deposits)]
    print_ = hashlib.sha256(json.dumps([said, wave.on.isoformat()], sort_keys=True).encode()).hexdigest()
    return Asked(replace(whole, companies=companies), deposits, print_)


def members_in(pole: Pole, parameters: Parameters) -> frozenset[int]:
    """Give the organisations of a perimeter."""
    value = parameters.get("value", "")
    kinds = {
        ALL: Q(),
        COLLEGE: Q(college=value),
        DEPARTMENT: Q(organisation__sites__is_head_office=True, organisation__sites__department=value),
    }
    wanted = kinds[parameters.get("perimeter", ALL)]
    return frozenset(Membership.objects.filter(wanted, pole=pole).values_list("organisation_id", flat=True))


def perimeters_of(pole: Pole) -> list[tuple[str, str]]:
    """Give the perimeters a study of this pôle may choose: a value for the form, and its words."""
    current = Membership.objects.filter(pole=pole).of_day(timezone.localdate())
    colleges = current.exclude(college="").values_list("college", flat=True).order_by("college").distinct()
    heads = current.filter(organisation__sites__is_head_office=True).exclude(organisation__sites__department="")
    departments = heads.values_list("organisation__sites__department", flat=True)
    return [
        (ALL, "Tous les membres"),
        *((f"{COLLEGE}:{each}", f"Collège « {each} »") for each in colleges),
        *((f"{DEPARTMENT}:{each}", f"Membres dont le siège est dans le {each}") for each in sorted(set(departments))),
    ]


def regions_offered() -> list[tuple[str, str]]:
    """Give the regions a pôle may be set beside; none when no official figure is installed."""
    from vivier.study.official import has_official_figures

    if not has_official_figures(reference_store()):
        return []
    return [(FRANCE, "France entière"), *((code, region_name(code)) for code in REGIONS)]


def perimeter_words(parameters: Parameters) -> str:
    """Say a perimeter."""
    value = parameters.get("value", "")
    kinds = {COLLEGE: f"collège « {value} »", DEPARTMENT: f"sièges du {value}"}
    return kinds.get(parameters.get("perimeter", ALL), "tous les membres")


def studies_of(pole: Pole) -> list[Study]:
    """Give the studies of a pôle with their runs, the latest first; results stay in the base."""
    from django.db.models import Prefetch

    from vivier_web.skills.models import Run

    runs = Run.objects.defer("result").order_by("-number")
    return list(Study.objects.filter(pole=pole).select_related("wave").prefetch_related(Prefetch("runs", runs)))


def waves_open_to_study(pole: Pole) -> list[Wave]:
    """Give the waves that still hold cells."""
    return list(Wave.objects.filter(pole=pole, erased_at=None))

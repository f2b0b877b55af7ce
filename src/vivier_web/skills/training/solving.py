"""What a plan is asked, as it is kept, handed to the engine; what the engine answers, as it is kept."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vivier.training import Terms
    from vivier.training.data import Found

Json = dict[str, Any]
QUESTIONS = {
    "balance": "Le meilleur équilibre entre coût et personnes formées",
    "everyone": "Former tout le monde, au moindre coût",
    "most": "Former le plus de personnes avec le budget",
}


def key_of(organisation_id: int) -> str:
    """Name a member in what is kept: by its key, never by its name."""
    return f"membre {organisation_id}"


def solved(inputs: Json, parameters: Json, *, stop: Callable[[], bool], show: Callable[["Found"], None]) -> Json:
    """Plan, and give the result as it is kept.

    Raises:
        ConflictError: everyone must be trained and cannot be.
        InputError: a row makes no sense.
    """
    from vivier.training import Course, Need, Place, plan  # NumPy and SciPy weigh: opened in the worker only
    from vivier.training.data import Effort

    needs = [Need(**_tuples(row, "periods")) for row in inputs["needs"]]
    # A plan without caps asks nothing of funders: who pays is then no limit.
    open_to_all: Json = {} if parameters["funders"] else {"funders": []}
    courses = [Course(**_tuples(row | open_to_all, "periods", "funders")) for row in inputs["courses"]]
    places = [Place(**_tuples(row, "periods")) for row in inputs["places"]]
    found = plan(
        needs,
        courses,
        places=places,
        budget=parameters["budget"],
        terms=_terms(inputs, parameters),
        effort=Effort(seconds=parameters["seconds"], stop=stop, show=show),
    )
    return {**asdict(found), "gap": found.gap}


def _terms(inputs: Json, parameters: Json) -> "Terms":
    from vivier.training import Terms

    caps = {name: float(cap) for name, cap in parameters["funders"]}
    if caps:  # a funder that a course names and the plan does not pays nothing
        caps |= {name: 0.0 for row in inputs["courses"] for name in row["funders"] if name not in caps}
    return Terms(
        travel_eur_per_km=parameters["travel"],
        nearest=parameters["nearest"],
        question=parameters["question"],
        funders=tuple(caps.items()),
        releases=tuple((name, people) for name, people in inputs["releases"]),
    )


def _tuples(row: Json, *names: str) -> Json:
    return {**row, **{name: tuple(row[name]) for name in names}}


def digest(kept: Json) -> str:
    """Give the sha256 of what is kept, but for the clock.

    >>> digest({"a": 1, "seconds": 2}) == digest({"seconds": 3, "a": 1})
    True
    """
    timeless = {name: value for name, value in kept.items() if name != "seconds"}
    return hashlib.sha256(json.dumps(timeless, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

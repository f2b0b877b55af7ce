"""The way of a dossier as one reads it: stages passed, where it is, what may follow, what is awaited from whom."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from vivier_web.procedures.definition.data import Stage
from vivier_web.procedures.definition.forms import Field
from vivier_web.procedures.definition.words import END, OUTCOMES, POSITIVE
from vivier_web.procedures.lifecycle import Situation, must_relabel
from vivier_web.procedures.models import Dossier
from vivier_web.procedures.queries.shown import place_of


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one stage on the way of a dossier: passed, current or to come; `on` the day it was left or entered."""

    title: str
    body: str
    state: str
    on: dt.date | None
    outcome: str


def path_of(dossier: Dossier, role: str = "") -> list[Step]:
    """Give the stages passed, the current one, then the usual ones to come.

    The outcome of a stage is told to the applicant by the decision itself, where it may read it.
    """
    procedure = dossier.definition()
    steps = [
        _step(dossier, each.stage, "passed", each.left_on, outcome="" if role else OUTCOMES[each.outcome], role=role)
        for each in place_of(dossier).passed
    ]
    if dossier.is_closed:
        return steps
    steps.append(_step(dossier, dossier.stage, "here", dossier.entered_on, outcome="", role=role))
    seen, key = {dossier.stage}, dossier.stage
    while (key := _usual(procedure.stage(key).exits)) and key != END and key not in seen:
        seen.add(key)
        steps.append(_step(dossier, key, "ahead", None, outcome="", role=role))
    return steps


def _usual(exits: Any) -> str:
    """Give where the best outcome leads: the first one said."""
    return next((each.to[0] for each in exits if each.on in POSITIVE), "")


def _step(dossier: Dossier, key: str, state: str, on: dt.date | None, *, outcome: str, role: str) -> Step:
    procedure = dossier.definition()
    stage = procedure.stage(key)
    title = stage.title_for(role, is_future=state == "ahead")
    return Step(title, procedure.body(stage.body).title, state, on, outcome)


def awaited_of(dossier: Dossier, found: Situation, role: str) -> list[str]:
    """Say what is awaited from a role today, in sentences that tell nothing of the opinions of others."""
    procedure = dossier.definition()
    mine = {each.key for each in procedure.bodies if each.role == role}
    return [each.sentence for each in found.duties if each.body in mine]


def asked_now(dossier: Dossier) -> tuple[Field, ...]:
    """Give the questions its applicant may answer today: those of its stage, or all those being corrected."""
    if dossier.is_closed:
        return ()
    procedure = dossier.definition()
    stage = procedure.stage(dossier.stage)
    if procedure.body(stage.body).role == "applicant":
        return stage.fields
    if not any(not each.get("answered_on") for each in dossier.pauses):
        return ()
    left = {each["stage"] for each in dossier.passed}
    theirs = [each for each in procedure.stages if procedure.body(each.body).role == "applicant" and each.key in left]
    return tuple({each.key: each for one in theirs for each in one.fields}.values())


def ahead_of(dossier: Dossier) -> Stage | None:
    """Give the later stage whose form may be filed at the same time as the one being filled in, if there is one."""
    if dossier.is_closed:
        return None
    procedure = dossier.definition()
    stage = procedure.stage(dossier.stage)
    is_theirs = procedure.body(stage.body).role == "applicant"
    return procedure.stage(stage.merge_with) if is_theirs and stage.merge_with else None


def asked_with(dossier: Dossier, ahead: Stage | None) -> tuple[Field, ...]:
    """Give the questions asked now, then those of a later stage filed at the same time; each question once."""
    asked = {each.key: each for each in asked_now(dossier)}
    for each in ahead.fields if ahead else ():
        known = asked.get(each.key)
        asked[each.key] = replace(each, required=each.required or known.required) if known else each
    return tuple(asked.values())


def presented_again(dossier: Dossier) -> str:
    """Say what a new presentation does to the label that was decided before, or nothing when there was none."""
    procedure = dossier.definition()
    if not any(each["outcome"] == "resubmit" for each in dossier.passed):
        return ""
    if procedure.relabel == "kept":
        return "Dossier présenté à nouveau : le label déjà accordé reste acquis."
    labelled = max((each.content for each in dossier.decisions.filter(outcome__in=POSITIVE)), default=0)
    content = dossier.contents.first()
    number = content.number if content else 1
    if not labelled:
        return "Dossier présenté à nouveau : il se décide comme la première fois, sur des avis donnés à neuf."
    if must_relabel(procedure, labelled=labelled, content=number):
        why = "à chaque présentation" if procedure.relabel == "always" else f"le contenu a changé (version {number})"
        return f"Dossier présenté à nouveau : le label de la version {labelled} est à décider à nouveau, {why}."
    return f"Dossier présenté à nouveau sans changement : le label de la version {labelled} reste valable."


def known_of(dossier: Dossier) -> dict[str, Any]:
    """Give what the platform knows already: nobody types again the SIRET or the name of their company."""
    organisation = dossier.organisation
    head = organisation.sites.filter(is_head_office=True).first()
    lead = {"name": organisation.name, "siren": organisation.siren or "", "role": "lead"}
    lead["kind"] = KINDS.get(organisation.kind, "company")
    known: dict[str, Any] = {"siret": head.siret, "lead_siret": head.siret} if head else {}
    return known | {each.key: [lead] for each in dossier.definition().fields() if each.kind == "consortium"}


KINDS = {
    "laboratory": "research",
    "carnot": "research",
    "technical": "research",
    "school": "training",
    "sse": "sse",
    "authority": "authority",
    "chamber": "other",
}

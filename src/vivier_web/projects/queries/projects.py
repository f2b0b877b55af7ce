"""One project as a reader reads it: its partners, its dossiers, its money, as far as they may."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vivier_web.procedures.definition.words import OUTCOMES
from vivier_web.procedures.models import Dossier
from vivier_web.projects.building import sight
from vivier_web.projects.building.grid import euros, totals_by
from vivier_web.projects.building.words import CATEGORIES, KINDS, NATURES, SIZES, TERRITORIES
from vivier_web.projects.choices import PartnerState
from vivier_web.projects.models import Estimate, Partner, PriorAid, Project
from vivier_web.projects.queries.boards import money
from vivier_web.projects.queries.budgets import cells_of, totals_of_lines
from vivier_web.projects.queries.consortia import latest_estimate


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """Hold one partner of a project as it is read; amounts are empty where the reader may not read them."""

    pk: int
    organisation: int
    name: str
    is_lead: bool
    state: str
    state_words: str
    brings: str
    status: str
    territory: str
    cost: str
    aid: str
    is_in: bool


@dataclass(frozen=True, slots=True)
class Presented:
    """Hold one dossier of a project: its procedure, where it is, how it ended."""

    pk: int
    reference: str
    procedure: str
    where: str
    outcome: str
    is_open: bool
    opened_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Hold a project as one reader reads it."""

    partners: tuple[PartnerRow, ...]
    dossiers: tuple[Presented, ...]
    base: str
    aid: str
    joined: int
    waiting: int

    @property
    def last(self) -> Presented | None:
        """The latest presentation."""
        return self.dossiers[0] if self.dossiers else None


def project_told(project: Project, reader: str, cells: Mapping[str, int] | None = None) -> Told:
    """Tell a project to a reader, as far as they may read it; `cells` of its budget, where they were read already."""
    rows = list(project.partners.select_related("organisation"))
    if not sight.reads(reader, sight.TOTALS):
        cells = {}
    elif cells is None:
        cells = cells_of(project)
    estimate = latest_estimate(project) if sight.reads(reader, sight.AID) else None
    by_partner, aid = totals_by(cells, 0), totals_of_lines(estimate) if estimate else {}
    partners = [_partner(project, row, by_partner, aid) for row in rows]
    partners.sort(key=lambda one: (not one.is_in, not one.is_lead, one.pk))
    dossiers = project.dossiers.select_related("procedure").order_by("-pk")
    states = [row.state for row in rows]
    return Told(
        tuple(partners),
        tuple(_presented(each) for each in dossiers),
        euros(sum(cells.values())) if cells else "",
        money(project.aid_eur) if estimate else "",
        states.count(PartnerState.JOINED),
        states.count(PartnerState.INVITED),
    )


def _partner(
    project: Project, row: Partner, costs: Mapping[int | str, int], aid: Mapping[int, int]
) -> PartnerRow:  # fmt: skip
    status = KINDS[row.kind] + (f", {SIZES[row.size]}" if row.size in SIZES else "")
    cost, given = costs.get(row.pk, 0), aid.get(row.pk, 0)
    return PartnerRow(
        row.pk, row.organisation_id, row.organisation.name, row.organisation_id == project.lead_id, row.state,
        str(row.get_state_display()), row.brings, status.capitalize(), TERRITORIES[row.territory],
        euros(cost) if cost else "", euros(given) if given else "",
        row.state in {PartnerState.JOINED, PartnerState.INVITED},
    )  # fmt: skip


def _presented(row: Dossier) -> Presented:
    stage = "" if row.is_closed else row.definition().stage(row.stage).title
    return Presented(
        row.pk,
        row.reference,
        row.procedure.title,
        stage,
        OUTCOMES.get(row.outcome, ""),
        not row.is_closed,
        row.opened_at,
    )


@dataclass(frozen=True, slots=True)
class AidRow:
    """Hold one line of an estimate as it is read: what it costs, the rate, the aid, the rule in words."""

    partner: str
    what: str
    cost: str
    rate: str
    aid: str
    rule: str
    source: str
    is_silent: bool


@dataclass(frozen=True, slots=True)
class EstimateTold:
    """Hold an estimate as it is read: in one sentence what it takes to be eligible, then every line with its rule."""

    sentence: str
    is_eligible: bool | None
    lines: tuple[AidRow, ...]
    verdicts: tuple[Mapping[str, Any], ...]
    cuts: tuple[tuple[str, str, str, str], ...]
    shares: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    letters: tuple[Mapping[str, str], ...]
    total: str
    title: str
    is_in_force: bool


_BOUNDS = {"rate": "taux de l’appel", "ceiling": "plafond d’aide d’État", "silent": "aucun taux"}


def estimate_told(estimate: Estimate) -> EstimateTold:
    """Lay an estimate out for its page."""
    said = estimate.result
    return EstimateTold(
        eligibility(said["verdicts"]), said["is_eligible"], tuple(_line(each) for each in said["lines"]),
        tuple(said["verdicts"]),
        tuple(_cut(each) for each in said["cuts"]),
        tuple((each["funder"], euros(each["cents"]), each["rule"]["says"]) for each in said["shares"]),
        tuple(said["notes"]), tuple(said["letters"]), money(estimate.total_eur), said["title"],
        said["is_in_force"],
    )  # fmt: skip


def _cut(each: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return each["subject"], euros(each["before"]), euros(each["after"]), each["rule"]["says"]


def _line(each: Mapping[str, Any]) -> AidRow:
    is_ceiling = each["bound"] == "ceiling" and each["ceiling"]
    rule = each["ceiling"] if is_ceiling else each["rule"]
    rate = each["ceiling_rate"] if is_ceiling else each["rate"]
    return AidRow(
        each["name"], f"{NATURES[each['nature']].capitalize()}, {CATEGORIES[each['category']]}", euros(each["cost"]),
        "" if each["bound"] == "silent" else f"{_rate(rate)}, {_BOUNDS[each['bound']]}", euros(each["aid"]),
        rule["says"], f"{rule['source']} {rule['certainty']}", each["bound"] == "silent",
    )  # fmt: skip


def _rate(said: str) -> str:
    from decimal import Decimal

    return f"{(Decimal(said) * 100).normalize():f}".replace(".", ",") + "\u00a0%"


def eligibility(verdicts: list[Mapping[str, Any]]) -> str:
    """Say in one sentence what misses for the aid to be granted.

    >>> eligibility([{"is_met": True, "is_required": True, "rule": {"says": "Deux entreprises"}}])
    'Toutes les conditions exigées sont remplies.'
    """
    asked = [each for each in verdicts if each["is_required"]]
    missed = [each["rule"]["says"] for each in asked if each["is_met"] is False]
    unknown = [each["rule"]["says"] for each in asked if each["is_met"] is None]
    if missed:
        return f"Le consortium n’est pas éligible : il manque « {' », « '.join(missed)} »."
    if unknown:
        return f"Reste à vérifier : « {' », « '.join(unknown)} »."
    return "Toutes les conditions exigées sont remplies."


def prior_aids_of(project: Project, own: int = 0) -> list[PriorAid]:
    """Give the de minimis aids declared, of one organisation when asked."""
    rows = PriorAid.objects.filter(partner__project=project).select_related("partner__organisation")
    return list(rows.filter(partner__organisation_id=own) if own else rows)

"""A project as rules of aid look at it, with the digest of what they looked at; an award as it is kept and read."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vivier_web.projects.building.grid import Cells, decimal_of, parted
from vivier_web.projects.models import Estimate, Partner, PriorAid, Project
from vivier_web.projects.queries.budgets import cells_of, names_of, partners_in

if TYPE_CHECKING:
    from vivier.aid import Award, Consortium
    from vivier.aid.ruling import Regime


@dataclasses.dataclass(frozen=True)
class Inputs:
    """Hold a consortium as the rules take it, the partner behind each of its names, and its digest."""

    consortium: "Consortium"
    partners: Mapping[str, int]
    sha256: str


def inputs_of(project: Project) -> Inputs:
    """Give a project as the rules of aid take it.

    Raises:
        InputError: partners do not hold together; the sentence says which.
    """
    return inputs_as(project, Within(partners_in(project), cells_of(project), project.lead_id))


@dataclasses.dataclass(frozen=True)
class Within:
    """Hold who is in a consortium, what they cost, and which organisation leads: as they are, or would be."""

    rows: list[Partner]
    cells: Cells
    lead: int


def inputs_as(project: Project, within: Within) -> Inputs:
    """Give a project as the rules of aid would take it with these partners and costs."""
    from vivier.aid import Consortium

    names = names_of(within.rows)
    prior: dict[int, list[PriorAid]] = {}
    for each in PriorAid.objects.filter(partner__project=project):
        prior.setdefault(each.partner_id, []).append(each)
    partners = tuple(_partner(within, row, names[row.pk], prior.get(row.pk, [])) for row in within.rows)
    made = Consortium(project.title, partners, dict(project.declared), project.market_years)
    said = json.dumps(dataclasses.asdict(made), sort_keys=True, default=str)
    return Inputs(made, {name: pk for pk, name in names.items()}, hashlib.sha256(said.encode()).hexdigest())


def _partner(within: Within, row: Partner, name: str, prior: list[PriorAid]) -> Any:
    from vivier.aid import Cost, Partner
    from vivier.aid.data import Prior

    costs = tuple(
        Cost(parted(key)[2], parted(key)[1], decimal_of(amount))
        for key, amount in sorted(within.cells.items())
        if parted(key)[0] == row.pk
    )
    return Partner(
        name, row.kind, row.size, row.territory, "lead" if row.organisation_id == within.lead else "partner",
        row.method, costs, row.group, row.area, row.full_cost_eur, row.other_public_eur,
        tuple(Prior(each.granted_on, each.amount_eur, each.giver) for each in prior),
    )  # fmt: skip


def rules_sha256(regime: "Regime") -> str:
    """Give the digest of a regime: rules that changed since have another one."""
    said = json.dumps(dataclasses.asdict(regime), sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def as_json(award: "Award", partners: Mapping[str, int]) -> dict[str, Any]:
    """Give an award as JSON can hold it: amounts in cents, partners by their number."""
    return {
        "title": award.title,
        "is_eligible": award.is_eligible,
        "is_in_force": award.is_in_force,
        "verdicts": [
            {"is_met": each.is_met, "reason": each.reason, "rule": _cited(each.rule), "is_required": each.is_required}
            for each in award.verdicts
        ],
        "lines": [
            {
                "partner": partners[each.partner], "name": each.partner, "nature": each.nature,
                "category": each.category, "cost": _cents(each.cost_eur), "rate": str(each.rate),
                "ceiling_rate": None if each.ceiling_rate is None else str(each.ceiling_rate),
                "aid": _cents(each.aid_eur), "bound": each.bound, "rule": _cited(each.rule),
                "ceiling": _cited(each.ceiling) if each.ceiling else None,
            }
            for each in award.lines
        ],
        "cuts": [
            {"subject": each.subject, "before": _cents(each.before_eur), "after": _cents(each.after_eur),
             "rule": _cited(each.rule)}
            for each in award.cuts
        ],
        "shares": [
            {"funder": each.funder, "cents": _cents(each.amount_eur), "rule": _cited(each.rule)}
            for each in award.shares
        ],
        "notes": list(award.notes),
        "letters": [dataclasses.asdict(each) for each in award.letters],
    }  # fmt: skip


def _cited(rule: Any) -> dict[str, str]:
    return {"says": rule.says, "source": rule.source, "certainty": rule.certainty}


def _cents(amount: Any) -> int:
    return int(amount * 100)


def latest_estimate(project: Project) -> Estimate | None:
    """Give the last computation of aid."""
    return Estimate.objects.filter(project=project).select_related("by").first()


def is_stale(project: Project, estimate: Estimate | None) -> bool:
    """Tell whether the consortium, its costs or the rules chosen changed since an estimate."""
    from vivier.vocabulary import InputError

    if estimate is None:
        return False
    try:
        return estimate.regime != project.regime or inputs_of(project).sha256 != estimate.inputs_sha256
    except InputError:
        return True

"""Reads of the grid of costs: the last version, how one reader looks at it, versions, the funding plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from vivier_web.projects.building import grid, sight
from vivier_web.projects.building.grid import Cells, Looked, Member, totals_by
from vivier_web.projects.building.plan import Plan, Resource, lacking, planned
from vivier_web.projects.choices import PartnerState
from vivier_web.projects.models import Budget, Estimate, Partner, Project

IN = (PartnerState.JOINED, PartnerState.INVITED)
VERSIONS = 20
UNFUNDED = "non financé"  # what no funder pays within the caps given: no resource


def partners_in(project: Project) -> list[Partner]:
    """Give the partners that count in the budget: the lead first, then those that joined or were asked, in order."""
    rows = Partner.objects.filter(project=project, state__in=IN).select_related("organisation")
    return sorted(rows, key=lambda each: (each.organisation_id != project.lead_id, each.pk))


def latest_budget(project: Project) -> Budget | None:
    """Give the last version of the grid."""
    return Budget.objects.filter(project=project).first()


def cells_of(project: Project) -> dict[str, int]:
    """Give what the last version says of the partners that still count."""
    last, inside = latest_budget(project), {each.pk for each in partners_in(project)}
    return {key: amount for key, amount in (last.cells if last else {}).items() if grid.parted(key)[0] in inside}


def base_of(project: Project) -> Decimal:
    """Give what the partners that still count cost, for the boards."""
    return grid.decimal_of(sum(cells_of(project).values()))


def names_of(rows: Iterable[Partner]) -> dict[int, str]:
    """Name each partner; two of the same name bear their SIREN."""
    held = list(rows)
    said = [row.organisation.name for row in held]
    return {
        row.pk: f"{row.organisation.name} ({row.organisation.siren or row.pk})"
        if said.count(row.organisation.name) > 1
        else row.organisation.name
        for row in held
    }


def looked_at(project: Project, partners: Iterable[Partner], cells: Cells, reader: str, own: int = 0) -> Looked:
    """Say how a reader looks at the grid: `own` is their organisation when they are a partner."""
    rows = list(partners)
    everyone = frozenset(each.pk for each in rows)
    mine = frozenset(each.pk for each in rows if each.organisation_id == own)
    writes = {sight.TEAM: everyone, sight.LEAD: everyone, sight.PARTNER: mine}.get(reader, frozenset())
    seen = everyone if sight.reads(reader, sight.COSTS) else mine if sight.reads(reader, sight.OWN) else frozenset()
    names = names_of(rows)
    members = tuple(Member(each.pk, names[each.pk], each.organisation_id == project.lead_id) for each in rows)
    categories = grid.categories_shown(project.categories, cells, is_rd=project.is_rd)
    return Looked(members, writes, seen, categories)


def versions_of(project: Project) -> list[Budget]:
    """Give the last versions, the latest first."""
    return list(Budget.objects.filter(project=project).select_related("by").defer("cells")[:VERSIONS])


@dataclass(frozen=True, slots=True)
class Funded:
    """Hold the plan of a project, and what lacks partner by partner."""

    plan: Plan
    by_partner: tuple[str, ...]


def plan_of(project: Project, estimate: Estimate | None, cells: Cells) -> Funded:
    """Set the last estimate of aid and the other resources against the costs."""
    partners = partners_in(project)
    names = names_of(partners)
    others = [_resource(each, names) for each in project.fundings.select_related("partner__organisation")]
    shared = [*_aid_shares(estimate), *others]
    own = [*_aid_by_partner(estimate), *others]
    by_partner = lacking({int(key): each for key, each in totals_by(cells, 0).items()}, own, names) if cells else ()
    return Funded(planned(sum(cells.values()), shared), by_partner)


@dataclass(frozen=True, slots=True)
class ShareOf:
    """Hold what one partner reads of the plan: its own part of it, and the whole added up."""

    plan: Plan
    costs: str
    aid: str


def share_of(project: Project, estimate: Estimate | None, cells: Cells, partner: Partner) -> ShareOf:
    """Give a partner its own lines of the plan, and the totals of all: never a line of another one."""
    own = [each for each in _aid_by_partner(estimate) if each.partner == partner.pk]
    rows = project.fundings.filter(partner=partner).select_related("partner__organisation")
    mine = planned(int(totals_by(cells, 0).get(partner.pk, 0)), [*own, *(_resource(each, {}) for each in rows)])
    whole = sum(each.cents for each in _aid_by_partner(estimate))
    return ShareOf(mine, grid.euros(sum(cells.values())), grid.euros(whole) if estimate else "")


def _resource(row: object, names: dict[int, str]) -> Resource:
    kind = row.get_kind_display()  # type: ignore[attr-defined]
    said = [kind, row.label, names.get(row.partner_id or 0, "")]  # type: ignore[attr-defined]
    label = ", ".join(each for each in said if each)
    return Resource(label[:1].upper() + label[1:], int(row.amount_eur * 100), row.partner_id or 0, row.pk)  # type: ignore[attr-defined]


def _aid_shares(estimate: Estimate | None) -> list[Resource]:
    if estimate is None:
        return []
    shares = [each for each in estimate.result["shares"] if each["funder"] != UNFUNDED]
    if not shares:
        return [Resource("Aide calculée", round(estimate.total_eur * 100))]
    return [Resource(f"Aide : {each['funder']}", each["cents"]) for each in shares]


def _aid_by_partner(estimate: Estimate | None) -> list[Resource]:
    if estimate is None:
        return []
    found = totals_of_lines(estimate)
    return [Resource("Aide", amount, partner) for partner, amount in found.items()]


def totals_of_lines(estimate: Estimate) -> dict[int, int]:
    """Add up the aid of each partner, in cents."""
    found: dict[int, int] = {}
    for line in estimate.result["lines"]:
        found[line["partner"]] = found.get(line["partner"], 0) + line["aid"]
    return found

"""The dossiers of a project: the last one, where it is, and what the project already answers to its questions."""

from typing import Any

from vivier.aid.data import NATURES
from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.definition.forms import Field
from vivier_web.procedures.definition.words import END, POSITIVE
from vivier_web.procedures.graph import edges
from vivier_web.procedures.models import Content, Dossier
from vivier_web.procedures.queries.paths import KINDS, asked_now, known_of
from vivier_web.projects.building.following import Place
from vivier_web.projects.building.grid import decimal_of, parted, totals_by
from vivier_web.projects.models import FundingLine, Partner, Project
from vivier_web.projects.queries.budgets import UNFUNDED, cells_of, partners_in
from vivier_web.projects.queries.consortia import latest_estimate

SUMMARIES = frozenset({"summary", "public_summary", "abstract", "problem", "need", "idea", "project_summary"})
DECIDES = frozenset({"decision", "ranking"})
LEADS = {"company": "Entreprise", "laboratory": "Laboratoire"}


def last_dossier(project: Project) -> Dossier | None:
    """Give the latest presentation of a project."""
    return project.dossiers.select_related("procedure", "organisation").order_by("-pk").first()


def place_of(dossier: Dossier) -> Place:
    """Give where a dossier is, for its project."""
    last = dossier.decisions.first()
    act = "" if dossier.is_closed else _act_of(dossier)
    is_filed = Content.objects.filter(dossier=dossier).exists()
    is_awaited = not dossier.is_closed and decides_ahead(dossier.definition(), dossier.stage)
    return Place(dossier.procedure.kind, is_filed, act, dossier.outcome, last.outcome if last else "", is_awaited)


def decides_ahead(procedure: Procedure, stage: str) -> bool:
    """Tell whether a stage, or one that a good outcome leads to from it, has still to decide."""
    found, waiting = set[str](), [stage]
    while waiting:
        one = waiting.pop()
        if one == END or one in found:
            continue
        found.add(one)
        if procedure.stage(one).act in DECIDES:
            return True
        waiting += [target for outcome, target in edges(procedure.stage(one)) if outcome in POSITIVE]
    return False


def _act_of(dossier: Dossier) -> str:
    """Say what a stage does, for its project: `form` while it is with its applicant."""
    procedure = dossier.definition()
    stage = procedure.stage(dossier.stage)
    if stage.act == "follow":
        return "follow"
    return "form" if procedure.body(stage.body).role == "applicant" else "review"


def answers_for(project: Project, dossier: Dossier) -> dict[str, Any]:
    """Answer what a project can of the questions asked now; the rest is left to its lead."""
    known = known_of(dossier)
    partners = partners_in(project)
    found: dict[str, Any] = {}
    for asked in asked_now(dossier):
        said = _answer(asked, project, partners, known)
        if said not in (None, "", []):
            found[asked.key] = said
    return found


def _answer(asked: Field, project: Project, partners: list[Partner], known: dict[str, Any]) -> Any:
    if asked.kind == "consortium":
        return [_row(project, each) for each in partners]
    if asked.kind == "budget":
        return _resources(project) if "fund" in asked.key else _costs(project, partners)
    said = {
        "title": project.title,
        "duration": _months(project),
        "aid_asked": "" if project.aid_eur is None else f"{project.aid_eur:f}",
        "territory_share": _territory(project, partners),
        "lead_kind": _lead_kind(asked, project, partners),
        **dict.fromkeys(SUMMARIES, project.summary),
    }
    return said.get(asked.key, known.get(asked.key))


def _lead_kind(asked: Field, project: Project, partners: list[Partner]) -> str:
    lead = next((each for each in partners if each.organisation_id == project.lead_id), None)
    words = LEADS.get(lead.kind if lead else "", "Autre")
    return words if words in asked.choices else ""


def _row(project: Project, partner: Partner) -> dict[str, str]:
    organisation = partner.organisation
    kind = {"laboratory": "research", "training": "training"}.get(
        partner.kind, KINDS.get(organisation.kind, "company")
    )
    role = "lead" if organisation.pk == project.lead_id else "partner"
    return {"name": organisation.name, "siren": organisation.siren or "", "kind": kind, "role": role}


def _costs(project: Project, partners: list[Partner]) -> list[dict[str, str]]:
    """Give the costs by partner and nature, categories added up."""
    amounts: dict[tuple[int, str], int] = {}
    for key, amount in cells_of(project).items():
        partner, _, nature = parted(key)
        amounts[partner, nature] = amounts.get((partner, nature), 0) + amount
    return [
        {"label": f"{each.organisation.name}, {words}", "amount": f"{decimal_of(amounts[each.pk, nature]):f}"}
        for each in partners
        for nature, words in NATURES.items()
        if (each.pk, nature) in amounts
    ]


def _resources(project: Project) -> list[dict[str, str]]:
    estimate = latest_estimate(project)
    shares = estimate.result["shares"] if estimate else []
    rows = [
        {"label": f"Aide demandée : {each['funder']}", "amount": f"{decimal_of(each['cents']):f}"}
        for each in shares
        if each["funder"] != UNFUNDED
    ]
    if estimate and not shares:
        rows = [{"label": "Aide demandée", "amount": f"{estimate.total_eur:f}"}]
    others = project.fundings.select_related("partner__organisation")
    return rows + [{"label": _label(each), "amount": f"{each.amount_eur:f}"} for each in others]


def _label(line: FundingLine) -> str:
    name = line.partner.organisation.name if line.partner else ""
    return ", ".join(each for each in (str(line.get_kind_display()).capitalize(), line.label, name) if each)


def _months(project: Project) -> str:
    if project.starts_on is None or project.ends_on is None:
        return ""
    first, last = project.starts_on, project.ends_on
    return str(max(1, (last.year - first.year) * 12 + last.month - first.month + (last.day >= first.day)))


def _territory(project: Project, partners: list[Partner]) -> str:
    by_partner = totals_by(cells_of(project), 0)
    whole = sum(by_partner.values())
    inside = sum(by_partner.get(each.pk, 0) for each in partners if each.territory == "lead")
    return str(100 * inside // whole) if whole else ""

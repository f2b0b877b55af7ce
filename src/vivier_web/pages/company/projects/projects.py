"""The projects of a member: what it is asked, the grid where it writes its own column, the aid when it leads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.company.projects.here import Held, at, held_or_404, member_of, shown
from vivier_web.pages.company.who import pole_of, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.aid_form import aid_form
from vivier_web.pages.shared.prior_form import PriorForm
from vivier_web.pages.shared.project_grid import download, number_seen, read_table, typed_in
from vivier_web.projects import rules
from vivier_web.projects.actions import budgets as acts
from vivier_web.projects.actions.aiding import estimate_aid
from vivier_web.projects.actions.consortium import BEFORE_AWARD, answer_partnership
from vivier_web.projects.actions.opening import declare_for_aid
from vivier_web.projects.building import sight
from vivier_web.projects.building.grid import Looked, laid_out
from vivier_web.projects.models import Budget, PriorAid
from vivier_web.projects.queries.boards import projects_of
from vivier_web.projects.queries.budgets import (
    cells_of,
    latest_budget,
    looked_at,
    partners_in,
    plan_of,
    share_of,
    versions_of,
)
from vivier_web.projects.queries.consortia import is_stale, latest_estimate
from vivier_web.projects.queries.following import AFTER_AWARD, following_of
from vivier_web.projects.queries.projects import estimate_told, project_told

WORDS = {"joined": "Vous êtes partenaire du projet.", "declined": "C’est noté, merci d’avoir répondu."}


@needs(rules.may_share_ideas)
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects the member leads, is in, or is asked into."""
    member = member_of(request)
    mine = projects_of(pole_of(request), member, timezone.localdate())
    context = {
        "asked": [one for one in mine if one.place == "invited"],
        "mine": [one for one in mine if one.place == "joined"],
    }
    return shown(request, "projects", member, here="member_projects", trail=[], **context)


def _page(request: HttpRequest, held: Held, template: str, last: str = "", **context: Any) -> HttpResponse:
    row = held.project
    trail = [(row.title, at("member_project", held.member, row.pk) if last else "")]
    context |= {
        "project": row,
        "partner": held.partner,
        "is_lead": held.reader == sight.LEAD,
        "is_invited": held.reader == sight.INVITED,
        "is_open": row.state in BEFORE_AWARD,
        "may": {each: sight.reads(held.reader, each) for each in sight.CLASSES},
    }
    steps = [*trail, (last, "")] if last else trail
    return shown(request, template, held.member, here="member_projects", trail=steps, **context)


@needs(rules.may_share_ideas)
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project as this member may read it."""
    held = held_or_404(request, pk)
    cells = cells_of(held.project)
    told = project_told(held.project, held.reader, cells)
    context: dict[str, Any] = {"told": told}
    if held.project.state in AFTER_AWARD and held.reader != sight.INVITED:
        context |= {
            "following": following_of(held.project, timezone.localdate()),
            "following_url": reverse("my_project_following", args=[held.project.pk]),
        }
    if sight.reads(held.reader, sight.PLAN):
        context["funded"] = plan_of(held.project, latest_estimate(held.project), cells)
    elif sight.reads(held.reader, sight.SHARE):
        context["share"] = share_of(held.project, latest_estimate(held.project), cells, held.partner)
    if sight.reads(held.reader, sight.OWN):
        context |= {
            "prior": list(held.partner.prior_aids.all()),
            "prior_form": PriorForm(prefix="p"),
            "prior_url": at("member_project_prior_aid", held.member, pk),
        }
    return _page(request, held, "project", **context)


@require_POST
@needs(rules.may_share_ideas)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Join the consortium, or decline."""
    held, said = held_or_404(request, pk), request.POST.get("reponse", "")
    if said not in WORDS:
        messages.error(request, "Répondez : rejoindre ou décliner.")
        return redirect(at("member_project", held.member, pk))
    try:
        brings = request.POST.get("apport", "")
        answer_partnership(held.partner, said, by=user_of(request), brings=brings)
    except InputError as why:
        messages.error(request, str(why))
        return redirect(at("member_project", held.member, pk))
    messages.success(request, WORDS[said])
    return redirect(at("member_project", held.member, pk) if said == "joined" else at("member_projects", held.member))


@require_POST
@needs(rules.may_share_ideas)
def prior_aid(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a de minimis aid of the member, or take one back."""
    held = _may_read(held_or_404(request, pk), sight.OWN)
    gone, form = request.POST.get("retirer", ""), PriorForm(request.POST, prefix="p")
    try:
        if gone:
            known = PriorAid.objects.filter(
                partner=held.partner, pk=int(gone) if gone.isdecimal() and len(gone) < 12 else 0
            )
            for row in known:
                acts.remove_prior_aid(row, by=user_of(request))
            messages.success(request, "Aide retirée de votre déclaration.")
        elif form.is_valid() and form.cleaned_data["amount"] is not None:
            said = form.cleaned_data
            acts.declare_prior_aid(
                held.partner, said["granted_on"], said["amount"], by=user_of(request), giver=said["giver"]
            )
            messages.success(request, "Aide notée dans votre déclaration.")
        else:
            messages.error(request, "Donnez le jour d’octroi et le montant de l’aide.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect(at("member_project", held.member, pk))


def _may_read(held: Held, what: str) -> Held:
    if not sight.reads(held.reader, what):
        raise Http404
    return held


def _looked(held: Held) -> tuple[dict[str, int], Looked]:
    cells, partners = cells_of(held.project), partners_in(held.project)
    return cells, looked_at(held.project, partners, cells, held.reader, held.member.pk)


@needs(rules.may_share_ideas)
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the grid, one's own column open; the lead writes all of it."""
    held = _may_read(held_or_404(request, pk), sight.OWN)
    if request.method != "POST":
        return _grid(request, held)
    _, looked = _looked(held)
    seen = Budget.objects.filter(project=held.project, number=number_seen(request)).first()
    typed = typed_in(request, seen.cells if seen else {}, looked.writes)
    if typed.troubles:
        return _grid(request, held, said=typed.said, troubles=typed.troubles, status=422)
    try:
        made = acts.save_budget(held.project, typed.changed, writes=looked.writes, by=user_of(request))
    except InputError as why:
        messages.error(request, str(why))
        return _grid(request, held, said=typed.said, status=422)
    messages.success(request, f"Budget enregistré, version {made.number}." if made else "Rien n’a changé.")
    return redirect(at("member_project_budget", held.member, pk))


def _grid(request: HttpRequest, held: Held, **more: Any) -> HttpResponse:
    row, (cells, looked), last = held.project, _looked(held), latest_budget(held.project)
    number = number_seen(request) if request.method == "POST" else (last.number if last else 0)
    said, troubles = more.pop("said", None), more.pop("troubles", None)
    context = {
        "sheet": laid_out(cells, looked, number=number, said=said, troubles=troubles),
        "troubles": troubles or {},
        "versions": versions_of(row),
        "action": at("member_project_budget", held.member, row.pk),
        "importing": at("import_member_project_budget", held.member, row.pk),
        "restoring": at("restore_member_project_budget", held.member, row.pk),
        "exports": [
            (kind.upper(), at("export_member_project_budget", held.member, row.pk, kind)) for kind in ("xlsx", "csv")
        ],
    }
    return _page(request, held, "budget", "Budget", **context, **more)


@require_POST
@needs(rules.may_share_ideas)
def import_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a table for the columns one may write."""
    held = _may_read(held_or_404(request, pk), sight.OWN)
    _, looked = _looked(held)
    try:
        cells = read_table(request, looked)
        acts.save_budget(held.project, cells, writes=looked.writes, by=user_of(request), what="Import d’un tableau")
    except InputError as why:
        refusal = {"refusal": str(why), "problems": getattr(why, "problems", ())}
        return _grid(request, held, status=422, pasted=request.POST.get("texte", ""), **refusal)
    messages.success(request, "Tableau importé.")
    return redirect(at("member_project_budget", held.member, pk))


@needs(rules.may_share_ideas)
def export_budget(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give as a file the columns one may read."""
    held = _may_read(held_or_404(request, pk), sight.OWN)
    cells, looked = _looked(held)
    return download(cells, looked, kind, f"budget-projet-{held.project.pk}")


@require_POST
@needs(rules.may_share_ideas)
def restore_budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back to a version, in the columns one may write."""
    held, asked = _may_read(held_or_404(request, pk), sight.OWN), request.POST.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else -1
    _, looked = _looked(held)
    try:
        made = acts.restore_budget(held.project, number, writes=looked.writes, by=user_of(request))
        messages.success(request, f"Budget repris, version {made.number}." if made else "Rien n’a changé.")
    except InputError as why:
        messages.error(request, str(why))
    return redirect(at("member_project_budget", held.member, pk))


@needs(rules.may_share_ideas)
def aid(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the aid line by line to the lead, who works it out; partners read their share of the plan."""
    held = _may_read(held_or_404(request, pk), sight.AID)
    row = held.project
    form = aid_form(request.POST or None, row.regime, vars(row))
    if form.is_valid():
        said = form.cleaned_data
        try:
            declare_for_aid(row, form.declared(), by=user_of(request))
            estimate_aid(row, said["regime"], on=said["on"], by=user_of(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Aide calculée : chaque ligne dit la règle qui la donne.")
            return redirect(at("member_project_aid", held.member, pk))
    estimate = latest_estimate(row)
    context = {
        "form": form,
        "estimate": estimate,
        "told": estimate_told(estimate) if estimate else None,
        "is_stale": is_stale(row, estimate),
        "funded": plan_of(row, estimate, cells_of(row)),
        "status": 422 if form.is_bound else 200,
    }
    return _page(request, held, "aid", "Aide", **context)

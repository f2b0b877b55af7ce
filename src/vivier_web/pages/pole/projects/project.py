"""One project: what, who, what next, its dossiers; and the gestures of the team on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.members.models import Membership, Organisation
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.pole.projects.forms import PartnerForm, ProjectForm
from vivier_web.pages.pole.projects.room import partner_or_404, project_or_404, reader_of, shown
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import acted
from vivier_web.pages.shared.prior_form import PriorForm
from vivier_web.procedures.models import ProcedureVersion
from vivier_web.procedures.queries.boards import open_procedures
from vivier_web.projects import rules
from vivier_web.projects.actions import consortium, opening
from vivier_web.projects.actions.budgets import declare_prior_aid, remove_prior_aid
from vivier_web.projects.actions.consortium import BEFORE_AWARD
from vivier_web.projects.actions.filing import open_project_dossier
from vivier_web.projects.choices import PartnerState
from vivier_web.projects.models import PriorAid, Project
from vivier_web.projects.queries.following import AFTER_AWARD, following_of
from vivier_web.projects.queries.projects import project_told
from vivier_web.skills.models import ProjectNeed

TABS = (
    ("project", "Le projet"),
    ("project_finder", "Chercher des partenaires"),
    ("project_budget", "Budget"),
    ("project_aid", "Aide et financement"),
)
ANSWERS = {"joined": "C’est noté : il est partenaire.", "declined": "C’est noté : il décline.", "left": "C’est noté."}


def inside(request: HttpRequest, template: str, row: Project, here: str, **context: Any) -> HttpResponse:
    """Show one of the pages of a project, under its tabs."""
    tabs = [{"words": words, "url": reverse(name, args=[row.pk]), "is_here": name == here} for name, words in TABS]
    is_team = rules.may_build_projects(request.actor)  # type: ignore[attr-defined]
    last = [] if here == "project" else [(dict(TABS).get(here, context.get("heading", "")), "")]
    trail = [(row.title, reverse("project", args=[row.pk]) if last else ""), *last]
    context |= {"project": row, "project_tabs": tabs if is_team else [], "is_open": row.state in BEFORE_AWARD}
    return shown(request, template, here="projects", trail=trail, **context)


@needs(rules.may_see_projects)
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a project: what, who, how much, its dossiers, what next."""
    row = project_or_404(request, pk)
    reader = reader_of(request)
    told = project_told(row, reader)
    context: dict[str, Any] = {"told": told}
    if row.state in AFTER_AWARD:
        context |= {
            "following": following_of(row, timezone.localdate()),
            "following_url": reverse("project_following", args=[pk]),
        }
    if rules.may_build_projects(request.actor):  # type: ignore[attr-defined]
        known = {each.organisation for each in told.partners if each.is_in}
        members = Membership.objects.filter(pole=pole_of(request), left_on=None).exclude(organisation_id__in=known)
        rows = members.select_related("organisation").order_by("sort_name", "pk")[:1000]
        context |= {
            "members": [(each.organisation_id, each.organisation.name) for each in rows],
            "procedures": open_procedures(pole_of(request), timezone.localdate()),
            "jobs": ProjectNeed.objects.filter(pole=pole_of(request), project=row.title, withdrawn_at=None),
        }
    return inside(request, "project", row, "project", **context)


@needs(rules.may_build_projects)
def edit_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what a project is, its days, its next step."""
    row = project_or_404(request, pk)
    names = ("title", "summary", "starts_on", "ends_on", "next_step", "due_on")
    form = ProjectForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    act = lambda: opening.describe_project(row, form.cleaned_data, by=person(request))  # noqa: E731
    return _edited(request, row, form, act, "Corriger le projet")


def _edited(
    request: HttpRequest, row: Project, form: Any, act: Callable[[], object], heading: str, **more: Any
) -> HttpResponse:
    if form.is_valid():
        try:
            act()
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "C’est enregistré.")
            return redirect("project", row.pk)
    context = {"form": form, "heading": heading, "back": "project", "status": 422 if form.is_bound else 200, **more}
    return inside(request, "form", row, "", **context)


@needs(rules.may_build_projects)
def edit_partner(request: HttpRequest, pk: int, partner: int) -> HttpResponse:
    """Say what rules of aid ask of a partner; its past de minimis aids are beside."""
    row = project_or_404(request, pk)
    found = partner_or_404(row, partner)
    form = PartnerForm(request.POST or None, initial={name: getattr(found, name) for name in PartnerForm.base_fields})
    act = lambda: consortium.describe_partner(found, form.cleaned_data, by=person(request))  # noqa: E731
    more = {"partner": found, "prior": list(found.prior_aids.all()), "prior_form": PriorForm(prefix="p")}
    more["prior_url"] = reverse("project_prior_aid", args=[pk, partner])
    return _edited(request, row, form, act, found.organisation.name, **more)


@require_POST
@needs(rules.may_build_projects)
def prior_aid(request: HttpRequest, pk: int, partner: int) -> HttpResponse:
    """Note a de minimis aid that a partner declares, or take one back."""
    found = partner_or_404(project_or_404(request, pk), partner)
    where = ("edit_project_partner", pk, partner)
    gone = request.POST.get("retirer", "")
    if gone:
        row = PriorAid.objects.filter(
            partner=found, pk=int(gone) if gone.isdecimal() and len(gone) < 12 else 0
        ).first()
        act = lambda: remove_prior_aid(row, by=person(request)) if row else None  # noqa: E731
        return acted(request, act, "Aide retirée de la déclaration.", *where)
    form = PriorForm(request.POST, prefix="p")
    if not form.is_valid() or form.cleaned_data["amount"] is None:
        messages.error(request, "Donnez le jour d’octroi et le montant de l’aide.")
        return redirect(*where)
    said = form.cleaned_data
    made = lambda: declare_prior_aid(  # noqa: E731
        found, said["granted_on"], said["amount"], by=person(request), giver=said["giver"]
    )
    return acted(request, made, "Aide notée dans la déclaration de minimis.", *where)


@require_POST
@needs(rules.may_build_projects)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a member into the consortium."""
    row, asked = project_or_404(request, pk), request.POST.get("membre", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 12
    found = Organisation.objects.filter(pk=int(asked) if is_number else 0).first()
    if found is None:
        messages.error(request, "Choisissez un membre dans la liste.")
        return redirect("project", pk)
    brings = request.POST.get("apport", "")
    act = lambda: consortium.invite_partner(row, found, brings, by=person(request))  # noqa: E731
    return acted(request, act, f"« {found.name} » est sollicité ; il répond depuis son espace.", "project", pk)


@require_POST
@needs(rules.may_build_projects)
def answer(request: HttpRequest, pk: int, partner: int) -> HttpResponse:
    """Note what a partner answered by other means; or give it the lead."""
    row, said = project_or_404(request, pk), request.POST.get("reponse", "")
    found = partner_or_404(row, partner)
    if said == "lead":
        led = lambda: consortium.hand_over_lead(row, found, by=person(request))  # noqa: E731
        return acted(request, led, f"{found.organisation.name} est chef de file.", "project", pk)
    if said == PartnerState.INVITED:
        again = lambda: consortium.invite_partner(row, found.organisation, by=person(request))  # noqa: E731
        return acted(request, again, "C’est noté : il est de nouveau sollicité.", "project", pk)
    act = lambda: consortium.answer_partnership(found, said, by=person(request))  # noqa: E731
    return acted(request, act, ANSWERS.get(said, ""), "project", pk)


@require_POST
@needs(rules.may_build_projects)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the procedure a project aims at."""
    row, asked = project_or_404(request, pk), request.POST.get("procedure", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 12
    version = ProcedureVersion.objects.filter(pole=pole_of(request), pk=int(asked) if is_number else 0).first()
    act = lambda: opening.choose_procedure(row, version, by=person(request))  # noqa: E731
    words = "Procédure choisie." if version else "Le projet ne vise plus de procédure."
    return acted(request, act, words, "project", pk)


@require_POST
@needs(rules.may_build_projects)
def file_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the dossier of a project, prefilled: its lead completes it and files it."""
    row = project_or_404(request, pk)
    act = lambda: open_project_dossier(row, by=person(request))  # noqa: E731
    words = "Dossier ouvert et prérempli : le chef de file le complète et le dépose depuis son espace."
    return acted(request, act, words, "project", pk)


@require_POST
@needs(rules.may_build_projects)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a project up, or take it up again."""
    row = project_or_404(request, pk)
    if request.POST.get("geste") == "reprendre":
        act = lambda: opening.resume_project(row, by=person(request))  # noqa: E731
        return acted(request, act, "Le projet reprend.", "project", pk)
    act = lambda: opening.drop_project(row, by=person(request))  # noqa: E731
    return acted(request, act, "Projet abandonné ; il peut être repris.", "project", pk)

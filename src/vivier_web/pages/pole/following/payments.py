"""The agreement in force beside those before it; what was granted, asked and paid, by partner, funder and year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.french import read_euros
from vivier_web.pages.pole.following.room import acted, frame, project_or_404
from vivier_web.pages.pole.members.here import filled, person
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.following_forms import PaymentForm, a_day
from vivier_web.pages.shared.gestures import say
from vivier_web.projects import rules
from vivier_web.projects.actions import payments as acts
from vivier_web.projects.models import Agreement, Funder, Payment, Project
from vivier_web.projects.queries.consortium import carriers_of
from vivier_web.projects.queries.money import accounts_of, live_payments


@needs(rules.may_see_projects)
def payments(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was granted, asked and paid."""
    return page(request, project_or_404(request, pk))


def page(request: HttpRequest, project: Project, form: PaymentForm | None = None) -> HttpResponse:
    """Show the money of a project, with a form that was refused as it was typed."""
    context: dict[str, Any] = {
        "accounts": accounts_of(project),
        "rows": live_payments(project),
        "agreements": list(Agreement.objects.filter(project=project).prefetch_related("aids")),
    }
    context |= frame(request, project, ("Convention et versements", ""))
    if context["may_run"] and context["agreements"]:
        context["form"] = form or _form(project)
    return render(request, "pole/following/payments.html", context, status=422 if form else 200)


def _form(project: Project, *typed: Any) -> PaymentForm:
    carriers = [(each.pk, each.name) for each in carriers_of(project)]
    return PaymentForm(carriers, [(each.pk, each.name) for each in project.funders.all()], *typed)


@require_POST
@needs(rules.may_build_projects)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what a partner asks of a funder."""
    project = project_or_404(request, pk)
    form = _form(project, request.POST)

    def act(said: dict[str, Any]) -> None:
        who = next(each for each in carriers_of(project) if str(each.pk) == said["organisation"])
        funder = Funder.objects.get(pk=said["funder"], project=project)
        asked = acts.Asked(who, funder, said["words"], said["asked_on"], said["amount"])
        acts.ask_payment(project, asked, by=person(request))

    if filled(form, act):
        say(request, "Demande de versement notée.")
        return redirect("project_payments", pk)
    return page(request, project, form)


def _payment(request: HttpRequest, pk: int, payment: int) -> Payment:
    rows = Payment.objects.filter(project=project_or_404(request, pk)).select_related("project")
    found: Payment = get_object_or_404(rows, pk=payment)
    return found


@require_POST
@needs(rules.may_build_projects)
def note(request: HttpRequest, pk: int, payment: int) -> HttpResponse:
    """Note what was paid; no day takes it back."""
    row = _payment(request, pk, payment)
    on, typed = a_day(request.POST.get("on", "")), request.POST.get("amount", "").strip()

    def act() -> None:
        acts.note_payment(row, paid_on=on, amount_eur=read_euros(typed) if typed else None, by=person(request))

    return acted(request, row.project, act, "Versement noté." if on else "Versement repris.", to="project_payments")


@require_POST
@needs(rules.may_build_projects)
def withdraw(request: HttpRequest, pk: int, payment: int) -> HttpResponse:
    """Withdraw what was asked."""
    row = _payment(request, pk, payment)
    undo = reverse("restore_project_payment", args=[pk, payment])
    act = lambda: acts.withdraw_payment(row, by=person(request))  # noqa: E731
    return acted(request, row.project, act, "Demande retirée.", undo=undo, to="project_payments")


@require_POST
@needs(rules.may_build_projects)
def restore(request: HttpRequest, pk: int, payment: int) -> HttpResponse:
    """Put back what was withdrawn."""
    row = _payment(request, pk, payment)
    act = lambda: acts.restore_payment(row, by=person(request))  # noqa: E731
    return acted(request, row.project, act, "Demande remise.", to="project_payments")

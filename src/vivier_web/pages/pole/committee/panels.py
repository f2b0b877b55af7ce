"""Panels of experts: asked for, explained pair by pair, changed, sent; the card of each expert."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from vivier.french import counted
from vivier.vocabulary import InputError
from vivier_web.accounts.models import User
from vivier_web.members.models import Pole
from vivier_web.pages.pole.committee.forms import CardForm, TermsForm, TieForm
from vivier_web.pages.pole.committee.room import draft_or_404, number, shown, stage_asked
from vivier_web.pages.pole.members.here import person, pole_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import told
from vivier_web.procedures import rules
from vivier_web.procedures.actions import panels as acts
from vivier_web.procedures.models import ExpertCard, PanelDraft, ProcedureVersion, Tie
from vivier_web.procedures.queries.boards import experts_of
from vivier_web.procedures.queries.panel_lists import cards_of, colleges_of, reviews_waiting
from vivier_web.procedures.queries.panels import panel_shown, trouble_in_words

LATEST = 20


@require_GET
@needs(rules.may_instruct_dossiers)
def panels(request: HttpRequest) -> HttpResponse:
    """List the stages where dossiers wait for experts, and the panels proposed."""
    return _list(request, pole_of(request), TermsForm(colleges_of(pole_of(request))))


def _list(request: HttpRequest, pole: Pole, form: TermsForm, *, status: int = 200) -> HttpResponse:
    drafts = PanelDraft.objects.filter(pole=pole).select_related("procedure").defer("result")[:LATEST]
    context = {
        "waiting": reviews_waiting(pole),
        "drafts": [(each, each.procedure.definition().stage(each.stage).title) for each in drafts],
        "cards": cards_of(pole),
        "form": form,
        "status": status,
    }
    return shown(request, "panels", here="committees", trail=_trail(("Experts et panels", "")), **context)


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Comités", reverse("committees")), *more]


@require_POST
@needs(rules.may_instruct_dossiers)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a panel."""
    pole = pole_of(request)
    pk, stage = stage_asked(request)
    held = ProcedureVersion.objects.select_related("pole")
    version: ProcedureVersion = get_object_or_404(held, pk=pk, pole=pole)
    form = TermsForm(colleges_of(pole), request.POST)
    if form.is_valid():
        try:
            draft = acts.ask_panel(version, stage, form.terms(), by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            return redirect("panel", draft.pk)
    return _list(request, pole, form, status=422)


@require_GET
@needs(rules.may_instruct_dossiers)
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a panel, each pair with its reason, who would come next, and what changing would cost."""
    draft = draft_or_404(request, pk)
    rows = panel_shown(draft)
    context: dict[str, Any] = {
        "draft": draft,
        "rows": rows,
        "step": draft.procedure.definition().stage(draft.stage).title,
        "trouble": trouble_in_words(draft) if draft.trouble else "",
        "to_ask": sum(not seat.is_asked for row in rows for seat in row.seats),
        "worst": next((row.dossier for row in rows if row.dossier.pk == draft.result.get("worst")), None),
    }
    trail = _trail(("Experts et panels", reverse("panels")), ("Panel", ""))
    return shown(request, "panel", here="committees", trail=trail, **context)


@require_POST
@needs(rules.may_instruct_dossiers)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an expert to a dossier, take one away, or take back the last change."""
    draft, by = draft_or_404(request, pk), person(request)
    gesture = request.POST.get("geste", "")
    expert, dossier = number(request, "expert"), number(request, "dossier")

    def act() -> str:
        if gesture == "annuler":
            acts.change_back(draft, by=by)
            return "Dernier changement repris."
        acts.change_seat(draft, expert, dossier, is_in=gesture == "ajouter", by=by)
        return "Expert ajouté au panel." if gesture == "ajouter" else "Expert retiré du panel."

    return told(request, act, "panel", pk)


@require_POST
@needs(rules.may_instruct_dossiers)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the experts of a panel."""
    draft, by = draft_or_404(request, pk), person(request)

    def act() -> str:
        told = acts.send_invitations(draft, by=by)
        for each in told.left:
            messages.warning(request, each)
        return f"{counted(told.asked, 'demande envoyée', 'demandes envoyées')} : chacun déclare d’abord ses intérêts."

    return told(request, act, "panel", pk)


def _expert(request: HttpRequest, pk: int) -> User:
    found = next((each for each in experts_of(pole_of(request)) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


@needs(rules.may_instruct_dossiers)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and write what an expert knows, and their ties."""
    pole, expert = pole_of(request), _expert(request, pk)
    row = ExpertCard.objects.filter(pole=pole, expert=expert).first()
    known = {name: getattr(row, name) for name in ("words", "college", "region", "most")} if row else None
    form = CardForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            acts.write_card(pole, expert, form.card(), by=person(request))
        except InputError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Fiche enregistrée : le prochain panel en tiendra compte.")
            return redirect("expert_card", pk)
    return _card_page(request, expert, row, form=form)


def _card_page(request: HttpRequest, expert: User, row: ExpertCard | None, **forms: Any) -> HttpResponse:
    context = {
        "expert": expert,
        "ties": list(row.ties.all()) if row else [],
        "form": forms.get("form") or CardForm(initial={}),
        "tie_form": forms.get("tie_form") or TieForm(),
        "has_card": row is not None,
        "status": 422 if any(each.errors for each in forms.values()) else 200,
    }
    trail = _trail(("Experts et panels", reverse("panels")), (expert.full_name, ""))
    return shown(request, "expert_card", here="committees", trail=trail, **context)


@require_POST
@needs(rules.may_instruct_dossiers)
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a tie of an expert, or take one back."""
    pole, expert = pole_of(request), _expert(request, pk)
    row = ExpertCard.objects.filter(pole=pole, expert=expert).first()
    if row is None:
        row = acts.write_card(pole, expert, acts.Card(""), by=person(request))
    if request.POST.get("retirer"):
        acts.drop_tie(get_object_or_404(Tie, pk=number(request, "retirer"), card=row), by=person(request))
        messages.success(request, "Lien retiré.")
        return redirect("expert_card", pk)
    form = TieForm(request.POST)
    if form.is_valid():
        try:
            acts.add_tie(row, by=person(request), **form.cleaned_data)
        except InputError as why:
            form.add_error("siren", str(why))
        else:
            messages.success(request, "Lien noté : il écarte des dossiers de cette organisation et de son groupe.")
            return redirect("expert_card", pk)
    known = {name: getattr(row, name) for name in ("words", "college", "region", "most")}
    return _card_page(request, expert, row, form=CardForm(initial=known), tie_form=form)

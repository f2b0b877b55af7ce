"""The workshop: what was proposed beside what people made of it, and every change as one gesture."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier.vocabulary import InputError
from vivier_web.pages.pole.members.here import pole_of, refuse
from vivier_web.pages.pole.strategy.room import proposal_or_404, sheet_or_404, shown, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.skills import rules
from vivier_web.skills.actions import strategy_sheets as acts
from vivier_web.skills.models import StrategyProposal, StrategySheet
from vivier_web.skills.queries.strategy import Opened, document_of, opened, preview, proposals_of, runs_to_read
from vivier_web.skills.queries.strategy_told import told
from vivier_web.skills.strategy.sheet import LINKS, VERDICTS, OwnAxis, from_json

SAID = {
    "kept": "L’axe est retenu.",
    "debate": "L’axe reste à débattre.",
    "dropped": "L’axe est écarté ; sa raison reste lisible.",
}


@needs(rules.may_read_strategy)
def strategy(request: HttpRequest) -> HttpResponse:
    """Open the latest proposal; where there is none, say what a strategy is drawn from."""
    pole = pole_of(request)
    proposals = proposals_of(pole)
    if proposals:
        return _workshop(request, proposal_or_404(proposals[0].pk), proposals)
    return shown(request, "nothing", trail=[("Stratégie", "")], runs=runs_to_read(pole))


@needs(rules.may_read_strategy)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one proposal, and the workshop made of it."""
    return _workshop(request, proposal_or_404(pk), proposals_of(pole_of(request)))


def _workshop(request: HttpRequest, looked_at: StrategyProposal, proposals: list[StrategyProposal]) -> HttpResponse:
    trail = [("Stratégie", "")]
    if looked_at.state != "done":
        return shown(request, "waiting", trail=trail, proposal=looked_at, proposals=proposals)
    sheet, held = sheet_or_404(looked_at.pk), opened(looked_at)
    document = document_of(held, sheet)
    axes = from_json(sheet.axes)
    return shown(
        request,
        "workshop",
        trail=trail,
        proposal=looked_at,
        proposals=proposals,
        sheet=sheet,
        told=told(held),
        axes=[_shown(held, axis, rank, axes) for rank, axis in enumerate(axes)],
        kept=len(document.axes),
        met=document.met,
        points=len(document.points),
        verdicts=VERDICTS.items(),
    )


def _shown(held: Opened, axis: OwnAxis, rank: int, axes: tuple[OwnAxis, ...]) -> dict[str, object]:
    """Lay out an axis: its links with their figures worked out, the others it may be merged into."""
    links = [(words, preview(held, axis.link(name)).splitlines()) for name, (words, _) in LINKS.items()]
    others = [other for other in axes if other.key != axis.key]
    return {"own": axis, "links": links, "others": others, "is_first": rank == 0, "is_last": rank == len(axes) - 1}


@require_POST
@needs(rules.may_write_strategy)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one change of the workshop; « annuler » takes it back."""
    sheet = sheet_or_404(pk)
    gesture = GESTURES.get(request.POST.get("geste", ""), _unknown)
    try:
        words = gesture(request, sheet)
    except InputError as why:
        refuse(request, str(why))
    else:
        undo = reverse("change_strategy", args=[pk])
        say(request, words, undo=undo if sheet.before and words != TAKEN_BACK else "", geste="annuler")
    axis = request.POST.get("axe", "")
    return redirect(reverse("strategy_proposal", args=[pk]) + (f"#{axis}" if axis.isalnum() else ""))


TAKEN_BACK = "Le dernier changement est annulé."


def _decide(request: HttpRequest, sheet: StrategySheet) -> str:
    verdict = request.POST.get("decision", "")
    acts.decide_axis(sheet, _axis(request), verdict, request.POST.get("raison", ""), by=user_of(request))
    return SAID[verdict]


def _merge(request: HttpRequest, sheet: StrategySheet) -> str:
    acts.merge_axes(sheet, _axis(request), request.POST.get("avec", ""), by=user_of(request))
    return "Les deux axes sont réunis."


def _up(request: HttpRequest, sheet: StrategySheet) -> str:
    acts.move_axis(sheet, _axis(request), -1, by=user_of(request))
    return "L’axe est monté d’un rang."


def _down(request: HttpRequest, sheet: StrategySheet) -> str:
    acts.move_axis(sheet, _axis(request), 1, by=user_of(request))
    return "L’axe est descendu d’un rang."


def _add(request: HttpRequest, sheet: StrategySheet) -> str:
    acts.add_axis(sheet, request.POST.get("nom", ""), by=user_of(request))
    return "L’axe est ajouté : récrivez-en chaque maillon."


def _undo(request: HttpRequest, sheet: StrategySheet) -> str:
    acts.undo_change(sheet, by=user_of(request))
    return TAKEN_BACK


def _unknown(_request: HttpRequest, _sheet: StrategySheet) -> str:
    raise InputError("Ce geste n’est pas connu de l’atelier : rechargez la page.")


def _axis(request: HttpRequest) -> str:
    return request.POST.get("axe", "")


GESTURES: dict[str, Callable[[HttpRequest, StrategySheet], str]] = {
    "decider": _decide, "reunir": _merge, "monter": _up, "descendre": _down, "ajouter": _add, "annuler": _undo,
}  # fmt: skip

"""Rewriting one axis: its name and its six links, figures inserted from a list, shown as they will be read."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from vivier.vocabulary import InputError
from vivier_web.pages.pole.strategy.room import sheet_or_404, shown, user_of
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.gestures import say
from vivier_web.skills import rules
from vivier_web.skills.actions.strategy_sheets import TextError, rewrite_axis
from vivier_web.skills.queries.strategy import Opened, opened, preview, trouble_with
from vivier_web.skills.strategy.catalogue import search
from vivier_web.skills.strategy.sheet import LINKS, LONGEST_LINK, LONGEST_NAME, OwnAxis, find, from_json

Troubles = dict[str, str]


@needs(rules.may_write_strategy)
def axis(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Rewrite an axis; looking for a figure and inserting it keep all that was typed."""
    sheet = sheet_or_404(pk)
    held = opened(sheet.proposal)
    try:
        own = find(from_json(sheet.axes), key)
    except InputError as why:
        raise Http404 from why
    if request.method != "POST":
        return _page(request, held, own, {})
    typed = _typed(request, own)
    if "enregistrer" not in request.POST:
        found = {name: trouble_with(held, typed.link(name)) for name in LINKS}
        troubles = {name: said for name, said in found.items() if said}
        return _page(request, held, typed, troubles)
    try:
        rewrite_axis(sheet, key, typed.name, dict(typed.links), by=user_of(request))
    except TextError as why:
        return _page(request, held, typed, why.troubles, status=422)
    except InputError as why:
        return _page(request, held, typed, {"name": str(why)}, status=422)
    say(request, "L’axe est récrit.", undo=reverse("change_strategy", args=[pk]), geste="annuler")
    return redirect(reverse("strategy_proposal", args=[pk]) + f"#{key}")


def _typed(request: HttpRequest, own: OwnAxis) -> OwnAxis:
    """Read what was typed, the figure that was just chosen put at the end of its link."""
    said = {name: request.POST.get(name, "").replace("\r\n", "\n")[: LONGEST_LINK + 1] for name in LINKS}
    chosen, into = request.POST.get("inserer", ""), request.POST.get("dans", "")
    if chosen and into in said:
        gap = "" if not said[into] or said[into][-1].isspace() else " "
        said[into] = f"{said[into]}{gap}{{{{{chosen}}}}}"
    return replace(own, name=request.POST.get("name", "")[: LONGEST_NAME + 1], links=tuple(said.items()))


def _page(request: HttpRequest, held: Opened, own: OwnAxis, troubles: Troubles, **more: Any) -> HttpResponse:
    words = request.POST.get("chercher", "")[:100]
    into = request.POST.get("dans", "evidence")
    found = [(entry, held.shown(entry.formula)) for entry in search(held.entries(), words)]
    trail = [("Stratégie", reverse("strategy_proposal", args=[held.proposal.pk])), (own.name or "Axe sans nom", "")]
    return shown(
        request,
        "axis",
        trail=trail,
        own=own,
        proposal=held.proposal,
        fields=[_field(held, own, name, troubles) for name in LINKS],
        name_trouble=troubles.get("name", ""),
        links=[(name, said) for name, (said, _) in LINKS.items()],
        words=words,
        into=into if into in LINKS else "evidence",
        found=found,
        **more,
    )


def _field(held: Opened, own: OwnAxis, name: str, troubles: Troubles) -> dict[str, Any]:
    label, hint = LINKS[name]
    text = own.link(name)
    shown_lines = preview(held, text).splitlines() if "{{" in text else []
    rows = max(2, min(8, sum(1 + len(line) // 90 for line in text.splitlines())))
    return {
        "name": name, "label": label, "hint": hint, "text": text, "trouble": troubles.get(name, ""),
        "preview": shown_lines, "rows": rows,
    }  # fmt: skip

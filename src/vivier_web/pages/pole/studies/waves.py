"""Waves of collection: opening one, following who deposited, reminding the others, freezing."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vivier_web.accounts.models import User
from vivier_web.pages.pole.studies.forms import WaveForm
from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.actions.waves import freeze_wave, open_wave
from vivier_web.skills.models import Wave
from vivier_web.skills.queries.waves import addresses_to_remind, followed, members_count, waves_of

A_PAGE = 50


@needs(rules.may_follow_waves)
def waves(request: HttpRequest) -> HttpResponse:
    """List the waves of the pôle."""
    pole = request.pole  # type: ignore[attr-defined]
    trail = [("Vagues de collecte", "")]
    return shown(request, "waves", here="waves", trail=trail, waves=waves_of(pole), members=members_count(pole))


@needs(rules.may_open_waves)
def new_wave(request: HttpRequest) -> HttpResponse:
    """Open a wave."""
    form = WaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wave = open_wave(request.pole, by=cast(User, request.user), **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, "La vague est ouverte : les membres peuvent y déposer.")
        return redirect("wave", wave.pk)
    trail = [("Vagues de collecte", reverse("waves")), ("Nouvelle vague", "")]
    return shown(request, "new_wave", here="waves", trail=trail, form=form)


@needs(rules.may_follow_waves)
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who deposited in a wave, and whom to remind."""
    looked_at: Wave = get_object_or_404(Wave.objects.select_related("pole"), pk=pk)
    rows = followed(looked_at)
    kept = request.GET.get("etat", "")
    wanted = [row for row in rows if not kept or (row.deposited_at is not None) == (kept == "depose")]
    done = sum(row.deposited_at is not None for row in rows)
    return shown(
        request,
        "wave",
        here="waves",
        trail=[("Vagues de collecte", reverse("waves")), (looked_at.name, "")],
        wave=looked_at,
        page=Paginator(wanted, A_PAGE).get_page(request.GET.get("page")),
        kept=kept,
        done=done,
        missing=len(rows) - done,
        total=len(rows),
        addresses=addresses_to_remind(rows),
    )


@require_POST
@needs(rules.may_open_waves)
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze a wave."""
    frozen = freeze_wave(get_object_or_404(Wave.objects.select_related("pole"), pk=pk), by=cast(User, request.user))
    day = f"{frozen.erase_on:%d/%m/%Y}"
    messages.success(request, f"La vague est figée : rien ne s’y dépose plus, et ses cases seront effacées le {day}.")
    return redirect("wave", pk)

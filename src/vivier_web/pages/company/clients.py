"""The desk of an accountant: its clients, in every pôle, and what is due."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vivier import french
from vivier_web.accounts.choices import RoleKind
from vivier_web.members import rules
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.skills.queries.standing import Client, clients_of


@needs(rules.may_see_clients)
def desk(request: HttpRequest) -> HttpResponse:
    """Show each client and its open collections, what is due first."""
    actor = cast("Asking", request).actor
    pairs = {
        (role.pole_id, role.organisation_id)
        for role in actor.roles
        if role.kind == RoleKind.ACCOUNTANT and role.pole_id is not None and role.organisation_id is not None
    }
    clients = clients_of(pairs, today=timezone.localdate())
    context = {
        "clients": clients,
        "has_several_poles": len({client.pole.pk for client in clients}) > 1,
        "title": _title(clients),
    }
    return render(request, "company/clients.html", context)


def _title(clients: tuple[Client, ...]) -> str:
    due = [one.wave.closes_on for client in clients for one in client.waiting]
    if due:
        before = "avant le" if len(due) == 1 else "le premier avant le"
        return f"{french.counted(len(due), 'dépôt')} à faire, {before} {french.long_date(min(due).isoformat())}"
    if any(client.dues for client in clients):
        return "Tous les dépôts de vos clients sont faits"
    return "Aucune collecte n’est ouverte chez vos clients"

"""The desks, in the order in which home looks for one: whose each is, and where it is."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from vivier_web.members import rules
from vivier_web.pages.shared.access import Rule


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold one desk: its word, the name of its address, whose it is."""

    title: str
    url_name: str
    rule: Rule


DESKS = (
    Desk("Équipe du pôle", "desk_team", rules.may_see_team_desk),
    Desk("Réseau", "desk_network", rules.may_see_network_desk),
    Desk("Gouvernance", "desk_steering", rules.may_see_steering_desk),
    Desk("Clients", "desk_clients", rules.may_see_clients),
    Desk("Mon entreprise", "company", rules.may_answer_for_some),
    Desk("Autorités", "desk_authority", rules.may_see_authority_desk),
    Desk("Expertise", "desk_expert", rules.may_see_expert_desk),
    Desk("Formation", "desk_training", rules.may_see_training_desk),
    Desk("Salarié ou bénévole", "desk_employee", rules.may_see_employee_desk),
)


def desks_of(actor: rules.Actor) -> list[Desk]:
    """Give the desks of somebody, the one that home opens first."""
    return [each for each in DESKS if each.rule(actor)]


def shown(request: HttpRequest, actor: rules.Actor) -> list[dict[str, object]]:
    """Give the desks of whoever has several, as the page of a desk lists them."""
    mine = desks_of(actor)
    if len(mine) < 2:
        return []
    found: list[dict[str, object]] = []
    for rank, each in enumerate(mine):
        url = reverse(each.url_name)
        is_here = request.path == url or (request.path == "/" and rank == 0)
        found.append({"title": each.title, "url": url, "is_here": is_here})
    return found

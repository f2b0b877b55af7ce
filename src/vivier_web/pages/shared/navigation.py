"""What stands above every page: the rooms this person may enter, the pôle they look at."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from vivier_web.indicators.rules import may_compare_poles, may_follow_national_campaigns, may_read_campaigns
from vivier_web.members import rules
from vivier_web.pages.shared import desks
from vivier_web.pages.shared.access import Rule
from vivier_web.procedures.rules import may_instruct_addressed_dossiers, may_read_procedures_of_poles
from vivier_web.skills.rules import may_plan_training, may_read_strategy


@dataclass(frozen=True, slots=True)
class Room:
    """Hold one of the five rooms: its word, where it opens, who may enter, and where one is when inside."""

    title: str
    url_name: str
    prefix: str
    rule: Rule


ROOMS = (
    Room("Connaître", "members", "/connaitre/", rules.may_see_members),
    Room("Prévoir", "studies", "/prevoir/", rules.may_see_members),
    Room("Décider", "strategy", "/decider/", may_read_strategy),
    Room("Agir", "training", "/agir/", may_plan_training),
    Room("Évaluer", "campaigns", "/evaluer/", may_read_campaigns),
    Room("Mon entreprise", "company", "/mon-entreprise/", rules.may_answer_for_some),
)


DESK = "/bureau/autorites/"
AUTHORITY = (
    Room("Bureau", "desk_authority", "", rules.may_see_authority_desk),
    Room("Dossiers", "authority_dossiers", f"{DESK}dossiers/", may_instruct_addressed_dossiers),
    Room("Procédures", "authority_procedures", f"{DESK}procedures/", may_read_procedures_of_poles),
    Room("Campagnes", "authority_campaigns", f"{DESK}campagnes/", may_follow_national_campaigns),
    Room("Chiffres", "authority_figures", f"{DESK}chiffres/", may_compare_poles),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give the base page the rooms to show; those not built are not shown."""
    actor = getattr(request, "actor", rules.Actor())
    shown = [] if request.path.startswith(DESK) else _shown(request, actor, ROOMS)
    shown = shown or _shown(request, actor, AUTHORITY)
    pole = getattr(request, "pole", None)
    return {
        "rooms": shown,
        "desks": desks.shown(request, actor),
        "pole": pole,
        "poles": getattr(request, "poles", []),
        "may_search": rules.may_see_members(actor),
        "may_see_people": pole is not None and rules.may_see_people(actor),
    }


def _shown(request: HttpRequest, actor: rules.Actor, rooms: tuple[Room, ...]) -> list[dict[str, Any]]:
    """Give the rooms somebody may enter; where one is: the room whose prefix, or whose very address, is this one."""
    found: list[dict[str, Any]] = []
    for room in rooms:
        if room.rule(actor):
            try:
                url = reverse(room.url_name)
            except NoReverseMatch:
                continue
            is_here = request.path.startswith(room.prefix) if room.prefix else request.path == url
            found.append({"title": room.title, "url": url, "is_here": is_here})
    return found

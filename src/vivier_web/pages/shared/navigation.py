"""What stands above every page: the rooms this person may enter, the pôle they look at."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from vivier_web.indicators.rules import may_see_publications
from vivier_web.members import rules
from vivier_web.pages.shared import desks
from vivier_web.pages.shared.access import Rule
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
    Room("Évaluer", "publications", "/evaluer/", may_see_publications),
    Room("Mon entreprise", "company", "/mon-entreprise/", rules.may_answer_for_some),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give the base page the rooms to show; those not built are not shown."""
    actor = getattr(request, "actor", rules.Actor())
    shown = []
    for room in ROOMS:
        if room.rule(actor):
            try:
                url = reverse(room.url_name)
            except NoReverseMatch:
                continue
            shown.append({"title": room.title, "url": url, "is_here": request.path.startswith(room.prefix)})
    pole = getattr(request, "pole", None)
    return {
        "rooms": shown,
        "desks": desks.shown(request, actor),
        "pole": pole,
        "poles": getattr(request, "poles", []),
        "may_search": rules.may_see_members(actor),
        "may_see_people": pole is not None and rules.may_see_people(actor),
    }

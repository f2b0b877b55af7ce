"""What every page of this room shows above its subject: the doors of Agir for the team, and the crumbs."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from vivier_web.pages.pole.training.room import DOORS
from vivier_web.pages.shared.access import Asking
from vivier_web.procedures.rules import may_instruct_dossiers


def frame(request: HttpRequest, *more: tuple[str, str]) -> dict[str, Any]:
    """Give the doors and the crumbs of a page; only the team enters the other rooms of Agir."""
    is_team = may_instruct_dossiers(cast("Asking", request).actor)
    doors = [{"words": words, "url": reverse(name), "is_here": name == "dossiers"} for name, words in DOORS]
    start = [("Agir", reverse("training"))] if is_team else []
    room = ("Dossiers", reverse("dossiers") if more else "")
    return {"doors": doors if is_team else [], "trail": [*start, room, *more]}

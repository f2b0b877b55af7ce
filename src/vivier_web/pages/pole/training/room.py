"""What every page of this room shows above its subject: the doors of Agir, and where one is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

DOORS = (
    ("projects", "Projets"),
    ("ideas", "Idées"),
    ("training", "Plans de formation"),
    ("training_needs", "Besoins"),
    ("training_catalogue", "Catalogue"),
    ("procedures", "Procédures"),
    ("dossiers", "Dossiers"),
    ("committees", "Comités"),
    ("calls", "Appels"),
    ("practices", "Pratiques"),
)
Trail = list[tuple[str, str]]


def shown(request: HttpRequest, template: str, *, here: str, trail: Trail, **context: Any) -> HttpResponse:
    """Show a page of the room; `trail` are its crumbs after « Formations partagées »."""
    doors = [{"words": words, "url": reverse(name), "is_here": name == here} for name, words in DOORS]
    steps = [("Agir", reverse("training")), *trail]
    status = context.pop("status", 200)
    return render(
        request, f"pole/training/{template}.html", context | {"doors": doors, "trail": steps}, status=status
    )

"""What a search finds: members, those who left, people, what was noted, activities, occupations of the last study."""

from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from vivier_web.members import rules
from vivier_web.members.models import Pole
from vivier_web.members.queries.lists import Wanted, contacts_found, members_page
from vivier_web.members.queries.search import activities_of, noted_of
from vivier_web.members.search import wanted_words
from vivier_web.pages.pole.members.here import pole_of
from vivier_web.pages.pole.studies.occupation import occupations_in
from vivier_web.pages.shared.access import Asking, needs
from vivier_web.skills.published import published_run
from vivier_web.skills.queries.standing import latest_result
from vivier_web.skills.rules import may_read_studies


@needs(rules.may_see_members)
def search(request: HttpRequest) -> HttpResponse:
    """Show what a search finds, in groups; by occupation, only what this reader may see anyway."""
    pole, today = pole_of(request), timezone.localdate()
    words = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    context: dict[str, Any] = {"words": words, "groups": [], "people": [], "total": 0}
    if wanted_words(words):  # signs alone ask for nothing, and would find everybody
        noted, noted_total = noted_of(pole, words)
        context |= {
            "groups": _groups(pole, words),
            "people": contacts_found(pole, words),
            "noted": noted,
            "noted_total": noted_total,
            "activities": activities_of(pole, words, today=today),
        } | (_occupations(pole, words) if may_read_studies(cast("Asking", request).actor) else {})
        members = sum(group["page"].total for group in context["groups"])
        shown = sum(1 for one in context.get("occupations", ()) if one.people)
        context["total"] = members + len(context["people"]) + noted_total + len(context["activities"]) + shown
    return render(request, "pole/members/search.html", context)


def _groups(pole: Pole, words: str) -> list[dict[str, Any]]:
    """Give the members of today, those to come and those who left, by name, SIREN, town or code of activity."""
    found = []
    for status, title in (("", "Membres"), ("autres", "Anciens membres et membres à venir")):
        wanted = Wanted(words=words, status=status)
        page = members_page(pole, wanted, today=timezone.localdate())
        asked = {"q": words} | ({"statut": status} if status else {})
        found.append({"title": title, "page": page, "all": f"{reverse('members')}?{urlencode(asked)}"})
    return found


def _occupations(pole: Pole, words: str) -> dict[str, Any]:
    """Give the occupations whose label bears the words, with their people in the last study where it shows them."""
    latest = latest_result(pole)
    if latest is None:
        return {}
    run = published_run(latest)
    return {"run": run, "occupations": occupations_in(run, words)}

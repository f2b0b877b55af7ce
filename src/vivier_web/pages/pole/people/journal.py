"""The journal of a pôle's acts, in French sentences."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vivier_web.accounts.choices import RoleKind
from vivier_web.accounts.models import Act, User
from vivier_web.members import rules
from vivier_web.members.models import Organisation
from vivier_web.pages.pole.people.sentences import NAMED, SENTENCES, sentence
from vivier_web.pages.pole.people.team import pole_of
from vivier_web.pages.shared.access import needs

A_PAGE = 50
MODELS: dict[str, Any] = {"user": User, "organisation": Organisation}


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one act as it is read: when, who, what, and the first letters of its seal."""

    number: int
    at: Any
    who: str
    what: str
    seal: str


@needs(rules.may_read_journal)
def acts(request: HttpRequest) -> HttpResponse:
    """Show the acts of the pôle, the latest first."""
    pole = pole_of(request)
    found = Act.objects.filter(pole=pole.slug).order_by("-number")
    verbs = list(found.order_by("verb").values_list("verb", flat=True).distinct())
    verb = request.GET.get("acte", "")
    page = Paginator(found.filter(verb=verb) if verb in verbs else found, A_PAGE).get_page(request.GET.get("page"))
    choices = sorted(((each, _choice(each)) for each in verbs), key=lambda pair: pair[1])
    lines = _lines(cast("list[Act]", list(page.object_list)))
    context = {"page": page, "lines": lines, "verb": verb if verb in verbs else "", "choices": choices}
    return render(request, "pole/people/journal.html", context)


def _choice(verb: str) -> str:
    return SENTENCES.get(verb, verb).removeprefix("a ").replace(" {}", " …")


def _lines(found: list[Act]) -> list[Line]:
    """Name in two queries all the people and organisations a page speaks of."""
    subjects = [tuple(act.subject.partition(":")[::2]) for act in found]
    people = {act.actor_id for act in found} | _pks(subjects, "user")
    names = {
        "user": _names("user", people - {None}),
        "organisation": _names("organisation", _pks(subjects, "organisation")),
    }
    lines = []
    for act, (kind, pk) in zip(found, subjects, strict=True):
        about = names[kind].get(int(pk), "") if kind in NAMED and pk.isdecimal() else ""
        who = "La plateforme" if act.actor_id is None else names["user"].get(act.actor_id, "Une personne effacée")
        lines.append(Line(act.number, act.at, who, sentence(act.verb, about) + _role(act), act.sealed[:8]))
    return lines


def _role(act: Act) -> str:
    kind = json.loads(act.detail).get("kind", "") if act.detail else ""
    return f" ({RoleKind(kind).label})" if kind in RoleKind.values else ""


def _pks(subjects: Iterable[tuple[str, ...]], kind: str) -> set[Any]:
    return {int(pk) for each, pk in subjects if each == kind and pk.isdecimal()}


def _names(kind: str, pks: set[Any]) -> dict[int, str]:
    return {row.pk: str(row) for row in MODELS[kind].objects.filter(pk__in=pks)} if pks else {}

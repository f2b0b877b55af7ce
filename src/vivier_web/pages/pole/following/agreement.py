"""The agreement of a project: signed, amended; a grid of partners by funders, so that every sum is the same."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from vivier.french import read_euros
from vivier.vocabulary import InputError
from vivier_web.members.models import Organisation
from vivier_web.members.territory import DEPARTMENTS, REGIONS
from vivier_web.pages.pole.following.room import frame, project_or_404
from vivier_web.pages.pole.members.here import person
from vivier_web.pages.shared.access import needs
from vivier_web.pages.shared.following_forms import a_day
from vivier_web.pages.shared.gestures import say
from vivier_web.projects import rules
from vivier_web.projects.actions.agreements import Granted, Terms, amend_agreement, sign_agreement
from vivier_web.projects.actions.signing import sign_amendment
from vivier_web.projects.amounts import NOTHING
from vivier_web.projects.choices import AmendmentState, FunderKind, ProjectState
from vivier_web.projects.models import Agreement, Amendment, Project
from vivier_web.projects.queries.amendments import amendment_in_play, grants_after
from vivier_web.projects.queries.consortium import carriers_of
from vivier_web.projects.queries.money import aids_of

FUNDERS = 4
FIRST = (("state", "État (Bpifrance)"), ("region", "Région"), ("", ""), ("", ""))
_DAYS = (("signed_on", "Signée le"), ("starts_on", "Début du projet"), ("ends_on", "Fin du projet"))


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold what is typed: days, what changes, funders as (kind, name, territory), and rows of (partner, amounts)."""

    days: tuple[tuple[str, str, str], ...]
    what: str
    funders: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[Organisation, tuple[str, ...]], ...]


@needs(rules.may_build_projects)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the agreement of a project, or an amendment to the one in force; nothing typed is lost."""
    project = project_or_404(request, pk)
    last, carriers = Agreement.objects.filter(project=project).first(), _rows(project)
    if request.method != "POST":
        return _page(request, project, last, _known(project, last, carriers))
    grid = _typed(request.POST, carriers)
    try:
        terms = _terms(grid)
        if last is None:
            sign_agreement(project, terms, by=person(request))
        elif (agreed := _agreed(project)) is not None:
            sign_amendment(agreed, terms, by=person(request))
        else:
            amend_agreement(project, terms, by=person(request))
    except InputError as why:
        return _page(request, project, last, grid, str(why))
    words = (
        "Avenant ajouté : la convention d’avant reste lisible à côté."
        if last
        else "Convention signée : le projet court."
    )
    say(request, words)
    return redirect("project_payments", pk)


def _rows(project: Project) -> list[Organisation]:
    """Give who carries the project or enters it, then who left it with some aid: it keeps what it asked for."""
    aided = {each.organisation_id: each.organisation for each in aids_of(project)}
    rows = {each.pk: each for each in carriers_of(project)}
    agreed = _agreed(project)
    if agreed is not None and agreed.joins is not None:
        rows[agreed.joins.pk] = agreed.joins
    return list((rows | {pk: one for pk, one in aided.items() if pk not in rows}).values())


def _agreed(project: Project) -> Amendment | None:
    """Give the amendment that everybody accepted: what is signed here is that one."""
    found = amendment_in_play(project)
    return found if found is not None and found.state == AmendmentState.AGREED else None


def _page(
    request: HttpRequest, project: Project, last: Agreement | None, grid: Grid, error: str = ""
) -> HttpResponse:
    words = "Ajouter un avenant" if last else "Enregistrer la convention"
    context = {
        "last": last,
        "grid": grid,
        "error": error,
        "kinds": FunderKind.choices,
        "places": [*REGIONS.items(), *DEPARTMENTS.items()],
        "heading": words,
        "agreed": _agreed(project),
        "is_open": project.state == (ProjectState.RUNNING if last else ProjectState.GRANTED),
    }
    shown = context | frame(request, project, (words, ""))
    return render(request, "pole/following/agreement.html", shown, status=422 if error else 200)


def _known(project: Project, last: Agreement | None, carriers: list[Organisation]) -> Grid:
    """Fill the grid with the agreement in force, else with what a project starts from."""
    aids = aids_of(project)
    said = dict.fromkeys((each.funder.kind, each.funder.name, each.funder.territory) for each in aids)
    funders = tuple(said) or tuple((kind, name, _first(kind, project)) for kind, name in FIRST)
    funders += (("", "", ""),) * max(FUNDERS - len(funders), 1)
    agreed = _agreed(project)
    known = {(each.funder.name, each.organisation_id): each.amount_eur for each in aids}
    known = grants_after(agreed) if agreed else known
    rows = tuple((one, tuple(_written(known.get((name, one.pk))) for _, name, _ in funders)) for one in carriers)
    ends_on = agreed.ends_on if agreed and agreed.ends_on else getattr(last, "ends_on", None)
    shown = {"starts_on": getattr(last, "starts_on", None), "ends_on": ends_on}
    days = tuple((name, words, _iso(shown.get(name))) for name, words in _DAYS)
    return Grid(days, agreed.why if agreed else "", funders, rows)


def _first(kind: str, project: Project) -> str:
    """Propose the Region of the pôle as the one that pays."""
    return project.pole.region if kind == FunderKind.REGION else ""


def _written(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}".replace(".", ",")


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _typed(said: QueryDict, carriers: list[Organisation]) -> Grid:
    count = sum(name.startswith("funder_") for name in said)
    funders = tuple(
        (said.get(f"kind_{rank}", "")[:10], said.get(f"funder_{rank}", "")[:120], _code(said, rank))
        for rank in range(min(count, 20))
    )
    rows = tuple(
        (one, tuple(said.get(f"aid_{one.pk}_{rank}", "")[:30] for rank in range(len(funders)))) for one in carriers
    )
    days = tuple((name, words, said.get(name, "")[:10]) for name, words in _DAYS)
    return Grid(days, said.get("what", "")[:300], funders, rows)


def _code(said: QueryDict, rank: int) -> str:
    """Read the code of a territory; the State and others are nowhere."""
    typed = "".join(said.get(f"territory_{rank}", "").split())[:9]
    return typed if said.get(f"kind_{rank}", "") in {FunderKind.REGION, FunderKind.LOCAL} else ""


def _terms(grid: Grid) -> Terms:
    days: dict[str, Any] = {}
    for name, words, typed in grid.days:
        days[name] = a_day(typed)
        if days[name] is None:
            raise InputError(f"« {words} » : donnez un jour.")
    granted = []
    for one, cells in grid.rows:
        for (kind, name, territory), typed in zip(grid.funders, cells, strict=True):
            amount = read_euros(typed) if typed.strip() else NOTHING
            if amount:
                granted.append(Granted(kind, name, one.pk, amount, territory))
    return Terms(**days, granted=tuple(granted), what=grid.what)

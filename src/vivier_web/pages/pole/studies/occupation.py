"""One occupation in a run: every guarded figure it has, on one page; and the occupations a search finds there."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from vivier.report.figures import figure, figure_bounds
from vivier_web.pages.pole.studies.room import shown
from vivier_web.pages.pole.studies.runs import found
from vivier_web.pages.shared.access import needs
from vivier_web.skills import rules
from vivier_web.skills.published import PublishedRun, published_run
from vivier_web.skills.queries.titles import search_occupations

_FACTS = (  # label, table, what comes after the occupation in its keys
    ("salariés comptés", "metiers", ()),
    ("ont 55 ans ou plus", "seniors_55", ()),
    ("fins de carrière sur l’horizon", "departs", ("total", "retraite")),
    ("postes à pourvoir sur l’horizon, rotation comprise", "postes", ("total", "toutes")),
)
_YEARS = (
    ("Effectif sans embauche", "effectif_sans_embauche", ()),
    ("Fins de carrière", "departs", ("retraite",)),
    ("Autres départs", "departs", ("autre",)),
    ("Postes à pourvoir", "postes", ("toutes",)),
)


@dataclass(frozen=True, slots=True)
class Told:
    """Hold one figure as a page writes it; empty where the study does not show it."""

    label: str
    value: str = ""
    interval: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Hold one occupation a search found: whether the study shows it, and how many people it counts."""

    code: str
    label: str
    people: str = ""


@needs(rules.may_read_studies)
def occupation(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show what a run says of one occupation."""
    looked_at = found(pk)
    if looked_at.state != "done":
        raise Http404
    run = published_run(looked_at)
    if not _told(run, "metiers", (code,)).value:
        raise Http404
    label = dict(run.study.labels).get(code, code)
    trail = [("Études", reverse("studies")), (run.name, reverse("run", args=[run.pk])), (label, "")]
    return shown(
        request,
        "occupation",
        here="studies",
        trail=trail,
        run=run,
        code=code,
        label=label,
        last=run.last_year,
        facts=[_told(run, table, (code, *after), words) for words, table, after in _FACTS],
        heads=[words for words, _, _ in _YEARS],
        years=[
            (year, [_told(run, table, (code, year, *after), words) for words, table, after in _YEARS])
            for year in _years(run)
        ],
    )


def occupations_in(run: PublishedRun, words: str) -> list[Found]:
    """Give the occupations whose official label a search finds, each with its people where the study shows it."""
    return [
        Found(one.code, one.label, _told(run, "metiers", (one.code,)).value) for one in search_occupations(words, 5)
    ]


def _years(run: PublishedRun) -> list[str]:
    return [str(year) for year in range(int(run.study.on[:4]) + 1, int(run.last_year) + 1)]


def _told(run: PublishedRun, table: str, keys: tuple[str, ...], label: str = "") -> Told:
    rows = run.study.table(table).rows
    shown_ = next((row.figure for row in rows if row.keys == keys and row.figure is not None), None)
    return Told(label) if shown_ is None else Told(label, figure(shown_), figure_bounds(shown_))

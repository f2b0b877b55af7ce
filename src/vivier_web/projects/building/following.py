"""Where a project is, from where its last dossier is: nothing here is decided, it is read."""

from dataclasses import dataclass

from vivier_web.procedures.definition.words import POSITIVE
from vivier_web.projects.choices import ProjectState

OPEN = (ProjectState.EMERGING, ProjectState.BUILDING, ProjectState.FILED, ProjectState.GRANTED)
NEXT = "Labellisé : déposer la demande de financement"
LABELS = frozenset({"project_label"})  # a label pays nothing: the project goes on looking for its funding


@dataclass(frozen=True, slots=True)
class Place:
    """Hold where a dossier is: kind of procedure, whether a version was filed, what its stage does, how it ended.

    `decided` is the outcome of its last decision; `act` is `form` while it is with its applicant, `follow` once it is
    decided, `review` in between, empty when it is closed (`outcome`). `is_awaited` while a stage ahead has still to
    decide: a committee may give its label before the funders, and only the last decision pays.
    """

    kind: str
    is_filed: bool
    act: str = ""
    outcome: str = ""
    decided: str = ""
    is_awaited: bool = False


def state_after(now: str, place: Place) -> tuple[str, str]:
    """Give the state of a project and its next step, from where its last dossier is; nothing changes once it runs.

    >>> state_after("building", Place("project_funding", is_filed=True, act="review")) == ("filed", "")
    True
    >>> state_after("filed", Place("project_funding", is_filed=True, outcome="refused", decided="refused"))[1]
    'Refusé : revoir le projet ou chercher un autre guichet'
    """
    if now not in OPEN:
        return now, ""
    decided = place.decided or place.outcome  # some procedures end without a formal decision
    is_over = bool(place.outcome) or (place.act in {"follow", "form"} and bool(decided) and not place.is_awaited)
    if place.is_filed and not is_over:
        if place.act != "form":
            return ProjectState.FILED, ""
        is_labelled = place.is_awaited and decided in POSITIVE  # with its applicant again, for the next who decides
        return ProjectState.BUILDING, NEXT if is_labelled else "Compléter le dossier, puis le déposer"
    is_granted = place.is_filed and decided in POSITIVE and (place.outcome or "done") in POSITIVE
    if is_granted and place.kind not in LABELS:
        return ProjectState.GRANTED, "Préparer la convention"
    step = NEXT if is_granted else _again(place.outcome or place.decided)
    return ProjectState.BUILDING, step


def _again(outcome: str) -> str:
    words = {
        "resubmit": "À représenter : corriger, puis ouvrir un nouveau dossier",
        "refused": "Refusé : revoir le projet ou chercher un autre guichet",
        "ineligible": "Non recevable : lever ce qui manque, ou changer de guichet",
        "lapsed": "Dossier caduc : en ouvrir un autre",
        "withdrawn": "Dossier retiré : en ouvrir un autre, ou abandonner",
    }
    return words.get(outcome, "")

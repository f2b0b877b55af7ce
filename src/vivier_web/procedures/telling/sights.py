"""Who sees what, and when: one line a role, one cell a class of documents, the rest in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vivier.french import counted, listed
from vivier_web.procedures.definition.data import Procedure
from vivier_web.procedures.definition.words import DOCUMENTS, ROLES, TIMES
from vivier_web.procedures.visibility import cells

Moments = dict[str, tuple[str, ...]]  # stage → before, during, after, those that are seen
_ALL = tuple(TIMES)
ALWAYS, NEVER = "toujours", "jamais"
_WHEN = {
    ("before",): "avant",
    ("during",): "pendant",
    ("after",): "après",
    ("before", "during"): "avant et pendant",
    ("during", "after"): "pendant et après",
    ("before", "after"): "avant et après",
    _ALL: "avant, pendant et après",
}


@dataclass(frozen=True, slots=True)
class Sight:
    """Hold one cell: « toujours », « jamais » or at how many stages, and exactly when."""

    document: str
    word: str
    when: str

    @property
    def is_seen(self) -> bool:
        """Whether it is seen at least once."""
        return self.word != NEVER

    @property
    def is_partly(self) -> bool:
        """Whether its moments must be said."""
        return self.is_seen and self.word != ALWAYS


@dataclass(frozen=True, slots=True)
class Sights:
    """Hold what a role sees, class after class."""

    role: str
    cells: tuple[Sight, ...]

    @property
    def partly(self) -> tuple[Sight, ...]:
        """The cells whose moments must be said."""
        return tuple(each for each in self.cells if each.is_partly)


@lru_cache(maxsize=64)
def sights(procedure: Procedure) -> tuple[Sights, ...]:
    """Tell what each role that takes part sees: the rules that stand above every file are counted in."""
    seen: dict[tuple[str, str], set[tuple[str, str]]] = {}
    given: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for each in cells(procedure):
        if each.is_seen:
            (given if each.own_given else seen).setdefault((each.role, each.document), set()).add(
                (each.stage, each.when)
            )
    shown = []
    for role in _roles(procedure):
        told = tuple(
            _sight(procedure, document, seen.get((role, document), set()), given.get((role, document), set()))
            for document in DOCUMENTS
        )
        shown.append(Sights(ROLES[role], told))
    return tuple(each for each in shown if any(cell.is_seen for cell in each.cells))


def _roles(procedure: Procedure) -> list[str]:
    named = {each.role for each in (*procedure.sees, *(one for stage in procedure.stages for one in stage.sees))}
    present = named | {"applicant"} | {each.role for each in procedure.bodies}
    return [role for role in ROLES if role in present]


def _sight(procedure: Procedure, document: str, seen: set[tuple[str, str]], given: set[tuple[str, str]]) -> Sight:
    title = DOCUMENTS[document]
    every = len(procedure.stages) * len(TIMES)
    later = given - seen
    if not seen | later:
        return Sight(title, NEVER, "")
    if len(seen) == every:
        return Sight(title, ALWAYS, "")
    said = [_moments(procedure, seen)] if seen else []
    if later:
        said.append(f"une fois son propre avis donné : {_moments(procedure, later)}")
    at = len({stage for stage, _ in seen | later})
    word = "à chaque étape" if at == len(procedure.stages) else counted(at, "étape")
    return Sight(title, word, " ; ".join(said))


def _moments(procedure: Procedure, places: set[tuple[str, str]]) -> str:
    """Say when: stages that are seen at the same moments are told together."""
    by_when: dict[tuple[str, ...], list[str]] = {}
    for stage in procedure.stages:
        times = tuple(time for time in TIMES if (stage.key, time) in places)
        if times:
            by_when.setdefault(times, []).append(stage.title)
    return " ; ".join(_told(by_when, len(procedure.stages)))


def _told(by_when: dict[tuple[str, ...], list[str]], stages: int) -> Iterator[str]:
    for times, titles in by_when.items():
        yield f"{_WHEN[times]} {'chaque étape' if len(titles) == stages else _listed(titles)}"


def _listed(titles: list[str]) -> str:
    return listed([f"«\u00a0{each}\u00a0»" for each in titles])

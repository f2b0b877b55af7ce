"""A whole procedure: identity, bodies, stages, grids, what is granted; checked at birth."""

import datetime as dt
from dataclasses import dataclass, field

from vivier_web.procedures.definition.flaws import (
    MOST_MONTHS,
    Flaw,
    Path,
    check_basis,
    check_key,
    check_once,
    check_said,
    check_word,
)
from vivier_web.procedures.definition.forms import Condition, Deadline, Exit, Field, Sees
from vivier_web.procedures.definition.grids import Grid, Ranking, Rule
from vivier_web.procedures.definition.words import ACTS, AUTHORITIES, END, KINDS, RELABELS, ROLES, SIDES

_INLINE = {"inline": True}


@dataclass(frozen=True)
class Body:
    """Hold who is responsible for stages: the applicant, the pôle, a panel, a Region, the State.

    `side` is the organisation it works for, « pole » or « authority » (the experts of the State); its role says it
    where the file does not.
    """

    key: str
    title: str
    role: str
    side: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.title, ("title",))
        check_word(self.role, ROLES, ("role",))
        check_word(self.side or "pole", SIDES, ("side",))

    @property
    def organisation(self) -> str:
        """The side it works for."""
        return self.side or ("authority" if self.role in AUTHORITIES else "pole")


@dataclass(frozen=True)
class Fact:
    """Hold one figure the procedure rests on, in words, with its certainty and its source."""

    text: str
    certainty: str
    source: str = ""

    def __post_init__(self) -> None:
        check_said(self.text, ("text",))
        check_basis(self.certainty, self.source)


@dataclass(frozen=True)
class Grant:
    """Hold what is granted (a label, an award): its possible durations in months, renewals, whether on condition."""

    key: str
    title: str
    durations: tuple[int, ...] = ()
    renewals: int = 0
    conditional: bool = False
    certainty: str = "P"
    source: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.title, ("title",))
        check_basis(self.certainty, self.source)
        if any(not 1 <= months <= MOST_MONTHS for months in self.durations):
            raise Flaw(f"Une durée se compte en mois, au moins 1, au plus {MOST_MONTHS}.", ("durations",))
        if len(set(self.durations)) < len(self.durations):
            raise Flaw("Chaque durée ne s’écrit qu’une fois.", ("durations",))
        if not 0 <= self.renewals <= MOST_MONTHS:
            raise Flaw("Le nombre de renouvellements n’est pas négatif.", ("renewals",))


@dataclass(frozen=True)
class Colabel:
    """Hold how several pôles label one project: at most so many, the lead one deciding first when `lead_first`."""

    most: int
    lead_first: bool = True
    certainty: str = "P"
    source: str = ""

    def __post_init__(self) -> None:
        check_basis(self.certainty, self.source)
        if self.most < 2:
            raise Flaw("Une co-labellisation réunit au moins deux pôles.", ("most",))


@dataclass(frozen=True)
class Stage:
    """Hold one stage: who is responsible, what is asked, the rules, the delay, who sees, where outcomes lead.

    `title` is for those who work on dossiers; `applicant_title` and `future_title` for the applicant, now and before.
    `merge_with` names the stage whose form may be filed at the same time. `requires_proofs` blocks a positive outcome
    while a condition of an earlier decision has no proof. `addressed_to` is the body a form is filed for.
    """

    key: str
    title: str
    body: str
    act: str
    exits: tuple[Exit, ...] = field(metadata={"toml": "exit", "inline": True})
    applicant_title: str = ""
    future_title: str = ""
    addressed_to: str = ""
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None
    merge_with: str = ""
    requires_proofs: bool = False
    grants: str = ""
    deadline: Deadline | None = field(default=None, metadata=_INLINE)
    rule: Rule | None = field(default=None, metadata=_INLINE)
    ranking: Ranking | None = field(default=None, metadata=_INLINE)
    enter: tuple[Condition, ...] = field(default=(), metadata=_INLINE)
    leave: tuple[Condition, ...] = field(default=(), metadata=_INLINE)
    sees: tuple[Sees, ...] = field(default=(), metadata=_INLINE)
    fields: tuple[Field, ...] = field(default=(), metadata={"toml": "field", "inline": True})

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.title, ("title",))
        check_word(self.act, ACTS, ("act",))
        check_once((each.key for each in self.fields), "field")
        if self.key == END:
            raise Flaw("« end » est réservé : il ferme un dossier.", ("key",))
        if len({each.on for each in self.exits}) != len(self.exits) or not self.exits:
            raise Flaw("Une étape a des issues, chacune écrite une fois.", ("exit",))
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise Flaw("La clôture vient après l’ouverture.", ("closes_on",))
        if self.act in {"review", "ranking"} and self.rule is None:
            raise Flaw("Des avis ou une liste demandent une règle (« rule ») et sa grille.", ("act",))
        if (self.act == "ranking") != (self.ranking is not None):
            raise Flaw("Une liste classée dit comment on la coupe (« ranking »), et elle seule.", ("act",))

    def targets(self, outcome: str) -> tuple[str, ...]:
        """Give where an outcome leads; withdrawal closes a dossier unless it is said otherwise."""
        default = (END,) if outcome == "withdrawn" else ()
        return next((each.to for each in self.exits if each.on == outcome), default)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of the stage, withdrawal included."""
        said = tuple(each.on for each in self.exits)
        return said if "withdrawn" in said else (*said, "withdrawn")

    def title_for(self, role: str, *, is_future: bool = False) -> str:
        """Give the title that a role reads."""
        if role != "applicant":
            return self.title
        return (self.future_title if is_future else "") or self.applicant_title or self.title


@dataclass(frozen=True)
class Procedure:
    """Hold one procedure: immutable, pinned by its key, its version and its digest."""

    key: str
    version: str
    title: str
    kind: str
    valid_from: dt.date
    source: str
    stages: tuple[Stage, ...] = field(metadata={"toml": "stage"})
    bodies: tuple[Body, ...] = field(metadata={"toml": "body", "inline": True})
    valid_to: dt.date | None = None
    summary: str = ""
    relabel: str = "always"
    colabel: Colabel | None = field(default=None, metadata=_INLINE)
    sees: tuple[Sees, ...] = field(default=(), metadata=_INLINE)
    facts: tuple[Fact, ...] = field(default=(), metadata={"toml": "fact", "inline": True})
    grants: tuple[Grant, ...] = field(default=(), metadata={"toml": "grant", "inline": True})
    grids: tuple[Grid, ...] = field(default=(), metadata={"toml": "grid"})

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.version, ("version",))
        check_said(self.title, ("title",))
        check_said(self.source, ("source",))
        check_word(self.kind, KINDS, ("kind",))
        check_word(self.relabel, RELABELS, ("relabel",))
        if self.valid_to and self.valid_to < self.valid_from:
            raise Flaw("La fin de validité vient après le début.", ("valid_to",))
        if not self.stages:
            raise Flaw("Une procédure a au moins une étape.")
        for table in ("stage", "body", "grid", "grant"):
            named: tuple[Stage | Body | Grid | Grant, ...] = getattr(self, {"body": "bodies"}.get(table, f"{table}s"))
            check_once((each.key for each in named), table)
        for rank, stage in enumerate(self.stages):
            self._check_names(stage, ("stage", rank))
        self._check_questions()

    def _check_names(self, stage: Stage, path: Path) -> None:
        bodies, stages = {each.key for each in self.bodies}, {each.key for each in self.stages}
        for name in ("body", "addressed_to"):
            _check_known(getattr(stage, name), bodies, (*path, name))
        _check_known(stage.merge_with, stages, (*path, "merge_with"))
        _check_known(stage.grants, {each.key for each in self.grants}, (*path, "grants"))
        if stage.deadline:
            _check_known(stage.deadline.escalate_to, bodies, (*path, "deadline"))
        for exit_ in stage.exits:
            for target in exit_.to:
                _check_known(target, stages | {END}, (*path, "exit"))
        if stage.rule:
            _check_known(stage.rule.grid, {each.key for each in self.grids}, (*path, "rule"))
        self._check_conditions(stage, path)

    def _check_conditions(self, stage: Stage, path: Path) -> None:
        known = {
            "field": {each.key for each in self.fields()},
            "mark": {each.key for grid in self.grids for each in grid.criteria} | {"total"},
            "passed": {each.key for each in self.stages},
        }
        known |= {"count": known["field"], "total": known["field"]}
        for name in ("enter", "leave"):
            for rank, condition in enumerate(getattr(stage, name)):
                for test in condition.tests:
                    family, key, _ = test.subject
                    _check_known(key, known.get(family, {key}), (*path, name, rank))

    def _check_questions(self) -> None:
        asked: dict[str, Field] = {}
        for rank, stage in enumerate(self.stages):
            for place, question in enumerate(stage.fields):
                first = asked.setdefault(question.key, question)
                if (first.kind, first.choices, first.document) != (
                    question.kind,
                    question.choices,
                    question.document,
                ):
                    raise Flaw(
                        f"« {question.key} » est déjà demandé autrement : même clé, même nature et même classe.",
                        ("stage", rank, "field", place),
                    )

    def stage(self, key: str) -> Stage:
        """Find a stage by its key."""
        return next(each for each in self.stages if each.key == key)

    def grid(self, key: str) -> Grid:
        """Find a grid by its key."""
        return next(each for each in self.grids if each.key == key)

    def body(self, key: str) -> Body:
        """Find a body by its key."""
        return next(each for each in self.bodies if each.key == key)

    def grant(self, key: str) -> Grant:
        """Find what is granted by its key."""
        return next(each for each in self.grants if each.key == key)

    def fields(self) -> tuple[Field, ...]:
        """Give every question asked, stage after stage; one asked by two stages comes twice."""
        return tuple(each for stage in self.stages for each in stage.fields)

    @property
    def first(self) -> Stage:
        """The stage where a dossier begins."""
        return self.stages[0]

    def is_valid(self, today: dt.date) -> bool:
        """Tell whether a dossier may begin on this day."""
        return self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)


def _check_known(name: str, known: set[str], path: Path) -> None:
    if name and name not in known:
        raise Flaw(f"« {name} » n’est défini nulle part dans ce fichier.", path)

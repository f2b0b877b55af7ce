"""How a dossier is judged: criteria with weights, scales and anchors, thresholds, and the rule that decides."""

from dataclasses import dataclass, field
from decimal import Decimal

from vivier_web.procedures.definition.flaws import (
    MOST_PEOPLE,
    Flaw,
    check_basis,
    check_key,
    check_once,
    check_said,
    check_word,
)
from vivier_web.procedures.definition.words import METHODS, OUTCOMES, SCOPES, TOTALS

LONGEST_SCALE = 11  # a scale of eleven marks (0–10) is the longest whose anchors anybody writes


@dataclass(frozen=True)
class Anchor:
    """Hold what one mark of a scale means."""

    mark: int
    text: str

    def __post_init__(self) -> None:
        check_said(self.text, ("text",))


@dataclass(frozen=True)
class Criterion:
    """Hold one question put to who judges; the same key is the same question, whoever judges.

    The anchors are the scale, lowest mark first. A consensus under `threshold` fails; one single mark at or under
    `veto` stops the dossier. A weight of 0 keeps a criterion out of the total. `again` says that this body judges it
    anew although an earlier one did.
    """

    key: str
    title: str
    weight: Decimal
    anchors: tuple[Anchor, ...] = field(metadata={"toml": "anchor", "inline": True})
    required: bool = True
    threshold: Decimal | None = None
    veto: Decimal | None = None
    scope: str = "dossier"
    again: bool = False
    help: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.title, ("title",))
        check_word(self.scope, SCOPES, ("scope",))
        if self.weight < 0:
            raise Flaw("Un poids n’est pas négatif ; 0 laisse le critère hors du total.", ("weight",))
        marks = [anchor.mark for anchor in self.anchors]
        if not 2 <= len(marks) <= LONGEST_SCALE or marks != list(range(marks[0], marks[0] + len(marks))):
            raise Flaw("Chaque note de l’échelle a son repère, de la plus basse à la plus haute.", ("anchor",))
        for name in ("threshold", "veto"):
            mark = getattr(self, name)
            if mark is not None and not self.low <= mark <= self.high:
                raise Flaw(f"{mark} n’est pas sur l’échelle de {self.low} à {self.high}.", (name,))

    @property
    def low(self) -> int:
        """The lowest mark."""
        return self.anchors[0].mark

    @property
    def high(self) -> int:
        """The highest mark."""
        return self.anchors[-1].mark


@dataclass(frozen=True)
class Total:
    """Hold the threshold of the total: in points (marks times weights) or as a share of the most one can have."""

    kind: str
    threshold: Decimal
    certainty: str = "P"
    source: str = ""

    def __post_init__(self) -> None:
        check_word(self.kind, TOTALS, ("kind",))
        check_basis(self.certainty, self.source)
        if self.threshold < 0 or (self.kind == "share" and self.threshold > 1):
            raise Flaw("Une part va de 0 à 1 (80 % s’écrit 0.8) ; des points ne sont pas négatifs.", ("threshold",))


@dataclass(frozen=True)
class Grid:
    """Hold a grid: its criteria, how marks become one, and what the total must reach.

    When it is `independent`, nobody sees another opinion before giving their own. `certainty` and `source` are those
    of its criteria and weights.
    """

    key: str
    title: str
    method: str
    criteria: tuple[Criterion, ...] = field(metadata={"toml": "criterion"})
    independent: bool = True
    total: Total | None = field(default=None, metadata={"inline": True})
    certainty: str = "P"
    source: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.title, ("title",))
        check_word(self.method, METHODS, ("method",))
        check_basis(self.certainty, self.source)
        check_once((each.key for each in self.criteria), "criterion")
        if not self.criteria:
            raise Flaw("Une grille a au moins un critère.")
        if not any(each.weight for each in self.criteria):
            raise Flaw("Au moins un critère compte dans le total : donnez-lui un poids.", ("criterion", 0, "weight"))
        most = sum(each.weight * each.high for each in self.criteria)
        if self.total and self.total.kind == "points" and self.total.threshold > most:
            raise Flaw(f"Le total ne peut pas dépasser {most} points : ce seuil écarte tout le monde.", ("total",))

    def criterion(self, key: str) -> Criterion | None:
        """Find a criterion by its key."""
        return next((each for each in self.criteria if each.key == key), None)


@dataclass(frozen=True)
class Rule:
    """Hold how opinions become a proposed decision: how many, what quorum, and what each failure leads to.

    A total that passes but stays under `conditions_under` (a share, 0–1) is accepted with conditions.
    """

    grid: str
    opinions: int
    quorum: int = 0
    on_veto: str = "refused"
    on_criterion: str = "refused"
    on_total: str = "refused"
    conditions_under: Decimal | None = None
    certainty: str = "P"
    source: str = ""

    def __post_init__(self) -> None:
        check_basis(self.certainty, self.source)
        for name in ("on_veto", "on_criterion", "on_total"):
            check_word(getattr(self, name), [each for each in OUTCOMES if each in {"refused", "resubmit"}], (name,))
        if self.opinions < 1 or self.quorum < 0:
            raise Flaw("Il faut au moins un avis ; un quorum n’est pas négatif.", ("opinions",))
        if self.opinions > MOST_PEOPLE or self.quorum > MOST_PEOPLE:
            name = "opinions" if self.opinions > MOST_PEOPLE else "quorum"
            raise Flaw(f"Personne ne réunira autant de monde : au plus {MOST_PEOPLE}.", (name,))
        if self.conditions_under is not None and not 0 < self.conditions_under <= 1:
            raise Flaw("Écrivez une part entre 0 et 1 (70 % s’écrit 0.7).", ("conditions_under",))


@dataclass(frozen=True)
class Ranking:
    """Hold how a list is cut: places or money first, then a reserve; ties go by criteria in this order."""

    places: int = 0
    budget_eur: Decimal | None = None
    reserve: int = 0
    ties: tuple[str, ...] = ()
    certainty: str = "P"
    source: str = ""

    def __post_init__(self) -> None:
        check_basis(self.certainty, self.source)
        if min(self.places, self.reserve) < 0 or (self.budget_eur is not None and self.budget_eur <= 0):
            raise Flaw("Des places, une réserve, une enveloppe ne sont pas négatives.", ("places",))
        if not self.places and self.budget_eur is None:
            raise Flaw("Une liste se coupe par un nombre de places ou par une enveloppe.", ("places",))

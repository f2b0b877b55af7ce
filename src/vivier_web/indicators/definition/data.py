"""A set of indicators: its rubrics, its indicators, its edits; each checked at birth, its flaws said in French."""

from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from keyword import iskeyword

from vivier_web.indicators.definition.expressions import NOT_NAMES, Expression
from vivier_web.indicators.definition.terms import ASKED
from vivier_web.indicators.definition.words import FACTS, KINDS, LEVELS, PERIODICITIES, WHO
from vivier_web.members.choices import PoleKind
from vivier_web.procedures.definition.flaws import Flaw, check_basis, check_key, check_once, check_said, check_word

_TERM = 3  # years of a programme


@dataclass(frozen=True)
class Section:
    """Hold one rubric of the questionnaire."""

    key: str
    title: str
    lead: str = ""

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.title, ("title",))


@dataclass(frozen=True)
class Indicator:
    """Hold one indicator: what it is, in which unit, who answers, how it is worked out or prefilled.

    `formula` works it out from others, and then nobody is asked; `known` is the fact that prefills it; `carried` says
    that the value of the year before is a fair start; `since` and `until` are the years it is asked for (0: always).
    """

    key: str
    label: str
    definition: str
    section: str
    kind: str
    unit: str
    who: str = "pole"
    formula: str = ""
    known: str = ""
    carried: bool = False
    required: bool = False
    usual: bool = False
    decimals: int = 0
    periodicity: str = "year"
    since: int = 0
    until: int = 0
    certainty: str = "P"
    source: str = ""
    expression: Expression | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        check_key(self.key)
        if self.key in NOT_NAMES or not self.key.isidentifier() or iskeyword(self.key):
            raise Flaw(
                f"« {self.key} » ne pourrait pas s’écrire dans une formule : choisissez une autre clé.", ("key",)
            )
        for name in ("label", "definition", "unit"):
            check_said(getattr(self, name), (name,))
        check_word(self.kind, KINDS, ("kind",))
        check_word(self.who, WHO, ("who",))
        check_word(self.periodicity, PERIODICITIES, ("periodicity",))
        check_basis(self.certainty, self.source)
        if self.known:
            check_word(self.known, FACTS, ("known",))
        if self.periodicity == "term" and not self.since:
            raise Flaw("Dites la première année (« since ») de ce qui est demandé tous les trois ans.", ("since",))
        if not 0 <= self.decimals <= 2:
            raise Flaw("De 0 à 2 décimales.", ("decimals",))
        if self.until and self.until < self.since:
            raise Flaw("L’année de fin vient avant celle du début.", ("until",))
        self._check_formula()

    def _check_formula(self) -> None:
        if not self.formula:
            return
        if self.kind == "opinion":
            raise Flaw("Une déclaration ne se calcule pas : elle est recueillie.", ("formula",))
        if self.required or self.known or self.carried:
            raise Flaw("Un indicateur calculé n’est pas demandé : retirez « required », « known » et « carried ».")
        object.__setattr__(self, "expression", read_expression(self.formula, "formula"))
        if self.expression is not None and self.expression.is_test:
            raise Flaw("Une formule donne un nombre, et non un oui ou un non.", ("formula",))
        if self.expression is not None and self.expression.before:
            raise Flaw("Une formule ne regarde que l’année : « previous » est pour les contrôles.", ("formula",))

    def is_asked_in(self, year: int, term: str = "") -> bool:
        """Tell whether it is part of the set that year, or in that term of it (`T1`, `S2`)."""
        if self.periodicity not in ASKED[term[:1]]:
            return False
        is_due = self.periodicity != "term" or (year - self.since) % _TERM == 0
        return is_due and self.since <= year and (not self.until or year <= self.until)

    @property
    def is_opinion(self) -> bool:
        """Whether it is what somebody declares, never an effect that was measured."""
        return self.kind == "opinion"

    @property
    def is_of_members(self) -> bool:
        """Whether members answer it."""
        return self.who in {"member", "sum"}


@dataclass(frozen=True)
class Edit:
    """Hold one check of what is answered: what must hold, and what is said when it does not."""

    key: str
    level: str
    check: str
    say: str
    certainty: str = "P"
    source: str = ""
    expression: Expression = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_key(self.key)
        check_word(self.level, LEVELS, ("level",))
        check_said(self.say, ("say",))
        check_basis(self.certainty, self.source)
        object.__setattr__(self, "expression", read_expression(self.check, "check"))
        if not self.expression.is_test:
            raise Flaw("Un contrôle compare : écrivez <=, >=, = ou une condition.", ("check",))
        if not self.expression.names:
            raise Flaw("Un contrôle regarde au moins un indicateur de l’année.", ("check",))

    @property
    def is_hard(self) -> bool:
        """Whether nothing can be sent until it holds."""
        return self.level == "hard"


@dataclass(frozen=True)
class IndicatorSet:
    """Hold one version of a set of indicators, for one kind of pôles."""

    key: str
    title: str
    version: str
    kind: str
    about: str
    section: tuple[Section, ...]
    indicator: tuple[Indicator, ...]
    edit: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        check_key(self.key)
        check_said(self.title, ("title",))
        check_said(self.version, ("version",))
        check_word(self.kind, PoleKind.values, ("kind",))
        for name in ("section", "indicator", "edit"):
            check_once((each.key for each in getattr(self, name)), name)
        known = {each.key: each for each in self.indicator}
        sections = {each.key for each in self.section}
        for rank, one in enumerate(self.indicator):
            if one.section not in sections:
                raise Flaw(f"La rubrique « {one.section} » n’existe pas.", ("indicator", rank, "section"))
            if one.expression is not None:
                _check_names(one.expression, known, ("indicator", rank, "formula"), for_formula=True)
                _check_who(one, known, ("indicator", rank, "formula"))
        for rank, edit in enumerate(self.edit):
            _check_names(edit.expression, known, ("edit", rank, "check"), for_formula=False)
        _check_no_circle(self.indicator)
        for rank, edit in enumerate(self.edit):
            self._check_one_respondent(edit, ("edit", rank, "check"))

    def asked(self, year: int, *, of_members: bool, term: str = "") -> tuple[Indicator, ...]:
        """Give what the team of a pôle, or each member, is asked that year or that term of it, in order."""
        return tuple(
            one
            for one in self.indicator
            if not one.formula and one.is_asked_in(year, term) and one.is_of_members == of_members
        )

    def of_year(self, year: int, term: str = "") -> tuple[Indicator, ...]:
        """Give every indicator of that year or term, those worked out included."""
        return tuple(one for one in self.indicator if one.is_asked_in(year, term))

    def edits_on(self, keys: frozenset[str]) -> tuple[Edit, ...]:
        """Give the edits that look at nothing but these indicators, and those worked out from them."""
        seen = keys | {one.key for one in self.indicator if one.expression and self._roots(one) <= keys}
        return tuple(edit for edit in self.edit if edit.expression.names | edit.expression.before <= seen)

    def _check_one_respondent(self, edit: Edit, path: tuple[str | int, ...]) -> None:
        looked = [self._roots(self.by_key[name]) for name in edit.expression.names | edit.expression.before]
        if len({self.by_key[key].is_of_members for roots in looked for key in roots}) > 1:
            raise Flaw(
                "Ce contrôle mêle ce que dit le pôle et ce que dit chaque membre : personne ne le verrait.", path
            )

    def _roots(self, one: Indicator) -> frozenset[str]:
        """Give the indicators, asked of somebody, that one is worked out from in the end."""
        if one.expression is None:
            return frozenset({one.key})
        parts = [self._roots(self.by_key[name]) for name in one.expression.names | one.expression.before]
        return frozenset[str]().union(*parts)

    @cached_property
    def by_key(self) -> dict[str, Indicator]:
        """Every indicator under its key."""
        return {one.key: one for one in self.indicator}

    @cached_property
    def worked_out(self) -> tuple[Indicator, ...]:
        """The indicators that have a formula, each after those it needs."""
        order = TopologicalSorter({one.key: one.expression.names for one in self.indicator if one.expression})
        return tuple(self.by_key[key] for key in order.static_order() if self.by_key[key].expression is not None)


def read_expression(text: str, key: str) -> Expression:
    """Read a formula or a check, its flaw placed at the key of the file it is written under."""
    try:
        return Expression(text)
    except Flaw as flaw:
        raise flaw.under((key,)) from flaw


def _check_names(
    expression: Expression, known: dict[str, Indicator], path: tuple[str | int, ...], *, for_formula: bool
) -> None:
    for name in sorted(expression.names | expression.before):
        if name not in known:
            raise Flaw(f"L’indicateur « {name} » n’existe pas dans ce jeu.", path)
        if for_formula and known[name].is_opinion:
            raise Flaw(f"« {name} » est une déclaration : on ne calcule rien à partir d’elle.", path)


def _check_who(one: Indicator, known: dict[str, Indicator], path: tuple[str | int, ...]) -> None:
    if one.expression is not None and any(known[name].who == "member" for name in one.expression.names):
        raise Flaw("Ce que chaque membre répond pour lui n’entre pas dans un calcul du pôle.", path)


def _check_no_circle(indicators: tuple[Indicator, ...]) -> None:
    needs = {one.key: one.expression.names for one in indicators if one.expression}
    try:
        tuple(TopologicalSorter(needs).static_order())
    except CycleError as why:
        first = next(rank for rank, one in enumerate(indicators) if one.key in why.args[1])
        raise Flaw("Ces formules tournent en rond.", ("indicator", first, "formula")) from why

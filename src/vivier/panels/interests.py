"""Conflicts of interest: declared, or inferred from companies, groups, mandates and recent common projects."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vivier.panels.data import Dossier, Expert, check_name
from vivier.vocabulary import InputError

KINDS = ("declared", "company", "group", "mandate", "project")  # the first that holds is the one said
_YEARS = 3  # a common project that ended before is forgotten


@dataclass(frozen=True, slots=True)
class Conflict:
    """Hold why an expert may not judge a dossier: the kind of tie, and one French sentence."""

    expert: str
    dossier: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Declared:
    """Hold what was declared of a pair: a conflict or, with `is_conflict` false, none.

    Only a declaration pinned by an administrator (`is_pinned`) removes what is inferred.

    >>> Declared("A. Blanc", "FUI-12", is_conflict=False, is_pinned=True).is_pinned
    True
    """

    expert: str
    dossier: str
    is_conflict: bool = True
    is_pinned: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        check_name("L’expert d’une déclaration", self.expert)
        check_name("Le dossier d’une déclaration", self.dossier)


def conflicts(
    experts: Sequence[Expert],
    dossiers: Sequence[Dossier],
    *,
    today: dt.date,
    groups: Mapping[str, str] | None = None,
    declared: Iterable[Declared] = (),
) -> tuple[Conflict, ...]:
    """List the pairs in conflict, each with its kind and its sentence, in the order of names.

    `groups` gives the head of the group of each company; `today` says which projects are under three years old.

    >>> found = conflicts([Expert("A. Blanc", companies=("Fonderie du Gier",))],
    ...                   [Dossier("FUI-12", partners=("Fonderie du Gier",))], today=dt.date(2026, 1, 31))
    >>> found[0].kind, found[0].sentence
    ('company', 'A. Blanc travaille pour Fonderie du Gier, partenaire de « FUI-12 ».')

    Raises:
        InputError: `today` is neither a date nor an instant, of which the day counts.
    """
    if not isinstance(today, dt.date):
        raise InputError("La date du jour est nécessaire pour savoir quels projets ont moins de trois ans.")
    today = today.date() if isinstance(today, dt.datetime) else today
    said = sorted(declared, key=lambda each: (each.expert, each.dossier, each.is_pinned, each.is_conflict))
    latest = {(each.expert, each.dossier): each for each in said}  # pinned last: they win
    found = {}
    for expert in sorted(experts, key=lambda each: each.name):
        for dossier in sorted(dossiers, key=lambda each: each.name):
            held = _of_pair(expert, dossier, latest.get((expert.name, dossier.name)), _Ties(today, groups or {}))
            if held is not None:
                found[held.expert, held.dossier] = held
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Ties:
    today: dt.date
    groups: Mapping[str, str]

    def head(self, company: str) -> str:
        """Give the head of the group of a company: itself when it is alone; holdings of holdings are climbed.

        Companies that hold one another in a circle are one group, whichever one starts from.
        """
        seen = [company]
        while (above := self.groups.get(seen[-1])) is not None:
            if above in seen:
                return min(seen[seen.index(above) :])
            seen.append(above)
        return seen[-1]

    @property
    def since(self) -> dt.date:
        """The day three years ago."""
        try:
            return self.today.replace(year=self.today.year - _YEARS)
        except ValueError:  # 29 February
            return self.today.replace(year=self.today.year - _YEARS, day=28)


def _of_pair(expert: Expert, dossier: Dossier, said: Declared | None, ties: _Ties) -> Conflict | None:
    if said is not None and said.is_conflict:
        why = f" : {said.reason}" if said.reason else ""
        by = "L’administrateur a retenu" if said.is_pinned else f"{expert.name} a déclaré"
        return Conflict(expert.name, dossier.name, "declared", f"{by} un conflit avec « {dossier.name} »{why}.")
    if said is not None and said.is_pinned:
        return None
    return next((Conflict(expert.name, dossier.name, *each) for each in _inferred(expert, dossier, ties)), None)


def _inferred(expert: Expert, dossier: Dossier, ties: _Ties) -> Iterator[tuple[str, str]]:
    name, of = expert.name, f"partenaire de « {dossier.name} »"
    partners = sorted(dossier.partners)
    heads = {ties.head(each): each for each in reversed(partners)}
    for company in sorted(expert.companies):
        if company in partners:
            yield "company", f"{name} travaille pour {company}, {of}."
    for company in sorted(expert.companies):
        partner = heads.get(ties.head(company))
        if partner is not None:
            yield "group", f"{name} travaille pour {company}, du même groupe que {partner}, {of}."
    for company in sorted(expert.mandates):
        partner = heads.get(ties.head(company))
        if partner is not None:
            yield (
                "mandate",
                f"{name} a un mandat chez {company}, lié à {partner}, {of}."
                if company != partner
                else (f"{name} a un mandat chez {company}, {of}."),
            )
    for partner, day in sorted(expert.projects):
        if partner in partners and day >= ties.since:
            yield "project", f"{name} a mené avec {partner}, {of}, un projet fini depuis moins de trois ans."

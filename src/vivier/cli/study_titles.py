"""The job titles of a study: coded once, human decisions first, in PCS-ESE or in the demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vivier.cli.coding import Asked, answered
from vivier.cli.decisions import Journal, open_journal
from vivier.french import counted, number
from vivier.intake import Headcount
from vivier.occupations import Codings, Hints
from vivier.occupations.coder.data import Coding, Title
from vivier.occupations.coder.decisions import Decisions, Doubt, doubts
from vivier.occupations.coder.through import TAUGHT
from vivier.reference import Nomenclature, Store, store
from vivier.study.official import rome_sheet
from vivier.study.titles import Coder, people_by_title
from vivier.study.witnesses import witnessed
from vivier.vocabulary import InputError

OFFICIAL, DEMONSTRATION = "pcs-ese", "demo"
IN_INDEX = 0.9  # under it, a title is not one that the demonstration holds: it only looks like one of its few
_CAUTION = (
    "Intitulés de poste codés avec une NOMENCLATURE DE DÉMONSTRATION, sans valeur officielle : seuls ceux qu’elle "
    "contient le sont ; installez le ROME avec « vivier reference add »."
)


@dataclass(frozen=True, slots=True)
class CodedTitles:
    """Hold the answers for every title of a read, and what is to be added to the decisions file.

    `answers` are in PCS-ESE, None when titles could not be coded; `coded_with` and `caution` are for the study.
    """

    journal: Journal
    answers: dict[Title, Coding] | None = None
    asked: tuple[Doubt, ...] = ()
    coded_with: str = ""
    caution: str = ""
    extended: bytes = field(default=b"", repr=False)

    @property
    def coder(self) -> Coder | None:
        """What gives these answers to a study."""
        return self._answer if self.answers is not None else None

    def _answer(self, titles: Sequence[str], hints: Sequence[Hints]) -> Codings:
        found = self.answers or {}
        pairs = zip(titles, hints, strict=True)
        return Codings(tuple(found[Title(text, hint.pcs, hint.naf, hint.qualification)] for text, hint in pairs))

    def keep(self) -> None:
        """Write the decisions file with its new questions; nothing when none was given, or nothing is new."""
        if self.answers is not None:
            self.journal.keep(self.extended)

    def summary(self, headcount: Headcount) -> tuple[str, ...]:
        """Say what became of the people whose occupation no file gives."""
        if self.answers is None:
            return ()
        people = people_by_title(headcount, is_pcs_known=False)
        used = witnessed(headcount, self.answers)
        coded = sum(n for title, n in people.items() if used[title].decision == "coded")
        said = []
        if total := people.total():
            waiting = f", {number(total - coded)} à relire" if total > coded else ""
            who = counted(total, "salarié sans code PCS a un intitulé", "salariés sans code PCS ont un intitulé")
            said.append(f"Intitulés : {who} de poste, {counted(coded, 'codé')}{waiting}.")
        if self.journal.path is not None:
            added = counted(len(self.asked), "question ajoutée", "questions ajoutées")
            said.append(f"Décisions : {added} dans {self.journal.path}")
        return tuple(said)


def code_titles(headcount: Headcount, *, wanted: str | None, decisions: Path | None) -> CodedTitles:
    """Code the titles that a read carries; those that humans decided need no model.

    Titles that cannot be coded for want of official files do not stop a study, unless a nomenclature or a decisions
    file was named.

    Raises:
        InputError: the decisions file does not hold together, or what was asked for cannot be done.
    """
    held = store()
    nomenclature = held.nomenclature(wanted or (DEMONSTRATION if held.is_demonstration else OFFICIAL))
    journal = open_journal(decisions, nomenclature)
    waiting = people_by_title(headcount, is_pcs_known=False)
    titles = waiting + people_by_title(headcount, is_pcs_known=True)
    is_demonstration = nomenclature.id == DEMONSTRATION
    if not titles or (is_demonstration and wanted is None and not waiting):
        return CodedTitles(journal)  # a demonstration says nothing of codes that files declare
    try:
        found = answered([Asked("", title) for title in titles], nomenclature, journal.decisions)
    except InputError as why:
        if wanted is not None or decisions is not None:
            raise
        return CodedTitles(journal, caution=f"Les intitulés de poste n’ont pas été codés. {why}" if waiting else "")
    if is_demonstration:
        found = {title: _only_if_held(coding) for title, coding in found.items()}
    answers = {title: _in_pcs(coding, nomenclature) for title, coding in found.items()} if is_demonstration else found
    used = witnessed(headcount, answers)  # what other members agree on is not asked of anybody
    still = {title: found[title] for title in waiting if used[title] == answers[title]}
    asked = doubts(still, waiting, journal.decisions) if decisions else ()
    return CodedTitles(
        journal,
        answers,
        asked,
        _named(nomenclature),
        _CAUTION if is_demonstration else "",
        journal.extended(asked),
    )


def rome_coder(held: Store) -> Coder | None:
    """Give what codes titles in ROME, by the sheets that its versions share; None when no ROME is installed.

    A title that cannot be coded for want of a learned model is left to the passage of its occupation.
    """
    known = next((key for key in TAUGHT if key in held.ids), None)
    if known is None:
        return None
    nomenclature = held.nomenclature(known)

    def coder(titles: Sequence[str], hints: Sequence[Hints]) -> Codings:
        asked = [
            Title(text, hint.pcs, hint.naf, hint.qualification) for text, hint in zip(titles, hints, strict=True)
        ]
        found = answered([Asked("", title) for title in asked], nomenclature, Decisions({}))
        return Codings(tuple(_sheet(held, found[title]) for title in asked))

    return coder


def _sheet(held: Store, coding: Coding) -> Coding:
    """Give the sheet of a coding; other codes of the same sheet are no longer others."""
    if not coding.code:
        return coding
    first, *others = (rome_sheet(held, code) for code in (coding.code, *coding.alternatives))
    return replace(coding, code=first, alternatives=tuple(dict.fromkeys(each for each in others if each != first)))


def _only_if_held(coding: Coding) -> Coding:
    is_guess = coding.decision == "coded" and coding.probability < IN_INDEX
    return replace(coding, decision="review") if is_guess else coding


def _in_pcs(coding: Coding, nomenclature: Nomenclature) -> Coding:
    """Carry a code of the demonstration, and the other codes, to the PCS-ESE that it gives them."""
    if not coding.code:
        return coding
    first, *others = (nomenclature.facts(code)["pcs"] for code in (coding.code, *coding.alternatives))
    return replace(coding, code=first, alternatives=tuple(dict.fromkeys(each for each in others if each != first)))


def _named(nomenclature: Nomenclature) -> str:
    if nomenclature.id == DEMONSTRATION:
        return "nomenclature de DÉMONSTRATION, sans valeur officielle, portée à la PCS-ESE"
    return f"{nomenclature.entry.title}, en passant par le ROME installé sur cette machine"

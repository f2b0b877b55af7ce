"""From the axes that were proposed to the first sheet: sentences whose every figure is a formula."""

from typing import TYPE_CHECKING

from vivier.french import counted, listed, shortened
from vivier_web.skills.strategy.sheet import LINKS, OwnAxis, Sheet

if TYPE_CHECKING:
    from vivier.strategy import Axes
    from vivier.strategy.result import Axis, Evidence

PROOFS = 4  # lines of evidence that an axis begins with; the proposal keeps them all
NAMED = 2
_BRACES = str.maketrans("", "", "{}")
LISTED = 3  # subjects that `vivier.strategy` names in a sentence
SAID = {
    "departure": "{label} : {figure} en fin de carrière sur l’horizon de l’étude",
    "opening": "{label} : {figure} que les membres prévoient de pourvoir",
    "gap": "{label} : {figure} pour qui les membres cherchent cette compétence",
    "need": "{label} : {figure} à former, disent les membres",
    "mobility": "{label} : {figure} que des membres {side}",
    "perception": "{figure} des membres qui ont répondu déclarent : {label}",
}


def first_sheet(found: "Axes") -> Sheet:
    """Give the sheet that people start from: what was proposed, to be discussed."""
    return tuple(_own(axis, rank) for rank, axis in enumerate(found.axes, 1))


def _own(axis: "Axis", rank: int) -> OwnAxis:
    labels = list(dict.fromkeys(_words(each.label) for each in axis.chain.evidence))
    links = {
        "observation": f"{_several(labels)} touchent ensemble les mêmes membres.",
        "evidence": "\n".join(f"{_proof(each)}." for each in _strongest(axis)),
        "risk": _words(_shorter(axis.chain.risk, axis)),
        "decision": _words(_shorter(axis.chain.decision, axis)),
        "action": _words(axis.chain.action),
        "indicator": f"{_words(axis.chain.indicator.split('. Point de départ')[0])} ; à relever chaque année.",
    }
    return OwnAxis(f"a{rank}", short_name(axis), (rank,), links=tuple((name, links[name]) for name in LINKS))


def _words(said: str) -> str:
    """Drop braces from what members typed freely: two of them would open a formula of the document."""
    return " ".join(said.translate(_BRACES).split())


def short_name(axis: "Axis") -> str:
    """Name an axis after its two most typical subjects."""
    labels = {each.subject: _words(each.label) for each in axis.chain.evidence}
    return listed([shortened(labels[subject]) for subject in axis.subjects[:NAMED] if subject in labels])


def _strongest(axis: "Axis") -> list["Evidence"]:
    """Give the figures an axis begins with: the strongest of each subject, before the second of any."""
    shown = [each for each in axis.chain.evidence if each.figure is not None]
    first = {each.subject: each for each in reversed(shown)}
    return sorted(shown, key=lambda each: each is not first[each.subject])[:PROOFS]


def _shorter(sentence: str, axis: "Axis") -> str:
    """Say « ces sujets » where the machine names and counts them again: the first link has just named them."""
    said = {each.subject: each.label for each in reversed(axis.chain.evidence)}
    labels = [said[subject] for subject in axis.subjects]
    others = [counted(len(labels) - LISTED, "autre sujet", "autres sujets")] if len(labels) > LISTED else []
    whole = listed([*labels[:LISTED], *others])
    return sentence.replace(f" : {whole}.", ".").replace(whole, "ces sujets")


def _several(labels: list[str]) -> str:
    return listed([*labels[:3], *(["d’autres sujets"] if len(labels) > 3 else [])])


def _proof(each: "Evidence") -> str:
    figure = each.figure.provenance if each.figure is not None else ""
    side = "proposent" if each.finding.startswith("proposees") else "cherchent"
    return SAID[each.kind].format(label=_words(each.label), figure=f"{{{{{figure}}}}}", side=side)

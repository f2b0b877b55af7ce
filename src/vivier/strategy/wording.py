"""The chain of an axis in French: each sentence is built from its findings, answers from the catalogue."""

from collections import Counter
from collections.abc import Mapping, Sequence

from vivier.french import SMALL, bounds, counted, listed, number, share
from vivier.strategy.data import Figure, Finding, Rules
from vivier.strategy.responses import Response
from vivier.strategy.result import Chain, Evidence

NAMED = 3  # subjects that a name holds; the others are counted
WORDS = {
    "departure": ("départs", "Départs"),
    "opening": ("postes à pourvoir", "Postes à pourvoir"),
    "gap": ("écarts de compétences", "Écart de compétences"),
    "need": ("besoins de formation", "Besoin de formation"),
    "mobility": ("mobilités", "Mobilité"),
    "project": ("projets", "Projet"),
    "perception": ("perceptions", "Perception"),
}


def figure_text(figure: Figure) -> str:
    """Write a figure with its interval, its n and its provenance; no decimals, no per cent on a small n.

    >>> figure_text(Figure(3 / 7, "part", 7, "Enquête 2026"))
    '3 sur 7 (Enquête 2026)'
    >>> print(figure_text(Figure(42, "départs", 310, "Étude 2026")))
    42 départs (n = 310 ; Étude 2026)
    """
    around = "" if figure.interval is None else " " + bounds(figure.interval, as_share=figure.unit == "part")
    if figure.unit == "part":
        base = f"n = {number(figure.n)} ; " if figure.n >= SMALL else ""
        # An interval in per cent on a small n would claim more than it knows.
        return f"{share(figure.value, figure.n)}{around if base else ''} ({base}{figure.provenance})"
    return f"{number(figure.value)} {figure.unit}{around} (n = {number(figure.n)} ; {figure.provenance})"


def evidence(finding: Finding, rules: Rules) -> Evidence:
    """Give one finding as evidence; a figure that would betray a member stays out."""
    is_few = finding.holders < rules.min_members
    is_hidden = is_few or finding.largest_share > rules.share
    figure = None if is_hidden else finding.figure
    members = None if is_few else finding.holders
    said = "chiffre non montré : trop peu de membres" if is_hidden else "sans chiffre"
    text = figure_text(figure) if figure else said
    touched = f", {counted(members, 'membre')}" if members else ""
    sentence = f"{WORDS[finding.kind][1]} — {finding.label}{touched} : {text}."
    return Evidence(finding.key, finding.kind, finding.subject, finding.label, sentence, figure, members)


def name(labels: Sequence[str], findings: Sequence[Finding]) -> str:
    """Name an axis after its most typical subjects and its most frequent kinds; a human will rename it."""
    kinds = [WORDS[kind][0] for kind in _kinds(findings)[:2]]
    return f"{_subjects(labels)} : {listed(kinds)}"


def _subjects(labels: Sequence[str]) -> str:
    others = len(labels) - NAMED
    rest = [] if others <= 0 else [f"{counted(others, 'autre sujet', 'autres sujets')}"]
    return listed([*labels[:NAMED], *rest])


def _kinds(findings: Sequence[Finding]) -> list[str]:
    """Kinds from the most frequent; at equal number, by alphabet."""
    counts = Counter(each.kind for each in findings)
    return sorted(counts, key=lambda kind: (-counts[kind], kind))


def chain(
    findings: Sequence[Finding],
    labels: Sequence[str],
    members: tuple[int | None, int],
    responses: Mapping[str, Response],
    rules: Rules,
) -> Chain:
    """Build the chain of one axis from its findings, the strongest first; `members`: those concerned, and all."""
    kinds = _kinds(findings)
    main, subjects = responses[kinds[0]], _subjects(labels)
    told = tuple(evidence(each, rules) for each in findings)
    actions = [responses[kind].action.replace("{sujets}", subjects) for kind in kinds[:2]]
    return Chain(
        observation=_observation(findings, labels, members),
        evidence=told,
        risk=main.risk.replace("{sujets}", subjects),
        decision=main.decision.replace("{sujets}", subjects),
        action=" ".join(actions),
        indicator=_indicator(main, kinds[0], told),
        sources=tuple(dict.fromkeys(responses[kind].origin for kind in kinds[:2])),
    )


def _observation(findings: Sequence[Finding], labels: Sequence[str], members: tuple[int | None, int]) -> str:
    concerned, whole = members
    counts = Counter(each.kind for each in findings)
    kinds = listed([f"{WORDS[kind][0]} ({counts[kind]})" for kind in _kinds(findings)])
    heart = f"{number(concerned or 0)} sur {number(whole)} sont touchés par la moitié au moins de ces sujets"
    touched = "" if concerned is None else f" ; {heart}"
    said = f"{counted(len(findings), 'constat')} : {kinds}"
    return f"{_subjects(labels)} touchent ensemble les mêmes membres, d’après {said}{touched}."


def _indicator(response: Response, kind: str, told: Sequence[Evidence]) -> str:
    """Name what to follow, from where it starts: the first figure of the kind that may be shown."""
    shown = [each for each in told if each.figure is not None and each.kind == kind]
    if not shown or shown[0].figure is None:
        return f"{response.indicator}. Point de départ à mesurer."
    return f"{response.indicator}. Point de départ, {shown[0].label} : {figure_text(shown[0].figure)}."

"""What a coder learns from a nomenclature of the reference store: its titles, labels, texts and parents."""

from vivier.occupations.coder.data import Lexicon
from vivier.reference import Nomenclature
from vivier.vocabulary import InputError


def lexicon_of(nomenclature: Nomenclature) -> Lexicon:
    """Gather what a nomenclature says of its occupations, at its usual grain.

    Raises:
        InputError: the nomenclature gives no title to its codes (PCS-ESE, FAP…).

    >>> from vivier.reference import store
    >>> found = lexicon_of(store().nomenclature("demo"))
    >>> found.labels["DEMO-U01"], found.parents["DEMO-U01"]
    ('Réglage et conduite de machines-outils à commande numérique', 'DEMO-U')
    >>> ("Opérateur régleur / Opératrice régleuse sur commande numérique", "DEMO-U01") in found.titles
    True
    """
    codes = nomenclature.codes()
    titles = tuple((title.text, code) for code in codes for title in nomenclature.titles(code))
    if not titles:
        raise InputError(
            f"{nomenclature.entry.title} n’a pas d’appellations : choisissez une nomenclature qui en a, comme rome4 "
            "ou rome3."
        )
    return Lexicon(
        titles,
        labels={code: nomenclature.label(code) for code in codes},
        definitions={code: nomenclature.text(code) for code in codes},
        skills={code: _called_for(nomenclature, code, "skill") for code in codes},
        knowledge={code: _called_for(nomenclature, code, "knowledge") for code in codes},
        parents={code: _parent(nomenclature, code) for code in codes},
    )


def _called_for(nomenclature: Nomenclature, code: str, kind: str) -> str:
    return " . ".join(skill.label for skill in nomenclature.skills(code) if skill.kind == kind)


def _parent(nomenclature: Nomenclature, code: str) -> str:
    """Give the code one level up: in ROME 4 a parent code is its own parent."""
    levels = nomenclature.entry.levels
    above = levels.index(nomenclature.entry.grain) - 1
    return (nomenclature.ancestor(code, levels[above]) or "") if above >= 0 else ""

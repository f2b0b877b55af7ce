"""A small nomenclature written by hand: eight invented codes, about fifty titles, one sentence a code."""

import functools
from typing import Any

from vivier.occupations.coder import Lexicon
from vivier.reference import Entry, Nomenclature

TITLES = {
    "X01": (
        "Couvreur / Couvreuse", "Couvreur-zingueur / Couvreuse-zingueuse", "Couvreur / Couvreuse en ardoise",
        "Ouvrier couvreur / Ouvrière couvreuse", "Chef d'équipe couvreur / Cheffe d'équipe couvreuse",
        "Poseur / Poseuse de toitures",
    ),
    "X02": (
        "Soudeur / Soudeuse à l'arc", "Soudeur / Soudeuse TIG", "Soudeur / Soudeuse MIG", "Opérateur / Opératrice soudage",
        "Soudeur industriel / Soudeuse industrielle", "Chef d'équipe soudage / Cheffe d'équipe soudage",
    ),
    "X03": (
        "Opérateur régleur / Opératrice régleuse commande numérique", "Tourneur / Tourneuse commande numérique",
        "Fraiseur / Fraiseuse", "Usineur / Usineuse", "Technicien / Technicienne d'usinage",
        "Tourneur-fraiseur / Tourneuse-fraiseuse",
    ),
    "X04": (
        "Technicien / Technicienne de maintenance industrielle", "Mécanicien / Mécanicienne de maintenance",
        "Agent / Agente de maintenance", "Dépanneur industriel / Dépanneuse industrielle",
        "Responsable maintenance", "Electromécanicien / Electromécanicienne",
    ),
    "X05": (
        "Directeur administratif et financier / Directrice administrative et financière", "Comptable",
        "Comptable fournisseurs", "Chef comptable / Cheffe comptable", "Contrôleur / Contrôleuse de gestion",
        "Aide-comptable",
    ),
    "X06": (
        "Responsable des ressources humaines", "Assistant / Assistante ressources humaines",
        "Chargé / Chargée de recrutement", "Gestionnaire de paie", "Directeur / Directrice des ressources humaines",
    ),
    "X07": (
        "Abatteur / Abatteuse de carrière", "Foreur / Foreuse de carrière", "Conducteur / Conductrice de concasseur",
        "Mineur / Mineuse de carrière",
    ),
    "X08": (
        "Abatteur / Abatteuse d'arbres", "Bûcheron / Bûcheronne", "Elagueur / Elagueuse", "Conducteur / Conductrice d'abatteuse",
        "Débardeur / Débardeuse",
    ),
}  # fmt: skip
LABELS = {
    "X01": "Couverture", "X02": "Soudage", "X03": "Usinage", "X04": "Maintenance industrielle",
    "X05": "Comptabilité et finance", "X06": "Ressources humaines", "X07": "Extraction de carrière",
    "X08": "Bûcheronnage et élagage",
}  # fmt: skip
TEXTS = {
    "X01": "Pose des ardoises, des tuiles et du zinc sur les toits, répare une toiture.",
    "X02": "Assemble des pièces de métal par fusion, au chalumeau, à l'arc ou par points.",
    "X03": "Enlève de la matière sur un tour ou une fraiseuse, règle une machine à commande numérique.",
    "X04": "Dépanne et entretient les machines de production, remplace une pièce défectueuse.",
    "X05": "Tient les comptes, établit le bilan, suit la trésorerie et les factures.",
    "X06": "Recrute, prépare la paie et les contrats de travail, suit les congés.",
    "X07": "Extrait la roche, prépare les tirs, charge le minerai.",
    "X08": "Abat et élague les arbres, débarde les grumes en forêt.",
}


def lexicon() -> Lexicon:
    """Give the whole small nomenclature."""
    pairs = tuple((text, code) for code, texts in TITLES.items() for text in texts)
    return Lexicon(pairs, LABELS, TEXTS, parents=dict.fromkeys(TITLES, "X"))


@functools.cache
def trades() -> Nomenclature:
    """Make a small nomenclature of those titles."""
    tables: dict[str, list[Any]] = {
        "codes": [("métier", each, label, "") for each, label in LABELS.items()],
        "titles": [(each, text, "") for each, texts in TITLES.items() for text in texts],
    }
    return Nomenclature(
        Entry("small", "Petite", levels=("métier",), grain="métier"), lambda name: tables.get(name, [])
    )

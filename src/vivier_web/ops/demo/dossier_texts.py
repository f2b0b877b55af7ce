"""What the fictional dossiers say: titles, answers by question, opinions; believable, about nobody."""

from typing import Any

TITLES = {
    "seal": "Joints frittés sans plomb pour pompes à haute pression",
    "vision": "Contrôle par vision des pièces décolletées, à la cadence de la machine",
    "cobot": "Cellule d’ébavurage collaborative pour petites séries",
    "support": "Accompagnement",
    "pooling": "Une salle de métrologie partagée à quatre",
}
_PARTNERS_BUDGET = [
    {"label": "Personnel de recherche et développement", "amount": "612000"},
    {"label": "Équipements, part amortie", "amount": "148500"},
    {"label": "Sous-traitance d’essais", "amount": "96000"},
    {"label": "Frais indirects", "amount": "122400"},
]
ANSWERS: dict[str, Any] = {
    "public_summary": "Mesurer chaque pièce en sortie de machine plutôt qu’une sur cinquante, sans ralentir.",
    "summary": "Trois lots sur trente mois : éclairage, reconnaissance des défauts, intégration en atelier.",
    "strategic_domain": "Usine agile",
    "lead_kind": "PME",
    "duration": "30",
    "budget": _PARTNERS_BUDGET,
    "aid_asked": "412000",
    "cofunding": [{"label": "Fonds propres", "amount": "466900"}, {"label": "Région", "amount": "100000"}],
    "state_of_art": "Les systèmes du marché tiennent dix pièces par minute ; aucun ne lit un filetage brillant.",
    "innovation": "Éclairage pulsé à trois longueurs d’onde et modèle appris sur douze mille pièces rebutées.",
    "workplan": "Dossier partagé du pôle, « Plan de travail v3 », 4 novembre 2026",
    "ip_plan": "Brevet sur l’éclairage au nom du chef de file ; licence gratuite aux partenaires dans leur domaine.",
    "market": "Quatre cents ateliers de décolletage en Europe ; 38 k€ la cellule, retour en quatorze mois.",
    "spin_offs": "3200000",
    "jobs": "Neuf emplois à trois ans, dont cinq techniciens de mesure à former.",
    "risks": "Reflets sur inox (essais dès le mois 4) ; départ d’un partenaire (suppléant identifié).",
    "ecology": "Rebuts divisés par deux, soit onze tonnes d’acier par an chez les trois partenaires.",
    "territory_share": "82",
    "letters": "Dossier partagé du pôle, trois lettres signées, 2 novembre 2026",
    "need": "Chiffrer l’intérêt d’un second centre d’usinage et trouver qui former dessus.",
    "people": "14",
    "minimis": "0",
    "needs": "Quatre ateliers envoient leurs pièces à 60 km pour les mesurer : deux jours perdus à chaque fois.",
}
MARKS = (4, 3, 4, 5, 3, 4, 3)
PANEL = (
    (
        "Le verrou est bien posé. Précisez le plan d’essais sur inox et le calendrier du brevet.",
        "Équipe crédible ; le marché repose sur deux clients, à vérifier en séance.",
    ),
    (
        "Partenariat équilibré. L’accord de consortium doit être signé avant le dépôt.",
        "Le budget de sous-traitance me paraît bas pour les essais annoncés.",
    ),
    (
        "Très bonne réponse à un besoin partagé par vos confrères.",
        "Je recommande l’accord, sous condition.",
    ),
)

"""What the fictional dossiers that went to authorities say: titles, answers that funders ask, opinions, motives."""

from typing import Any

TITLES = {
    "battery": "Bacs de batterie en aluminium recyclé, soudés sans retouche",
    "bearing": "Paliers sans graisse pour pompes à chaleur",
    "foundry": "Fonderie de précision à four électrique de 400 kW",
    "sensor": "Capteur de couple sans contact pour broches à 30 000 tours",
}
ANSWERS: dict[str, Any] = {
    "lead_kind": "Entreprise",
    "duration": "36",
    "budget": [
        {"label": "Personnel de recherche et développement", "amount": "1184000"},
        {"label": "Équipements, part amortie", "amount": "396500"},
        {"label": "Essais et sous-traitance", "amount": "241000"},
        {"label": "Frais indirects", "amount": "236800"},
    ],
    "aid_asked": "926000",
    "territory_share": "64",
    "lab_share": "31",
    "accounts": "Liasses 2023 à 2025, dossier partagé du pôle, 12 octobre 2026",
    "signature": "Demande signée le 14 octobre 2026, dossier partagé du pôle",
    "other_aid": [{"label": "Région, prêt à taux nul de 2024", "amount": "80000"}],
    "summary": "Quatre lots sur trois ans : matière, procédé, banc d’essais, première série chez deux clients.",
}
OPINIONS = (
    (
        "Le procédé est nouveau pour le marché européen ; décrivez mieux le plan d’essais de fatigue.",
        "Innovation réelle, marché moins sûr que ne le dit le dossier : un seul client est engagé.",
    ),
    (
        "Consortium complet. Chiffrez les emplois année par année.",
        "Aide justifiée ; je demanderais une seconde lettre de client avant de signer.",
    ),
    (
        "Priorité claire du pôle, équipe solide.",
        "Je soutiens ce projet sans réserve.",
    ),
)
REGION = (
    "Avis favorable : le projet crée onze emplois à Annecy et à Cluses. La Région prévoit 310 000 € en complément "
    "de l’État, sous réserve du vote de sa commission permanente."
)
STATE = (
    "Retenu : verrou réel, consortium complet, première série financée. Le marché repose encore sur un seul client : "
    "une seconde lettre d’engagement est attendue avant la convention."
)
COLABEL = "Deux de nos adhérents moulent déjà des carters pour ces broches : le projet nous importe aussi."

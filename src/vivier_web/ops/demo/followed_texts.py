"""What the fictional projects promise, deliver and declare: believable, about nobody."""

from decimal import Decimal
from typing import Any

STEPS = (  # kind, title, who answers (rank), month due, its proof (« moved »: postponed; empty: nothing yet)
    ("report", "Réunion de lancement et plan de travail", 0, 1, "Compte rendu signé des trois partenaires"),
    ("deliverable", "Base de 12 000 images de rebuts annotées", 1, 6, "Dossier partagé du pôle, lot 1"),
    ("milestone", "Éclairage pulsé validé sur acier", 2, 9, "Rapport d’essai n° 4"),
    ("deliverable", "Rapport d’avancement annuel", 0, 12, "Remis aux financeurs, accusé de réception"),
    ("deliverable", "Modèle de reconnaissance, version 1", 1, 13, ""),
    ("milestone", "Essais sur inox concluants", 2, 12, "moved"),
    ("deliverable", "Prototype intégré en atelier", 0, 18, ""),
    ("milestone", "Dépôt du brevet sur l’éclairage", 0, 20, ""),
    ("deliverable", "Rapport final et plan de valorisation", 0, 29, ""),
)
MOTIVES = (
    "Le lot 1 est tenu et l’équipe est soudée. Le marché repose encore sur deux clients : "
    "les financeurs demandent un troisième avant de libérer le second acompte."
)
CONDITIONS = (
    ("Lettre d’intérêt d’un troisième donneur d’ordres", -20),
    ("Calendrier révisé des essais sur inox", -45),
)
JOBS = (("Technicien de contrôle par vision", "477b", 2), ("Automaticien", "473b", 1))
FILES = (  # class, title, name of the file, who files it (rank; None: the team)
    ("technical_secret", "Étalonnage de l’éclairage pulsé", "etalonnage-eclairage-v3.pdf", 2),
    ("budget", "Annexe financière du chef de file", "annexe-financiere.pdf", 0),
    ("minutes", "Compte rendu de la revue annuelle", "compte-rendu-revue-1.pdf", None),
    ("letter", "Lettre d’engagement, partenaire 2", "lettre-engagement.pdf", 1),
    ("public", "Fiche publique du projet", "fiche-publique.pdf", None),
)
DECLARED: dict[int, tuple[dict[str, Any], ...]] = {  # by rank in the consortium: what is said of each year
    0: (
        {"products": 1, "patents": 1, "jobs_created": 3, "jobs_kept": 4, "turnover_eur": Decimal("182000.00")},
        {"products": 1, "jobs_created": 2, "jobs_kept": 7, "turnover_eur": Decimal("415500.00"),
         "said": "Première série pour un fabricant de presses."},
    ),
    1: ({"products": 1, "jobs_created": 1, "jobs_kept": 2, "turnover_eur": Decimal("96000.00")},),
    2: (
        {"patents": 1, "publications": 1, "jobs_kept": 2, "turnover_eur": Decimal("54000.00")},
        {"publications": 1, "jobs_created": 1, "jobs_kept": 3, "turnover_eur": Decimal("71250.50")},
    ),
    3: (
        {"publications": 2, "jobs_created": 1, "jobs_kept": 1, "turnover_eur": Decimal("38000.00")},
        {"start_ups": 1, "jobs_created": 2, "jobs_kept": 3, "turnover_eur": Decimal("64000.00")},
    ),
}  # fmt: skip

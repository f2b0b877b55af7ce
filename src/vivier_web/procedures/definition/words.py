"""The closed lists of words a procedure file may use, each with what the screen says."""

KINDS = {
    "project_label": "Label de projet",
    "project_funding": "Financement de projet",
    "pole_label": "Label de pôle",
    "call": "Appel à projets",
    "support": "Accompagnement d’entreprise",
    "benchmark": "Évaluation d’un pôle",
    "pooling": "Projet de mutualisation",
}
ROLES = {
    "applicant": "Le porteur",
    "pole": "L’équipe du pôle",
    "copole": "Un pôle associé",
    "expert": "Un expert",
    "committee": "Le comité",
    "network": "Le secrétariat de réseau",
    "local": "La collectivité",
    "region": "La Région",
    "state": "L’État",
    "provider": "Le prestataire",
    "public": "Le public",
}
AUTHORITIES = frozenset({"local", "region", "state"})  # each is also the kind of the roles of its agents
SIDES = ("pole", "authority")
DOCUMENTS = {
    "public": "ce qui est public",
    "summary": "le résumé",
    "technical_secret": "le secret technique",
    "budget": "le budget",
    "letter": "les lettres d’engagement",
    "opinion": "les avis",
    "ranking": "la liste classée",
    "decision": "la décision",
}
FILED = ("public", "summary", "technical_secret", "budget", "letter")  # the classes of what an applicant files
TIMES = {"before": "avant l’étape", "during": "pendant l’étape", "after": "après l’étape"}
ACTS = {
    "form": "dépôt",
    "review": "avis",
    "decision": "décision",
    "ranking": "liste classée",
    "follow": "suivi",
}
FIELD_KINDS = {
    "text": "texte court",
    "long": "texte long",
    "number": "nombre",
    "money": "montant",
    "date": "date",
    "choice": "choix",
    "file": "fichier",
    "consortium": "partenaires",
    "budget": "budget",
}
OUTCOMES = {
    "done": "étape faite",
    "accepted": "accepté",
    "accepted_with_conditions": "accepté sous conditions",
    "resubmit": "à représenter",
    "refused": "refusé",
    "ineligible": "non recevable",
    "withdrawn": "retiré",
    "lapsed": "caduc",
}
POSITIVE = frozenset({"done", "accepted", "accepted_with_conditions"})
DECIDED = frozenset({"accepted", "accepted_with_conditions", "resubmit", "refused"})  # these rest on opinions
SILENCES = {
    "accept": "le silence vaut acceptation",
    "reject": "le silence vaut refus",
    "escalate": "le dossier remonte",
    "remind": "une relance part",
    "lapse": "le dossier devient caduc",
}
SCOPES = {
    "dossier": "tout le dossier",
    "partner": "chaque partenaire",
    "budget": "le budget",
    "pole": "le pôle",
}
METHODS = {"mean": "moyenne", "median": "médiane"}
TOTALS = {"points": "points", "share": "part du maximum"}
CERTAINTIES = {
    "V": "vérifié dans une source",
    "S": "d’après une source secondaire",
    "M": "de mémoire : à vérifier",
    "P": "proposé par la plateforme : à régler",
}
RELABELS = {
    "always": "une nouvelle décision à chaque nouvelle présentation",
    "if_changed": "une nouvelle décision si le contenu a changé",
    "kept": "le label reste acquis",
}
END = "end"  # the reserved target: the dossier is closed with this outcome

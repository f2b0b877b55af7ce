"""The closed lists of words a set of indicators may use, each with what the screen says."""

KINDS = {
    "count": "nombre",
    "money": "montant",
    "share": "part",
    "opinion": "déclaration",  # what somebody thinks it did: never an effect that was measured
}
WHO = {
    "pole": "l’équipe du pôle",
    "member": "chaque membre, pour lui",
    "sum": "chaque membre, additionné pour le pôle",
}
LEVELS = {"hard": "à corriger", "soft": "à confirmer"}
PERIODICITIES = {
    "year": "tous les ans",
    "half": "tous les six mois",
    "quarter": "tous les trois mois",
    "term": "tous les trois ans",  # the term of a programme, from its first year (`since`)
}
# What the platform knows by itself: the key of a fact → what the screen says of its source.
FACTS = {
    "members": "d’après vos adhésions",
    "members_small": "d’après vos adhésions",
    "members_sme": "d’après vos adhésions",
    "members_mid_cap": "d’après vos adhésions",
    "members_large": "d’après vos adhésions",
    "members_research": "d’après vos adhésions",
    "members_training": "d’après vos adhésions",
    "members_craft": "d’après vos adhésions",
    "members_sse": "d’après vos adhésions",
    "members_public": "d’après vos adhésions",
    "members_new": "d’après vos adhésions",
    "members_left": "d’après vos adhésions",
    "headcount": "d’après votre dernière étude",
    "deposits": "d’après vos collectes",
    "needs_returns": "d’après vos collectes",
    "projects_filed": "d’après vos dossiers",
    "projects_labelled": "d’après vos dossiers",
    "projects_funded": "d’après vos dossiers",
    "companies_in_projects": "d’après vos dossiers",
    "aid_state": "d’après les conventions de vos projets",
    "aid_local": "d’après les conventions de vos projets",
    "aid_europe": "d’après les conventions de vos projets",
    "products": "d’après les déclarations des partenaires de projets",
    "patents": "d’après les déclarations des partenaires de projets",
    "publications": "d’après les déclarations des partenaires de projets",
    "start_ups": "d’après les déclarations des partenaires de projets",
    "experts": "d’après les rôles donnés",
    "opinions": "d’après vos dossiers",
    "companies_met": "d’après vos échanges",
    "services": "d’après vos échanges",
    "services_small": "d’après vos échanges",
    "trainees": "d’après vos plans de formation",
    "training_sessions": "d’après vos plans de formation",
    "mobilities": "d’après la mobilité entre membres",
    "own_headcount": "d’après votre dépôt",
}
BEFORE = "avant"  # the source of a value carried over from the year before
BEFORE_WORDS = "comme l’an dernier"

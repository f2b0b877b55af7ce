"""What the columns of a register are, guessed from their titles, to be confirmed by whoever imports it."""

from collections.abc import Sequence

from vivier_web.members.search import folded

# Field → its words on the screen, and the titles it goes by, folded and without spaces; SIRENE's own among them.
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("Raison sociale", ("raisonsociale", "nom", "denomination", "societe", "entreprise", "organisation",
                                "structure", "adherent", "membre", "denominationunitelegale", "nomentreprise",
                                "nomdelentreprise", "nomdelastructure", "nomdelorganisation")),
    "siren": ("SIREN", ("siren", "numerosiren", "nsiren")),
    "siret": ("SIRET", ("siret", "numerosiret", "nsiret", "siretdusiege")),
    "kind": ("Type d’organisation", ("type", "typedorganisation", "categorie", "typedestructure", "typologie")),
    "naf": ("Activité (NAF)", ("naf", "ape", "codenaf", "codeape", "activiteprincipaleetablissement",
                               "activite", "activiteprincipale")),
    "size": ("Tranche d’effectif", ("tranche", "tranchedeffectif", "trancheeffectif",
                                    "trancheeffectifsetablissement")),
    "site_name": ("Enseigne", ("enseigne", "nomcommercial", "enseigne1etablissement",
                               "denominationusuelleetablissement")),
    "address": ("Adresse", ("adresse", "rue", "voie", "numerorue", "libellerue", "numerovoieetablissement",
                            "typevoieetablissement", "libellevoieetablissement")),
    "postcode": ("Code postal", ("codepostal", "cp", "codepostaletablissement")),
    "commune": ("Code commune (INSEE)", ("codecommune", "codecommuneetablissement", "codeinsee")),
    "town": ("Commune", ("commune", "ville", "libellecommune", "libellecommuneetablissement", "localite")),
    "department": ("Département", ("departement", "dept", "dep")),
    "head": ("Siège (oui ou non)", ("siege", "etablissementsiege", "estsiege")),
    "state": ("État (A actif, F fermé)", ("etatadministratifetablissement", "etatadministratif")),
    "state_on": ("Date de cet état", ("datedebut",)),
    "diffusion": ("Statut de diffusion", ("statutdiffusionetablissement",)),
    "college": ("Collège", ("college",)),
    "joined_on": ("Adhérent depuis", ("adherentdepuis", "dateadhesion", "datedadhesion", "adhesion", "depuis",
                                      "membredepuis", "anneeadhesion", "anneedadhesion")),
}  # fmt: skip
REQUIRED = ("siret", "siren", "name")  # at least one of them says which organisation a line is about
_KNOWN = {title: field for field, (_, titles) in FIELDS.items() for title in titles}
_JOINED = ("address", "site_name")  # fields that several columns may make together


def guessed(header: Sequence[str]) -> list[str]:
    """Guess the field of each column; an empty word for those that are not read.

    >>> guessed(["N° SIRET", "Raison sociale", "Ville", "Humeur"])
    ['siret', 'name', 'town', '']
    """
    found: list[str] = []
    for title in header:
        field = _KNOWN.get(folded(title).replace(" ", ""), "")
        found.append("" if field in found and field not in _JOINED else field)
    return found

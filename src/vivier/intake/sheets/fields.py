"""Which titles name which field: the synonyms of French registers and HR exports."""

import re
from functools import lru_cache

from vivier.intake.sheets.grid import heading

NEVER = "jamais_lu"

# In French, as said to the reader of an anomaly.
LABELS = {
    "nir": "numéro de sécurité sociale", "matricule": "matricule", "numero": "numéro", "nom": "nom",
    "prenom": "prénom", "nom_prenom": "nom et prénom", "sexe": "sexe", "naissance": "date de naissance",
    "age": "âge", "entree": "date d’entrée", "sortie": "date de sortie", "contrat": "type de contrat",
    "observations": "observations", "etp": "ETP", "taux": "taux d’activité", "hebdo": "horaire hebdomadaire",
    "mois": "heures par mois", "temps": "temps de travail", "partiel": "temps partiel",
    "pcs": "code PCS", "csp": "catégorie",
    "qualification": "qualification", "emploi": "emploi", "siret": "SIRET", "siren": "SIREN", "nic": "NIC",
    "etablissement": "établissement", "boeth": "bénéficiaire de l’obligation d’emploi", "effectif": "effectif",
    "niveau": "niveau",
}  # fmt: skip

IDENTITY = frozenset({"nir", "matricule", "numero", "nom", "prenom", "nom_prenom"})
PLACE = frozenset({"siret", "siren", "nic", "etablissement"})

# Pay, bank, address, family, papers: a title with one of these words is never read, whatever else it says.
_NEVER = re.compile(
    r"\b(salaires?|bruts?|brute|nets?|nette|remunerations?|iban|bic|rib|adresses?|telephones?|tel|portable|mails?|"
    r"e mails?|emails?|courriels?|nationalites?|titres? de sejour|situations? (familiales?|de famille)|"
    r"commentaires?|taux horaires?|primes?)\b"
)

_NUMBER = r"(n|no|num|numero)"
_OF = r"( de la| de l| du| de| d| des| en)?"
_TIME = r"(temps|tps|tmps|tp|duree)"
_RATE = r"(taux|tx|pourcentage|pourcent|quotite)"
_PER = r"( travail| contrat| contractuel(les?)?)?( par)?"
_HOURS = (
    r"(horaires?|hor|heures?|hrs?|h|nb heures|nb h|nombre d heures|duree|duree du travail|temps|temps de travail)"
)
_JOB = r"(emplois?|postes?|metiers?|fonctions?)"
_HIRER = r"( (dans |en |a )?(la |l )?(societe|entreprise|etablissement|groupe|service))?"

# For each field, its titles from the surest to the vaguest; spaces may be missing (« DateNaissance », « nss »).
_TITLES: dict[str, tuple[str, ...]] = {
    "nir": (
        (rf"nir|n s s|{_NUMBER}{_OF} (ss|secu( sociale)?|securite( sociale)?|nir|insee|immatriculation s s)"
        r"|securite sociale|insee|ss"),
    ),
    "matricule": (
        rf"matricules?( paie| rh| interne| paye)?|mat|{_NUMBER}{_OF} matricule",
        (r"(id|identifiant|code|ref)( salarie| employe| agent| collaborateur| rh| paie| individu| personnel)"
        rf"|{_NUMBER}{_OF} (salarie|employe|agent|collaborateur|paie|badge)|identifiant|id"),
    ),
    "numero": (rf"{_NUMBER}|{_NUMBER} (d )?ordre",),
    "nom": (r"noms?( usuel| de famille| patronymique)?", r"nom (d usage|de naissance|marital)|patronyme"),
    "prenom": (r"prenoms?( s| usuel)?",),
    "nom_prenom": (
        r"noms?( et| ou)? prenoms?( s)?|prenoms?( s)?( et)? noms?|nom complet|identite",
        r"(salarie|collaborateur|employe|agent|operateur|personne|individu|technicien|equipier)s?( e| trice)?( s)?",
    ),
    "sexe": (r"sexes?|s|genre|[hm] f|f [hm]|hommes? femmes?|femmes? hommes?", r"civilites?|civ|titre de civilite"),
    "naissance": (
        rf"nee?( e)? le|n e le|(date|dt|dte|dat|d){_OF} (naissance|naiss|nais)|ddn|(naissance|naiss)( date| le)?",
        r"annee( de)? (naissance|naiss)",
    ),
    "age": (r"ages?( en annees?| en ans| ans| actuel| revolu| du salarie)?( (au|en|a la) .+)?",),
    "entree": (
        rf"(date|dt|dte){_OF} (entree|arrivee){_HIRER}|(entree|arrivee)s?{_HIRER}( le| date)?|entree?( e)? le",
        r"((date|dt|dte)( de| d)? )?embauche( le| date)?|embauche?e?( e)? le",
        rf"((date|dt|dte){_OF} )?debut{_OF}( contrat)?|contrat (date )?debut|debut",
        rf"(date|dt|dte){_OF} anciennete",
    ),
    "sortie": (
        rf"((date|dt|dte){_OF} )?sorties?{_HIRER}( le| date)?|sortie?( e)? le",
        rf"((date|dt|dte){_OF} )?departs?{_HIRER}( le| date)?",
        rf"((date|dt|dte){_OF} )?fin{_OF}( contrat| cdd| mission)?|contrat (date )?fin",
    ),
    "contrat": (
        (rf"(natures?|types?|formes?|statut){_OF} contrats?( de travail)?|contrats?( de travail)?"
        r"|contrats? (natures?|types?)|types? ctr|(type )?cdi( ou)? cdd( .*)?"),
    ),
    "observations": (r"observations?( s)?|obs|mentions?( particulieres?| obligatoires?| legales?)?",),
    "etp": (r"(nb |nbre |nombre d? ?)?etp( contractuel| pourcent| moyen)?|equivalents? temps pleins?",),
    "taux": (
        (rf"{_RATE}{_OF}( {_TIME})?{_OF} (activite|emploi|occupation|presence|travail|partiel)( pourcent)?|"
        rf"quotite( pourcent)?|{_TIME}{_OF}( travail| activite| partiel)? pourcent|activite( pourcent)?"
        rf"|(pourcent|pourcentage) {_TIME}|taux pourcent"),
    ),
    "hebdo": (rf"{_HOURS}{_OF}{_PER} (hebdo|hebdomadaires?|semaine|sem)( .*)?",),
    "mois": (rf"{_HOURS}{_OF}{_PER} (mois|mensuel(les?|s)?|mens)( .*)?",),
    "temps": (
        (rf"(temps|tps|tmps){_OF}( travail)?( contractuel)?|duree{_OF} travail|horaires?|heures?|"
        r"(temps )?(plein|complet) (temps )?partiel|tc tp|tp tc|modalites?( de temps| du temps)( de travail)?"),
    ),
    "partiel": (r"(salarie )?(a )?(temps|tps) partiel|tp",),
    "pcs": (r"(code )?pcs( ese)?( 2003| 2017| insee)?|code pcs( ese)?|(code )?pcs ese", r"(code )?(insee )?pcs .*"),
    "csp": (r"csp|categories?( socio ?pro(fessionnelles?)?| professionnelles?)?|statuts?( professionnel)?|college",),
    "qualification": (r"qualif(ication)?s?( professionnelle)?|coef(ficient)?s?|niveau|echelon|classification",),
    "emploi": (
        (rf"{_JOB}( occupes?| occupee| actuels?| exerces?| exercee| tenu| de travail)?|"
        rf"(intitules?|libelles?|lib|titre|nom){_OF} {_JOB}( occupe)?|{_JOB} (intitule|libelle)"),
    ),
    "siret": (rf"({_NUMBER}{_OF} |code )?siret{_OF}( etablissement)?|etablissement siret",),
    "siren": (rf"({_NUMBER}{_OF} |code )?siren{_OF}( entreprise| societe)?",),
    "nic": (rf"({_NUMBER}{_OF} |code )?nic{_OF}( etablissement)?",),
    "etablissement": (
        rf"((code|nom|libelle|lib){_OF} )?(etablissements?|etab|ets|sites?)( de rattachement)?|etablissement site",
    ),
    "boeth": (
        (r"rqth|th|[bd]?oeth|handicape?( e)?s?|travailleurs?( e)?( s)? handicape?e?( e)?s?( s)?|"
        r"(reconnaissance|qualite) (th|travailleur handicape)|beneficiaires? (boeth|de l obligation d emploi)"),
    ),
}  # fmt: skip

_OWNER = r"(?: ?(?:du |de la |de l |des |d )?(?:salarie|employe|agent|collaborateur|titulaire|operateur)e?s?(?: e)?)?"
_COMPILED = {
    field: tuple(re.compile(f"(?:{title}){_OWNER}".replace(" ", " ?").replace(" ??", " ?")) for title in titles)
    for field, titles in _TITLES.items()
}
_VAGUER = 10
_PARTS = re.compile(r"\s*[/\n|\\]\s*|\s+[-–—]\s+")
_ASIDE = re.compile(r"\([^)]*\)?|\[[^\]]*\]")
_HINT = re.compile(r" (jj mm a{2,4}|jjmma{2,4}|oui non|o n|format .*)$")


@lru_cache(maxsize=2048)
def field_of(title: str) -> tuple[str, int] | None:
    r"""Name the field a column title stands for, and how vague the title is (0 is the surest).

    >>> field_of("Date de\nnaissance"), field_of("N° S.S."), field_of("Tps travail %")
    (('naissance', 0), ('nir', 0), ('taux', 0))
    >>> field_of("Salaire brut"), field_of("Tranche d’âge"), field_of("Lieu de naissance")
    (('jamais_lu', 0), None, None)
    """
    if len(title) > 120:
        return None
    whole = _HINT.sub("", heading(title))
    if not whole:
        return None
    if _NEVER.search(whole):
        return (NEVER, 0)
    # « Sexe (H/F) » is a sex; « Temps de travail (%) » must keep its aside, so the whole title comes first.
    return _matched(whole) or _matched(heading(_ASIDE.sub(" ", title))) or _of_parts(title)


def _of_parts(title: str) -> tuple[str, int] | None:
    """Name the field of the first known part of a title (« Date d’entrée / Hire date »), vaguer than a whole one."""
    parts = _PARTS.split(title)
    found = next((known for part in parts if (known := _matched(heading(part)))), None) if len(parts) > 1 else None
    return None if found is None else (found[0], found[1] + _VAGUER)


def _matched(folded: str) -> tuple[str, int] | None:
    if not folded:
        return None
    for field, patterns in _COMPILED.items():
        for rank, pattern in enumerate(patterns):
            if pattern.fullmatch(folded):
                return (field, rank)
    return None

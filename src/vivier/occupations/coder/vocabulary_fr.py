"""The French words and endings that the normalisation of job titles knows: abbreviations, noise, genders."""

# Written by hand from general usage; each abbreviation is expanded into words already folded to the masculine.
_ABBREVIATIONS = """
adv=administration vente
ads=agent securite
aes=accompagnant educatif social
aesh=accompagnant eleve situation handicap
amp=aide medico psychologique
ash=agent hospitalier
asv=auxiliaire veterinaire
atsem=agent specialise ecole maternelle
avs=auxiliaire vie social
be=bureau etude
btp=batiment travaux public
ca=conseil administration
cao=conception assiste ordinateur
cip=conseiller insertion professionnel
cm=community manager
cn=commande numerique
cnc=commande numerique
cvc=chauffage ventilation climatisation
daf=directeur administratif financier
dao=dessin assiste ordinateur
dev=developpeur
dg=directeur general
drh=directeur ressource humain
dsi=directeur systeme information
fao=fabrication assiste ordinateur
gms=grande moyenne surface
gpao=gestion production assiste ordinateur
gtc=gestion technique centralise
hse=hygiene securite environnement
iade=infirmier anesthesiste
ibode=infirmier bloc operatoire
ide=infirmier
it=informatique
moa=maitrise ouvrage
moe=maitrise oeuvre
ouv=ouvrier
pao=publication assiste ordinateur
pl=poids lourd
qhse=qualite hygiene securite environnement
qse=qualite securite environnement
raf=responsable administratif financier
rd=recherche developpement
resp=responsable
rh=ressource humain
rrh=responsable ressource humain
rse=responsabilite social environnement
sav=apres vente
si=systeme information
spl=super poids lourd
ssi=systeme securite incendie
tech=technicien
tp=travaux public
vl=vehicule leger
vrd=voirie reseau divers
vrp=representant
vsl=vehicule sanitaire leger
"""
ABBREVIATIONS = {
    name: tuple(full.split()) for name, full in (line.split("=") for line in _ABBREVIATIONS.strip().splitlines())
}

_EMPTY = "a au aux d de des du en et l la le les ou par pour sur un une"
EMPTY_WORDS = frozenset(_EMPTY.split())

# Patterns of a plain title that say nothing of the occupation: gender marks, shifts, hours, references.
NOISE = (
    r"\(\s?(?:h|f|m|x)(?:\s?[/\-,]\s?(?:h|f|m|x|nb)){1,2}\s?\)",
    r"\b[hfm]\s?/\s?[hfm](?:\s?/\s?[xnb]{1,2})?\b",
    r"\b[2345]\s?[x*]\s?[1-9]\d?\b",
    r"\b\d{1,2}\s?h(?:eures?)?(?:\s?\d{2})?(?:\s?/\s?semaine)?\b",
    r"\btemps (?:partiel|plein|complet)\b",
    r"\bbac\s?\+\s?\d\b",
    r"#\w+",
)
_WORDS_OF_NOISE = """
hf fh cdi cdd cdic interim interimaire junior senior confirme confirmee confirmes debutant debutante experimente
experimentee urgent poste recrute recherchons alternance alternant alternante stagiaire stage saisonnier saisonniere
vacataire renfort
"""
NOISE_WORDS = frozenset(_WORDS_OF_NOISE.split())

# What may stand in parentheses, or after a middle dot, to add a gender: « ouvrier(ère) », « formateur·trice ».
_ENDINGS = """
e s es se ses euse euses trice trices rice ice ere eres iere ieres ne nes enne ienne le les elle fe ve ive te ee ie er
re esse eresse ante ente
"""
ENDINGS = frozenset(_ENDINGS.split())

# (ending, masculine, shortest word): the first that fits is applied, on the singular.
FEMININE = (
    ("trice", "teur", 7), ("euse", "eur", 6), ("eure", "eur", 6), ("eresse", "eur", 9), ("tresse", "tre", 8),
    ("otesse", "ote", 7), ("iere", "ier", 6), ("ere", "er", 6), ("enne", "en", 6), ("onne", "on", 7),
    ("elle", "el", 6), ("ive", "if", 6), ("oise", "ois", 7), ("ante", "ant", 6), ("ente", "ent", 6),
    ("ointe", "oint", 6), ("erte", "ert", 6), ("arde", "ard", 6), ("ale", "al", 6), ("effe", "ef", 6),
    ("aine", "ain", 7), ("ee", "e", 4), ("eux", "eur", 6), ("adrice", "adeur", 9),
)  # fmt: skip
IRREGULAR = {
    "commis": "commis", "commise": "commis", "seconde": "second", "gaz": "gaz", "bus": "bus", "corps": "corps",
    "cours": "cours", "tapis": "tapis", "bois": "bois", "temps": "temps", "fois": "fois", "poids": "poids",
    "manageuse": "manager", "designeuse": "designer", "bookeuse": "booker", "reportrice": "reporter",
    "avocate": "avocat",
    "magistrate": "magistrat", "barmaid": "barman", "tisserande": "tisserand", "prix": "prix",
    "gens": "gens", "sans": "sans", "dans": "dans", "sous": "sous", "travaux": "travaux", "marine": "marine",
    "public": "public", "publique": "public", "publics": "public", "publiques": "public",
}  # fmt: skip

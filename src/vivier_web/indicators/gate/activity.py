"""Activities at two levels: the divisions of NAF rev. 2, and the sections they are in (Insee, 2008)."""

UNKNOWN = "00"

_SECTIONS = """
A Agriculture, sylviculture et pêche: 01 Culture et élevage; 02 Sylviculture; 03 Pêche et aquaculture
B Industries extractives: 05 Houille et lignite; 06 Hydrocarbures; 07 Minerais métalliques; 08 Autres industries
extractives; 09 Soutien aux industries extractives
C Industrie manufacturière: 10 Industries alimentaires; 11 Boissons; 12 Tabac; 13 Textiles; 14 Habillement; 15 Cuir et
chaussure; 16 Bois; 17 Papier et carton; 18 Imprimerie; 19 Cokéfaction et raffinage; 20 Industrie chimique;
21 Industrie pharmaceutique; 22 Caoutchouc et plastique; 23 Autres produits minéraux non métalliques; 24 Métallurgie;
25 Produits métalliques; 26 Produits informatiques, électroniques et optiques; 27 Équipements électriques;
28 Machines et équipements; 29 Industrie automobile; 30 Autres matériels de transport; 31 Meubles;
32 Autres industries manufacturières; 33 Réparation et installation de machines
D Électricité et gaz: 35 Électricité, gaz, vapeur et air conditionné
E Eau, déchets et dépollution: 36 Eau; 37 Eaux usées; 38 Déchets et récupération; 39 Dépollution
F Construction: 41 Construction de bâtiments; 42 Génie civil; 43 Travaux de construction spécialisés
G Commerce: 45 Commerce et réparation d’automobiles; 46 Commerce de gros; 47 Commerce de détail
H Transports et entreposage: 49 Transports terrestres; 50 Transports par eau; 51 Transports aériens; 52 Entreposage et
services aux transports; 53 Poste et courrier
I Hébergement et restauration: 55 Hébergement; 56 Restauration
J Information et communication: 58 Édition; 59 Cinéma, vidéo et musique; 60 Programmation et diffusion; 61
Télécommunications; 62 Programmation et conseil informatiques; 63 Services d’information
K Finance et assurance: 64 Services financiers; 65 Assurance; 66 Activités auxiliaires de finance
L Immobilier: 68 Activités immobilières
M Activités spécialisées, scientifiques et techniques: 69 Droit et comptabilité; 70 Sièges sociaux et conseil de
gestion; 71 Architecture, ingénierie et contrôle; 72 Recherche-développement; 73 Publicité et études de marché;
74 Autres activités spécialisées; 75 Activités vétérinaires
N Services administratifs et de soutien: 77 Location; 78 Emploi; 79 Voyages; 80 Enquêtes et sécurité; 81 Bâtiments et
paysages; 82 Autres services de soutien
O Administration publique: 84 Administration publique et défense
P Enseignement: 85 Enseignement
Q Santé et action sociale: 86 Santé humaine; 87 Hébergement médico-social; 88 Action sociale
R Arts et spectacles: 90 Arts et spectacles; 91 Bibliothèques et musées; 92 Jeux de hasard; 93 Sports et loisirs
S Autres services: 94 Organisations associatives; 95 Réparation de biens domestiques; 96 Services personnels
T Ménages employeurs: 97 Ménages employeurs; 98 Ménages producteurs
U Activités extraterritoriales: 99 Activités extraterritoriales
"""


def _read() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    sections, divisions, inside = {UNKNOWN: "Activité inconnue"}, {UNKNOWN: "Activité inconnue"}, {UNKNOWN: UNKNOWN}
    joined = ""
    for line in _SECTIONS.strip().splitlines():
        joined += ("\n" if line[:1].isupper() and line[1:2] == " " else " ") + line
    for line in joined.strip().splitlines():
        head, listed = line.split(":", 1)
        sections[head[0]] = head[2:]
        for each in listed.split(";"):
            code, name = each.strip().split(" ", 1)
            divisions[code], inside[code] = name, head[0]
    return sections, divisions, inside


SECTIONS, DIVISIONS, SECTION_OF = _read()


def division_of(naf: str) -> str:
    """Give the division of an activity written `25.62B` or `2562B`; `00` where it is not known.

    >>> division_of("25.62B"), SECTION_OF[division_of("25.62B")], division_of("")
    ('25', 'C', '00')
    """
    return naf[:2] if naf[:2] in DIVISIONS else UNKNOWN

"""What the fictional committee looks at: projects, experts, practices; believable, about nobody."""

from dataclasses import dataclass

from vivier_web.procedures.choices import TieKind


@dataclass(frozen=True, slots=True)
class Told:
    """Hold one project: title, summary, aid, the level of each expert, days, and what was decided (or not)."""

    title: str
    summary: str
    aid: str
    marks: tuple[int, int, int]
    motives: str = ""
    outcome: str = ""
    days: int = 40
    reading: int = 18
    sitting: int = 14


PROJECTS = (
    Told(
        "Rectification cryogénique de céramiques minces",
        (
            "Usiner sans fissure des céramiques de deux millimètres, par un refroidissement à l’azote porté "
            "par l’outil."
        ),
        "386000", (5, 4, 4),
        "Verrou bien posé, clients engagés par écrit ; le consortium a déjà mené un projet ensemble.",
    ),
    Told(
        "Capteurs d’effort imprimés dans l’outillage",
        "Imprimer des jauges sur les matrices de découpe pour arrêter la presse avant la casse.",
        "412000", (4, 4, 4),
        "Réponse à une priorité écrite du pôle ; retour attendu en moins de deux ans.",
    ),
    Told(
        "Reconditionner les broches d’usinage",
        "Mesurer l’usure de broches déposées et garantir leur seconde vie, en atelier partagé.",
        "298000", (4, 3, 4),
    ),
    Told(
        "Décolletage du titane sans huile entière",
        "Micro-lubrification par brouillard dirigé ; deux alliages, trois machines.",
        "455000", (4, 4, 3),
    ),
    Told(
        "Jumeau numérique d’une ligne de polissage",
        "Prévoir l’état de surface à partir des efforts et des abrasifs, pour huit familles de pièces.",
        "530000", (3, 4, 2),
    ),
    Told(
        "Robot mobile pour charger les tours",
        "Charger la nuit quatre tours de marques différentes avec un seul robot, sans cage.",
        "347000", (3, 2, 2),
    ),
    Told(
        "Recyclage en boucle des carbures de coupe",
        "Collecter, trier par nuance et refondre les plaquettes usées des membres du pôle.",
        "401000", (2, 3, 1),
    ),
    Told(
        "Soudage laser de cuivres épais",
        "Souder trois millimètres de cuivre sans préchauffage.", "378000", (4, 4, 5),
        "Rupture démontrée, deux clients engagés.", "accepted", 160, 24, 20,
    ),
    Told(
        "Vérins électriques lavables", "Étanchéité sans joint pour l’agroalimentaire.", "290000", (4, 3, 4),
        "Marché identifié, budget justifié.", "accepted", 150, 21, 17,
    ),
    Told(
        "Gravure d’identification inviolable", "Marquer une pièce dans sa matière.", "265000", (3, 3, 2),
        "L’état de l’art ignore trois brevets récents : à compléter avant une nouvelle présentation.", "refused",
        140, 30, 26,
    ),
    Told(
        "Freins magnétiques pour axes lents", "Remplacer l’hydraulique sous cinquante tours par minute.", "320000",
        (4, 4, 4), "Consortium complet, retombées chiffrées et sourcées.", "accepted", 120, 19, 15,
    ),
)  # fmt: skip
WHY_FIRST = "Seul projet d’économie circulaire de la liste, axe retenu en 2026"
CARDS = (
    (
        ("Usinage de précision, rectification, céramiques et titane. Vingt ans de méthodes en décolletage.",
         "recherche", "Auvergne-Rhône-Alpes", 10),
        ((TieKind.MANDATE, "Centre technique du décolletage (fictif)"),),
    ),
    (
        ("Robotique mobile, vision, jumeau numérique, automatisation de petites séries.", "industrie",
         "Auvergne-Rhône-Alpes", 12),
        ((TieKind.JOB, "Automates du Chablais (fictif)"),),
    ),
    (
        ("Économie circulaire, recyclage des métaux, capteurs, analyse de marché et modèles d’affaires.",
         "industrie", "Bourgogne-Franche-Comté", 12),
        (),
    ),
)  # fmt: skip
OURS = (
    (
        "projects", "Expertiser et labelliser", "Un comité par mois, les avis quinze jours avant",
        (
            "Les experts rendent leur avis quinze jours avant la séance, sans se lire. L’équipe envoie au "
            "comité une page par "
            "dossier : notes, écarts, question à trancher. La séance ne relit pas les dossiers, elle décide."
        ),
        "Deux séances annulées faute de quorum la première année : les suppléants sont désormais nommés.",
    ),
    (
        "small", "Les associer aux projets", "Un parrain industriel pour chaque PME qui dépose",
        (
            "Une entreprise déjà labellisée relit le dossier d’une PME qui dépose pour la première fois : "
            "deux réunions, "
            "aucune rémunération, un accord de confidentialité d’une page."
        ),
        "Les PME disent y gagner surtout sur le plan de financement.",
    ),
    (
        "skills", "Cartographier les compétences", "La carte des savoir-faire, tenue par les matrices de polyvalence",
        (
            "Les membres déposent leur matrice ; la plateforme en tire les compétences fragiles. La carte "
            "est présentée "
            "chaque année aux organismes de formation."
        ),
        "",
    ),
)  # fmt: skip
THEIRS = (
    (
        "projects", "Faire émerger", "Les petits-déjeuners de l’idée",
        (
            "Une heure, un atelier, trois idées présentées en cinq minutes : les participants disent avec "
            "qui ils iraient. "
            "Le pôle rappelle sous dix jours ceux qui se sont nommés."
        ),
        "Une idée sur quatre devient un dossier.",
    ),
    (
        "projects", "Expertiser et labelliser", "Deux avis suffisent pour une petite aide",
        "Sous 100 000 € d’aide, deux experts et un comité de trois personnes, en visioconférence.",
        "Les écarts d’avis sont tranchés par un troisième expert, une fois sur huit.",
    ),
    (
        "international", "Cibler", "Deux salons, pas dix",
        (
            "Le pôle retient chaque année deux salons avec ses membres et y mutualise un stand ; les autres "
            "sont laissés."
        ),
        "",
    ),
)  # fmt: skip

THEIR_EXPERTS = (
    ("expert-a", "Catherine Vuillermoz"),
    ("expert-b", "Yann Prost"),
    ("expert-c", "Mireille Cattin"),
)
THEIR_PROJECTS = (
    Told("Moules à canaux conformes", "Refroidir au plus près.", "98000", (4, 4, 3), "Utile à tous.",
         "accepted", 130, 12, 9),
    Told("Lunettes en ricin", "Une matière d’ici.", "76000", (3, 3, 3), "Marché à confirmer.", "refused", 118, 10, 8),
    Told("Tri optique de granulés", "Trier à la couleur.", "88000", (4, 5, 4), "Besoin partagé.",
         "accepted", 96, 14, 12),
    Told("Injection sans purge", "Changer de teinte.", "91000", (4, 3, 4), "Gain mesuré.", "accepted", 80, 11, 7),
    Told("Emballages lavables", "Cent lavages garantis.", "67000", (2, 2, 3), "Essais absents.",
         "refused", 66, 13, 10),
)  # fmt: skip

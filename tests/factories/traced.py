"""A strategy document that meets its fifteen points, and the study it is drawn from."""

from functools import cache

from factories.study import study
from vivier.report.data_file import data_file
from vivier.report.traced import compose, evidence

TITLE = "Étude GPEC 2026"
TEXT = """
# Stratégie du pôle
- Axe 1 : Transmettre avant les départs
- Axe 2 : Recruter ensemble
## Périmètre et méthode
L’étude compte {{etude.metiers["ensemble"]}} au 31 janvier 2026 (PCS 625b comprise, article L. 2242-20).
## Axe 1 : Transmettre avant les départs
Constat : {{etude.departs["ensemble","total","retraite"]}} partiront en fin de carrière d’ici 2036.
Preuve : {{etude.seniors_55["ensemble"]}} des salariés ont 55 ans ou plus.
Risque : des savoir-faire quittent le pôle avec ceux qui les tiennent.
Décision proposée : préparer chaque départ deux ans avant.
Action : tutorat et AFEST.
Indicateur : départs préparés, relevés chaque année.
## Axe 2 : Recruter ensemble
Constat : les postes à pourvoir reviennent dans plusieurs métiers.
Preuve : {{etude.postes["ensemble","total","toutes"]}} d’ici 2036.
Risque : des postes restent vides.
Décision proposée : une campagne commune.
Action : forum et stages.
Indicateur : postes pourvus en trois mois.
## Limites
Rien ici ne prédit une personne ; les projections supposent l’année 2026 ordinaire.
"""


@cache
def content() -> bytes:
    """The study's file of data."""
    return data_file(study())


@cache
def source():
    """What may be cited of it."""
    return evidence("etude", content(), title=TITLE)


def document(text=TEXT, *others):
    """The document of a text drawn from the study."""
    return compose(text, [source(), *others])

"""Every anomaly a read can tell, each with its French sentence.

Codes: E01–E20 faults of the DSN notes (spreadsheets use the same code where it means the same), S01… faults of
spreadsheets only, N01… choices the read made and says, R01… reasons why a file is left out whole.
A sentence says what was found, what is safe and what to do; `{…}` are labels, counts and file dates, never the
value of a personal rubric.
"""

from collections import Counter

from vivier.intake.data import Anomaly

_SENTENCES = {
    "E01": "Cette ligne ne se lit pas comme une rubrique de DSN : elle est mise de côté, le reste du fichier est "
    "lu ; si elle a été retouchée à la main, redéposez le fichier tel que le logiciel de paie l’a produit.",
    "E02": "Cette rubrique n’existe pas dans la norme : elle est ignorée, la personne reste comptée ; vérifiez "
    "la version de votre logiciel de paie.",
    "E03": "Ce bloc n’est pas à sa place dans le fichier : il est ignoré, le reste est lu ; signalez-le à "
    "l’éditeur de votre logiciel de paie.",
    "E04": "La date « {label} » n’existe pas au calendrier : elle est mise de côté et la personne reste comptée ; "
    "corrigez-la dans le logiciel qui a produit ce fichier.",
    "E05": "La valeur « {label} » n’est pas dans la liste attendue : elle est mise de côté et la personne "
    "reste comptée ; corrigez-la dans le logiciel qui a produit ce fichier.",
    "E06": "La rubrique « {label} » dépasse {limit} caractères : elle est mise de côté et la personne reste "
    "comptée ; raccourcissez-la dans le logiciel de paie.",
    "E07": "Le nombre « {label} » ne se lit pas : il est mis de côté et la personne reste comptée ; écrivez-le "
    "en chiffres, comme le demande le format du fichier.",
    "E08": "Le numéro « {label} » n’a pas la bonne clé de contrôle : rien n’est corrigé par supposition ; "
    "vérifiez ce numéro sur l’avis de situation de l’établissement.",
    "E09": "Le numéro de sécurité sociale est provisoire ou invalide : la personne reste comptée et sera "
    "reconnue autrement ; complétez-le dans le logiciel qui a produit ce fichier.",
    "E10": "Le code de profession (PCS-ESE) n’existe pas dans la nomenclature : la personne est comptée en "
    "métier inconnu ; corrigez ce code dans le logiciel qui a produit ce fichier.",
    "E11": "La donnée obligatoire « {label} » manque : la personne reste comptée avec une valeur inconnue ; "
    "complétez-la dans le logiciel qui a produit ce fichier.",
    "E12": "Le total de contrôle « {label} » ne correspond pas aux lignes du fichier : tout ce qui se lit est "
    "compté ; si le fichier a été retouché ou mal copié, redéposez l’original.",
    "E13": "La date de fin précède la date de début du contrat : la fin est mise de côté et la personne reste "
    "comptée ; corrigez l’une des deux dates.",
    "E14": "Le même contrat figure deux fois dans la déclaration : il n’est compté qu’une fois ; supprimez le "
    "doublon dans le logiciel de paie.",
    "E15": "La fin prévue de ce contrat est passée et aucune fin n’est déclarée : la personne reste comptée ; "
    "déclarez la fin du contrat ou son renouvellement.",
    "E16": "La version de la norme annoncée n’est pas connue : le fichier est lu avec la plus récente connue ; "
    "vérifiez les chiffres et signalez-nous cette version.",
    "E17": "Ce fichier est un envoi de test : il n’est pas compté ; déposez l’envoi réel du même mois.",
    "E18": "Ce fichier est écrit en UTF-8 au lieu de l’ISO-8859-1 attendu : il est lu normalement ; il n’y a "
    "rien à faire si les accents de vos états sont corrects.",
    "E19": "La déclaration que celle-ci annule ou remplace n’est pas parmi les fichiers donnés : les autres "
    "déclarations sont comptées ; ajoutez le fichier d’origine si vous l’avez.",
    "E20": "La date de naissance donne un âge impossible (moins de 14 ans ou plus de 80) : la personne est "
    "comptée en âge inconnu ; corrigez la date.",
    "N01": "Aucune déclaration n’est fournie pour {wanted} : l’effectif de l’entreprise {siren} est celui de "
    "{used}, dernier mois déclaré ; déposez le mois manquant pour l’actualiser.",
    "N02": "L’établissement {site} est décrit par des fichiers de deux sortes : {kept} est retenu, {left} est "
    "laissé de côté pour ne compter personne deux fois ; l’option --prefer change ce choix.",
    "N03": "Cette déclaration de substitution a été faite par une administration : elle est ignorée ; déposez "
    "la déclaration mensuelle de l’entreprise.",
    "N04": "L’établissement {site} était déclaré en {before} et ne l’est plus en {month} : ses salariés ne "
    "sont pas comptés ce mois-là ; déposez sa déclaration s’il existe toujours.",
    "N05": "Il manque des fractions ({missing} sur {total}) à la déclaration de {month} de l’établissement {site} : "
    "l’effectif est incomplet ; déposez les fractions manquantes.",
    "N06": "{more} autres lignes de ce fichier portent la même anomalie ({same}) : elles sont traitées de la "
    "même façon ; corrigez-en la cause une fois pour toutes.",
    "N07": "Le fichier ne porte pas de SIREN : ses effectifs sont comptés à part, sous « inconnu » ; nommez "
    "l’entreprise avec l’option --siren.",
    "N08": "La déclaration la plus récente de l’entreprise {siren} date de {used}, plus de trois mois avant "
    "{wanted} : elle n’est pas comptée ; déposez un mois plus récent ou changez la date.",
    "N09": "Des déclarations de ce fichier ({count}) portent sur des mois postérieurs au {wanted} : elles ne sont "
    "pas comptées ; choisissez une date plus tardive pour en tenir compte.",
    "N11": "Ce fichier est identique à « {same} » : il n’est lu qu’une fois ; il n’y a rien à faire.",
    "N12": "Ce fichier donne la situation au {used}, plus de trois mois avant le {wanted} : ses effectifs sont "
    "comptés tels quels ; demandez une version plus récente si vous le pouvez.",
    "N13": "Il manque {count} mois entre {first} et {last} aux déclarations de l’entreprise {siren} : les entrées et "
    "les sorties qui les touchent ne sont pas comptées ; déposez ces mois si vous les avez.",
    "N14": "L’établissement {site} est décrit à plusieurs dates : la situation au {used} est retenue, "
    "celle du {left} est laissée de côté pour ne compter personne deux fois ; ne déposez que celle qui convient si "
    "ce choix n’est pas le bon.",
    "R01": "Ce fichier est vide : il n’apporte aucun effectif ; vérifiez son exportation puis redéposez-le.",
    "R02": "Ce fichier n’est ni une DSN, ni un tableur, ni un texte en colonnes : il est laissé de côté ; "
    "déposez une DSN, un fichier .xlsx ou un fichier .csv.",
    "R03": "Ce fichier dépasse la taille acceptée ({limit} Mo) : il est laissé de côté sans être lu ; scindez-le "
    "par mois ou par établissement, ou relevez la limite avec l’option --max-mb.",
    "R04": "Ce fichier compressé se déplie au-delà de ce qui est raisonnable : par sécurité il n’est pas "
    "ouvert ; déposez le fichier d’origine, non compressé.",
    "R05": "Ce fichier est protégé par un mot de passe : il ne peut pas être lu ; enregistrez-en une copie sans "
    "mot de passe, puis redéposez-la.",
    "R06": "Ce fichier est dans un ancien format de tableur ({label}) : il n’est pas lu ; ouvrez-le, "
    "enregistrez-le en .xlsx ou en .csv, puis redéposez-le.",
    "R07": "Ce fichier est incomplet, il s’arrête avant sa dernière ligne : rien n’en est compté, pour ne pas "
    "donner un effectif faux ; récupérez le fichier entier et redéposez-le.",
    "R08": "Ce fichier est abîmé et ne s’ouvre pas : il est laissé de côté, les autres sont lus ; exportez-le de "
    "nouveau puis redéposez-le.",
    "R09": "Aucune ligne de titres reconnue (matricule, date de naissance, emploi…) dans ce tableau : il est "
    "laissé de côté ; placez les titres de colonnes sur une même ligne.",
    "R10": "Ce fichier ne s’ouvre pas : {label} ; vérifiez son nom et vos droits, puis redéposez-le.",
    "R11": "Ce dossier ne contient aucun fichier à lire : il n’apporte aucun effectif ; vérifiez son nom, puis "
    "déposez-y les DSN ou les tableurs des adhérents.",
    "N10": "Ce fichier DSN ne contient aucune déclaration mensuelle : il n’apporte aucun effectif ; déposez la "
    "DSN mensuelle (nature 01).",
    "S01": "Deux colonnes donnent « {label} » : seule la première est lue ; renommez ou supprimez celle qui est "
    "de trop.",
    "S02": "Cette ligne répète une personne déjà lue : elle n’est comptée qu’une fois ; supprimez la ligne en "
    "double, ou complétez-la si ce sont deux personnes.",
    "S03": "Cette ligne ne porte ni date, ni emploi, ni contrat : elle n’est pas comptée ; complétez-la s’il "
    "s’agit d’une personne.",
    "S04": "Le type de contrat ne se reconnaît pas : la personne est comptée en contrat inconnu ; écrivez CDI, "
    "CDD, intérim, apprentissage ou professionnalisation.",
    "S05": "Ce temps partiel n’est pas chiffré : la personne compte pour un temps plein dans les ETP ; ajoutez "
    "son taux, par exemple « 80 % ».",
    "S06": "Aucune colonne ne permet de reconnaître une personne d’une ligne à l’autre : chaque ligne compte pour "
    "une personne ; ajoutez le matricule pour repérer les doublons.",
    "S07": "Des personnes ({count}) n’ont pas de code de profession : leur métier est compté inconnu à ce stade ; "
    "ajoutez une colonne « code PCS » si votre logiciel la propose.",
    "S08": "Des lignes ({count}) nomment l’établissement sans son SIRET : elles sont comptées en établissement "
    "inconnu ; ajoutez une colonne SIRET.",
    "S09": "La tranche de {first} à {last} ans chevauche deux tranches de l’étude : ses salariés sont comptés en "
    "âge inconnu ; préférez moins de 25, 25-34, 35-44, 45-54, 55-59, 60 et plus.",
    "S10": "Cette catégorie ne se reconnaît pas : ses salariés ({count}) sont comptés en métier inconnu ; écrivez "
    "ouvriers, employés, professions intermédiaires ou cadres.",
    "S11": "Cette ligne porte le SIREN d’une autre entreprise que le reste du fichier : elle est mise à part, sous "
    "ce SIREN ; retirez-la si elle est là par erreur.",
}


def _fine(sentence: str) -> str:
    """Put the narrow no-break spaces of French typography."""
    for mark in (":", ";", "!", "?", "»"):
        sentence = sentence.replace(f" {mark}", f"\u202f{mark}")
    return sentence.replace("« ", "«\u202f")


SENTENCES = {code: _fine(sentence) for code, sentence in _SENTENCES.items()}


class Log:
    """Collect the anomalies of one read; past `most` of one code in one file, the rest is only counted."""

    def __init__(self, *, most: int = 200) -> None:
        self._most = most
        self._found: list[Anomaly] = []
        self._seen: Counter[tuple[str, str]] = Counter()

    def add(self, code: str, file: str, line: int = 0, rubric: str = "", **details: object) -> None:
        """Add one anomaly; `details` fill the braces of its sentence."""
        self._seen[file, code] += 1
        if self._seen[file, code] <= self._most:
            self._found.append(Anomaly(file, line, rubric, code, SENTENCES[code].format(**details)))

    def forget(self, file: str) -> None:
        """Drop what was told of a file that is left out whole: only the reason remains."""
        self._found = [anomaly for anomaly in self._found if anomaly.file != file]
        for key in [key for key in self._seen if key[0] == file]:
            del self._seen[key]

    def sorted(self) -> tuple[Anomaly, ...]:
        """Give every anomaly once, by file, line and rubric, whatever the order they were found in."""
        capped = [
            Anomaly(file, 0, "", "N06", SENTENCES["N06"].format(more=n - self._most, same=code))
            for (file, code), n in self._seen.items()
            if n > self._most
        ]
        return tuple(sorted({*self._found, *capped}))

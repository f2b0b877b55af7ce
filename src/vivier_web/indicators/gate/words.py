"""What is published and what is hidden, in words: names of cells, why each is hidden, what else could be done."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from vivier.french import counted, percent
from vivier_web.indicators.gate.layout import COARSE, DETAIL_WORDS, DETAILS, FINE, MEDIUM

TOTAL = "T"
HIDDEN = ("primary", "secondary")
STATUS_WORDS = {
    "published": "Publié",
    "zero": "Zéro",
    "agreed": "Publié avec l’accord signé de chaque entreprise de la case",
    "primary": "Secret statistique : trop peu d’entreprises ou de personnes, une qui domine, ou seule à avoir changé",
    "secondary": "Secret statistique : masqué pour qu’une autre case ne se retrouve pas par différence",
}
RESPONSE = "Réponse"
MOSTLY = 0.5  # beyond, a table tells too little to be worth its risk


@dataclass(frozen=True, slots=True)
class Outlook:
    """Hold how much of a publication would be shown."""

    cells: int
    shown: int
    primary: int
    secondary: int

    @property
    def hidden_share(self) -> float:
        """The share of its cells that are hidden (0–1)."""
        return (self.primary + self.secondary) / self.cells if self.cells else 0.0

    @property
    def is_mostly_hidden(self) -> bool:
        """Whether more than half is hidden."""
        return self.hidden_share > MOSTLY

    @property
    def sentence(self) -> str:
        """The finding in one sentence.

        >>> Outlook(100, 61, 20, 19).sentence.replace(chr(160), " ")
        '61 cases publiées sur 100 : 20 masquées pour elles-mêmes, 19 pour protéger celles-là.'
        """
        return (
            f"{counted(self.shown, 'case publiée', 'cases publiées')} sur {self.cells} : "
            f"{counted(self.primary, 'masquée pour elle-même', 'masquées pour elles-mêmes')}, "
            f"{self.secondary} pour protéger celles-là."
        )


def response_rows(answered: int, asked: int, sources: int = 1) -> tuple[tuple[str, str], ...]:
    """Say how many answered, as a line of a provenance; none where nobody was asked.

    >>> [(_, words)] = response_rows(31, 40)
    >>> words.replace(chr(160), " ")
    '31 réponses sur 40 demandées (78 %)'
    """
    if not asked:
        return ()
    apart = "" if sources == 1 else ", pôle par pôle"
    share = percent(answered / asked)
    return ((RESPONSE, f"{counted(answered, 'réponse')} sur {counted(asked, 'demandée')}{apart} ({share})"),)


def outlook_of(statuses: Sequence[str]) -> Outlook:
    """Count what is shown and what is hidden."""
    found = Counter(statuses)
    return Outlook(
        len(statuses), found["published"] + found["zero"] + found["agreed"], found["primary"], found["secondary"]
    )


def cell_name(columns: Sequence[str], codes: Sequence[str], labels: Mapping[str, Mapping[str, str]]) -> str:
    """Name a cell by the labels of its finest codes.

    >>> cell_name(("departement", "region"), ("74", "84"), {"departement": {"74": "Haute-Savoie"}})
    'Haute-Savoie'
    """
    given = {column: code for column, code in zip(columns, codes, strict=True) if code != TOTAL}
    finest = finest_of(given)
    return " × ".join(labels.get(column, {}).get(given[column], given[column]) for column in finest) or "Ensemble"


FINER = {  # the columns each of which says more than this one
    "region": {"departement", "lieu"}, "departement": {"lieu"}, "zone": {"lieu"}, "section": {"division"},
    "csp": {"pcs", "emploi", "metier"}, "pcs": {"metier"}, "emploi": {"metier"},
    "domaine": {"emploi", "metier"},
}  # fmt: skip


def finest_of(given: Collection[str]) -> list[str]:
    """Give the columns that no finer one already says.

    >>> finest_of(["departement", "region", "zone", "lieu", "taille"])
    ['lieu', 'taille']
    """
    return [column for column in given if not FINER.get(column, set()) & set(given)]


def proposals(outlook: Outlook, detail: str, *, members: int) -> tuple[str, ...]:
    """Say what else could be done when more than half is hidden."""
    if not outlook.is_mostly_hidden:
        return ()
    coarser = {FINE: (MEDIUM, COARSE), MEDIUM: (COARSE,)}.get(detail, ())
    said = [f"Publier moins de détail : « {DETAILS[each]} » ({DETAIL_WORDS[each]})." for each in coarser]
    said.append(
        f"Demander à chacun des membres concernés ({members}) un accord signé : le secret protège chaque entreprise, "
        "qui seule peut y renoncer pour elle-même. Sans l’accord de toutes, rien ne change."
    )
    if members < 20:
        said.append(
            "Attendre d’autres dépôts, ou publier avec d’autres pôles du réseau : à plusieurs, on se cache moins."
        )
    return tuple(said)


def share_words(outlook: Outlook) -> str:
    """Give the share hidden, in words."""
    return percent(outlook.hidden_share)
